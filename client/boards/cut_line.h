#pragma once
// What fits and what does not: work in the order of its rank, added up until the capacity is used.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "client/outline/outline.h"
#include "client/plan/civil.h"

namespace cairn::boards {

struct RankedItem {
    outline::Place place = outline::no_place;
    std::optional<std::int64_t> minutes;  // work that is left of it; nothing: nobody has said
    std::int64_t sum_minutes = 0;         // with all before it that fit, and itself
    bool fits = false;
};

// By class (must, should, could, then those without one; will-not never fits), then in the order of
// the outline, which is that in which people put them. What is too big for what is left falls
// below the line, and so does all that comes after: rank is rank.
[[nodiscard]] std::vector<RankedItem> cut_line(const outline::Outline& outline,
                                               std::span<const outline::Place> places,
                                               std::int64_t capacity_minutes);

// Work that is left: the estimate, else the length of its span, less what is done; of what has work
// below it the sum of that, where it says nothing itself.
[[nodiscard]] std::optional<std::int64_t> minutes_left(const outline::Outline& outline,
                                                       outline::Place place);

// Mondays to Fridays from a day to another, both included; 0 if that is before it.
[[nodiscard]] std::int64_t weekdays_between(plan::Date first, plan::Date last);

// What the people who own any of these can do in so many days, in minutes of work: each as much as
// their capacity says (full time without one), once.
[[nodiscard]] std::int64_t capacity_of_owners(const outline::Outline& outline,
                                              std::span<const outline::Place> places,
                                              std::int64_t days,
                                              std::int64_t day_minutes);

}  // namespace cairn::boards
