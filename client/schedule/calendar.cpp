#include "client/schedule/calendar.h"

#include <algorithm>
#include <map>

namespace cairn::schedule {
namespace {

using plan::minutes_a_day;

std::int32_t day_of(Minute moment) {
    // Shifted to positive numbers, which divide faster.
    return static_cast<std::int32_t>(static_cast<std::uint64_t>(moment - first_minute) /
                                     std::uint64_t{minutes_a_day}) +
           first_day;
}

int weekday(std::int32_t day) {
    return static_cast<int>(static_cast<std::uint32_t>(day - first_day) % 7);  // a Monday
}

}  // namespace

// The first value stands alone before the blocks: it is the beginning of the horizon, and the
// second the first exception, maybe two thousand years later.
void LastNotAbove::build(std::vector<Minute> ascending) {
    constexpr Minute blocks_max = 1'024;
    values_ = std::move(ascending);
    if (values_.size() < 3) return;
    const Minute span = values_.back() - values_[1];
    while ((span >> shift_) >= blocks_max) ++shift_;
    std::uint32_t at = 1;
    for (Minute block = 0; block <= span >> shift_; ++block) {
        const Minute begin = values_[1] + (block << shift_);
        while (at + 1 < values_.size() && values_[at + 1] <= begin) ++at;
        hints_.push_back(at);
    }
}

std::size_t LastNotAbove::operator()(Minute value) const {
    if (values_.size() < 2 || value < values_[1]) return 0;
    if (value >= values_.back()) return values_.size() - 1;
    const auto block = static_cast<std::size_t>((value - values_[1]) >> shift_);
    const auto from = values_.begin() + hints_[block];
    const auto to =
        block + 1 < hints_.size() ? values_.begin() + hints_[block + 1] + 1 : values_.end();
    if (to - from > 8) {
        return static_cast<std::size_t>(std::upper_bound(from, to, value) - values_.begin()) - 1;
    }
    auto at = from;
    while (at + 1 < to && *(at + 1) <= value) ++at;
    return static_cast<std::size_t>(at - values_.begin());
}

Calendar::Calendar(const WorkingTime& time) {
    std::map<WeekHours, std::uint32_t> known;
    std::vector<Minute> firsts;
    std::vector<Minute> begins;
    Minute work = 0;
    for (std::size_t i = 0; i < time.size(); ++i) {
        const auto [place, is_new] = known.try_emplace(time[i].week, 0);
        if (is_new) place->second = add_week(time[i].week);
        const std::int32_t first = time[i].first;
        const Week& week = weeks_[place->second];
        const int day = weekday(first);
        firsts.push_back(first);
        begins.push_back(work);
        runs_.push_back(
            {first - day, place->second, work - week.before[static_cast<std::size_t>(day)]});
        const std::int32_t end = i + 1 < time.size() ? time[i + 1].first : last_day + 1;
        work = before_in(runs_.back(), end);
    }
    total_ = work;
    run_of_day_.build(std::move(firsts));
    run_of_work_.build(std::move(begins));
}

std::uint32_t Calendar::add_week(const WeekHours& hours) {
    Week week;
    for (std::size_t day = 0; day < 7; ++day) {
        const auto& shifts = hours[day].shifts();
        week.days[day] = {static_cast<std::uint32_t>(shifts_.size()),
                          static_cast<std::uint32_t>(shifts.size())};
        shifts_.insert(shifts_.end(), shifts.begin(), shifts.end());
        week.before[day + 1] = week.before[day] + hours[day].minutes();
    }
    weeks_.push_back(week);
    return static_cast<std::uint32_t>(weeks_.size() - 1);
}

Minute Calendar::before_in(const Run& run, std::int32_t day) const {
    const auto days = static_cast<std::uint32_t>(day - run.monday);
    const Week& week = weeks_[run.week];
    return run.at_monday + Minute{days / 7} * week.before[7] + week.before[days % 7];
}

Minute Calendar::work_before(Minute moment) const {
    moment = within_horizon(moment);
    if (moment == last_minute) return total_;
    const std::int32_t day = day_of(moment);
    const Run& run = runs_[run_of_day_(day)];
    const auto minute = static_cast<int>(moment - Minute{day} * minutes_a_day);
    const Day& hours = weeks_[run.week].days[static_cast<std::size_t>(weekday(day))];
    Minute work = before_in(run, day);
    for (std::uint32_t i = 0; i < hours.shifts; ++i) {
        const Shift& shift = shifts_[hours.first_shift + i];
        if (minute <= shift.from) break;
        work += std::min(minute, shift.to) - shift.from;
    }
    return work;
}

Minute Calendar::start_at(Minute work) const {
    if (work >= total_) return last_minute;
    work = std::max<Minute>(work, 0);
    const Run& run = runs_[run_of_work_(work)];
    const Week& week = weeks_[run.week];
    const Minute in_run = work - run.at_monday;
    const Minute weeks = in_run / week.before[7];
    auto rest = static_cast<std::int32_t>(in_run % week.before[7]);
    std::size_t day = 0;
    while (week.before[day + 1] <= rest) ++day;
    rest -= week.before[day];
    const Shift* shift = &shifts_[week.days[day].first_shift];
    for (; rest >= shift->to - shift->from; ++shift) rest -= shift->to - shift->from;
    return (run.monday + weeks * 7 + static_cast<Minute>(day)) * minutes_a_day + shift->from + rest;
}

Minute Calendar::finish_at(Minute work) const {
    if (work <= 0) return first_minute;
    if (work > total_) return last_minute;
    const Run& run = runs_[run_of_work_(work - 1)];
    const Week& week = weeks_[run.week];
    const Minute in_run = work - run.at_monday;
    const Minute weeks = (in_run - 1) / week.before[7];
    auto rest = static_cast<std::int32_t>(in_run - weeks * week.before[7]);
    std::size_t day = 0;
    while (week.before[day + 1] < rest) ++day;
    rest -= week.before[day];
    const Shift* shift = &shifts_[week.days[day].first_shift];
    for (; rest > shift->to - shift->from; ++shift) rest -= shift->to - shift->from;
    return (run.monday + weeks * 7 + static_cast<Minute>(day)) * minutes_a_day + shift->from + rest;
}

Minute Calendar::next_start(Minute moment) const { return start_at(work_before(moment)); }

Minute Calendar::last_finish(Minute moment) const { return finish_at(work_before(moment)); }

Minute Calendar::add(Minute moment, Minute work) const {
    if (work == 0) return within_horizon(moment);
    const Minute at = work_before(moment) + work;
    return work > 0 ? finish_at(at) : at < 0 ? first_minute : start_at(at);
}

}  // namespace cairn::schedule
