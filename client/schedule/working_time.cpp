#include "client/schedule/working_time.h"

#include <algorithm>
#include <map>

namespace cairn::schedule {
namespace {

template <class Combine>
WeekHours combine_weeks(const WeekHours& a, const WeekHours& b, Combine combine) {
    WeekHours out;
    for (std::size_t day = 0; day < 7; ++day) out[day] = combine(a[day], b[day]);
    return out;
}

template <class Combine>
WorkingTime combine(const WorkingTime& a, const WorkingTime& b, Combine combine_days) {
    WorkingTime out;
    std::size_t i = 0;
    std::size_t j = 0;
    std::int32_t first = first_day;
    while (true) {
        WeekHours week = combine_weeks(a[i].week, b[j].week, combine_days);
        if (out.empty() || out.back().week != week) out.push_back({first, std::move(week)});
        const bool a_ends = i + 1 < a.size();
        const bool b_ends = j + 1 < b.size();
        if (!a_ends && !b_ends) return out;
        const std::int32_t after_a = a_ends ? a[i + 1].first : last_day + 1;
        const std::int32_t after_b = b_ends ? b[j + 1].first : last_day + 1;
        first = std::min(after_a, after_b);
        if (after_a == first) ++i;
        if (after_b == first) ++j;
    }
}

// Which exception covers each day from a key on; null: none does.
using Cover = std::map<std::int32_t, const CalendarException*>;

void split_at(Cover& cover, std::int32_t day) {
    auto next = cover.upper_bound(day);
    cover.emplace(day, std::prev(next)->second);
}

void lay(Cover& cover, const CalendarException& exception) {
    const std::int32_t from = std::max(exception.from.days, first_day);
    const std::int32_t end = std::min(exception.to.days, last_day) + 1;
    if (from >= end) return;
    split_at(cover, from);
    split_at(cover, end);
    const auto begin = cover.find(from);
    cover.erase(std::next(begin), cover.find(end));
    begin->second = &exception;
}

std::vector<const CalendarException*> longest_first(const std::vector<CalendarException>& layer) {
    std::vector<const CalendarException*> out;
    for (const CalendarException& exception : layer) out.push_back(&exception);
    std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) {
        const auto length_a = std::int64_t{a->to.days} - a->from.days;
        const auto length_b = std::int64_t{b->to.days} - b->from.days;
        return length_a != length_b ? length_a > length_b : *a < *b;
    });
    return out;
}

}  // namespace

DayHours::DayHours(std::vector<Shift> shifts) {
    for (Shift& shift : shifts) {
        shift.from = std::clamp(shift.from, 0, plan::minutes_a_day);
        shift.to = std::clamp(shift.to, 0, plan::minutes_a_day);
    }
    std::sort(shifts.begin(), shifts.end());
    for (const Shift& shift : shifts) {
        if (shift.from >= shift.to) continue;
        if (!shifts_.empty() && shift.from <= shifts_.back().to) {
            shifts_.back().to = std::max(shifts_.back().to, shift.to);
        } else {
            shifts_.push_back(shift);
        }
    }
}

int DayHours::minutes() const {
    int sum = 0;
    for (const Shift& shift : shifts_) sum += shift.to - shift.from;
    return sum;
}

DayHours in_both(const DayHours& a, const DayHours& b) {
    std::vector<Shift> out;
    for (const Shift& x : a.shifts()) {
        for (const Shift& y : b.shifts()) {
            out.push_back({std::max(x.from, y.from), std::min(x.to, y.to)});
        }
    }
    return DayHours(std::move(out));
}

DayHours in_either(const DayHours& a, const DayHours& b) {
    std::vector<Shift> out = a.shifts();
    out.insert(out.end(), b.shifts().begin(), b.shifts().end());
    return DayHours(std::move(out));
}

const WeekHours& standard_week() {
    static const WeekHours week = [] {
        WeekHours hours;
        for (std::size_t day = 0; day < 5; ++day) hours[day] = DayHours({{480, 720}, {780, 1020}});
        return hours;
    }();
    return week;
}

WorkingTime working_time(const WeekHours& week, std::span<const ExceptionLayer> layers) {
    Cover cover{{first_day, nullptr}, {last_day + 1, nullptr}};
    for (const ExceptionLayer layer : layers) {
        for (const CalendarException* exception : longest_first(*layer)) lay(cover, *exception);
    }
    WorkingTime out;
    for (const auto& [day, exception] : cover) {
        if (day > last_day) break;
        WeekHours hours = week;
        if (exception != nullptr) hours.fill(exception->hours);
        if (out.empty() || out.back().week != hours) out.push_back({day, std::move(hours)});
    }
    return out;
}

WorkingTime in_both(const WorkingTime& a, const WorkingTime& b) {
    return combine(a, b, [](const DayHours& x, const DayHours& y) { return in_both(x, y); });
}

WorkingTime in_either(const WorkingTime& a, const WorkingTime& b) {
    return combine(a, b, [](const DayHours& x, const DayHours& y) { return in_either(x, y); });
}

bool is_without_work(const WorkingTime& time) {
    return std::all_of(time.begin(), time.end(), [](const Stretch& stretch) {
        return std::all_of(stretch.week.begin(), stretch.week.end(), [](const DayHours& day) {
            return day.shifts().empty();
        });
    });
}

}  // namespace cairn::schedule
