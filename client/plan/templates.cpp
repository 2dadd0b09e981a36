// The templates that every workspace knows. Practice comes from how programs are run, not from
// forms: each item is something to do or to find out.
#include "client/plan/template_text.h"

namespace cairn::plan {
namespace {

constexpr std::string_view onboarding = R"(program: {title} | due=+90d; cadence=1w
  milestone: First two weeks: earn trust | due=+14d; exit=Everybody on the list was met, and knows what you are here for
    task: Meet your manager: what would make this a success in a year? | due=+2d
    task: Meet each owner of a workstream: what are you afraid of? | due=+7d
    task: Meet the teams you depend on: what do you need from us? | due=+10d
    task: Meet those who will judge it: how do you want to hear from us? | due=+12d
    task: Find somebody who did this before, and ask what they would not do again | due=+14d
  milestone: First month: learn | due=+30d; exit=You can tell the program, its risks and its decisions without notes
    task: Use the product as a customer does, and write down what hurts | due=+16d
    task: Read the last three corrections of error to their root causes | due=+20d
    task: Read the open decisions: which cannot be undone? | due=+22d
    task: Walk the critical path with those who work on it | due=+25d
    task: Write down what you do not understand, and ask all of it | due=+30d
  milestone: Second month: carry something | due=+60d; exit=One report, one decision and one risk were yours
    task: Write the weekly report once, and have it corrected | due=+40d
    task: Take over one workstream that nobody drives | due=+45d
    task: Bring one open decision to its end | due=+55d
  milestone: Third month: give back | due=+90d; exit=Something works better because you came with fresh eyes
    task: Tell what you saw in the first weeks that others no longer see | due=+65d
    task: Propose one experiment, with its measure | due=+75d
    task: Improve this template for who comes next | due=+90d
)";

constexpr std::string_view launch =
    R"(milestone: {title} | exit=All checks passed, go was said, customers use it
  gate: Go or no-go: {title} | rollback=Say here how the launch is undone, by whom, and how long it takes
    check: Security reviewed | area=security
    check: Privacy reviewed | area=privacy
    check: Accessible by keyboard and screen reader | area=accessibility
    check: Laws and licences looked at | area=legal
    check: Load tested at twice what we expect | area=performance
    check: Dashboards and alarms in place | area=operations
    check: Somebody is on call, and knows what to do | area=operations
    check: Rollback tried, not only written | area=operations
    check: Support has read the answers before the questions come | area=support
  task: Announce it: who must hear it before they read it?
  task: Launch to a few, and look
  task: Launch to all
  task: Look back: what did we learn? | due=+30d
  risk: More come than we can carry | probability=2; impact=4; response=reduce
  risk: Something breaks that only real use shows | probability=3; impact=3; response=reduce
)";

constexpr std::string_view coe = R"(coe: {title} | status=draft; since=today
  coe-action: Notice it sooner | due=+14d
  coe-action: Remove the root cause | due=+30d; at-root=yes
  coe-action: Look where else it could happen | due=+30d
)";

constexpr std::string_view decision = R"(decision: {title} | status=open; due=+7d
  option: Do it
  option: Do something else
  option: Do nothing, for now
)";

constexpr std::string_view risk = R"(risk: {title} | status=open; response=reduce; due=+30d
  task: What makes it smaller | mitigates={title}
)";

constexpr std::string_view goal = R"(goal: {title} | status=planned
  measure: How we tell | direction=up
)";

constexpr std::string_view program = R"(program: {title} | cadence=1w
  initiative: First workstream
  milestone: Everybody agrees what it is | due=+14d; exit=Goal, owner and what is left out are written down, and nobody objects
  milestone: First customers use it
  milestone: All customers use it
  decision: What is left out? | status=open; door=two-way; due=+14d
  risk: What would make us miss it? | status=open
)";

constexpr std::string_view experiment = R"(experiment: {title} | status=proposed; due=+30d
)";

constexpr BuiltInTemplate table[] = {
    {"onboarding", "a newcomer's first 90 days, beginning with earning trust", onboarding},
    {"launch", "a milestone with its gate, checks, steps and first risks", launch},
    {"coe", "a correction of error, with actions down to the root", coe},
    {"decision", "a question with three options", decision},
    {"risk", "a risk, and the work that makes it smaller", risk},
    {"goal", "a goal with a measure", goal},
    {"program", "a program with its first milestones, decision and risk", program},
    {"experiment", "something to try, with an end", experiment},
};

}  // namespace

std::span<const BuiltInTemplate> built_in_templates() { return table; }

}  // namespace cairn::plan
