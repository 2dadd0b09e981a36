#include "client/cli/schedule_text.h"

#include <fmt/format.h>

#include "client/plan/catalog.h"
#include "client/plan/text_input.h"

namespace cairn::cli {
namespace {

using schedule::Code;
using schedule::Minute;
using schedule::Reason;

std::string moment_text(Minute moment, int usual_clock) {
    const plan::LocalMinute minute{moment};
    return minute.minute_of_day() == usual_clock ? plan::to_iso(minute.date())
                                                 : plan::to_iso(minute);
}

std::string_view choice_name(plan::FieldNumber field, std::uint32_t number) {
    const plan::FieldSpec& spec = *plan::find_field(field);
    const auto choices =
        field == plan::field::span ? spec.parts[plan::part::constraint].choices : spec.choices;
    const plan::Choice* choice = plan::find_choice(choices, number);
    return choice == nullptr ? "" : choice->name;
}

// {0} is the row, {1} what the finding names beside it.
const char* finding_format(Code code) {
    switch (code) {
        case Code::duplicate_id:
            return "{0} is there twice; one of them counts";
        case Code::missing_parent:
            return "{0} stands below something that is not in the plan";
        case Code::parent_cycle:
            return "{0} stands below itself";
        case Code::missing_predecessor:
            return "{0} waits for {1}, which is not in the schedule; that is left out";
        case Code::missing_successor:
            return "{0} is waited for by {1}, which is not in the schedule; that is left out";
        case Code::self_link:
            return "{0} waits for itself; that is left out";
        case Code::duplicate_link:
            return "{0} waits for {1} twice in one way; once is left out";
        case Code::cycle:
            return "{0} and {1} wait for each other in a circle; this dependency is left out";
        case Code::negative_duration:
            return "{0} takes less than no time; it counts as a point";
        case Code::absurd_duration:
            return "{0} takes longer than can be scheduled; its length is cut";
        case Code::absurd_lag:
            return "the lag between {1} and {0} is longer than can be scheduled; it is cut";
        case Code::date_outside:
            return "{0} has a date outside the years 1 to 9999";
        case Code::finish_before_start:
            return "{0} finishes before it starts; its finish is not used";
        case Code::doubtful_actuals:
            return "{0} really ended no later than it began; the dates on record count";
        case Code::progress_without_start:
            return "{0} has progress but no date of beginning; it counts as not begun";
        case Code::constraint_without_date:
            return "{0} has a constraint without a date; it is not used";
        case Code::constraint_on_summary:
            return "{0} has rows below it, and a constraint that only single rows can have";
        case Code::deadline_before_start:
            return "{0} is due before its program begins; it limits nothing";
        case Code::missing_calendar:
            return "{0} names a calendar that is not there: {1}";
        case Code::calendar_cycle:
            return "the calendar {0} is based on itself; its base is not used";
        case Code::calendar_without_work:
            return "the calendar {0} has no working time; the standard week is used";
        case Code::calendars_without_overlap:
            return "{0} and its people never work at the same time; its own calendar is used";
        case Code::link_not_kept:
            return "{0} comes before {1} allows it to";
        case Code::deadline_missed:
            return "{0} misses its deadline";
        case Code::negative_slack:
            return "{0} cannot keep a date that it must keep";
        case Code::beyond_calendar:
            return "{0} finds no working time to finish in";
    }
    return "{0}";
}

}  // namespace

ScheduleText::ScheduleText(const schedule::CatalogPlan& catalog,
                           const schedule::Schedule& schedule,
                           NameItem name_item)
    : catalog_(catalog), schedule_(schedule), name_item_(std::move(name_item)) {
    for (const schedule::Link& link : catalog.plan.links) links_.emplace(link.id, &link);
    for (const schedule::Task& task : catalog.plan.tasks) tasks_.emplace(task.id, &task);
}

std::string ScheduleText::start(Minute moment) const {
    return moment_text(moment, catalog_.units.day_start);
}

std::string ScheduleText::finish(Minute moment) const {
    return moment_text(moment, catalog_.units.day_finish);
}

std::string ScheduleText::day(Minute moment) const {
    const std::string by_start = start(moment);
    const std::string by_finish = finish(moment);
    return by_start.size() <= by_finish.size() ? by_start : by_finish;
}

std::string ScheduleText::span(std::optional<Minute> start_date,
                               std::optional<Minute> finish_date) const {
    if (!start_date && !finish_date) return "-";
    if (!start_date) return ".." + finish(*finish_date);
    if (!finish_date) return start(*start_date) + "..";
    if (*start_date == *finish_date) return day(*start_date);
    return start(*start_date) + ".." + finish(*finish_date);
}

std::string ScheduleText::days(Minute work) const {
    return plan::print_duration({work, plan::unit::days}, catalog_.units);
}

std::string ScheduleText::moved_by(Minute work) const {
    return work > 0 ? "+" + days(work) : days(work);
}

std::string ScheduleText::named(const ItemId& item) const {
    return item == ItemId{} ? "the plan" : name_item_(item);
}

std::string ScheduleText::link(const ItemId& id) const {
    const auto found = links_.find(id);
    if (found == links_.end()) return "";
    const schedule::Link& link = *found->second;
    std::string text(choice_name(plan::field::dependency, static_cast<std::uint32_t>(link.type)));
    if (link.lag.amount == 0) return text;
    constexpr plan::ChoiceNumber units[] = {plan::unit::days,
                                            plan::unit::elapsed_days,
                                            plan::unit::percent,
                                            plan::unit::elapsed_percent};
    const auto unit = units[static_cast<std::size_t>(link.lag.unit)];
    return text + ", " + plan::print_duration({link.lag.amount, unit}, catalog_.units);
}

std::string ScheduleText::because(const Reason& reason) const {
    switch (reason.what) {
        case Reason::What::link:
        case Reason::What::summary_link:
            return "after " + named(reason.other);
        case Reason::What::plan_start:
            return "start of " + named(reason.other);
        case Reason::What::constraint:
            return catalog_.rows.at(reason.item).is_wish ? "its own date" : "its constraint";
        case Reason::What::summary_constraint:
            return "date of " + named(reason.via);
        case Reason::What::manual:
            return "placed by hand";
        case Reason::What::actual:
            return "has begun";
        case Reason::What::calendar:
            return "next working time";
        case Reason::What::rows_below:
            return "rows below";
    }
    return "";
}

std::string ScheduleText::link_reason(const Reason& reason) const {
    const auto found = links_.find(reason.link);
    const auto other = schedule_.dates(reason.other);
    if (found == links_.end() || !other) return "it waits for " + named(reason.other);
    const auto type = found->second->type;
    const bool by_finish =
        type == schedule::LinkType::finish_start || type == schedule::LinkType::finish_finish;
    return fmt::format(
        "{} {} {} ({}){}",
        named(reason.other),
        by_finish ? "finishes" : "starts",
        day(by_finish ? other->early_finish : other->early_start),
        link(reason.link),
        reason.via == ItemId{} ? "" : ", which all of " + named(reason.via) + " waits for");
}

std::string ScheduleText::constraint_reason(const Reason& reason, const ItemId& holder) const {
    const auto task = tasks_.find(holder);
    const std::string whose = holder == reason.item ? "it" : named(holder);
    const std::string date = day(reason.date);
    if (catalog_.rows.at(holder).is_wish) return whose + " is on record for " + date;
    return fmt::format(
        "{} has the constraint {} {}",
        whose,
        choice_name(plan::field::span, static_cast<std::uint32_t>(task->second->constraint)),
        date);
}

std::string ScheduleText::sentence(const Reason& reason) const {
    const std::string date = day(reason.date);
    const std::string begin =
        fmt::format("{} {} ", named(reason.item), reason.is_of_finish ? "finishes" : "starts");
    switch (reason.what) {
        case Reason::What::link:
        case Reason::What::summary_link:
            return begin + date + ", since " + link_reason(reason);
        case Reason::What::plan_start:
            return begin + date + ", when " + named(reason.other) + " begins";
        case Reason::What::constraint:
            return begin + date + ", since " + constraint_reason(reason, reason.item);
        case Reason::What::summary_constraint:
            return begin + date + ", since " + constraint_reason(reason, reason.via);
        case Reason::What::manual:
            return begin + date + ": it is placed by hand";
        case Reason::What::actual:
            return begin + date + ": it has begun, and what has happened stays";
        case Reason::What::calendar:
            return begin + date + ": the next working time";
        case Reason::What::rows_below:
            return begin + date + ", as the rows below it do" +
                   (reason.other == ItemId{} ? "" : ": " + named(reason.other));
    }
    return begin;
}

std::string ScheduleText::sentence(const schedule::Finding& finding) const {
    std::string text = fmt::format(
        fmt::runtime(finding_format(finding.code)), named(finding.item), named(finding.other));
    if (finding.chain.size() > 2) {
        std::string circle;
        for (const ItemId& item : finding.chain)
            circle += (circle.empty() ? ": " : ", ") + named(item);
        text += circle;
    }
    if (finding.code == Code::deadline_missed) {
        const auto task = tasks_.find(finding.item);
        const auto dates = schedule_.dates(finding.item);
        if (task != tasks_.end() && task->second->deadline && dates) {
            text += fmt::format(" {}: it finishes {}",
                                finish(*task->second->deadline),
                                finish(dates->early_finish));
        }
    }
    return text;
}

std::string_view name_of(Reason::What what) {
    switch (what) {
        case Reason::What::plan_start:
            return "plan-start";
        case Reason::What::link:
            return "link";
        case Reason::What::summary_link:
            return "summary-link";
        case Reason::What::constraint:
            return "constraint";
        case Reason::What::summary_constraint:
            return "summary-constraint";
        case Reason::What::manual:
            return "manual";
        case Reason::What::actual:
            return "actual";
        case Reason::What::calendar:
            return "calendar";
        case Reason::What::rows_below:
            return "rows-below";
    }
    return "";
}

}  // namespace cairn::cli
