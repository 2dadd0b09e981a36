#pragma once
// Values that have an order, as one stretch of numbers each.
#include <optional>
#include <string_view>

#include "client/filter/expression.h"

namespace cairn::filter {

// Of a canonical value: whole numbers, yes-no, choices, money (in its smallest unit), a minute; a
// day with all its minutes; a length of time in minutes (first part of a composite). Allocates
// nothing.
[[nodiscard]] std::optional<Interval> interval_of(std::string_view canonical);

// All days of 2027, 2027-q2 or 2027-03.
[[nodiscard]] std::optional<Interval> period_of(std::string_view typed);

[[nodiscard]] Interval all_of(plan::Date date);

[[nodiscard]] bool compare(const Interval& value, Relation relation, const Interval& operand);

}  // namespace cairn::filter
