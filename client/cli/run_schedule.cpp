// schedule, critical, why.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/shown_schedule.h"
#include "client/engine/lookup.h"
#include "client/engine/scheduling.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using schedule::Minute;

constexpr const char* nothing_to_schedule =
    "There is nothing to schedule yet. Say how long a task takes, `cairn set TASK duration=5d`, "
    "and what it waits for, `cairn link TASK depends OTHER`.";

// What decides first; the next working time decides nothing.
schedule::Reason deciding(const schedule::Schedule& schedule, const ItemId& item) {
    const auto reasons = schedule.why(item);
    for (const schedule::Reason& reason : reasons)
        if (reason.what != schedule::Reason::What::calendar) return reason;
    return reasons.empty() ? schedule::Reason() : reasons.front();
}

// By its finish, or where only the start is known by that.
Minute moved_by(const schedule::Schedule& schedule, const schedule::Move& move) {
    if (move.finish_before)
        return schedule.work_between(move.item, *move.finish_before, move.finish).value_or(0);
    if (!move.start_before) return 0;
    return schedule.work_between(move.item, *move.start_before, move.start).value_or(0);
}

json move_json(const ShownSchedule& shown, const schedule::Move& move) {
    const schedule::Reason reason = deciding(shown.scheduled.schedule, move.item);
    return {{"item", id_json(move.item)},
            {"title", shown.title(move.item)},
            {"start_before", moment_json(move.start_before)},
            {"finish_before", moment_json(move.finish_before)},
            {"start", moment_json(move.start)},
            {"finish", moment_json(move.finish)},
            {"work_minutes", moved_by(shown.scheduled.schedule, move)},
            {"because", name_of(reason.what)},
            {"because_of", id_json(reason.other == ItemId{} ? reason.via : reason.other)}};
}

json finding_json(const ShownSchedule& shown, const schedule::Finding& finding) {
    return {{"code", schedule::name_of(finding.code)},
            {"item", id_json(finding.item)},
            {"other", id_json(finding.other)},
            {"link", id_json(finding.link)},
            {"message", shown.text.sentence(finding)}};
}

void show_moves(Context& context,
                const ShownSchedule& shown,
                const std::vector<schedule::Move>& moves) {
    std::vector<std::vector<std::string>> rows;
    for (const schedule::Move& move : moves) {
        const Minute by = moved_by(shown.scheduled.schedule, move);
        rows.push_back({shown.short_id(move.item),
                        shown.printable_title(move.item),
                        shown.text.span(move.start_before, move.finish_before),
                        shown.text.span(move.start, move.finish),
                        by == 0 ? "" : shown.text.moved_by(by),
                        shown.text.because(deciding(shown.scheduled.schedule, move.item))});
    }
    context.out.table({{"ID", false, false},
                       {"TITLE", true, false},
                       {"ON RECORD", false, false},
                       {"BY THE SCHEDULE", false, false},
                       {"MOVES", false, true},
                       {"BECAUSE", true, false}},
                      rows);
}

void show_findings(Context& context,
                   const ShownSchedule& shown,
                   const std::vector<schedule::Finding>& findings) {
    constexpr std::size_t shown_max = 20;
    for (std::size_t i = 0; i < findings.size() && i < shown_max; ++i)
        context.out.note("Note: " + shown.text.sentence(findings[i]) + ".");
    if (findings.size() > shown_max) {
        context.out.note(
            fmt::format("{} more notes; --json lists them.", findings.size() - shown_max));
    }
}

// Work that others wait for, or that waits, of which nobody has said how long it takes.
std::size_t unsized(const schedule::CatalogPlan& catalog) {
    const auto is_unsized = [](const auto& row) {
        const schedule::OnRecord& record = row.second;
        return !record.is_sized && !record.is_summary && !record.is_program;
    };
    return static_cast<std::size_t>(
        std::count_if(catalog.rows.begin(), catalog.rows.end(), is_unsized));
}

void show_summary(Context& context,
                  const ShownSchedule& shown,
                  const engine::ProposedMoves& moves,
                  bool applied) {
    const std::size_t count = moves.moves.size();
    if (shown.scheduled.plan.plan.tasks.empty()) {
        context.out.note(nothing_to_schedule);
        return;
    }
    if (count == 0) {
        context.out.note("Nothing moves: every date is where the schedule would put it.");
    } else if (applied) {
        context.out.note(
            fmt::format("Moved {}. `cairn undo` takes it back.", counted(count, "item")));
    } else {
        context.out.note(fmt::format(
            "{} would move; nothing was changed. `cairn schedule --apply` writes the dates.",
            counted(count, "item")));
    }
    if (!moves.in_conflict.empty()) {
        context.out.note(fmt::format(
            "Left alone, since their dates are in conflict: {}. `cairn conflicts` lists them.",
            counted(moves.in_conflict.size(), "item")));
    }
    if (const std::size_t without = unsized(shown.scheduled.plan); without > 0) {
        context.out.note(
            fmt::format("{} no length and counts as a moment: `cairn set ITEM "
                        "duration=5d` gives it one.",
                        counted(without, "item") + (without == 1 ? " has" : " have")));
    }
}

json schedule_json(const Context& context,
                   const ShownSchedule& shown,
                   const engine::ProposedMoves& moves,
                   const std::vector<schedule::Finding>& findings,
                   const std::optional<replica::Committed>& committed) {
    json answer = {{"applied", committed.has_value()},
                   {"change", committed ? change_answer(context, committed->change) : json()},
                   {"rows", shown.scheduled.plan.plan.tasks.size()},
                   {"unsized", unsized(shown.scheduled.plan)},
                   {"moves", json::array()},
                   {"in_conflict", json::array()},
                   {"findings", json::array()}};
    for (const schedule::Move& move : moves.moves)
        answer["moves"].push_back(move_json(shown, move));
    for (const schedule::Move& move : moves.in_conflict)
        answer["in_conflict"].push_back(id_json(move.item));
    for (const schedule::Finding& finding : findings)
        answer["findings"].push_back(finding_json(shown, finding));
    return answer;
}

Exit run_schedule(Context& context,
                  engine::Workspace& workspace,
                  const ScheduleArguments& arguments) {
    const ShownSchedule shown(workspace, context.now);
    const auto moves = engine::propose_moves(workspace, shown.scheduled);
    std::optional<replica::Committed> committed;
    if (arguments.apply) {
        const auto applied =
            engine::apply_moves(workspace, shown.scheduled, moves.moves, context.now);
        if (!applied) return fail(context, applied.error());
        committed = *applied;
    }
    const auto findings = shown.scheduled.schedule.findings();
    if (context.out.json()) {
        context.out.object(schedule_json(context, shown, moves, findings, committed));
        return Exit::ok;
    }
    if (!moves.moves.empty()) show_moves(context, shown, moves.moves);
    show_findings(context, shown, findings);
    show_summary(context, shown, moves, committed.has_value());
    return Exit::ok;
}

// A plain number means days.
Result<Minute, engine::EngineError> slack_of(const std::string& typed,
                                             const plan::WorkingUnits& units) {
    if (typed.empty()) return 0;
    const bool is_number = typed.find_first_not_of("0123456789") == std::string::npos;
    const auto slack = plan::parse_duration(is_number ? typed + "d" : typed, units);
    if (!slack)
        return refuse(engine::EngineError{engine::EngineFault::wrong_value, slack.error().message});
    return slack->amount;
}

struct CriticalRow {
    ItemId item;
    schedule::Dates dates;
    schedule::Slack slack;
};

// First to begin first. Of the whole plan, or of what leads to one item.
std::vector<CriticalRow> critical_rows(const schedule::Schedule& schedule, Minute slack_max) {
    std::vector<CriticalRow> rows;
    for (const ItemId& item : schedule.critical(std::nullopt, slack_max))
        rows.push_back({item, *schedule.dates(item), *schedule.slack(item)});
    return rows;
}

void tell_critical(Context& context,
                   const ShownSchedule& shown,
                   const std::vector<CriticalRow>& rows) {
    for (const CriticalRow& row : rows) {
        context.out.object({{"id", id_json(row.item)},
                            {"title", shown.title(row.item)},
                            {"start", moment_json(row.dates.start)},
                            {"finish", moment_json(row.dates.finish)},
                            {"total_slack_minutes", row.slack.total},
                            {"free_slack_minutes", row.slack.free}});
    }
}

void show_critical(Context& context,
                   const ShownSchedule& shown,
                   const std::vector<CriticalRow>& rows) {
    std::vector<std::vector<std::string>> table;
    for (const CriticalRow& row : rows) {
        table.push_back({shown.short_id(row.item),
                         shown.printable_title(row.item),
                         shown.text.span(row.dates.start, row.dates.finish),
                         shown.text.days(row.slack.total),
                         shown.owner(row.item)});
    }
    context.out.table({{"ID", false, false},
                       {"TITLE", true, false},
                       {"DATES", false, false},
                       {"SLACK", false, true},
                       {"OWNER", true, false}},
                      table);
}

Exit run_critical(Context& context,
                  engine::Workspace& workspace,
                  const CriticalArguments& arguments) {
    const ShownSchedule shown(workspace, context.now);
    const auto slack = slack_of(arguments.slack, shown.scheduled.plan.units);
    if (!slack) return fail(context, slack.error());
    std::vector<CriticalRow> rows;
    if (arguments.to.empty()) {
        rows = critical_rows(shown.scheduled.schedule, *slack);
    } else {
        const auto item = engine::find_item(workspace, arguments.to);
        if (!item) return fail(context, item.error());
        const auto part = engine::schedule_to(workspace, shown.scheduled, *item);
        if (!part) return fail(context, part.error());
        rows = critical_rows(*part, *slack);
    }
    tell_critical(context, shown, rows);
    if (!rows.empty() && !context.out.json()) show_critical(context, shown, rows);
    if (shown.scheduled.plan.plan.tasks.empty())
        context.out.note(nothing_to_schedule);
    else if (rows.empty())
        context.out.note(
            "Nothing is critical: all that is not finished has slack. --slack 5d "
            "lists what has little.");
    return Exit::ok;
}

json reason_json(const ShownSchedule& shown, const schedule::Reason& reason) {
    return {{"what", name_of(reason.what)},
            {"item", id_json(reason.item)},
            {"other", id_json(reason.other)},
            {"link", id_json(reason.link)},
            {"via", id_json(reason.via)},
            {"date", moment_json(reason.date)},
            {"of", reason.is_of_finish ? "finish" : "start"},
            {"sentence", shown.text.sentence(reason)}};
}

Exit run_why(Context& context, engine::Workspace& workspace, const WhyArguments& arguments) {
    const auto item = engine::find_item(workspace, arguments.item);
    if (!item) return fail(context, item.error());
    const ShownSchedule shown(workspace, context.now);
    const auto dates = shown.scheduled.schedule.dates(*item);
    if (!dates) return fail(context, engine::not_scheduled(workspace, *item));
    const schedule::OnRecord& record = shown.scheduled.plan.rows.at(*item);
    const schedule::Slack slack = *shown.scheduled.schedule.slack(*item);
    json answer = {{"id", id_json(*item)},
                   {"title", shown.title(*item)},
                   {"start", moment_json(dates->start)},
                   {"finish", moment_json(dates->finish)},
                   {"start_on_record", moment_json(record.start)},
                   {"finish_on_record", moment_json(record.finish)},
                   {"total_slack_minutes", slack.total},
                   {"reasons", json::array()}};
    const auto reasons = shown.scheduled.schedule.why(*item);
    for (const schedule::Reason& reason : reasons)
        answer["reasons"].push_back(reason_json(shown, reason));
    context.out.object(answer);
    context.out.line(fmt::format("{}: {} by the schedule, {} on record; slack {}",
                                 shown.printable_title(*item),
                                 shown.text.span(dates->start, dates->finish),
                                 shown.text.span(record.start, record.finish),
                                 shown.text.days(slack.total)));
    for (const schedule::Reason& reason : reasons)
        context.out.line("  " + shown.text.sentence(reason));
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const ScheduleArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return run_schedule(context, workspace, arguments);
    });
}

Exit run(Context& context, const CriticalArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return run_critical(context, workspace, arguments);
    });
}

Exit run(Context& context, const WhyArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return run_why(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
