// view: filters with columns, order and groups, kept as items.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/listing.h"
#include "client/cli/terminal_text.h"
#include "client/engine/item_commands.h"
#include "client/engine/lookup.h"
#include "client/engine/move_commands.h"
#include "client/engine/read_outline.h"
#include "client/filter/arrange.h"
#include "client/merge/schema.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

ListWish wish_of(const outline::Item& view) {
    const auto text = [&](merge::FieldNumber field) {
        return std::string(outline::text_of(view.cells, field));
    };
    return {text(plan::field::query),
            text(plan::field::columns),
            text(plan::field::sort),
            text(plan::field::group)};
}

outline::Outline read_views(engine::Workspace& workspace) {
    constexpr merge::FieldNumber fields[] = {plan::field::title,
                                             plan::field::query,
                                             plan::field::columns,
                                             plan::field::sort,
                                             plan::field::group};
    return engine::read_outline(workspace, {.fields = fields, .links = false});
}

Exit list(Context& context, engine::Workspace& workspace) {
    std::vector<std::vector<std::string>> rows;
    const outline::Outline outline = read_views(workspace);
    for (const outline::Item& item : outline.living()) {
        if (item.kind != plan::kind::view) continue;
        const ListWish wish = wish_of(item);
        context.out.object({{"id", to_base32(item.id.view())},
                            {"name", outline::title_of(item)},
                            {"filter", wish.filter},
                            {"columns", wish.columns},
                            {"sort", wish.sort},
                            {"group", wish.group}});
        rows.push_back({engine::short_id(workspace, item.id),
                        printable(outline::title_of(item)),
                        printable(wish.filter)});
    }
    if (rows.empty())
        context.out.note("There are no views. `cairn view new NAME FILTER` keeps one.");
    else
        context.out.table({{"ID", false, false}, {"VIEW", true, false}, {"FILTER", true, false}},
                          rows);
    return Exit::ok;
}

// What cannot be read now will not be later: it is refused before it is kept.
std::optional<engine::EngineError> fault_in(Context& context,
                                            engine::Workspace& workspace,
                                            const ListWish& wish) {
    const filter::Vocabulary words = engine::vocabulary(workspace, context.now);
    const auto filter = engine::parse_filter(workspace, wish.filter, context.now);
    if (!filter) return filter.error();
    for (const std::string& list : {wish.columns, wish.group}) {
        const auto aspects = filter::parse_aspects(list, words);
        if (!aspects) return engine::unreadable("list", list, aspects.error());
    }
    const auto sort = filter::parse_sort(wish.sort, words);
    if (!sort) return engine::unreadable("order", wish.sort, sort.error());
    return std::nullopt;
}

Exit make(Context& context, engine::Workspace& workspace, const ViewArguments& arguments) {
    ListWish wish = arguments.wish;
    wish.filter = joined(arguments.filter);
    if (const auto fault = fault_in(context, workspace, wish)) return fail(context, *fault);
    if (engine::find_titled(workspace, plan::kind::view, arguments.name))
        return fail(context,
                    {engine::EngineFault::wrong_value,
                     "There is a view '" + arguments.name +
                         "' already. `cairn set` changes it, `cairn view rm` removes it."});
    std::vector<engine::Assignment> assignments;
    const auto add = [&](const char* field, const std::string& value) {
        if (!value.empty()) assignments.push_back({field, value});
    };
    add("query", wish.filter);
    add("columns", wish.columns);
    add("sort", wish.sort);
    add("group", wish.group);
    const auto made = engine::new_item(
        workspace, {"view", arguments.name, merge::root_item(), assignments}, context.now);
    if (!made) return fail(context, made.error());
    context.out.object({{"id", to_base32(made->item.view())},
                        {"change", change_answer(context, made->committed.change)}});
    context.out.line(engine::short_id(workspace, made->item) + "  " + printable(arguments.name));
    return Exit::ok;
}

Result<ItemId, engine::EngineError> find_view(engine::Workspace& workspace,
                                              const std::string& name) {
    if (const auto titled = engine::find_titled(workspace, plan::kind::view, name)) return *titled;
    const auto item = engine::find_item(workspace, name);
    const auto place = item ? workspace.read().item(*item) : std::nullopt;
    if (place && place->kind == plan::kind::view && !workspace.read().in_trash(*item)) return *item;
    return refuse(
        engine::EngineError{engine::EngineFault::no_item,
                            "There is no view '" + name + "'. `cairn view list` names them all."});
}

Exit show(Context& context, engine::Workspace& workspace, const ViewArguments& arguments) {
    const auto wish = kept_wish(workspace, arguments.name);
    if (!wish) return fail(context, wish.error());
    Chosen chosen;
    chosen.limit = arguments.limit;
    chosen.nothing = "No item is like that at the moment.";
    return show_list(context, workspace, *wish, chosen);
}

Exit remove(Context& context, engine::Workspace& workspace, const ViewArguments& arguments) {
    const auto view = find_view(workspace, arguments.name);
    if (!view) return fail(context, view.error());
    const auto committed = engine::trash_items(workspace, std::vector{*view}, context.now);
    if (!committed) return fail(context, committed.error());
    context.out.object({{"change", change_answer(context, committed->change)}});
    context.out.note("Moved the view to the trash; `cairn restore` brings it back.");
    return Exit::ok;
}

}  // namespace

Result<ListWish, engine::EngineError> kept_wish(engine::Workspace& workspace,
                                                const std::string& view) {
    const auto found = find_view(workspace, view);
    if (!found) return refuse(found.error());
    const outline::Outline outline = read_views(workspace);
    const outline::Item* item = outline.item(*found);
    return item == nullptr ? ListWish{} : wish_of(*item);
}

Exit run(Context& context, const ViewArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        switch (arguments.action) {
            case ViewArguments::Action::make:
                return make(context, workspace, arguments);
            case ViewArguments::Action::show:
                return show(context, workspace, arguments);
            case ViewArguments::Action::remove:
                return remove(context, workspace, arguments);
            default:
                return list(context, workspace);
        }
    });
}

}  // namespace cairn::cli
