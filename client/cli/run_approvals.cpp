// approve, approvals.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/approvals.h"
#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using engine::Approval;
using engine::ApprovalState;
using nlohmann::json;

const char* name_of(ApprovalState state) {
    switch (state) {
        case ApprovalState::given:
            return "approved";
        case ApprovalState::lapsed:
            return "lapsed";
        case ApprovalState::foreign:
            return "foreign";
        default:
            return "waiting";
    }
}

Tone tone_of(ApprovalState state) {
    return state == ApprovalState::given     ? Tone::good
           : state == ApprovalState::waiting ? Tone::warning
                                             : Tone::bad;
}

// "why of Ledger, by Ben on 2026-11-20"
std::string lapsed_text(engine::Workspace& workspace,
                        const ItemId& record,
                        const Approval& approval) {
    if (approval.state != ApprovalState::lapsed) return printable(approval.note);
    if (approval.lapsed.empty()) return "something was added or removed";
    const engine::LapsedPart& part = approval.lapsed.front();
    std::string text = field_name(part.field);
    if (part.item != record) text += " of " + engine::title_of(workspace, part.item);
    text +=
        " changed by " + workspace.name_of(part.device) + " on " + platform::local_date(part.wall);
    if (approval.lapsed.size() > 1)
        text += fmt::format(", and {}", counted(approval.lapsed.size() - 1, "more part"));
    return printable(text);
}

json approval_json(engine::Workspace& workspace, const ItemId& item, const Approval& approval) {
    json changed = json::array();
    for (const engine::LapsedPart& part : approval.lapsed)
        changed.push_back({{"item", to_base32(part.item.view())},
                           {"field", field_name(part.field)},
                           {"by", workspace.name_of(part.device)},
                           {"time_ms", part.wall.ms}});
    return {{"item", to_base32(item.view())},
            {"title", engine::title_of(workspace, item)},
            {"person", to_base32(approval.person.view())},
            {"name", engine::title_of(workspace, approval.person)},
            {"state", name_of(approval.state)},
            {"time_ms", approval.wall ? json(approval.wall->ms) : json()},
            {"by", approval.device ? json(workspace.name_of(*approval.device)) : json()},
            {"note", approval.note.empty() ? json() : json(approval.note)},
            {"changed", changed}};
}

// Living records that somebody is to approve, or has.
std::vector<ItemId> records_of(engine::Workspace& workspace) {
    std::vector<ItemId> records;
    Items items(workspace, std::span<const merge::FieldNumber>());
    items.walk(merge::root_item(), [&](const ItemRow& row, int) {
        if (engine::takes_approvals(row.place.kind)) records.push_back(row.place.id);
    });
    return records;
}

Exit list(Context& context, engine::Workspace& workspace, const std::vector<ItemId>& records) {
    std::vector<std::vector<std::string>> rows;
    for (const ItemId& item : records) {
        for (const Approval& approval : engine::approvals_of(workspace, item)) {
            context.out.object(approval_json(workspace, item, approval));
            rows.push_back({printable(engine::title_of(workspace, item)),
                            printable(engine::title_of(workspace, approval.person)),
                            context.out.tone(tone_of(approval.state), name_of(approval.state)),
                            approval.wall ? platform::local_date(*approval.wall) : "",
                            lapsed_text(workspace, item, approval)});
        }
    }
    if (rows.empty())
        context.out.note(
            "Nobody is to approve anything. `cairn set ITEM approver=NAME` asks one, "
            "`cairn link ITEM approved-by NAME` several.");
    else
        context.out.table({{"ITEM", true, false},
                           {"WHO", false, false},
                           {"STATE", false, false},
                           {"ON", false, false},
                           {"NOTE, OR WHAT HAS CHANGED SINCE", true, false}},
                          rows);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const ApproveArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        engine::ApprovalWish wish{.item = *item};
        wish.note = arguments.note;
        if (!arguments.person.empty()) {
            const auto person = engine::find_item(workspace, arguments.person);
            if (!person) return fail(context, person.error());
            wish.person = *person;
        }
        const auto done = arguments.withdraw
                              ? engine::withdraw_approval(workspace, wish, context.now)
                              : engine::approve(workspace, wish, context.now);
        if (!done) return fail(context, done.error());
        context.out.object({{"change", change_answer(context, done->change)}});
        const std::string title = printable(engine::title_of(workspace, *item));
        context.out.note(arguments.withdraw
                             ? fmt::format("The approval of \"{}\" is taken back.", title)
                             : fmt::format("\"{}\" is approved as it stands; the approval lapses "
                                           "when that changes.",
                                           title));
        return Exit::ok;
    });
}

Exit run(Context& context, const ApprovalsArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        if (arguments.item.empty()) return list(context, workspace, records_of(workspace));
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        return list(context, workspace, {*item});
    });
}

}  // namespace cairn::cli
