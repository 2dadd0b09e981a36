// new, set, unset, add, rm, link, unlink, mv, trash, restore, undo, redo.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/item_commands.h"
#include "client/engine/lookup.h"
#include "client/engine/move_commands.h"
#include "client/engine/new_from_template.h"
#include "client/engine/undo_commands.h"

namespace cairn::cli {
namespace {

using Outcome = Result<replica::Committed, engine::EngineError>;

// One line for people, {change, ...} for programs.
Exit committed(Context& context,
               const Outcome& outcome,
               const std::string& said,
               nlohmann::json more = {}) {
    if (!outcome) return fail(context, outcome.error());
    nlohmann::json object = {{"change", change_answer(context, outcome->change)}};
    if (more.is_object()) object.update(more);
    context.out.object(object);
    context.out.note(said);
    return Exit::ok;
}

Result<std::vector<ItemId>, engine::EngineError> find_all(
    engine::Workspace& workspace,
    const std::vector<std::string>& names,
    engine::Prefer prefer = engine::Prefer::living) {
    std::vector<ItemId> items;
    for (const std::string& name : names) {
        const auto item = engine::find_item(workspace, name, prefer);
        if (!item) return refuse(item.error());
        if (std::find(items.begin(), items.end(), *item) == items.end()) items.push_back(*item);
    }
    return items;
}

// "Beta launch", or "3 items".
std::string naming(engine::Workspace& workspace, const std::vector<ItemId>& items) {
    if (items.size() != 1) return fmt::format("{} items", items.size());
    return "\"" + printable(engine::title_of(workspace, items.front())) + "\"";
}

Exit link_or_unlink(Context& context,
                    engine::Workspace& workspace,
                    const LinkArguments& arguments) {
    const auto ends = find_all(workspace, {arguments.from, arguments.to});
    if (!ends) return fail(context, ends.error());
    auto assignments = engine::parse_assignments(arguments.assignments);
    if (!assignments) return fail(context, assignments.error());
    const engine::LinkWish wish{
        ends->front(), arguments.type, ends->back(), std::move(*assignments)};
    const Outcome outcome = arguments.live ? engine::link_items(workspace, wish, context.now)
                                           : engine::unlink_items(workspace, wish, context.now);
    return committed(context,
                     outcome,
                     fmt::format("{}: {} {} {}",
                                 arguments.live ? "Linked" : "Unlinked",
                                 naming(workspace, {wish.from}),
                                 printable(arguments.type),
                                 naming(workspace, {wish.to})));
}

Result<engine::Destination, engine::EngineError> destination_of(engine::Workspace& workspace,
                                                                const MoveArguments& arguments) {
    if (arguments.top) return engine::Destination{};
    if (!arguments.under.empty()) {
        const auto parent = engine::find_parent(workspace, arguments.under);
        if (!parent) return refuse(parent.error());
        return engine::Destination{*parent, std::nullopt, std::nullopt};
    }
    const bool before = !arguments.before.empty();
    const auto sibling = engine::find_item(workspace, before ? arguments.before : arguments.after);
    if (!sibling) return refuse(sibling.error());
    return engine::beside(workspace, *sibling, before);
}

void show_undone(Context& context, engine::Workspace& workspace, const engine::Undone& undone) {
    constexpr std::size_t lines_max = 12;
    const plan::TextContext text = engine::text_context(workspace, context.now);
    std::size_t lines = 0;
    for (const replica::HistoryEntry& edit :
         workspace.read().edits_of(undone.committed.row, lines_max)) {
        context.out.note("    " + edit_line(edit, text));
    }
    for (const engine::LeftAlone& alone : undone.left_alone) {
        if (++lines > lines_max) {
            context.out.note(
                fmt::format("and {} more are left alone.", undone.left_alone.size() - lines_max));
            return;
        }
        context.out.note(fmt::format("Left alone: {} of {}, because {}.",
                                     field_name(alone.field),
                                     printable(engine::title_of(workspace, alone.item)),
                                     engine::sentence_of(alone.why)));
    }
}

Exit undone(Context& context,
            engine::Workspace& workspace,
            const Result<engine::Undone, engine::EngineError>& outcome,
            const char* said) {
    if (!outcome) return fail(context, outcome.error());
    nlohmann::json left = nlohmann::json::array();
    for (const engine::LeftAlone& alone : outcome->left_alone) {
        left.push_back({{"item", to_base32(alone.item.view())},
                        {"field", field_name(alone.field)},
                        {"why", engine::name_of(alone.why)}});
    }
    const std::string id = to_base32(outcome->undone.view());
    const Exit exit = committed(context,
                                outcome->committed,
                                fmt::format("{} {}:", said, id.substr(0, 8)),
                                {{"undone", id}, {"left_alone", left}});
    if (!context.out.json()) show_undone(context, workspace, *outcome);
    return exit;
}

struct Beginning {
    ItemId parent;
    std::vector<engine::Assignment> assignments;
};

Exit make_from_template(Context& context,
                        engine::Workspace& workspace,
                        const NewArguments& arguments,
                        Beginning beginning) {
    const auto made = engine::new_from_template(workspace,
                                                {arguments.from_template,
                                                 arguments.title,
                                                 beginning.parent,
                                                 std::move(beginning.assignments)},
                                                context.now);
    if (!made) return fail(context, made.error());
    nlohmann::json ids = nlohmann::json::array();
    for (const ItemId& item : made->items) ids.push_back(to_base32(item.view()));
    context.out.object({{"id", ids.front()},
                        {"change", change_answer(context, made->committed.change)},
                        {"items", ids}});
    context.out.line(engine::short_id(workspace, made->items.front()) + "  " +
                     printable(arguments.title));
    context.out.note(fmt::format("{}, as one change; `cairn tree {}` shows them.",
                                 counted(made->items.size(), "item"),
                                 engine::short_id(workspace, made->items.front())));
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const NewArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto parent = engine::find_parent(workspace, arguments.under);
        if (!parent) return fail(context, parent.error());
        auto assignments = engine::parse_assignments(arguments.assignments);
        if (!assignments) return fail(context, assignments.error());
        if (!arguments.from_template.empty())
            return make_from_template(context, workspace, arguments, {*parent, *assignments});
        const auto made = engine::new_item(workspace,
                                           {arguments.kind.empty() ? "task" : arguments.kind,
                                            arguments.title,
                                            *parent,
                                            std::move(*assignments)},
                                           context.now);
        if (!made) return fail(context, made.error());
        context.out.object({{"id", to_base32(made->item.view())},
                            {"change", change_answer(context, made->committed.change)}});
        context.out.line(engine::short_id(workspace, made->item) + "  " +
                         printable(arguments.title));
        return Exit::ok;
    });
}

Exit run(Context& context, const SetArguments& arguments) {
    if (arguments.where || arguments.dry_run) return set_many(context, arguments);
    if (arguments.assignments.empty())
        return wrong_use(context, "What to set is missing, such as due=2027-03-01.");
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        const auto assignments = engine::parse_assignments(arguments.assignments);
        if (!assignments) return fail(context, assignments.error());
        return committed(context,
                         engine::set_fields(workspace, *item, *assignments, context.now),
                         "Saved in " + naming(workspace, {*item}) + ".");
    });
}

Exit run(Context& context, const UnsetArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        return committed(context,
                         engine::unset_fields(workspace, *item, arguments.fields, context.now),
                         "Emptied in " + naming(workspace, {*item}) + ".");
    });
}

Exit run(Context& context, const ElementsArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        const Outcome outcome = engine::change_elements(
            workspace, *item, arguments.field, arguments.elements, arguments.present, context.now);
        return committed(context,
                         outcome,
                         fmt::format("{} {} of {}.",
                                     arguments.present ? "Added to" : "Removed from",
                                     printable(arguments.field),
                                     naming(workspace, {*item})));
    });
}

Exit run(Context& context, const LinkArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return link_or_unlink(context, workspace, arguments);
    });
}

Exit run(Context& context, const MoveArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto items = find_all(workspace, arguments.items);
        if (!items) return fail(context, items.error());
        const auto to = destination_of(workspace, arguments);
        if (!to) return fail(context, to.error());
        return committed(context,
                         engine::move_items(workspace, *items, *to, context.now),
                         fmt::format("Moved {} under {}.",
                                     naming(workspace, *items),
                                     printable(engine::title_of(workspace, to->parent))));
    });
}

Exit run(Context& context, const TrashArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto items = find_all(workspace, arguments.items);
        if (!items) return fail(context, items.error());
        return committed(context,
                         engine::trash_items(workspace, *items, context.now),
                         fmt::format("Moved {} to the trash; `cairn restore` brings it back.",
                                     naming(workspace, *items)));
    });
}

Exit run(Context& context, const RestoreArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto items = find_all(workspace, arguments.items, engine::Prefer::in_trash);
        if (!items) return fail(context, items.error());
        return committed(context,
                         engine::restore_items(workspace, *items, context.now),
                         fmt::format("Restored {}.", naming(workspace, *items)));
    });
}

Exit run(Context& context, const UndoArguments& arguments) {
    if (!context.common.draft.empty()) {
        if (arguments.change.empty() && arguments.only.empty()) return undo_in_draft(context);
        return wrong_use(context, "Within a draft, undo takes back its last step and no other.");
    }
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto only = find_all(workspace, arguments.only);
        if (!only) return fail(context, only.error());
        return undone(context,
                      workspace,
                      engine::undo(workspace, arguments.change, *only, context.now),
                      "Undid");
    });
}

Exit run(Context& context, const RedoArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return undone(
            context, workspace, engine::redo(workspace, arguments.change, context.now), "Redid");
    });
}

}  // namespace cairn::cli
