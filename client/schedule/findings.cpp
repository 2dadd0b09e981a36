#include "client/schedule/findings.h"

#include <algorithm>

#include "client/schedule/row_input.h"
#include "client/schedule/rules.h"
#include "client/schedule/schedule_state.h"

namespace cairn::schedule {
namespace {

void check_links(const Network& net, std::vector<Finding>& out) {
    for (LinkIndex index = 0; index < net.links.size(); ++index) {
        const NetLink& link = net.links[index];
        if (!pushes(net, link)) continue;
        const Row& row = net.rows[link.successor];
        const Bound bound = bound_of(net, link);
        const Minute held = bound.is_of_finish ? row.early_finish : row.early_start;
        if (held >= bound.date) continue;
        if (row.calendar->between(held, bound.date) <= 0 && row.length > 0) continue;
        const Link& input = net.link_inputs[index];
        out.push_back({Code::link_not_kept, input.successor, input.predecessor, input.id, {}});
    }
}

void check_outcome(const Network& net, RowIndex index, std::vector<Finding>& out) {
    const Row& row = net.rows[index];
    const auto tell = [&](Code code) { out.push_back({code, net.tasks[index].id, {}, {}, {}}); };
    if (row.deadline < row.early_finish) tell(Code::deadline_missed);
    if (row.is_summary) return;
    if (row.early_finish >= last_minute) tell(Code::beyond_calendar);
    const bool is_late = row.late_finish < row.early_finish &&
                         row.calendar->between(row.early_finish, row.late_finish) < 0;
    if (is_late && row.hold != Hold::ended) tell(Code::negative_slack);
}

}  // namespace

std::string_view name_of(Code code) {
    switch (code) {
        case Code::duplicate_id:
            return "duplicate-id";
        case Code::missing_parent:
            return "missing-parent";
        case Code::parent_cycle:
            return "parent-cycle";
        case Code::missing_predecessor:
            return "missing-predecessor";
        case Code::missing_successor:
            return "missing-successor";
        case Code::self_link:
            return "self-link";
        case Code::duplicate_link:
            return "duplicate-link";
        case Code::cycle:
            return "cycle";
        case Code::negative_duration:
            return "negative-duration";
        case Code::absurd_duration:
            return "absurd-duration";
        case Code::absurd_lag:
            return "absurd-lag";
        case Code::date_outside:
            return "date-outside";
        case Code::finish_before_start:
            return "finish-before-start";
        case Code::doubtful_actuals:
            return "doubtful-actuals";
        case Code::progress_without_start:
            return "progress-without-start";
        case Code::constraint_without_date:
            return "constraint-without-date";
        case Code::constraint_on_summary:
            return "constraint-on-summary";
        case Code::deadline_before_start:
            return "deadline-before-start";
        case Code::missing_calendar:
            return "missing-calendar";
        case Code::calendar_cycle:
            return "calendar-cycle";
        case Code::calendar_without_work:
            return "calendar-without-work";
        case Code::calendars_without_overlap:
            return "calendars-without-overlap";
        case Code::link_not_kept:
            return "link-not-kept";
        case Code::deadline_missed:
            return "deadline-missed";
        case Code::negative_slack:
            return "negative-slack";
        case Code::beyond_calendar:
            return "beyond-calendar";
    }
    return "unknown";
}

std::vector<Finding> Schedule::findings() const {
    // Rows are read once more, for what reading them has to say: the copy is set, not the schedule.
    Network net = state_->net;
    std::vector<Finding> out = net.findings;
    const auto& of_calendars = state_->shelf.findings();
    out.insert(out.end(), of_calendars.begin(), of_calendars.end());
    if (state_->settings.calendar && !state_->shelf.knows(*state_->settings.calendar)) {
        out.push_back({Code::missing_calendar, {}, *state_->settings.calendar, {}, {}});
    }
    for (RowIndex row = 1; row < net.rows.size(); ++row) {
        set_row(net, state_->shelf, row, out);
        check_outcome(net, row, out);
    }
    for (LinkIndex link = 0; link < net.links.size(); ++link) {
        if (net.links[link].is_taken) set_link(net, link, out);
    }
    check_links(net, out);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace cairn::schedule
