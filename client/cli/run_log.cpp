// log: who changed what.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/comment_commands.h"
#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

bool is_draft(engine::Workspace& workspace, const replica::ChangeView& change) {
    return workspace.is_of_draft({change.row.value + 1});
}

json change_json(engine::Workspace& workspace, const replica::ChangeView& change) {
    const bool draft = is_draft(workspace, change);
    return {{"id", draft ? json(nullptr) : json(to_base32(change.id.view()))},
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
    if (!edit.element.empty()) object["element"] = element_json(edit.element);
    return object;
}

// Names links by their ends: they have no title.
plan::TextContext naming_links(engine::Workspace& workspace, WallTime now) {
    plan::TextContext text = engine::text_context(workspace, now);
    text.name_item = [&workspace](const ItemId& item) {
        const auto cell = workspace.read().cell({item, merge::field_live, {}});
        const auto link = cell ? merge::LiveValue::parse(cell->value) : std::nullopt;
        if (!link) return engine::title_of(workspace, item);
        return engine::title_of(workspace, link->from) + " " + link_name(link->type) + " " +
               engine::title_of(workspace, link->to);
    };
    return text;
}

constexpr std::size_t edits_shown_max = 12;

// `edits`: all of them, or as many as are shown; `all`: how many there are.
void show_change(Context& context,
                 engine::Workspace& workspace,
                 const replica::ChangeView& change,
                 const std::vector<replica::HistoryEntry>& edits,
                 std::size_t all,
                 const plan::TextContext& text) {
    if (context.out.json()) {
        json object = change_json(workspace, change);
        for (const replica::HistoryEntry& edit : edits) object["edits"].push_back(edit_json(edit));
        context.out.object(object);
        return;
    }
    const bool draft = is_draft(workspace, change);
    const std::string id = draft ? "draft   " : to_base32(change.id.view()).substr(0, 8);
    const bool waits = !draft && !change.sealed;
    context.out.line(fmt::format("{}  {}  {}{}",
                                 context.out.tone(Tone::warning, id),
                                 platform::local_minute(change.wall),
                                 printable(workspace.name_of(change.device)),
                                 waits ? context.out.tone(Tone::dim, "  (not sent yet)") : ""));
    for (std::size_t i = 0; i < edits.size() && i < edits_shown_max; ++i) {
        const char* mark =
            edits[i].status == replica::EditStatus::valid ? "" : "  (without effect)";
        context.out.cut("    " + edit_line(edits[i], text) + mark);
    }
    if (all > edits_shown_max) {
        context.out.line("    and " + counted(all - edits_shown_max, "more edit"));
    }
}

void show_all(Context& context,
              engine::Workspace& workspace,
              std::size_t limit,
              const plan::TextContext& text) {
    for (const replica::ChangeView& change : workspace.read().newest_changes(limit)) {
        const std::size_t needed = context.out.json() ? SIZE_MAX : edits_shown_max;
        show_change(context,
                    workspace,
                    change,
                    workspace.read().edits_of(change.row, needed),
                    change.edits,
                    text);
    }
}

void show_of_item(Context& context,
                  engine::Workspace& workspace,
                  const ItemId& item,
                  std::optional<merge::FieldNumber> field,
                  std::size_t limit,
                  const plan::TextContext& text) {
    std::vector<ItemId> items{item};  // and what was said about it, and what it was linked to
    if (!field) {
        for (const auto& comment : engine::comments_on(workspace, item))
            items.push_back(comment.comment);
        for (const auto& link : workspace.read().links_ever(item)) items.push_back(link.link);
    }
    std::map<ChangeId, std::vector<replica::HistoryEntry>> edits;
    std::map<replica::ChangeRow, replica::ChangeView> changes;
    for (const ItemId& one : items) {
        for (replica::HistoryEntry& entry : workspace.read().history(one, SIZE_MAX)) {
            if (field && entry.field != *field) continue;
            auto& of_change = edits[entry.change];
            of_change.insert(of_change.begin(), std::move(entry));
        }
        for (replica::ChangeView& change :
             workspace.read().newest_changes_of(one, field ? SIZE_MAX : limit))
            changes[change.row] = std::move(change);
    }
    std::size_t shown = 0;
    for (auto change = changes.rbegin(); change != changes.rend() && shown < limit; ++change) {
        const auto own = edits.find(change->second.id);
        if (own == edits.end()) continue;
        ++shown;
        show_change(context, workspace, change->second, own->second, own->second.size(), text);
    }
    if (shown == 0) context.out.note("Nothing was ever written there.");
}

// By its name, or `place` or `order`.
Result<merge::FieldNumber, engine::EngineError> find_field(const std::string& name) {
    if (name == "place") return merge::field_place;
    if (name == "order") return merge::field_order;
    if (const auto found = plan::find_field(name)) return found->field->number;
    return refuse(engine::EngineError{
        engine::EngineFault::no_field,
        "There is no field '" + name + "'. `cairn log ITEM` shows all that was written."});
}

}  // namespace

Exit run(Context& context, const LogArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const std::size_t limit = arguments.limit == 0 ? SIZE_MAX : arguments.limit;
        const plan::TextContext text = naming_links(workspace, context.now);
        if (arguments.item.empty()) {
            show_all(context, workspace, limit, text);
            return Exit::ok;
        }
        const auto item = engine::find_item(workspace, arguments.item);
        if (!item) return fail(context, item.error());
        std::optional<merge::FieldNumber> field;
        if (!arguments.field.empty()) {
            const auto found = find_field(arguments.field);
            if (!found) return fail(context, found.error());
            field = *found;
        }
        show_of_item(context, workspace, *item, field, limit, text);
        return Exit::ok;
    });
}

}  // namespace cairn::cli
