// set --where, set --dry-run.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/item_commands.h"
#include "client/engine/lookup.h"
#include "client/engine/read_outline.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

// The items of a filter; of a single item, itself.
Result<std::vector<ItemId>, engine::EngineError> meant(Context& context,
                                                       engine::Workspace& workspace,
                                                       const SetArguments& arguments) {
    std::vector<ItemId> items;
    if (!arguments.where) {
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return refuse(item.error());
        items.push_back(*item);
        return items;
    }
    const auto filter = engine::parse_filter(workspace, *arguments.where, context.now);
    if (!filter) return refuse(filter.error());
    const bool links = filter->looks_at_links();
    const outline::Outline outline =
        engine::read_outline(workspace, {.fields = {}, .links = links, .link_fields = links});
    for (const outline::Place place : engine::select(outline, *filter))
        items.push_back(outline.at(place).id);
    return items;
}

json bulk_json(const Context& context, const engine::BulkEdit& bulk, bool dry_run) {
    json edits = json::array();
    for (const engine::BulkEdit::Line& line : bulk.lines)
        edits.push_back({{"item", to_base32(line.item.view())},
                         {"field", field_name(line.field)},
                         {"before", value_json(line.field, line.before)},
                         {"after", value_json(line.field, line.after)}});
    return {{"change", bulk.committed ? change_answer(context, bulk.committed->change) : json()},
            {"dry_run", dry_run},
            {"edits", edits},
            {"unchanged", bulk.unchanged.size()}};
}

void show_lines(Context& context, engine::Workspace& workspace, const engine::BulkEdit& bulk) {
    const plan::TextContext text = engine::text_context(workspace, context.now);
    std::vector<std::vector<std::string>> rows;
    for (const engine::BulkEdit::Line& line : bulk.lines)
        rows.push_back({engine::short_id(workspace, line.item),
                        printable(engine::title_of(workspace, line.item)),
                        field_name(line.field),
                        shown_value(line.field, line.before, text),
                        shown_value(line.field, line.after, text)});
    context.out.table({{"ID", false, false},
                       {"TITLE", true, false},
                       {"FIELD", false, false},
                       {"BEFORE", true, false},
                       {"AFTER", true, false}},
                      rows);
}

std::string summary(const engine::BulkEdit& bulk, std::size_t items, bool dry_run) {
    const std::size_t changed = items - bulk.unchanged.size();
    const std::string same =
        bulk.unchanged.empty()
            ? ""
            : fmt::format(" {} read so already.", counted(bulk.unchanged.size(), "item"));
    if (dry_run)
        return fmt::format(
            "{} would change; nothing was written.{}", counted(changed, "item"), same);
    return fmt::format("Saved in {}, as one change; `cairn undo` takes it back.{}",
                       counted(changed, "item"),
                       same);
}

Exit set_them(Context& context, engine::Workspace& workspace, const SetArguments& arguments) {
    std::vector<std::string> typed = arguments.assignments;
    if (arguments.where) typed.insert(typed.begin(), arguments.item);
    const auto assignments = engine::parse_assignments(typed);
    if (!assignments) return fail(context, assignments.error());
    if (assignments->empty())
        return wrong_use(context, "What to set is missing, such as due=2027-03-01.");
    const auto items = meant(context, workspace, arguments);
    if (!items) return fail(context, items.error());
    if (items->empty())
        return fail(context,
                    {engine::EngineFault::nothing_to_do,
                     "No item is like that, so nothing was changed. `cairn ls FILTER` shows what a "
                     "filter takes."});
    const auto bulk =
        engine::set_fields_of(workspace,
                              *items,
                              *assignments,
                              arguments.dry_run ? engine::Really::look : engine::Really::write,
                              context.now);
    if (!bulk) return fail(context, bulk.error());
    if (bulk->lines.empty())
        return fail(context,
                    {engine::EngineFault::nothing_to_do,
                     items->size() == 1 ? "It reads so already." : "They all read so already."});
    context.out.object(bulk_json(context, *bulk, arguments.dry_run));
    if (arguments.dry_run) show_lines(context, workspace, *bulk);
    context.out.note(summary(*bulk, items->size(), arguments.dry_run));
    return Exit::ok;
}

}  // namespace

Exit set_many(Context& context, const SetArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return set_them(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
