#pragma once
// Cells as the catalog reads them: dates of other tools made plain, states by their usual names.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/exchange/csv_map.h"

namespace cairn::exchange {

// 2027-03-01[ T]HH:MM[:SS], 2027/3/1, 1.3.2027, 1 Mar 2027, 09/Jan/24 3:54 PM, and 03/04/2027 in
// the order given, as YYYY-MM-DD or YYYY-MM-DDTHH:MM. Two-digit years are of this century. No
// today, no fri: a file means the same whenever it is read.
[[nodiscard]] std::optional<std::string> plain_date(std::string_view text, DateOrder order);

// "To do", "Completed", "Won't do" and the like as the catalog's states; the text itself otherwise.
[[nodiscard]] std::string plain_state(std::string_view text);

// The cell after the rule's replacements.
[[nodiscard]] std::string replaced(const CsvRule& rule, std::string_view cell);

// Whether the cell only says that there is nothing: "", -, n/a, none, tbd, todo.
[[nodiscard]] bool says_nothing(std::string_view cell);

// A predecessor as tools write it: 12, 12FS+2d, 12 SS -1 day.
struct PredecessorText {
    std::string key;
    plan::ChoiceNumber type = plan::dependency::finish_start;
    std::string lag;  // as plan::parse_duration takes it; empty: none
};
[[nodiscard]] PredecessorText split_predecessor(std::string_view text);

}  // namespace cairn::exchange
