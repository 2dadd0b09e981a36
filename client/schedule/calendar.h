#pragma once
// Arithmetic on one calendar. The work done since the beginning of the horizon is the axis on which
// durations add; two moments of the clock stand at the same point of it where no work lies between
// them (17:00 and 08:00 of the next day), so the way back comes in two kinds. Every call takes
// logarithmic time in the number of exceptions, whatever the distance.
#include "client/schedule/working_time.h"

namespace cairn::schedule {

// Finds in ascending numbers the last that is not above a given one, at or above the first; in
// constant time where they lie evenly.
class LastNotAbove {
public:
    void build(std::vector<Minute> ascending);
    [[nodiscard]] std::size_t operator()(Minute value) const;
    [[nodiscard]] std::size_t size() const { return values_.size(); }

private:
    std::vector<Minute> values_;
    std::vector<std::uint32_t> hints_;  // by block above the first value: where to begin
    int shift_ = 0;                     // a block is 2^shift numbers
};

class Calendar {
public:
    explicit Calendar(const WorkingTime& time);

    // Working minutes between the beginning of the horizon and a moment.
    [[nodiscard]] Minute work_before(Minute moment) const;
    // The first moment at which more work than `work` lies ahead: where a task starts. The end of
    // the horizon if there is none.
    [[nodiscard]] Minute start_at(Minute work) const;
    // The moment at which `work` is done: where a task finishes. The beginning of the horizon if
    // `work` is none.
    [[nodiscard]] Minute finish_at(Minute work) const;

    // The moment itself if work goes on at it, else the next (previous) at which it begins (ends).
    [[nodiscard]] Minute next_start(Minute moment) const;
    [[nodiscard]] Minute last_finish(Minute moment) const;

    // Forwards ends where work ends, backwards where it begins; nothing added changes nothing.
    [[nodiscard]] Minute add(Minute moment, Minute work) const;
    // Working minutes from one moment to another; negative if `to` comes first.
    [[nodiscard]] Minute between(Minute from, Minute to) const {
        return work_before(to) - work_before(from);
    }
    [[nodiscard]] bool is_without_work() const { return total_ == 0; }

private:
    struct Day {
        std::uint32_t first_shift = 0;
        std::uint32_t shifts = 0;
    };
    struct Week {
        std::array<Day, 7> days;
        std::array<std::int32_t, 8> before{};  // work before each day; [7] is the whole week's
    };
    struct Run {                  // a stretch
        std::int32_t monday = 0;  // of the week of its first day
        std::uint32_t week = 0;
        Minute at_monday = 0;  // work before, were the week whole
    };
    [[nodiscard]] std::uint32_t add_week(const WeekHours& hours);
    [[nodiscard]] Minute before_in(const Run& run, std::int32_t day) const;

    std::vector<Shift> shifts_;
    std::vector<Week> weeks_;
    LastNotAbove run_of_day_;
    LastNotAbove run_of_work_;  // by the work before each run
    std::vector<Run> runs_;
    Minute total_ = 0;
};

}  // namespace cairn::schedule
