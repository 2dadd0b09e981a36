// show: everything about one item, as it is or as it was.
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
#include "client/engine/moment.h"
#include "client/merge/schema.h"
#include "client/replica/past.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

struct ShownLink {
    replica::LinkView link;
    std::vector<replica::CellView> cells;
};

struct Shown {
    ItemRow row;
    bool has_place = false;
    bool trashed = false;
    std::vector<ShownLink> from;
    std::vector<ShownLink> to;
    std::vector<engine::CommentView> comments;
    std::optional<std::size_t> conflicts;  // nothing: as it was
};

// From a Reader or a Past.
template <class Source>
Shown gather(engine::Workspace& workspace, Source& source, const ItemId& item) {
    Shown shown;
    const auto place = source.item(item);
    shown.has_place = place.has_value();
    shown.row = {place.value_or(replica::ItemPlace{item, 0, merge::root_item(), {}}),
                 source.cells(item),
                 engine::is_comment(workspace, item) ? comment_title(workspace, source, item) : ""};
    shown.trashed = source.in_trash(item);
    for (const replica::LinkView& link : source.links_from(item))
        shown.from.push_back({link, source.cells(link.link)});
    for (const replica::LinkView& link : source.links_to(item))
        shown.to.push_back({link, source.cells(link.link)});
    return shown;
}

std::size_t conflicts_of(engine::Workspace& workspace, const ItemId& item) {
    const auto all = engine::inbox(workspace);
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const auto& conflict) { return conflict.item == item; }));
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
               const ShownLink& shown,
               std::string_view type,
               const ItemId& other,
               const plan::TextContext& text) {
    context.out.line(fmt::format(
        "  {} {}  {}", type, engine::short_id(workspace, other), printable(text.name_item(other))));
    for (const replica::CellView& cell : shown.cells) {
        if (cell.field <= merge::field_live || cell.value == merge::Value().canonical()) continue;
        context.out.line(fmt::format(
            "    {}: {}", field_name(cell.field), shown_value(cell.field, cell.value, text)));
    }
}

void show_links(Context& context,
                engine::Workspace& workspace,
                const Shown& shown,
                const plan::TextContext& text) {
    for (const ShownLink& one : shown.from)
        show_link(context, workspace, one, link_name(one.link.type), one.link.to, text);
    for (const ShownLink& one : shown.to) {
        const plan::LinkSpec* spec = plan::find_link(one.link.type);
        const std::string name =
            spec == nullptr ? "is " + link_name(one.link.type) + " of" : std::string(spec->reverse);
        show_link(context, workspace, one, name, one.link.from, text);
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

void answer_json(Context& context, engine::Workspace& workspace, const Shown& shown) {
    json object = item_json(shown.row);
    object["trashed"] = shown.trashed;
    object["conflicts"] = shown.conflicts ? json(*shown.conflicts) : json(nullptr);
    object["links"] = json::array();
    for (const ShownLink& one : shown.from)
        object["links"].push_back(link_json(one.link, one.cells));
    for (const ShownLink& one : shown.to) object["links"].push_back(link_json(one.link, one.cells));
    object["comments"] = json::array();
    for (const engine::CommentView& comment : shown.comments)
        object["comments"].push_back(comment_json(workspace, comment));
    context.out.object(object);
}

void answer(Context& context,
            engine::Workspace& workspace,
            const Shown& shown,
            const plan::TextContext& text) {
    if (context.out.json()) return answer_json(context, workspace, shown);
    const ItemId& item = shown.row.place.id;
    context.out.line(context.out.tone(Tone::strong, printable(title_of(shown.row))));
    context.out.line(fmt::format("  id: {}", to_base32(item.view())));
    context.out.line(fmt::format("  kind: {}", kind_name(shown.row.place.kind)));
    context.out.line(fmt::format("  under: {}{}",
                                 printable(text.name_item(shown.row.place.parent)),
                                 shown.trashed ? " (in the trash)" : ""));
    show_fields(context, shown.row, text);
    show_links(context, workspace, shown, text);
    if (shown.conflicts.value_or(0) > 0) {
        context.out.line(
            context.out.tone(Tone::warning,
                             fmt::format("  {}: `cairn conflicts {}` shows what there is to decide",
                                         counted(*shown.conflicts, "conflict"),
                                         engine::short_id(workspace, item))));
    }
    if (!shown.comments.empty()) context.out.line("  comments:");
    for (const engine::CommentView& comment : shown.comments)
        show_comment(context, workspace, comment, 4);
}

Exit show_as_of(Context& context,
                engine::Workspace& workspace,
                const std::string& name,
                const std::string& when) {
    const auto moment = engine::find_moment(workspace, when, engine::DayMeans::end, context.now);
    if (!moment) return fail(context, moment.error());
    const auto item = engine::find_item_as_of(workspace, name, *moment);
    if (!item) return fail(context, item.error());
    replica::Past past(workspace.read(), moment->cut);
    Shown shown = gather(workspace, past, *item);
    if (!shown.has_place && shown.row.cells.empty())
        return fail(context, engine::not_there_yet(workspace, *item, *moment));
    shown.comments = engine::comments_on(workspace, past, *item);
    answer(context, workspace, shown, past_text_context(workspace, past, context.now));
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const ShowArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        if (arguments.as_of)
            return show_as_of(context, workspace, arguments.item, *arguments.as_of);
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        Shown shown = gather(workspace, workspace.read(), *item);
        shown.comments = engine::comments_on(workspace, *item);
        shown.conflicts = conflicts_of(workspace, *item);
        answer(context, workspace, shown, engine::text_context(workspace, context.now));
        return Exit::ok;
    });
}

}  // namespace cairn::cli
