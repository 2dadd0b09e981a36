#pragma once
// Days and minutes without a time zone, in the proleptic Gregorian calendar, years 1 to 9999.
// Algorithms: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::plan {

struct Date {
    std::int32_t days = 0;  // since 1970-01-01
    friend auto operator<=>(const Date&, const Date&) = default;
};

struct LocalMinute {
    std::int64_t minutes = 0;  // since 1970-01-01T00:00
    [[nodiscard]] Date date() const;
    [[nodiscard]] int minute_of_day() const;  // 0..1439
    friend auto operator<=>(const LocalMinute&, const LocalMinute&) = default;
};

struct YearMonthDay {
    int year = 1970;
    int month = 1;  // 1..12
    int day = 1;    // 1..31
};

inline constexpr int minutes_a_day = 1440;

[[nodiscard]] std::optional<Date> make_date(const YearMonthDay& parts);  // nothing unless it exists
[[nodiscard]] YearMonthDay parts_of(Date date);
[[nodiscard]] int weekday_of(Date date);  // 0 Monday .. 6 Sunday
[[nodiscard]] int days_in_month(int year, int month);

// Nothing where the result leaves the years 1 to 9999. add_months keeps to the end of short months.
[[nodiscard]] std::optional<Date> add_days(Date date, std::int64_t days);
[[nodiscard]] std::optional<Date> add_months(Date date, std::int64_t months);
[[nodiscard]] LocalMinute at_minute(Date date, int minute_of_day);

[[nodiscard]] std::optional<Date> date_from_iso(std::string_view text);           // YYYY-MM-DD
[[nodiscard]] std::optional<LocalMinute> minute_from_iso(std::string_view text);  // ..THH:MM
[[nodiscard]] std::optional<int> clock_from_text(std::string_view text);          // HH:MM, minutes
[[nodiscard]] std::string to_iso(Date date);
[[nodiscard]] std::string to_iso(LocalMinute minute);
[[nodiscard]] std::string clock_text(int minute_of_day);  // HH:MM; 1440 is 24:00

}  // namespace cairn::plan
