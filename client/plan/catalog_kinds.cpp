// The kinds, with the fields and states each carries.
#include <array>

#include "client/plan/catalog.h"

namespace cairn::plan {
namespace {

template <std::size_t... N>
constexpr auto join(const std::array<FieldNumber, N>&... groups) {
    std::array<FieldNumber, (N + ...)> all{};
    std::size_t at = 0;
    const auto add = [&](const auto& group) {
        for (const FieldNumber number : group) all[at++] = number;
    };
    (add(groups), ...);
    return all;
}
template <class... Numbers>
constexpr std::array<FieldNumber, sizeof...(Numbers)> list(Numbers... numbers) {
    return {numbers...};
}

constexpr auto basic = list(field::title,
                            field::notes,
                            field::labels,
                            field::url,
                            field::reference,
                            field::colour,
                            field::collapsed,
                            field::muted);
constexpr auto owned = list(field::owner, field::status, field::team, field::due, field::since);
constexpr auto weighed = list(field::importance,
                              field::urgency,
                              field::value,
                              field::points,
                              field::votes,
                              field::stage,
                              field::release);
constexpr auto scheduled = list(field::span,
                                field::estimate,
                                field::progress,
                                field::actual_start,
                                field::actual_finish,
                                field::actual_work,
                                field::calendar,
                                field::inactive,
                                field::leveling,
                                field::health,
                                field::budget,
                                field::spent);

constexpr auto work_fields = join(basic, owned, weighed, scheduled);
constexpr auto program_fields =
    join(work_fields, list(field::working_units, field::exit_criteria, field::cadence));
constexpr auto milestone_fields = join(work_fields, list(field::exit_criteria));
constexpr auto goal_fields = join(basic, owned, list(field::health, field::progress, field::value));
constexpr auto measure_fields = join(basic,
                                     owned,
                                     list(field::direction,
                                          field::measure_baseline,
                                          field::measure_target,
                                          field::measure_now,
                                          field::measure_unit));
constexpr auto person_fields = join(basic,
                                    list(field::role,
                                         field::email,
                                         field::team,
                                         field::influence,
                                         field::interest,
                                         field::stance,
                                         field::cadence,
                                         field::last_contact,
                                         field::channel,
                                         field::active,
                                         field::capacity,
                                         field::resource_type,
                                         field::member,
                                         field::calendar));
constexpr auto team_fields = join(basic,
                                  list(field::owner,
                                       field::email,
                                       field::channel,
                                       field::capacity,
                                       field::calendar,
                                       field::active));
constexpr auto risk_fields = join(basic,
                                  owned,
                                  list(field::probability,
                                       field::impact,
                                       field::proximity,
                                       field::response,
                                       field::trigger,
                                       field::escalation));
constexpr auto issue_fields =
    join(basic, owned, list(field::severity, field::urgency, field::escalation, field::impact));
constexpr auto decision_fields = join(basic,
                                      owned,
                                      list(field::question,
                                           field::chosen,
                                           field::why,
                                           field::door,
                                           field::decided_by,
                                           field::decided_on,
                                           field::revisit_on,
                                           field::approver,
                                           field::approved_heads));
constexpr auto option_fields =
    join(basic, list(field::pros, field::cons, field::estimate, field::budget));
constexpr auto principle_fields = join(basic, list(field::meaning));
constexpr auto coe_fields = join(basic,
                                 owned,
                                 list(field::happened,
                                      field::customer_impact,
                                      field::customers_hit,
                                      field::timeline,
                                      field::detection,
                                      field::why_1,
                                      field::why_2,
                                      field::why_3,
                                      field::why_4,
                                      field::why_5,
                                      field::root_cause,
                                      field::lessons,
                                      field::severity));
constexpr auto coe_action_fields =
    join(basic, owned, list(field::at_root, field::estimate, field::progress));
constexpr auto feedback_fields = join(basic,
                                      owned,
                                      list(field::feedback_source,
                                           field::segment,
                                           field::quote,
                                           field::count,
                                           field::severity,
                                           field::answer));
constexpr auto check_fields =
    join(basic, owned, list(field::required_by, field::evidence, field::reviewer, field::area));
constexpr auto gate_fields = join(basic,
                                  owned,
                                  list(field::verdict,
                                       field::rollback,
                                       field::approver,
                                       field::exit_criteria,
                                       field::span,
                                       field::decided_on));
constexpr auto update_fields = join(basic,
                                    list(field::owner,
                                         field::status,
                                         field::health,
                                         field::update_why,
                                         field::not_seen,
                                         field::update_action,
                                         field::action_owner,
                                         field::action_due,
                                         field::ask,
                                         field::would_change,
                                         field::as_of));
constexpr auto experiment_fields =
    join(basic, owned, list(field::hypothesis, field::measured_by, field::result, field::keep));
constexpr auto retro_fields =
    join(basic, owned, list(field::went_well, field::went_badly, field::update_action));
constexpr auto design_fields = join(basic, owned, list(field::problem, field::reviewer));
constexpr auto template_fields = join(basic, list(field::body));
constexpr auto comment_fields = list(field::comment_text,
                                     field::comment_resolved,
                                     field::comment_reactions,
                                     field::comment_mentions);
constexpr auto view_fields =
    join(basic, list(field::query, field::layout, field::columns, field::sort, field::group));
constexpr auto custom_fields = join(basic, list(field::field_type, field::field_choices));
constexpr auto calendar_fields =
    join(basic, list(field::base_calendar, field::week, field::exceptions, field::working_units));
constexpr auto baseline_fields = join(basic, list(field::taken_on));
constexpr auto source_fields =
    join(basic, list(field::format, field::file, field::column_map, field::imported));

constexpr ChoiceNumber work_states[] = {state::planned,
                                        state::proposed,
                                        state::ready,
                                        state::in_progress,
                                        state::blocked,
                                        state::in_review,
                                        state::done,
                                        state::on_hold,
                                        state::accepted,
                                        state::rejected,
                                        state::deferred,
                                        state::dropped,
                                        state::withdrawn,
                                        state::superseded,
                                        state::deprecated};
constexpr ChoiceNumber goal_states[] = {
    state::planned, state::in_progress, state::done, state::failed, state::dropped, state::on_hold};
constexpr ChoiceNumber risk_states[] = {
    state::open, state::mitigated, state::occurred, state::accepted, state::closed};
constexpr ChoiceNumber issue_states[] = {
    state::open, state::in_progress, state::blocked, state::done, state::closed, state::dropped};
constexpr ChoiceNumber decision_states[] = {state::open,
                                            state::proposed,
                                            state::decided,
                                            state::superseded,
                                            state::withdrawn,
                                            state::deferred};
constexpr ChoiceNumber coe_states[] = {
    state::draft, state::in_review, state::approved, state::published, state::closed};
constexpr ChoiceNumber action_states[] = {
    state::open, state::in_progress, state::blocked, state::done, state::dropped};
constexpr ChoiceNumber feedback_states[] = {
    state::open, state::accepted, state::answered, state::rejected, state::closed};
constexpr ChoiceNumber check_states[] = {
    state::open, state::in_review, state::passed, state::failed, state::waived};
constexpr ChoiceNumber gate_states[] = {state::planned,
                                        state::in_review,
                                        state::approved,
                                        state::rejected,
                                        state::passed,
                                        state::failed};
constexpr ChoiceNumber update_states[] = {state::draft, state::published};
constexpr ChoiceNumber experiment_states[] = {
    state::proposed, state::in_progress, state::kept, state::dropped, state::done};
constexpr ChoiceNumber retro_states[] = {state::draft, state::published, state::closed};
constexpr ChoiceNumber design_states[] = {state::draft,
                                          state::in_review,
                                          state::approved,
                                          state::rejected,
                                          state::superseded,
                                          state::done,
                                          state::withdrawn};

constexpr KindSpec table[] = {
    {kind::program,
     "program",
     "programs",
     program_fields,
     work_states,
     "what we set out to do; holds everything else"},
    {kind::initiative,
     "initiative",
     "initiatives",
     work_fields,
     work_states,
     "a workstream of a program"},
    {kind::milestone,
     "milestone",
     "milestones",
     milestone_fields,
     work_states,
     "a point reached or missed"},
    {kind::deliverable,
     "deliverable",
     "deliverables",
     work_fields,
     work_states,
     "something handed over"},
    {kind::task, "task", "tasks", work_fields, work_states, "work to do"},
    {kind::goal, "goal", "goals", goal_fields, goal_states, "why we do it"},
    {kind::measure, "measure", "measures", measure_fields, goal_states, "how we tell"},
    {kind::person, "person", "people", person_fields, {}, "someone who does, decides or cares"},
    {kind::team, "team", "teams", team_fields, {}, "people who work together"},
    {kind::risk, "risk", "risks", risk_fields, risk_states, "what could go wrong"},
    {kind::issue, "issue", "issues", issue_fields, issue_states, "what has gone wrong"},
    {kind::blocker, "blocker", "blockers", issue_fields, issue_states, "what stops us now"},
    {kind::decision,
     "decision",
     "decisions",
     decision_fields,
     decision_states,
     "a question, and its answer"},
    {kind::option, "option", "options", option_fields, {}, "one way to decide"},
    {kind::principle, "principle", "principles", principle_fields, {}, "what decisions lean on"},
    {kind::coe, "coe", "coes", coe_fields, coe_states, "correction of error"},
    {kind::coe_action,
     "coe-action",
     "coe-actions",
     coe_action_fields,
     action_states,
     "what keeps it from happening again"},
    {kind::feedback,
     "feedback",
     "feedback",
     feedback_fields,
     feedback_states,
     "what a customer said"},
    {kind::check, "check", "checks", check_fields, check_states, "something a launch must show"},
    {kind::gate, "gate", "gates", gate_fields, gate_states, "go or no-go on a launch"},
    {kind::update, "update", "updates", update_fields, update_states, "status to leadership"},
    {kind::experiment,
     "experiment",
     "experiments",
     experiment_fields,
     experiment_states,
     "a change we try"},
    {kind::retro, "retro", "retros", retro_fields, retro_states, "looking back"},
    {kind::design_note,
     "design-note",
     "design-notes",
     design_fields,
     design_states,
     "how we mean to build it"},
    {kind::item_template, "template", "templates", template_fields, {}, "items to begin with"},
    {kind::comment, "comment", "comments", comment_fields, {}, "said about an item"},
    {kind::view, "view", "views", view_fields, {}, "a way to look at the plan"},
    {kind::field, "field", "fields", custom_fields, {}, "a field of the team's own"},
    {kind::calendar, "calendar", "calendars", calendar_fields, {}, "working days and hours"},
    {kind::baseline, "baseline", "baselines", baseline_fields, {}, "the plan as it was"},
    {kind::source, "source", "sources", source_fields, {}, "where rows were imported from"},
    {kind::note, "note", "notes", basic, {}, "anything else"},
};

}  // namespace

std::span<const KindSpec> kinds() { return table; }

}  // namespace cairn::plan
