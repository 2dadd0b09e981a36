#pragma once
// A map of five by five: risks by probability and impact, people by interest and influence.
#include <array>
#include <span>
#include <vector>

#include "client/outline/outline.h"

namespace cairn::boards {

inline constexpr std::size_t grid_side = 5;

struct Grid {
    // [up - 1][across - 1]; items in the order they came.
    std::array<std::array<std::vector<outline::Place>, grid_side>, grid_side> cells;
    std::vector<outline::Place> unweighed;  // one of the two is not said, or is out of range
};

[[nodiscard]] Grid grid_of(const outline::Outline& outline,
                           std::span<const outline::Place> places,
                           plan::FieldNumber across,
                           plan::FieldNumber up);

}  // namespace cairn::boards
