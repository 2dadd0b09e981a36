#pragma once
// When people work, as values: days, weeks, exceptions, and what two calendars have in common.
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "client/plan/civil.h"
#include "shared/base/ids.h"

namespace cairn::schedule {

// A moment, or a length of time, in minutes. Moments count from 1970-01-01T00:00 local.
using Minute = std::int64_t;

// 0001-01-01T00:00 and 9999-12-31T24:00. Every moment this folder returns lies between them;
// arithmetic that would leave them stops there.
inline constexpr Minute first_minute = -1'035'593'280;
inline constexpr Minute last_minute = 4'223'371'680;
inline constexpr std::int32_t first_day = -719'162;
inline constexpr std::int32_t last_day = 2'932'896;

[[nodiscard]] constexpr Minute within_horizon(Minute moment) {
    return moment < first_minute ? first_minute : moment > last_minute ? last_minute : moment;
}

struct Shift {
    int from = 0;  // minutes after midnight
    int to = 0;    // at most 1440
    friend auto operator<=>(const Shift&, const Shift&) = default;
};

// The working time of one day: sorted, disjoint, none of them empty. Nothing: a day off.
class DayHours {
public:
    DayHours() = default;
    // Any order, overlaps and nonsense: clipped to the day, sorted and joined.
    explicit DayHours(std::vector<Shift> shifts);
    [[nodiscard]] const std::vector<Shift>& shifts() const { return shifts_; }
    [[nodiscard]] int minutes() const;
    friend auto operator<=>(const DayHours&, const DayHours&) = default;

private:
    std::vector<Shift> shifts_;
};

[[nodiscard]] DayHours in_both(const DayHours& a, const DayHours& b);
[[nodiscard]] DayHours in_either(const DayHours& a, const DayHours& b);

using WeekHours = std::array<DayHours, 7>;  // Monday first
// Monday to Friday, 08:00-12:00 and 13:00-17:00: what MS Project calls Standard.
[[nodiscard]] const WeekHours& standard_week();

struct CalendarException {
    plan::Date from;  // both days included
    plan::Date to;
    DayHours hours;
    friend auto operator<=>(const CalendarException&, const CalendarException&) = default;
};

// A calendar as people keep it. Days it leaves open come from its base, or from the standard week.
struct CalendarSpec {
    ItemId id;
    std::optional<ItemId> base;
    std::array<std::optional<DayHours>, 7> week;  // Monday first
    // In any order. Where two cover a day, the shorter one counts; then the later, then the
    // greater.
    std::vector<CalendarException> exceptions;
    friend auto operator<=>(const CalendarSpec&, const CalendarSpec&) = default;
};

// From its first day until the next stretch begins, one week repeats.
struct Stretch {
    std::int32_t first = first_day;
    WeekHours week;
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

// Every day of the horizon: the first stretch begins with it, firsts ascend.
using WorkingTime = std::vector<Stretch>;

// Exceptions in layers: any of a later one replaces those of the earlier.
using ExceptionLayer = const std::vector<CalendarException>*;
[[nodiscard]] WorkingTime working_time(const WeekHours& week,
                                       std::span<const ExceptionLayer> layers);
[[nodiscard]] WorkingTime in_both(const WorkingTime& a, const WorkingTime& b);
[[nodiscard]] WorkingTime in_either(const WorkingTime& a, const WorkingTime& b);
[[nodiscard]] bool is_without_work(const WorkingTime& time);

}  // namespace cairn::schedule
