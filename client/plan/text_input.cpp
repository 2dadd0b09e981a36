#include "client/plan/text_input.h"

#include <array>
#include <charconv>

namespace cairn::plan {
namespace {

constexpr std::array<std::string_view, 7> weekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

TextError not_a_date(std::string_view text) {
    return {"'" + std::string(text) + "' is not a date: write 2027-03-01, today, fri or +2w"};
}

std::optional<Date> weekday_after(std::string_view name, Date today) {
    if (name.size() < 3) return std::nullopt;
    for (int day = 0; day < 7; ++day) {
        const std::string_view full = weekdays[static_cast<std::size_t>(day)];
        if (full.substr(0, name.size()) != name) continue;
        const int ahead = (day - weekday_of(today) + 7) % 7;
        return add_days(today, ahead == 0 ? 7 : ahead);
    }
    return std::nullopt;
}

std::optional<Date> named_day(std::string_view name, Date today) {
    if (name == "today") return today;
    if (name == "tomorrow") return add_days(today, 1);
    if (name == "yesterday") return add_days(today, -1);
    return weekday_after(name, today);
}

std::optional<Date> end_of(std::string_view name, Date today) {
    YearMonthDay parts = parts_of(today);
    if (name == "eow") return add_days(today, (4 - weekday_of(today) + 7) % 7);  // Friday
    if (name == "eoy") {
        parts.month = 12;
    } else if (name == "eoq") {
        parts.month = (parts.month + 2) / 3 * 3;
    } else if (name != "eom") {
        return std::nullopt;
    }
    parts.day = days_in_month(parts.year, parts.month);
    return make_date(parts);
}

// +2w, -3d, +1mo, +1y: from today.
std::optional<Date> relative_day(std::string_view text, Date today) {
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    std::int64_t count = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 1, end, count);
    if (read.ec != std::errc() || count < 0 || count > 4000000) return std::nullopt;
    if (text[0] == '-') count = -count;
    const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
    if (unit == "d") return add_days(today, count);
    if (unit == "w") return add_days(today, count * 7);
    if (unit == "mo" || unit == "m") return add_months(today, count);
    if (unit == "y") return add_months(today, count * 12);
    return std::nullopt;
}

struct UnitName {
    std::string_view name;
    ChoiceNumber unit;
};
constexpr UnitName unit_names[] = {
    {"min", unit::minutes},
    {"mins", unit::minutes},
    {"minute", unit::minutes},
    {"minutes", unit::minutes},
    {"m", unit::minutes},
    {"h", unit::hours},
    {"hr", unit::hours},
    {"hrs", unit::hours},
    {"hour", unit::hours},
    {"hours", unit::hours},
    {"d", unit::days},
    {"day", unit::days},
    {"days", unit::days},
    {"w", unit::weeks},
    {"wk", unit::weeks},
    {"week", unit::weeks},
    {"weeks", unit::weeks},
    {"mo", unit::months},
    {"mon", unit::months},
    {"month", unit::months},
    {"months", unit::months},
    {"emin", unit::elapsed_minutes},
    {"em", unit::elapsed_minutes},
    {"eh", unit::elapsed_hours},
    {"ed", unit::elapsed_days},
    {"ew", unit::elapsed_weeks},
    {"emo", unit::elapsed_months},
    {"%", unit::percent},
    {"e%", unit::elapsed_percent},
};
constexpr std::string_view shown_names[] = {
    "", "min", "h", "d", "w", "mo", "emin", "eh", "ed", "ew", "emo", "%", "e%"};

std::optional<ChoiceNumber> unit_named(std::string_view name) {
    for (const UnitName& known : unit_names) {
        if (known.name == name) return known.unit;
    }
    return std::nullopt;
}

constexpr std::int64_t decimal_scale = 100000;  // five decimals
constexpr std::int64_t whole_max = 1000000000;

// A decimal in hundred-thousandths, and how much of the text it took.
struct Decimal {
    std::int64_t scaled = 0;
    std::size_t length = 0;
};

// One more digit; scale is its weight, 0 past the last decimal. False: too long or too large.
bool add_digit(Decimal& into, char digit, bool fraction, std::int64_t scale) {
    if (scale == 0) return false;
    const std::int64_t value = digit - '0';
    into.scaled = fraction ? into.scaled + value * scale : into.scaled * 10 + value * decimal_scale;
    return into.scaled <= whole_max * decimal_scale;
}

std::optional<Decimal> read_decimal(std::string_view text) {
    Decimal out;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative || (!text.empty() && text[0] == '+')) ++out.length;
    std::int64_t scale = decimal_scale;
    bool fraction = false;
    bool any = false;
    for (; out.length < text.size(); ++out.length) {
        const char c = text[out.length];
        if ((c == '.' || c == ',') && !fraction) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        any = true;
        if (fraction) scale /= 10;
        if (!add_digit(out, c, fraction, scale)) return std::nullopt;
    }
    if (!any) return std::nullopt;
    if (negative) out.scaled = -out.scaled;
    return out;
}

std::int64_t rounded_ratio(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t half = denominator / 2;
    return (numerator + (numerator < 0 ? -half : half)) / denominator;
}

// With floating point kept out: |scaled| <= 1e14, so that whole and rest multiply safely.
std::int64_t scaled_times(std::int64_t scaled, std::int64_t factor) {
    const std::int64_t whole = scaled / decimal_scale;
    const std::int64_t rest = scaled % decimal_scale;
    return whole * factor + rounded_ratio(rest * factor, decimal_scale);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

Result<Date, TextError> parse_date(std::string_view text, Date today) {
    const std::string typed = lower_case(trimmed(text));
    if (const auto date = date_from_iso(typed)) return *date;
    if (const auto date = named_day(typed, today)) return *date;
    if (const auto date = end_of(typed, today)) return *date;
    if (const auto date = relative_day(typed, today)) return *date;
    return refuse(not_a_date(text));
}

Result<PastDay, TextError> parse_past_day(std::string_view text, Date today) {
    std::string_view day = trimmed(text);
    std::optional<int> minute;
    const std::size_t gap = day.find_last_of(" T");
    if (gap != std::string_view::npos) {
        minute = clock_from_text(day.substr(gap + 1));
        if (minute) day = trimmed(day.substr(0, gap));
    }
    const std::string typed = lower_case(day);
    // The next one is 1 to 7 days ahead.
    if (const auto next = weekday_after(typed, today))
        return PastDay{Date{next->days - (next->days - today.days == 7 ? 14 : 7)}, minute};
    const auto date = parse_date(day, today);
    if (!date) return refuse(not_a_date(text));
    return PastDay{*date, minute};
}

Result<LocalMinute, TextError> parse_minute(std::string_view text, Date today, int default_clock) {
    const std::string_view typed = trimmed(text);
    const std::size_t gap = typed.find_last_of(" T");
    if (gap != std::string_view::npos) {
        const auto clock = clock_from_text(typed.substr(gap + 1));
        if (clock) {
            const auto date = parse_date(typed.substr(0, gap), today);
            if (!date) return refuse(date.error());
            return at_minute(*date, *clock);
        }
    }
    const auto date = parse_date(typed, today);
    if (!date) return refuse(date.error());
    return at_minute(*date, default_clock);
}

std::int64_t minutes_in(ChoiceNumber shown_in, const WorkingUnits& units) {
    switch (shown_in) {
        case unit::hours:
        case unit::elapsed_hours:
            return 60;
        case unit::days:
            return units.day_minutes;
        case unit::weeks:
            return units.week_minutes;
        case unit::months:
            return units.day_minutes * units.month_days;
        case unit::elapsed_days:
            return 1440;
        case unit::elapsed_weeks:
            return 7 * 1440;
        case unit::elapsed_months:
            return 30 * 1440;
        default:
            return 1;
    }
}

Result<Duration, TextError> parse_duration(std::string_view text, const WorkingUnits& units) {
    const std::string typed = lower_case(trimmed(text));
    const auto number = read_decimal(typed);
    const auto shown_in =
        number ? unit_named(trimmed(std::string_view(typed).substr(number->length))) : std::nullopt;
    if (!shown_in) {
        return refuse(TextError{"'" + std::string(text) +
                                "' is not a length of time: write 3d, 40h, 1.5w or 2mo"});
    }
    return Duration{scaled_times(number->scaled, minutes_in(*shown_in, units)), *shown_in};
}

std::string print_duration(const Duration& duration, const WorkingUnits& units) {
    const bool known = duration.shown_in >= unit::minutes && duration.shown_in <= 12;
    const ChoiceNumber shown_in = known ? duration.shown_in : unit::minutes;
    const std::int64_t size = std::max<std::int64_t>(1, minutes_in(shown_in, units));
    const bool negative = duration.amount < 0;
    const std::int64_t whole = duration.amount / size;
    std::int64_t rest = rounded_ratio(std::abs(duration.amount % size) * decimal_scale, size);
    std::string out = negative && whole == 0 ? "-" : "";
    out += std::to_string(whole);
    if (rest != 0) {
        std::string decimals = std::to_string(rest + decimal_scale).substr(1);
        decimals.erase(decimals.find_last_not_of('0') + 1);
        out += "." + decimals;
    }
    return out + std::string(shown_names[shown_in]);
}

}  // namespace cairn::plan
