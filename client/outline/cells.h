#pragma once
// What an item or a link shows, field by field, and the ways to read it. Nothing here allocates but
// what returns a string or a list.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/plan/catalog.h"
#include "client/plan/civil.h"
#include "shared/base/ids.h"

namespace cairn::outline {

// A value in canonical text (client/merge/value.h). Of a set there is one for each element that was
// ever in it, and its value says whether it is.
struct Cell {
    plan::FieldNumber field = 0;
    std::string element;
    std::string value;
};
using Cells = std::vector<Cell>;

// The canonical value of a field that is no set, or of one part of a composite; empty if it is
// unset.
[[nodiscard]] std::string_view value_of(const Cells& cells, plan::FieldNumber field);
[[nodiscard]] std::string_view part_of(std::string_view composite, std::size_t part);
[[nodiscard]] std::string_view part_of(const Cells& cells,
                                       plan::FieldNumber field,
                                       std::size_t part);

// Payloads; nothing (or empty) unless the field holds a value of that type.
[[nodiscard]] std::string_view text_of(const Cells& cells, plan::FieldNumber field);
[[nodiscard]] std::optional<std::int64_t> integer_of(const Cells& cells, plan::FieldNumber field);
[[nodiscard]] std::optional<plan::ChoiceNumber> choice_of(const Cells& cells,
                                                          plan::FieldNumber field);
[[nodiscard]] std::optional<bool> yes_no_of(const Cells& cells, plan::FieldNumber field);
[[nodiscard]] std::optional<ItemId> item_of(const Cells& cells, plan::FieldNumber field);
// A day, or the day of a minute.
[[nodiscard]] std::optional<plan::Date> date_of(const Cells& cells, plan::FieldNumber field);
[[nodiscard]] std::optional<plan::Date> date_in(std::string_view canonical);

// Canonical values of the elements that are in a set, in no order that means anything.
[[nodiscard]] std::vector<std::string_view> elements_of(const Cells& cells,
                                                        plan::FieldNumber field);

// 0 without a status.
[[nodiscard]] plan::ChoiceNumber state_of(const Cells& cells);
// Neither finished nor abandoned.
[[nodiscard]] bool is_open(const Cells& cells);
[[nodiscard]] std::optional<plan::Date> start_of(const Cells& cells);   // of its span
[[nodiscard]] std::optional<plan::Date> finish_of(const Cells& cells);  // of its span
// The day it is due, else that on which its span ends.
[[nodiscard]] std::optional<plan::Date> date_of_item(const Cells& cells);

}  // namespace cairn::outline
