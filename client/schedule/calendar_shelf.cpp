#include "client/schedule/calendar_shelf.h"

#include <algorithm>

namespace cairn::schedule {
CalendarShelf::CalendarShelf(const std::vector<CalendarSpec>& specs)
    : standard_(working_time(standard_week(), {})) {
    for (const CalendarSpec& spec : specs) {
        const auto [place, is_new] = specs_.try_emplace(spec.id, &spec);
        if (is_new) continue;
        findings_.push_back({Code::duplicate_id, spec.id, {}, {}, {}});
        if (*place->second < spec) place->second = &spec;
    }
    std::vector<ItemId> chain;  // of calendars that wait for their base
    for (const auto& [id, spec] : specs_) resolve(*spec, chain);
    specs_.clear();
    layers_.clear();
}

void CalendarShelf::resolve(const CalendarSpec& spec, std::vector<ItemId>& chain) {
    if (times_.contains(spec.id)) return;
    WeekHours week = standard_week();
    std::vector<ExceptionLayer> layers;
    if (spec.base) {
        chain.push_back(spec.id);
        const auto base = specs_.find(*spec.base);
        if (base == specs_.end()) {
            findings_.push_back({Code::missing_calendar, spec.id, *spec.base, {}, {}});
        } else if (std::find(chain.begin(), chain.end(), *spec.base) != chain.end() ||
                   chain.size() > 1'000) {
            findings_.push_back({Code::calendar_cycle, spec.id, *spec.base, {}, {}});
        } else {
            resolve(*base->second, chain);
            week = weeks_.at(*spec.base);
            layers = layers_.at(*spec.base);
        }
        chain.pop_back();
    }
    for (std::size_t day = 0; day < 7; ++day) {
        if (spec.week[day]) week[day] = *spec.week[day];
    }
    // A base's exception beats the calendar's ordinary week, and its own exceptions beat both.
    layers.push_back(&spec.exceptions);
    WorkingTime time = working_time(week, layers);
    if (is_without_work(time)) {
        findings_.push_back({Code::calendar_without_work, spec.id, {}, {}, {}});
        time = standard_;
    }
    weeks_.emplace(spec.id, std::move(week));
    layers_.emplace(spec.id, std::move(layers));
    times_.emplace(spec.id, std::move(time));
}

const WorkingTime& CalendarShelf::time_of(const ItemId& id) const {
    const auto found = times_.find(id);
    return found == times_.end() ? standard_ : found->second;
}

const Calendar& CalendarShelf::shelve(const Key& key, const WorkingTime& time) {
    return *shelf_.emplace(key, std::make_unique<Calendar>(time)).first->second;
}

const Calendar& CalendarShelf::one(const std::optional<ItemId>& id) {
    const Key key{id && knows(*id) ? *id : ItemId{}};
    const auto found = shelf_.find(key);
    return found != shelf_.end() ? *found->second : shelve(key, time_of(key[0]));
}

const Calendar& CalendarShelf::combined(const Wanted& wanted, bool& is_without_overlap) {
    is_without_overlap = false;
    const bool has_own = wanted.own && knows(*wanted.own);
    if (wanted.people.empty()) return one(has_own ? wanted.own : wanted.otherwise);
    Key key = wanted.people;
    std::sort(key.begin(), key.end());
    key.erase(std::unique(key.begin(), key.end()), key.end());
    if (!has_own && key.size() == 1) return one(key[0]);
    key.insert(key.begin(), has_own ? *wanted.own : ItemId{});
    if (const auto found = shelf_.find(key); found != shelf_.end()) {
        is_without_overlap = without_overlap_.at(key);
        return *found->second;
    }
    WorkingTime time = time_of(key[1]);
    for (std::size_t i = 2; i < key.size(); ++i) time = in_either(time, time_of(key[i]));
    if (has_own) time = in_both(time_of(key[0]), time);
    is_without_overlap = schedule::is_without_work(time);
    without_overlap_[key] = is_without_overlap;
    return shelve(key, is_without_overlap ? time_of(key[0]) : time);
}

}  // namespace cairn::schedule
