#pragma once
// Boards of record, as data: which items each shows, and what of them matters.
#include <span>
#include <string_view>

#include "client/plan/catalog.h"

namespace cairn::boards {

struct Board {
    std::string_view name;  // as typed: risks
    plan::KindNumber kind = 0;
    std::string_view filter;  // of what it shows (client/filter)
    std::string_view open;    // and this, unless all are asked for; empty: no difference
    std::string_view columns;
    std::string_view sort;
    std::string_view help;
    // Of its map, if it has one: two fields of 1 to 5.
    plan::FieldNumber across = 0;
    plan::FieldNumber up = 0;
};

[[nodiscard]] std::span<const Board> boards();
[[nodiscard]] const Board* find_board(std::string_view name);

}  // namespace cairn::boards
