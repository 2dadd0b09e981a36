#pragma once
// The rules of the radar, one function each. All are linear in the plan, but for sorting.
#include <span>

#include "client/radar/sight.h"

namespace cairn::radar {

// Each adds what it finds, in the order of the outline.
void slack_falling(const Sight& sight, Findings& findings);
void late_promise(const Sight& sight, Findings& findings);
void unanswered_ask(const Sight& sight, Findings& findings);
void late_start(const Sight& sight, Findings& findings);
void overdue(const Sight& sight, Findings& findings);
void owner_missing(const Sight& sight, Findings& findings);
void owner_inactive(const Sight& sight, Findings& findings);
void owner_overloaded(const Sight& sight, Findings& findings);
void no_exit_criteria(const Sight& sight, Findings& findings);
void stale_status(const Sight& sight, Findings& findings);
void green_but_late(const Sight& sight, Findings& findings);
void risk_unmitigated(const Sight& sight, Findings& findings);
void risk_past_trigger(const Sight& sight, Findings& findings);
void door_without_approver(const Sight& sight, Findings& findings);
void coe_action_overdue(const Sight& sight, Findings& findings);
void stakeholder_unheard(const Sight& sight, Findings& findings);
void launch_check_open(const Sight& sight, Findings& findings);
void scope_grown(const Sight& sight, Findings& findings);
void estimate_unsteady(const Sight& sight, Findings& findings);
void cycle(const Sight& sight, Findings& findings);
void crowded_start(const Sight& sight, Findings& findings);
void no_goal(const Sight& sight, Findings& findings);
void goal_without_work(const Sight& sight, Findings& findings);
void conflict_open(const Sight& sight, Findings& findings);
void device_silent(const Sight& sight, Findings& findings);

struct Rule {
    std::string_view code;  // stable: people mute by it
    std::string_view help;  // what it looks for
    void (*find)(const Sight& sight, Findings& findings);
};
// The most urgent first.
[[nodiscard]] std::span<const Rule> rules();
[[nodiscard]] const Rule* find_rule(std::string_view code);

}  // namespace cairn::radar
