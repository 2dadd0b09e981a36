#include "client/boards/grid.h"

namespace cairn::boards {
namespace {

std::optional<std::size_t> step_of(const outline::Cells& cells, plan::FieldNumber field) {
    const auto weight = outline::integer_of(cells, field);
    if (!weight || *weight < 1 || *weight > static_cast<std::int64_t>(grid_side))
        return std::nullopt;
    return static_cast<std::size_t>(*weight - 1);
}

}  // namespace

Grid grid_of(const outline::Outline& outline,
             std::span<const outline::Place> places,
             plan::FieldNumber across,
             plan::FieldNumber up) {
    Grid grid;
    for (const outline::Place place : places) {
        const outline::Cells& cells = outline.at(place).cells;
        const auto column = step_of(cells, across);
        const auto row = step_of(cells, up);
        if (column && row)
            grid.cells[*row][*column].push_back(place);
        else
            grid.unweighed.push_back(place);
    }
    return grid;
}

}  // namespace cairn::boards
