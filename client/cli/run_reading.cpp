// ls, tree, search.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/listing.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/moment.h"
#include "client/merge/schema.h"
#include "client/replica/past.h"

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

// All that show_tree_line looks at.
constexpr merge::FieldNumber listed[] = {
    plan::field::title, plan::field::status, plan::field::due, plan::field::span};

// JSON tells all of an item.
std::span<const merge::FieldNumber> fields_for(const Output& out) {
    return out.json() ? std::span<const merge::FieldNumber>() : listed;
}

// The plan as it is, or as it was.
struct Seen {
    std::optional<engine::Moment> moment;
    std::optional<replica::Past> past;
    [[nodiscard]] Items items(engine::Workspace& workspace, const Output& out) {
        return past ? Items(workspace, *past, fields_for(out)) : Items(workspace, fields_for(out));
    }
    [[nodiscard]] std::vector<replica::LinkView> links(engine::Workspace& workspace) {
        return past ? past->links() : workspace.read().links();
    }
    [[nodiscard]] std::vector<replica::CellView> cells(engine::Workspace& workspace,
                                                       const ItemId& item) {
        return past ? past->cells(item) : workspace.read().cells(item);
    }
    // `what` begins a sentence: "There was nothing here".
    [[nodiscard]] std::string then(const std::string& what) const {
        return what + " as of " + printable(moment->spoken) + ".";
    }
};

// Refused, too, if the item to look below was not there.
Result<Seen, engine::EngineError> see(Context& context,
                                      engine::Workspace& workspace,
                                      const std::optional<std::string>& as_of,
                                      const ItemId& top) {
    Seen seen;
    if (!as_of) return seen;
    auto moment = engine::find_moment(workspace, *as_of, engine::DayMeans::end, context.now);
    if (!moment) return refuse(moment.error());
    seen.past.emplace(workspace.read(), moment->cut);
    const bool is_item = top != merge::root_item() && top != merge::trash_item();
    if (is_item && !seen.past->item(top))
        return refuse(engine::not_there_yet(workspace, top, *moment));
    seen.moment = std::move(*moment);
    return seen;
}

// What is called so at that moment, or now.
Result<ItemId, engine::EngineError> find_top(Context& context,
                                             engine::Workspace& workspace,
                                             const std::string& name,
                                             const std::optional<std::string>& as_of) {
    if (!as_of) return engine::find_item(workspace, name);
    const auto moment = engine::find_moment(workspace, *as_of, engine::DayMeans::end, context.now);
    if (!moment) return refuse(moment.error());
    return engine::find_item_as_of(workspace, name, *moment);
}

Exit list_links(Context& context, engine::Workspace& workspace, const LsArguments& arguments) {
    auto seen = see(context, workspace, arguments.as_of, merge::root_item());
    if (!seen) return fail(context, seen.error());
    const Items items = seen->items(workspace, context.out);
    const plan::TextContext text = items.text_context(engine::text_context(workspace, context.now));
    std::vector<std::vector<std::string>> rows;
    for (const replica::LinkView& link : seen->links(workspace)) {
        if (context.out.json()) {
            context.out.object(link_json(link, seen->cells(workspace, link.link)));
            continue;
        }
        rows.push_back({printable(text.name_item(link.from)),
                        link_name(link.type),
                        printable(text.name_item(link.to))});
    }
    if (rows.empty()) {
        context.out.note(seen->moment ? seen->then("There were no links")
                                      : "There are no links. `cairn link FROM TYPE TO` makes one.");
        return Exit::ok;
    }
    context.out.table({{"FROM", true, false}, {"LINK", false, false}, {"TO", true, false}}, rows);
    return Exit::ok;
}

Exit list_items(Context& context, engine::Workspace& workspace, const LsArguments& arguments) {
    Chosen chosen;
    chosen.limit = arguments.limit;
    if (!arguments.kind.empty()) {
        const auto found = engine::find_kind(arguments.kind);
        if (!found) return fail(context, found.error());
        chosen.kind = (*found)->number;
    }
    if (arguments.under == "trash") {
        chosen.top = merge::trash_item();
    } else if (!arguments.under.empty()) {
        const auto found = find_top(context, workspace, arguments.under, arguments.as_of);
        if (!found) return fail(context, found.error());
        chosen.top = *found;
    }
    auto seen = see(context, workspace, arguments.as_of, chosen.top.value_or(merge::root_item()));
    if (!seen) return fail(context, seen.error());
    if (seen->past) {
        chosen.past = &*seen->past;
        chosen.nothing = seen->then("No item was like that");
    }
    ListWish wish = arguments.wish;
    wish.filter = joined(arguments.filter);
    return show_list(context, workspace, wish, chosen);
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

}  // namespace

Exit run(Context& context, const LsArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return arguments.links ? list_links(context, workspace, arguments)
                               : list_items(context, workspace, arguments);
    });
}

Exit run(Context& context, const TreeArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        ItemId top = merge::root_item();
        if (!arguments.item.empty()) {
            const auto found = find_top(context, workspace, arguments.item, arguments.as_of);
            if (!found) return fail(context, found.error());
            top = *found;
        }
        auto seen = see(context, workspace, arguments.as_of, top);
        if (!seen) return fail(context, seen.error());
        const Items items = seen->items(workspace, context.out);
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
        if (items.rows().empty())
            context.out.note(seen->moment ? seen->then("There was nothing here") : nothing_yet);
        return Exit::ok;
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
