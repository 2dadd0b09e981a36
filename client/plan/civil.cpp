#include "client/plan/civil.h"

#include <algorithm>

namespace cairn::plan {
namespace {

std::int64_t days_from_civil(std::int64_t y, int month, int day) {
    y -= month <= 2;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return text.empty() ? std::nullopt : std::optional<int>(value);
}

void append_padded(std::string& out, int value, int width) {
    const std::string text = std::to_string(value);
    out.append(static_cast<std::size_t>(std::max(0, width - static_cast<int>(text.size()))), '0');
    out += text;
}

const std::int64_t first_day = days_from_civil(1, 1, 1);
const std::int64_t last_day = days_from_civil(9999, 12, 31);

}  // namespace

Date LocalMinute::date() const {
    const std::int64_t days = minutes / minutes_a_day - (minutes % minutes_a_day < 0 ? 1 : 0);
    return {static_cast<std::int32_t>(days)};
}

int LocalMinute::minute_of_day() const {
    return static_cast<int>(minutes - std::int64_t{date().days} * minutes_a_day);
}

int days_in_month(int year, int month) {
    static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

std::optional<Date> make_date(const YearMonthDay& parts) {
    if (parts.year < 1 || parts.year > 9999 || parts.month < 1 || parts.month > 12) {
        return std::nullopt;
    }
    if (parts.day < 1 || parts.day > days_in_month(parts.year, parts.month)) return std::nullopt;
    return Date{static_cast<std::int32_t>(days_from_civil(parts.year, parts.month, parts.day))};
}

YearMonthDay parts_of(Date date) {
    const std::int64_t z = std::int64_t{date.days} + 719468;
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const std::int64_t day_of_era = z - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t mp = (5 * day_of_year + 2) / 153;
    const int day = static_cast<int>(day_of_year - (153 * mp + 2) / 5 + 1);
    const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return {static_cast<int>(year), month, day};
}

int weekday_of(Date date) {
    const int shifted = (date.days + 3) % 7;  // 1970-01-01 was a Thursday
    return shifted < 0 ? shifted + 7 : shifted;
}

std::optional<Date> add_days(Date date, std::int64_t days) {
    if (days > 4000000 || days < -4000000) return std::nullopt;
    const std::int64_t sum = date.days + days;
    if (sum < first_day || sum > last_day) return std::nullopt;
    return Date{static_cast<std::int32_t>(sum)};
}

std::optional<Date> add_months(Date date, std::int64_t months) {
    if (months > 120000 || months < -120000) return std::nullopt;
    const YearMonthDay from = parts_of(date);
    const std::int64_t index = std::int64_t{from.year} * 12 + from.month - 1 + months;
    if (index < 12) return std::nullopt;
    const int year = static_cast<int>(index / 12);
    const int month = static_cast<int>(index % 12) + 1;
    return make_date({year, month, std::min(from.day, days_in_month(year, month))});
}

LocalMinute at_minute(Date date, int minute_of_day) {
    return {std::int64_t{date.days} * minutes_a_day + minute_of_day};
}

std::optional<Date> date_from_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return make_date({*year, *month, *day});
}

std::optional<int> clock_from_text(std::string_view text) {
    if (text.size() == 4) {  // 9:30
        const auto late = clock_from_text(std::string("0").append(text));
        return late;
    }
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = digits(text.substr(0, 2));
    const auto minute = digits(text.substr(3, 2));
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

std::optional<LocalMinute> minute_from_iso(std::string_view text) {
    if (text.size() != 16 || text[10] != 'T') return std::nullopt;
    const auto date = date_from_iso(text.substr(0, 10));
    const auto clock = clock_from_text(text.substr(11));
    if (!date || !clock) return std::nullopt;
    return at_minute(*date, *clock);
}

std::string to_iso(Date date) {
    const YearMonthDay parts = parts_of(date);
    std::string out;
    append_padded(out, parts.year, 4);
    out += '-';
    append_padded(out, parts.month, 2);
    out += '-';
    append_padded(out, parts.day, 2);
    return out;
}

std::string clock_text(int minute_of_day) {
    std::string out;
    append_padded(out, minute_of_day / 60, 2);
    out += ':';
    append_padded(out, minute_of_day % 60, 2);
    return out;
}

std::string to_iso(LocalMinute minute) {
    return to_iso(minute.date()) + "T" + clock_text(minute.minute_of_day());
}

}  // namespace cairn::plan
