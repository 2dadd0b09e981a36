#include "client/radar/rules.h"

#include <algorithm>

namespace cairn::radar {
namespace {

constexpr Rule table[] = {
    {"slack-falling", "a milestone whose slack fell within a week", slack_falling},
    {"late-promise", "a dependency promised later than it is needed", late_promise},
    {"late-start", "work that others wait for, not begun on its latest start", late_start},
    {"cycle", "dependencies that run in a circle", cycle},
    {"green-but-late", "green, with a late critical item below it", green_but_late},
    {"launch-check-open", "a check that a launch needs soon, still open", launch_check_open},
    {"door-without-approver",
     "a one-way decision, due, that nobody is to approve",
     door_without_approver},
    {"overdue", "open after its date", overdue},
    {"coe-action-overdue", "an action from a correction of error, late", coe_action_overdue},
    {"risk-past-trigger", "a risk whose date has come", risk_past_trigger},
    {"risk-unmitigated", "an open risk that nothing makes smaller", risk_unmitigated},
    {"unanswered-ask", "a dependency asked for, not promised", unanswered_ask},
    {"owner-inactive", "open work of somebody who is not with us any more", owner_inactive},
    {"owner-missing", "open work that nobody answers for", owner_missing},
    {"owner-overloaded", "one person with much due at once", owner_overloaded},
    {"crowded-start", "one team that begins much in one week", crowded_start},
    {"stale-status", "a program whose status is older than its cadence", stale_status},
    {"scope-grown", "a program that has grown since its baseline", scope_grown},
    {"estimate-unsteady", "an estimate changed again and again", estimate_unsteady},
    {"no-exit-criteria", "a milestone that does not say when it is reached", no_exit_criteria},
    {"stakeholder-unheard", "somebody we promised to keep in touch with", stakeholder_unheard},
    {"no-goal", "work that serves no goal", no_goal},
    {"goal-without-work", "a goal that no work serves", goal_without_work},
    {"conflict-open", "a conflict that nobody has decided", conflict_open},
    {"device-silent", "a device not heard from", device_silent},
};

}  // namespace

std::span<const Rule> rules() { return table; }

const Rule* find_rule(std::string_view code) {
    const auto* found = std::find_if(
        std::begin(table), std::end(table), [&](const Rule& rule) { return rule.code == code; });
    return found == std::end(table) ? nullptr : found;
}

}  // namespace cairn::radar
