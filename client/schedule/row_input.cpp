#include "client/schedule/row_input.h"

#include <algorithm>

#include "client/schedule/rules.h"

namespace cairn::schedule {
namespace {

class RowSetter {
public:
    RowSetter(Network& net, CalendarShelf& shelf, RowIndex index, std::vector<Finding>& findings)
        : net_(net),
          shelf_(shelf),
          task_(net.tasks[index]),
          row_(net.rows[index]),
          findings_(findings) {}

    void set() {
        set_calendar();
        set_length();
        set_constraint();
        row_.program_start = no_bound;
        if (const auto start = moment(task_.start); task_.is_program && start) {
            row_.program_start = *start;
        }
        set_deadline();
        row_.hold = Hold::nothing;
        if (row_.is_summary) {
            hold_summary();
        } else if (!task_.is_program && !hold_by_actuals() && task_.is_manual) {
            hold_by_hand();
        }
    }

private:
    void tell(Code code, const ItemId& other = {}) {
        findings_.push_back({code, task_.id, other, {}, {}});
    }

    std::optional<Minute> moment(const std::optional<Minute>& written) {
        if (written && *written != within_horizon(*written)) tell(Code::date_outside);
        return written ? std::optional(within_horizon(*written)) : std::nullopt;
    }

    // The program's is found through the rows above: a program's row already knows its own.
    void set_calendar() {
        CalendarShelf::Wanted wanted{task_.calendar, {}, std::nullopt};
        if (task_.calendar && !shelf_.knows(*task_.calendar)) {
            tell(Code::missing_calendar, *task_.calendar);
        }
        for (const ItemId& id : task_.people_calendars) {
            if (shelf_.knows(id)) {
                wanted.people.push_back(id);
            } else {
                tell(Code::missing_calendar, id);
            }
        }
        const bool has_own = task_.calendar && shelf_.knows(*task_.calendar);
        const RowIndex above = task_.is_program ? row_.parent : row_.program;
        row_.slack_calendar =
            has_own ? &shelf_.one(task_.calendar) : net_.rows[program_at(above)].slack_calendar;
        row_.calendar = row_.slack_calendar;
        if (wanted.people.empty()) return;
        bool is_without_overlap = false;
        row_.calendar = &shelf_.combined(wanted, is_without_overlap);
        if (is_without_overlap) tell(Code::calendars_without_overlap);
    }

    [[nodiscard]] RowIndex program_at(RowIndex row) const { return net_.rows[row].program; }

    void set_length() {
        if (task_.duration < 0 || task_.interruption < 0) tell(Code::negative_duration);
        if (task_.duration > duration_max || task_.interruption > duration_max) {
            tell(Code::absurd_duration);
        }
        row_.duration = std::clamp<Minute>(task_.duration, 0, duration_max);
        if (task_.is_as_long_as_dates && task_.start && task_.finish) {
            const Minute start = within_horizon(*task_.start);
            const Minute finish = within_horizon(*task_.finish);
            row_.duration =
                std::clamp<Minute>(row_.calendar->between(start, finish), 0, duration_max);
        }
        const Minute rest = std::clamp<Minute>(task_.interruption, 0, duration_max);
        row_.length = row_.duration == 0 ? 0 : row_.duration + rest;
        row_.is_elapsed = task_.is_elapsed;
    }

    void set_constraint() {
        row_.constraint = task_.constraint;
        row_.constraint_date = 0;
        const auto date = moment(task_.constraint_date);
        if (row_.constraint >= Constraint::must_start_on && !date) {
            tell(Code::constraint_without_date);
            row_.constraint = Constraint::as_soon_as_possible;
        }
        const bool is_for_leaves = row_.constraint == Constraint::as_late_as_possible ||
                                   row_.constraint == Constraint::start_no_later ||
                                   row_.constraint == Constraint::finish_no_earlier;
        if (row_.is_summary && is_for_leaves) {
            tell(Code::constraint_on_summary);
            row_.constraint = Constraint::as_soon_as_possible;
        }
        if (date) row_.constraint_date = *date;
    }

    void set_deadline() {
        row_.deadline = no_limit;
        const auto deadline = moment(task_.deadline);
        if (!deadline) return;
        Minute start = net_.rows[root_row].program_start;
        for (RowIndex at = row_.parent; at != root_row; at = net_.rows[at].parent) {
            if (net_.rows[at].program_start == no_bound) continue;
            start = net_.rows[at].program_start;
            break;
        }
        if (*deadline < start) {
            tell(Code::deadline_before_start);
        } else {
            row_.deadline = *deadline;
        }
    }

    void fix(Hold hold, Minute start, Minute finish) {
        row_.hold = hold;
        row_.fixed_start = start;
        row_.fixed_finish = finish;
    }

    // The finish on record, if it does not come before `start`.
    std::optional<Minute> finish_on_record(Minute start) {
        const auto finish = moment(task_.finish);
        if (!finish || *finish >= start) return finish;
        tell(Code::finish_before_start);
        return std::nullopt;
    }

    void hold_summary() {
        const auto start = moment(task_.start);
        if (task_.is_program || !task_.is_manual || !start) return;
        if (const auto finish = finish_on_record(*start)) fix(Hold::manual, *start, *finish);
    }

    void hold_by_hand() {
        if (const auto start = moment(task_.start)) {
            const auto finish = finish_on_record(*start);
            fix(Hold::manual, *start, finish ? *finish : finish_from(row_, *start));
        } else if (const auto finish = moment(task_.finish)) {
            fix(Hold::manual, start_from(row_, *finish), *finish);
        }
    }

    // Whether the task has begun, and when is known.
    bool hold_by_actuals() {
        const auto start = moment(task_.actual_start);
        const auto finish = moment(task_.actual_finish);
        if (!start && !finish && task_.percent_complete <= 0) return false;
        if (start && finish && *finish <= *start && row_.duration > 0) {
            tell(Code::doubtful_actuals);
            hold_by_hand();
            return row_.hold != Hold::nothing;
        }
        if (finish) {
            const Minute begun = start ? *start : std::min(start_from(row_, *finish), *finish);
            fix(Hold::ended, std::min(begun, *finish), *finish);
            return true;
        }
        return hold_begun(start ? start : moment(task_.start));
    }

    bool hold_begun(std::optional<Minute> start) {
        if (!start) {
            tell(Code::progress_without_start);
            return false;
        }
        const bool is_as_recorded = !task_.start || *task_.start == *start;
        const auto recorded = is_as_recorded ? finish_on_record(*start) : std::nullopt;
        fix(task_.percent_complete >= 100 ? Hold::ended : Hold::begun,
            *start,
            recorded ? *recorded : finish_from(row_, *start));
        const Minute percent = std::clamp(task_.percent_complete, 0, 100);
        const Minute done = row_.duration * percent / 100;
        row_.resumes = row_.is_elapsed ? *start + done : row_.calendar->add(*start, done);
        return true;
    }

    Network& net_;
    CalendarShelf& shelf_;
    const Task& task_;
    Row& row_;
    std::vector<Finding>& findings_;
};

}  // namespace

void set_row(Network& net, CalendarShelf& shelf, RowIndex row, std::vector<Finding>& findings) {
    RowSetter(net, shelf, row, findings).set();
}

void set_root(Network& net, CalendarShelf& shelf, const Plan& plan) {
    Row& root = net.rows[root_row];
    root.calendar = &shelf.one(plan.calendar);
    root.slack_calendar = root.calendar;
    root.program_start = within_horizon(plan.start);
    root.base = root.program_start;
}

void set_link(Network& net, LinkIndex index, std::vector<Finding>& findings) {
    const Link& input = net.link_inputs[index];
    NetLink& link = net.links[index];
    link.type = input.type;
    link.lag_unit = input.lag.unit;
    const bool is_share =
        link.lag_unit == Lag::Unit::percent || link.lag_unit == Lag::Unit::elapsed_percent;
    const Minute most = is_share ? lag_percent_max : duration_max;
    link.lag = std::clamp(input.lag.amount, -most, most);
    if (link.lag != input.lag.amount) {
        findings.push_back({Code::absurd_lag, input.successor, input.predecessor, input.id, {}});
    }
}

}  // namespace cairn::schedule
