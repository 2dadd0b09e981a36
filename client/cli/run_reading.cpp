// show, ls, tree, search.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/comment_text.h"
#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/inbox.h"
#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"

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

// All that list_row and show_tree_line look at.
constexpr merge::FieldNumber listed[] = {plan::field::title,
                                         plan::field::status,
                                         plan::field::owner,
                                         plan::field::due,
                                         plan::field::span};

// JSON tells all of an item.
std::span<const merge::FieldNumber> fields_for(const Output& out) {
    return out.json() ? std::span<const merge::FieldNumber>() : listed;
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

Exit list_links(Context& context, engine::Workspace& workspace) {
    const Items items(workspace, fields_for(context.out));
    const plan::TextContext text = items.text_context(engine::text_context(workspace, context.now));
    std::vector<std::vector<std::string>> rows;
    for (const replica::LinkView& link : workspace.read().links()) {
        if (context.out.json()) {
            context.out.object(link_json(link, workspace.read().cells(link.link)));
            continue;
        }
        rows.push_back({printable(text.name_item(link.from)),
                        link_name(link.type),
                        printable(text.name_item(link.to))});
    }
    if (rows.empty()) {
        context.out.note("There are no links. `cairn link FROM TYPE TO` makes one.");
        return Exit::ok;
    }
    context.out.table({{"FROM", true, false}, {"LINK", false, false}, {"TO", true, false}}, rows);
    return Exit::ok;
}

Exit list_items(Context& context, engine::Workspace& workspace, const LsArguments& arguments) {
    std::optional<std::uint32_t> kind;
    if (!arguments.kind.empty()) {
        const auto found = engine::find_kind(arguments.kind);
        if (!found) return fail(context, found.error());
        kind = (*found)->number;
    }
    ItemId top = merge::root_item();
    if (arguments.under == "trash") {
        top = merge::trash_item();
    } else if (!arguments.under.empty()) {
        const auto found = engine::find_item(workspace, arguments.under);
        if (!found) return fail(context, found.error());
        top = *found;
    }
    const Items items(workspace, fields_for(context.out));
    const plan::TextContext text = items.text_context(engine::text_context(workspace, context.now));
    std::vector<std::vector<std::string>> rows;
    std::size_t shown = 0;
    std::size_t left_out = 0;
    items.walk(top, [&](const ItemRow& row, int) {
        if (row.place.kind == plan::kind::comment && !kind) return;
        if (kind && row.place.kind != *kind) return;
        if (arguments.limit > 0 && shown >= arguments.limit) {
            ++left_out;
            return;
        }
        ++shown;
        if (context.out.json())
            context.out.object(item_json(row));
        else
            rows.push_back(list_row(row, items, text));
    });
    if (shown == 0) {
        context.out.note(top == merge::trash_item() ? "The trash is empty."
                         : items.rows().empty()     ? nothing_yet
                                                    : "No item is like that.");
        return Exit::ok;
    }
    context.out.table(list_columns(), rows);
    if (left_out > 0)
        context.out.note(fmt::format("{} more; raise --limit to see them.", left_out));
    return Exit::ok;
}

void show_tree_line(
    Output& out, const ItemRow& row, int depth, const Items& items, const plan::TextContext& text) {
    std::string line(static_cast<std::size_t>(depth) * 2, ' ');
    line += items.short_ids().of(row.place.id) + "  " + printable(title_of(row));
    std::string rest = "  " + kind_name(row.place.kind);
    const std::string date = date_of(row, text);
    const std::string status = text_of_field(row, plan::field::status, text);
    if (!status.empty()) rest += ", " + status;
    if (!date.empty()) rest += ", " + date;
    out.cut(line, Tone::dim, rest);
}

// One line after its name, or several below it.
void show_value(Output& out, const std::string& name, const std::string& value) {
    if (value.find('\n') == std::string::npos) return out.line("  " + name + ": " + value);
    out.line("  " + name + ":");
    std::size_t at = 0;
    while (at < value.size()) {
        const std::size_t end = std::min(value.find('\n', at), value.size());
        out.line("    " + value.substr(at, end - at));
        at = end + 1;
    }
}

void show_link(Context& context,
               engine::Workspace& workspace,
               const replica::LinkView& link,
               std::string_view type,
               const ItemId& other,
               const plan::TextContext& text) {
    context.out.line(fmt::format(
        "  {} {}  {}", type, engine::short_id(workspace, other), printable(text.name_item(other))));
    for (const replica::CellView& cell : workspace.read().cells(link.link)) {
        if (cell.field <= merge::field_live || cell.value == merge::Value().canonical()) continue;
        context.out.line(fmt::format(
            "    {}: {}", field_name(cell.field), shown_value(cell.field, cell.value, text)));
    }
}

void show_links(Context& context,
                engine::Workspace& workspace,
                const ItemId& item,
                const plan::TextContext& text) {
    for (const replica::LinkView& link : workspace.read().links_from(item))
        show_link(context, workspace, link, link_name(link.type), link.to, text);
    for (const replica::LinkView& link : workspace.read().links_to(item)) {
        const plan::LinkSpec* spec = plan::find_link(link.type);
        const std::string name =
            spec == nullptr ? "is " + link_name(link.type) + " of" : std::string(spec->reverse);
        show_link(context, workspace, link, name, link.from, text);
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
            show_value(context.out,
                       field_name(cell.field),
                       shown_value(cell.field, cell.value, text, Lines::kept));
        }
    }
    for (const auto& [field, list] : sets) show_value(context.out, field_name(field), list);
}

std::size_t conflicts_of(engine::Workspace& workspace, const ItemId& item) {
    const auto all = engine::inbox(workspace);
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const auto& conflict) { return conflict.item == item; }));
}

Exit show_item(Context& context, engine::Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    ItemRow row{place.value_or(replica::ItemPlace{item, 0, merge::root_item(), {}}),
                workspace.read().cells(item),
                engine::is_comment(workspace, item) ? engine::title_of(workspace, item) : ""};
    if (context.out.json()) {
        json object = item_json(row);
        object["trashed"] = workspace.read().in_trash(item);
        object["conflicts"] = conflicts_of(workspace, item);
        object["links"] = json::array();
        const auto add = [&](const replica::LinkView& link) {
            object["links"].push_back(link_json(link, workspace.read().cells(link.link)));
        };
        for (const replica::LinkView& link : workspace.read().links_from(item)) add(link);
        for (const replica::LinkView& link : workspace.read().links_to(item)) add(link);
        object["comments"] = json::array();
        for (const engine::CommentView& comment : engine::comments_on(workspace, item))
            object["comments"].push_back(comment_json(workspace, comment));
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
    if (const std::size_t conflicts = conflicts_of(workspace, item); conflicts > 0) {
        context.out.line(
            context.out.tone(Tone::warning,
                             fmt::format("  {}: `cairn conflicts {}` shows what there is to decide",
                                         counted(conflicts, "conflict"),
                                         engine::short_id(workspace, item))));
    }
    const auto comments = engine::comments_on(workspace, item);
    if (!comments.empty()) context.out.line("  comments:");
    for (const engine::CommentView& comment : comments)
        show_comment(context, workspace, comment, 4);
    return Exit::ok;
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
        const Items items(workspace, fields_for(context.out));
        const plan::TextContext text =
            items.text_context(engine::text_context(workspace, context.now));
        const int indent = top == merge::root_item() ? 0 : 1;
        if (const ItemRow* row = items.find(top)) {
            if (context.out.json()) {
                json object = item_json(*row);
                object["depth"] = 0;
                context.out.object(object);
            } else {
                show_tree_line(context.out, *row, 0, items, text);
            }
        }
        items.walk(top, [&](const ItemRow& row, int depth) {
            if (row.place.kind == plan::kind::comment && !arguments.comments) return;
            if (arguments.depth > 0 && depth >= static_cast<int>(arguments.depth)) return;
            if (context.out.json()) {
                json object = item_json(row);
                object["depth"] = depth + indent;
                context.out.object(object);
            } else {
                show_tree_line(context.out, row, depth + indent, items, text);
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
            for (const char c : hit.snippet) {
                if (c != '\x02' && c != '\x03') plain.push_back(c);
            }
            if (context.out.json()) {
                context.out.object(
                    {{"id", to_base32(hit.item.view())}, {"title", title}, {"snippet", plain}});
                continue;
            }
            const bool trashed = workspace.read().in_trash(hit.item);
            context.out.line(
                fmt::format("{}  {}{}",
                            context.out.tone(Tone::dim, engine::short_id(workspace, hit.item)),
                            context.out.tone(Tone::strong, printable(title)),
                            trashed ? "  (in the trash)" : ""));
            if (plain != title) context.out.cut("      ", Tone::plain, printable(plain));
        }
        if (hits.empty())
            context.out.note(
                "Nothing was found. Search looks for whole words, the last one also for its "
                "start.");
        return Exit::ok;
    });
}

}  // namespace cairn::cli
