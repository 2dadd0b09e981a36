#include "client/filter/interval.h"

#include <charconv>

#include "client/merge/value.h"

namespace cairn::filter {
namespace {

std::optional<std::int64_t> number_of(std::string_view digits) {
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::optional<Interval> single(std::optional<std::int64_t> number) {
    if (!number) return std::nullopt;
    return Interval{*number, *number};
}

std::optional<Interval> months(int year, int first, int count) {
    const auto begin = plan::make_date({year, first, 1});
    const auto end =
        plan::make_date({year, first + count - 1, plan::days_in_month(year, first + count - 1)});
    if (!begin || !end) return std::nullopt;
    return Interval{all_of(*begin).first, all_of(*end).last};
}

}  // namespace

Interval all_of(plan::Date date) {
    const std::int64_t first = std::int64_t{date.days} * plan::minutes_a_day;
    return {first, first + plan::minutes_a_day - 1};
}

std::optional<Interval> interval_of(std::string_view canonical) {
    if (canonical.empty()) return std::nullopt;
    const std::string_view payload = canonical.substr(1);
    switch (static_cast<merge::ValueType>(canonical.front())) {
        case merge::ValueType::integer:
        case merge::ValueType::boolean:
        case merge::ValueType::choice:
            return single(number_of(payload));
        case merge::ValueType::money:
            return single(number_of(payload.substr(0, payload.find(':'))));
        case merge::ValueType::date:
            if (const auto date = plan::date_from_iso(payload)) return all_of(*date);
            return std::nullopt;
        case merge::ValueType::minute:
            if (const auto minute = plan::minute_from_iso(payload))
                return Interval{minute->minutes, minute->minutes};
            return std::nullopt;
        case merge::ValueType::composite:
            return interval_of(outline::part_of(canonical, plan::part::amount));
        default:
            return std::nullopt;
    }
}

std::optional<Interval> period_of(std::string_view typed) {
    constexpr std::size_t year_digits = 4;
    const auto year = number_of(typed.substr(0, year_digits));
    if (typed.size() < year_digits || !year || *year < 1) return std::nullopt;
    const auto whole_year = static_cast<int>(*year);
    const std::string_view rest = typed.substr(year_digits);
    if (rest.empty()) return months(whole_year, 1, 12);
    if (rest.size() != 3 || rest[0] != '-') return std::nullopt;
    if (rest[1] == 'q' || rest[1] == 'Q') {
        const auto quarter = number_of(rest.substr(2));
        if (!quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
        return months(whole_year, static_cast<int>(*quarter) * 3 - 2, 3);
    }
    const auto month = number_of(rest.substr(1));
    if (!month || *month < 1 || *month > 12) return std::nullopt;
    return months(whole_year, static_cast<int>(*month), 1);
}

bool compare(const Interval& value, Relation relation, const Interval& operand) {
    switch (relation) {
        case Relation::less:
            return value.first < operand.first;
        case Relation::at_most:
            return value.first <= operand.last;
        case Relation::more:
            return value.first > operand.last;
        case Relation::at_least:
            return value.first >= operand.first;
        default:
            return operand.first <= value.first && value.first <= operand.last;
    }
}

}  // namespace cairn::filter
