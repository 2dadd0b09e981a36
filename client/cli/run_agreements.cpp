// ask, promise, agree, agreements.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/shown_schedule.h"
#include "client/cli/terminal_text.h"
#include "client/engine/agreements.h"
#include "client/engine/lookup.h"

namespace cairn::cli {
namespace {

using engine::Agreement;
using nlohmann::json;
using Action = AgreementArguments::Action;

std::string date_text(const std::optional<plan::Date>& date) {
    return date ? plan::to_iso(*date) : "";
}

json date_json(const std::optional<plan::Date>& date) {
    return date ? json(plan::to_iso(*date)) : json();
}

Result<replica::Committed, engine::EngineError> act(engine::Workspace& workspace,
                                                    const AgreementArguments& arguments,
                                                    const engine::Dependency& dependency,
                                                    WallTime now) {
    switch (arguments.action) {
        case Action::ask:
            return engine::ask_for(workspace, dependency, arguments.date, now);
        case Action::promise:
            return engine::promise(workspace, dependency, arguments.date, now);
        default:
            return engine::agree(workspace, dependency, now);
    }
}

// What holds between two items after the command; there is a date, or it would have been refused.
std::string said(const ShownSchedule& shown, const Agreement& agreement) {
    const std::string item = "\"" + shown.printable_title(agreement.dependency.item) + "\"";
    const std::string other = "\"" + shown.printable_title(agreement.dependency.other) + "\"";
    std::string text = item + " needs " + other;
    if (agreement.asked) text += " by " + plan::to_iso(*agreement.asked);
    text += agreement.promised ? "; promised for " + plan::to_iso(*agreement.promised)
                               : "; nothing is promised yet";
    if (agreement.promised && agreement.asked && *agreement.promised > *agreement.asked) {
        const int days = agreement.promised->days - agreement.asked->days;
        text +=
            fmt::format(", {} later than asked", counted(static_cast<std::uint64_t>(days), "day"));
    }
    if (agreement.agreed) text += "; agreed";
    if (agreement.state == engine::AgreementState::late)
        text += ", but by the schedule it ends " + shown.text.day(*agreement.expected);
    return text + ".";
}

json agreement_json(const ShownSchedule& shown, const Agreement& agreement) {
    return {{"item", id_json(agreement.dependency.item)},
            {"title", shown.title(agreement.dependency.item)},
            {"other", id_json(agreement.dependency.other)},
            {"other_title", shown.title(agreement.dependency.other)},
            {"state", engine::name_of(agreement.state)},
            {"asked", date_json(agreement.asked)},
            {"promised", date_json(agreement.promised)},
            {"agreed", agreement.agreed},
            {"expected", moment_json(agreement.expected)},
            {"latest", moment_json(agreement.latest)}};
}

void show_agreements(Context& context,
                     const ShownSchedule& shown,
                     const std::vector<Agreement>& list) {
    std::vector<std::vector<std::string>> rows;
    for (const Agreement& agreement : list) {
        std::string state(engine::name_of(agreement.state));
        if (agreement.state == engine::AgreementState::late)
            state += ": " + shown.text.day(*agreement.expected);
        rows.push_back({shown.printable_title(agreement.dependency.item),
                        shown.printable_title(agreement.dependency.other),
                        shown.owner(agreement.dependency.other),
                        date_text(agreement.asked),
                        date_text(agreement.promised),
                        agreement.latest ? shown.text.day(*agreement.latest) : "",
                        std::move(state)});
    }
    context.out.table({{"ITEM", true, false},
                       {"NEEDS", true, false},
                       {"OF", true, false},
                       {"ASKED", false, false},
                       {"PROMISED", false, false},
                       {"LATEST", false, false},
                       {"STATE", false, false}},
                      rows);
}

Exit list(Context& context, engine::Workspace& workspace, const AgreementsArguments& arguments) {
    std::optional<ItemId> end;
    if (!arguments.item.empty()) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        end = *item;
    }
    const ShownSchedule shown(workspace, context.now);
    auto all = engine::agreements(workspace, shown.scheduled);
    const bool any = !all.empty();
    std::erase_if(all, [&](const Agreement& agreement) {
        const bool is_other =
            end && agreement.dependency.item != *end && agreement.dependency.other != *end;
        return is_other || (arguments.waiting && !engine::waits(agreement.state));
    });
    for (const Agreement& agreement : all) context.out.object(agreement_json(shown, agreement));
    if (!all.empty()) {
        if (!context.out.json()) show_agreements(context, shown, all);
    } else if (any) {
        context.out.note(arguments.waiting ? "Nothing waits for an answer." : "None is like that.");
    } else {
        context.out.note(
            "Nobody has asked for a date yet: `cairn ask ITEM OTHER DATE` says when "
            "ITEM needs OTHER.");
    }
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const AgreementArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        const auto other = engine::find_item(workspace, arguments.other);
        if (!other) return fail(context, other.error());
        const engine::Dependency dependency{*item, *other};
        const auto committed = act(workspace, arguments, dependency, context.now);
        if (!committed) return fail(context, committed.error());
        const ShownSchedule shown(workspace, context.now);
        for (const Agreement& agreement : engine::agreements(workspace, shown.scheduled)) {
            if (agreement.dependency.item != *item || agreement.dependency.other != *other)
                continue;
            json answer = agreement_json(shown, agreement);
            answer["change"] = change_answer(context, committed->change);
            context.out.object(answer);
            context.out.note(said(shown, agreement));
        }
        return Exit::ok;
    });
}

Exit run(Context& context, const AgreementsArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return list(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
