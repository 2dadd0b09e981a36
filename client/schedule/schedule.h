#pragma once
// The critical path method on working time, as MS Project computes it (forward and backward pass
// over all four link types, constraints, several calendars). Pure: equal plans give equal
// schedules, in whatever order their parts came and by whatever edits they became what they are.
#include <memory>
#include <span>

#include "client/schedule/findings.h"
#include "client/schedule/plan_input.h"

namespace cairn::schedule {

// Of a summary: earliest and latest of the leaves below it.
struct Dates {
    Minute early_start = 0;
    Minute early_finish = 0;
    Minute late_start = 0;
    Minute late_finish = 0;
    // Where the schedule would put it: the early dates; for as_late_as_possible the latest that
    // move no other row.
    Minute start = 0;
    Minute finish = 0;
    friend bool operator==(const Dates&, const Dates&) = default;
};

struct Slack {
    Minute total =
        0;  // working minutes on the row's or program's calendar; negative: too late already
    Minute free = 0;           // what it may slip before a successor moves
    bool is_critical = false;  // and not finished
    friend bool operator==(const Slack&, const Slack&) = default;
};

// One edit of a plan. Rows and links replace those with their id, or are new.
struct Edit {
    std::vector<Task> tasks;
    std::vector<Link> links;
    std::vector<ItemId> removed_tasks;
    std::vector<ItemId> removed_links;
};

// One reason of a date: this and nothing else keeps the row from being earlier (or later).
struct Reason {
    enum class What : std::uint8_t {
        plan_start,          // of `other`, a program, or of the plan (zero)
        link,                // `link`, from `other`
        summary_link,        // the same, on a summary above the row: `via`
        constraint,          // its own
        summary_constraint,  // of the summary `via`
        manual,              // placed by hand
        actual,              // it has begun or ended
        calendar,            // the next working time after what the other reasons say
        rows_below,          // a summary: its date is that of the leaf `other`
    };
    What what = What::plan_start;
    ItemId item;   // whose date it is
    ItemId other;  // zero if none
    ItemId link;
    ItemId via;
    Minute date = 0;            // what the reason asks of the row's start or finish
    bool is_of_finish = false;  // asks of its finish, not of its start
    friend bool operator==(const Reason&, const Reason&) = default;
};

class Schedule {
public:
    explicit Schedule(Plan plan);
    ~Schedule();
    Schedule(Schedule&&) noexcept;
    Schedule& operator=(Schedule&&) noexcept;
    Schedule(const Schedule&) = delete;
    Schedule& operator=(const Schedule&) = delete;

    // Brings the schedule up to date; costs what the edit can reach, unless it changes the outline
    // or links that close cycles or have duplicates (then as much as a new schedule). Answers
    // the rows whose dates changed, each once, in no order. Calendars, plan start and critical
    // slack are fixed for a schedule's life.
    std::vector<ItemId> apply(const Edit& edit);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::optional<Dates> dates(const ItemId& task) const;
    [[nodiscard]] std::optional<Slack> slack(const ItemId& task) const;
    // Working minutes from one moment to another as the row counts its slack; negative if `to`
    // comes first. Nothing for an unknown row.
    [[nodiscard]] std::optional<Minute> work_between(const ItemId& task,
                                                     Minute from,
                                                     Minute to) const;
    // Critical leaves, by early start, then id; with `below` those of one summary only, with
    // `slack_max` those with no more slack than this in place of the plan's own limit.
    [[nodiscard]] std::vector<ItemId> critical(
        std::optional<ItemId> below = std::nullopt,
        std::optional<Minute> slack_max = std::nullopt) const;
    // The chain of reasons for a row's early start (or finish, where its finish decides), the
    // nearest first, until one that stands for itself. Where several reasons ask for the same date
    // the one with the least link id is followed. Empty for an unknown row.
    [[nodiscard]] std::vector<Reason> why(const ItemId& task) const;
    // The longest chain that leads to a row: the rows of `why`, the first to begin first.
    [[nodiscard]] std::vector<ItemId> driving_path(const ItemId& task) const;
    // Sorted. Linear in the plan.
    [[nodiscard]] std::vector<Finding> findings() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cairn::schedule
