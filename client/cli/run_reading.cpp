// show, ls, tree, search, log.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

constexpr const char* nothing_yet =
    "There is nothing here yet. Add an item with `cairn new TITLE`, or read a plan with `cairn "
    "import FILE`.";

std::string text_of_field(const ItemRow& row,
                          merge::FieldNumber field,
                          const plan::TextContext& context) {
    const replica::CellView* cell = find_cell(row, field);
    if (cell == nullptr || cell->value == merge::Value().canonical()) return "";
    return shown_value(field, cell->value, context);
}

// The dates that matter of an item, short: the due date, or the finish of its span.
std::string date_of(const ItemRow& row, const plan::TextContext& context) {
    const std::string due = text_of_field(row, plan::field::due, context);
    if (!due.empty()) return due;
    const replica::CellView* cell = find_cell(row, plan::field::span);
    const auto value = cell == nullptr ? std::nullopt : merge::Value::parse(cell->value);
    if (!value) return "";
    const auto parts = value->parts();
    if (parts.size() <= plan::part::finish || parts[plan::part::finish].is_unset()) return "";
    return std::string(parts[plan::part::finish].payload().substr(0, 10));
}

std::vector<std::string> list_row(const ItemRow& row,
                                  const Items& items,
                                  const plan::TextContext& context) {
    return {items.short_ids().of(row.place.id),
            kind_name(row.place.kind),
            printable(title_of(row)),
            text_of_field(row, plan::field::status, context),
            text_of_field(row, plan::field::owner, context),
            date_of(row, context)};
}

const std::vector<Column>& list_columns() {
    static const std::vector<Column> columns = {{"ID", false, false},
                                                {"KIND", false, false},
                                                {"TITLE", true, false},
                                                {"STATUS", true, false},
                                                {"OWNER", true, false},
                                                {"DATE", false, false}};
    return columns;
}

// The kind's number, or nothing for all kinds.
Result<std::optional<std::uint32_t>, engine::EngineError> kind_number(const std::string& name) {
    if (name.empty()) return std::optional<std::uint32_t>();
    const plan::KindSpec* kind = plan::find_kind(std::string_view(name));
    if (kind != nullptr) return std::optional(kind->number);
    return refuse(engine::EngineError{engine::EngineFault::wrong_value,
                                      "There is no kind '" + name +
                                          "'. `cairn new --help` names some; "
                                          "docs/CATALOG.md lists all."});
}

Exit list_links(Context& context, engine::Workspace& workspace) {
    const Items items(workspace);
    const plan::TextContext text = items.text_context(engine::text_context(workspace, context.now));
    std::vector<std::vector<std::string>> rows;
    for (const replica::LinkView& link : workspace.read().links()) {
        context.out.object(link_json(link));
        rows.push_back({printable(text.name_item(link.from)),
                        link_name(link.type),
                        printable(text.name_item(link.to))});
    }
    context.out.table({{"FROM", true, false}, {"LINK", false, false}, {"TO", true, false}}, rows);
    return Exit::ok;
}

Exit list_items(Context& context, engine::Workspace& workspace, const LsArguments& arguments) {
    const auto kind = kind_number(arguments.kind);
    if (!kind) return fail(context, kind.error());
    ItemId top = merge::root_item();
    if (arguments.under == "trash") {
        top = merge::trash_item();
    } else if (!arguments.under.empty()) {
        const auto found = engine::find_item(workspace, arguments.under);
        if (!found) return fail(context, found.error());
        top = *found;
    }
    const Items items(workspace);
    const plan::TextContext text = items.text_context(engine::text_context(workspace, context.now));
    std::vector<std::vector<std::string>> rows;
    std::size_t left_out = 0;
    items.walk(top, [&](const ItemRow& row, int) {
        if (*kind && row.place.kind != **kind) return;
        if (arguments.limit > 0 && rows.size() >= arguments.limit) {
            ++left_out;
            return;
        }
        if (context.out.json()) context.out.object(item_json(row));
        rows.push_back(list_row(row, items, text));
    });
    if (rows.empty()) {
        context.out.note(items.rows().empty() ? nothing_yet : "No item is like that.");
        return Exit::ok;
    }
    context.out.table(list_columns(), rows);
    if (left_out > 0)
        context.out.note(fmt::format("{} more; raise --limit to see them.", left_out));
    return Exit::ok;
}

std::string tree_line(const ItemRow& row,
                      int depth,
                      const Items& items,
                      const plan::TextContext& text,
                      const Output& out) {
    std::string line(static_cast<std::size_t>(depth) * 2, ' ');
    line +=
        out.tone(Tone::dim, items.short_ids().of(row.place.id)) + "  " + printable(title_of(row));
    const std::string date = date_of(row, text);
    const std::string status = text_of_field(row, plan::field::status, text);
    line += out.tone(Tone::dim, "  " + kind_name(row.place.kind));
    if (!status.empty()) line += out.tone(Tone::dim, ", " + status);
    if (!date.empty()) line += out.tone(Tone::dim, ", " + date);
    return line;
}

void show_links(Context& context,
                engine::Workspace& workspace,
                const ItemId& item,
                const plan::TextContext& text) {
    for (const replica::LinkView& link : workspace.read().links_from(item)) {
        context.out.line(
            fmt::format("  {} {}", link_name(link.type), printable(text.name_item(link.to))));
        const ItemRow registers{{}, workspace.read().cells(link.link)};
        for (const replica::CellView& cell : registers.cells) {
            if (cell.field == merge::field_live || cell.value == merge::Value().canonical())
                continue;
            context.out.line(fmt::format(
                "    {}: {}", field_name(cell.field), shown_value(cell.field, cell.value, text)));
        }
    }
    for (const replica::LinkView& link : workspace.read().links_to(item)) {
        const plan::LinkSpec* spec = plan::find_link(link.type);
        const std::string name =
            spec == nullptr ? link_name(link.type) : std::string(spec->reverse);
        context.out.line(fmt::format("  {} {}", name, printable(text.name_item(link.from))));
    }
}

void show_fields(Context& context, const ItemRow& row, const plan::TextContext& text) {
    std::map<merge::FieldNumber, std::string> sets;
    for (const replica::CellView& cell : row.cells) {
        if (cell.field == merge::field_place || cell.field == merge::field_order ||
            cell.field == plan::field::title) {
            continue;
        }
        if (!cell.element.empty()) {
            if (cell.value != merge::Value::boolean(true).canonical()) continue;
            std::string& list = sets[cell.field];
            list += (list.empty() ? "" : ", ") + shown_element(cell.element, text);
        } else if (cell.value != merge::Value().canonical()) {
            const char* mark = cell.heads.size() > 1 ? "  (in conflict: `cairn conflicts`)" : "";
            context.out.line(fmt::format("  {}: {}{}",
                                         field_name(cell.field),
                                         shown_value(cell.field, cell.value, text),
                                         mark));
        }
    }
    for (const auto& [field, list] : sets)
        context.out.line(fmt::format("  {}: {}", field_name(field), list));
}

Exit show_item(Context& context, engine::Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    ItemRow row{place.value_or(replica::ItemPlace{item, 0, merge::root_item(), {}}),
                workspace.read().cells(item)};
    if (context.out.json()) {
        json object = item_json(row);
        object["trashed"] = workspace.read().in_trash(item);
        object["links"] = json::array();
        for (const replica::LinkView& link : workspace.read().links_from(item))
            object["links"].push_back(link_json(link));
        for (const replica::LinkView& link : workspace.read().links_to(item))
            object["links"].push_back(link_json(link));
        context.out.object(object);
        return Exit::ok;
    }
    const plan::TextContext text = engine::text_context(workspace, context.now);
    context.out.line(context.out.tone(Tone::strong, printable(title_of(row))));
    context.out.line(fmt::format("  id: {}", to_base32(item.view())));
    context.out.line(fmt::format("  kind: {}", kind_name(row.place.kind)));
    const bool trashed = workspace.read().in_trash(item);
    context.out.line(fmt::format("  under: {}{}",
                                 printable(text.name_item(row.place.parent)),
                                 trashed ? " (in the trash)" : ""));
    show_fields(context, row, text);
    show_links(context, workspace, item, text);
    return Exit::ok;
}

json change_json(engine::Workspace& workspace, const replica::ChangeView& change) {
    return {{"id", to_base32(change.id.view())},
            {"by", workspace.name_of(change.device)},
            {"device", to_base32(change.device.view())},
            {"time_ms", change.wall.ms},
            {"sent", change.sealed},
            {"edits", json::array()}};
}

json edit_json(const replica::HistoryEntry& edit) {
    json object = {{"item", to_base32(edit.item.view())},
                   {"field", field_name(edit.field)},
                   {"value", value_json(edit.field, edit.value)},
                   {"effective", edit.status == replica::EditStatus::valid}};
    if (!edit.element.empty()) object["element"] = edit.element;
    return object;
}

std::string edit_line(const replica::HistoryEntry& edit, const plan::TextContext& text) {
    const std::string name = printable(text.name_item(edit.item));
    if (edit.field == merge::field_live) {
        const auto live = merge::LiveValue::parse(edit.value);
        if (!live) return "a link";
        return fmt::format("{}: {} {} {}",
                           printable(text.name_item(live->from)),
                           live->live ? "linked," : "unlinked,",
                           link_name(live->type),
                           printable(text.name_item(live->to)));
    }
    if (!edit.element.empty()) {
        const bool present = edit.value == merge::Value::boolean(true).canonical();
        return fmt::format("{}: {} {} {}",
                           name,
                           field_name(edit.field),
                           present ? "+" : "-",
                           shown_element(edit.element, text));
    }
    if (edit.field == merge::field_place || edit.field == merge::field_order) {
        return fmt::format("{}: {}", name, shown_value(edit.field, edit.value, text));
    }
    return fmt::format(
        "{}: {} = {}", name, field_name(edit.field), shown_value(edit.field, edit.value, text));
}

constexpr std::size_t edits_shown_max = 12;

void show_change(Context& context,
                 engine::Workspace& workspace,
                 const replica::ChangeView& change,
                 const std::vector<replica::HistoryEntry>& edits,
                 const plan::TextContext& text) {
    if (context.out.json()) {
        json object = change_json(workspace, change);
        for (const replica::HistoryEntry& edit : edits) object["edits"].push_back(edit_json(edit));
        context.out.object(object);
        return;
    }
    context.out.line(
        fmt::format("{}  {}  {}{}",
                    context.out.tone(Tone::warning, to_base32(change.id.view()).substr(0, 8)),
                    platform::local_minute(change.wall),
                    printable(workspace.name_of(change.device)),
                    change.sealed ? "" : context.out.tone(Tone::dim, "  (not sent yet)")));
    for (std::size_t i = 0; i < edits.size() && i < edits_shown_max; ++i) {
        const char* mark =
            edits[i].status == replica::EditStatus::valid ? "" : "  (without effect)";
        context.out.line("    " + edit_line(edits[i], text) + mark);
    }
    if (edits.size() > edits_shown_max) {
        context.out.line(fmt::format("    and {} more edits", edits.size() - edits_shown_max));
    }
}

}  // namespace

Exit run(Context& context, const LsArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return arguments.links ? list_links(context, workspace)
                               : list_items(context, workspace, arguments);
    });
}

Exit run(Context& context, const TreeArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        ItemId top = merge::root_item();
        if (!arguments.item.empty()) {
            const auto found = engine::find_item(workspace, arguments.item);
            if (!found) return fail(context, found.error());
            top = *found;
        }
        const Items items(workspace);
        const plan::TextContext text =
            items.text_context(engine::text_context(workspace, context.now));
        const int indent = top == merge::root_item() ? 0 : 1;
        if (const ItemRow* row = items.find(top)) {
            if (context.out.json()) context.out.object(item_json(*row));
            context.out.line(tree_line(*row, 0, items, text, context.out));
        }
        items.walk(top, [&](const ItemRow& row, int depth) {
            if (arguments.depth > 0 && depth >= static_cast<int>(arguments.depth)) return;
            if (context.out.json()) {
                json object = item_json(row);
                object["depth"] = depth + indent;
                context.out.object(object);
            } else {
                context.out.line(tree_line(row, depth + indent, items, text, context.out));
            }
        });
        if (items.rows().empty()) context.out.note(nothing_yet);
        return Exit::ok;
    });
}

Exit run(Context& context, const ShowArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const auto item = engine::find_item(workspace, arguments.item);
        return item ? show_item(context, workspace, *item) : fail(context, item.error());
    });
}

Exit run(Context& context, const SearchArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        std::string words;
        for (const std::string& word : arguments.words) words += (words.empty() ? "" : " ") + word;
        const auto hits = workspace.read().search(words, arguments.limit);
        for (const replica::SearchHit& hit : hits) {
            const std::string title = engine::title_of(workspace, hit.item);
            std::string plain;
            std::string marked;
            for (const char c : hit.snippet) {
                if (c != '\x02' && c != '\x03') plain.push_back(c);
            }
            context.out.object(
                {{"id", to_base32(hit.item.view())}, {"title", title}, {"snippet", plain}});
            context.out.line(
                fmt::format("{}  {}",
                            context.out.tone(Tone::dim, engine::short_id(workspace, hit.item)),
                            context.out.tone(Tone::strong, printable(title))));
            if (plain != title) context.out.line("      " + printable(plain));
        }
        if (hits.empty())
            context.out.note(
                "Nothing was found. Search looks for whole words, the last one also for its "
                "start.");
        return Exit::ok;
    });
}

Exit run(Context& context, const LogArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const std::size_t limit = arguments.limit == 0 ? SIZE_MAX : arguments.limit;
        const plan::TextContext text = engine::text_context(workspace, context.now);
        std::optional<ItemId> item;
        if (!arguments.item.empty()) {
            const auto found = engine::find_item(workspace, arguments.item);
            if (!found) return fail(context, found.error());
            item = *found;
        }
        const auto changes = item ? workspace.read().newest_changes_of(*item, limit)
                                  : workspace.read().newest_changes(limit);
        for (const replica::ChangeView& change : changes) {
            std::vector<replica::HistoryEntry> edits = workspace.read().edits_of(change.row);
            if (item) std::erase_if(edits, [&](const auto& edit) { return edit.item != *item; });
            show_change(context, workspace, change, edits, text);
        }
        if (changes.empty()) context.out.note(nothing_yet);
        return Exit::ok;
    });
}

}  // namespace cairn::cli
