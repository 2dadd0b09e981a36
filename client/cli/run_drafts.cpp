// draft: edits on the side (decision 038); undo within one.
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/draft_session.h"
#include "client/engine/lookup.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using replica::ConflictView;

json draft_json(const engine::Draft& draft) {
    return {{"name", draft.name},
            {"edits", draft.edits.size()},
            {"dropped", draft.dropped},
            {"made_ms", draft.made.ms},
            {"touched_ms", draft.touched.ms}};
}

Exit list(Context& context, engine::Workspace& workspace) {
    std::vector<std::vector<std::string>> rows;
    std::string dropped;
    for (const engine::Draft& draft : engine::drafts(workspace)) {
        context.out.object(draft_json(draft));
        if (draft.dropped) {
            dropped += (dropped.empty() ? "" : ", ") + printable(draft.name);
            continue;
        }
        rows.push_back({printable(draft.name),
                        std::to_string(draft.edits.size()),
                        platform::local_minute(draft.touched)});
    }
    if (rows.empty())
        context.out.note("There are no drafts. `cairn draft new NAME` begins one.");
    else
        context.out.table(
            {{"DRAFT", true, false}, {"EDITS", false, true}, {"LAST EDITED", false, false}}, rows);
    if (!dropped.empty())
        context.out.note("Dropped: " + dropped + "; `cairn draft restore NAME` brings one back.");
    return Exit::ok;
}

using ConflictKey = std::tuple<replica::ConflictKind, ItemId, merge::FieldNumber, std::string>;

ConflictKey key_of(const ConflictView& conflict) {
    return {conflict.kind, conflict.item, conflict.field, conflict.element};
}

// What publishing would write, and what would then wait for people.
struct Preview {
    std::vector<replica::HistoryEntry> edits;  // the last one of each cell; of a text all
    std::vector<std::string> before;           // canonical; of each, "" for nothing
    std::vector<ConflictView> conflicts;
    std::vector<ItemId> trashed;  // edited, but somewhere in the trash by now
};

// As a chain of edits within the draft began; "" if it replaces nothing.
std::string value_before(engine::Workspace& workspace,
                         const std::map<replica::EditRow, const replica::HistoryEntry*>& own,
                         const replica::HistoryEntry* edit) {
    while (!edit->over.empty()) {
        const auto earlier = own.find(edit->over.front());
        if (earlier == own.end()) return workspace.read().edit(edit->over.front()).value;
        edit = earlier->second;
    }
    return "";
}

void add_edits(engine::Workspace& workspace,
               const std::vector<replica::HistoryEntry>& edits,
               Preview& preview) {
    std::map<replica::EditRow, const replica::HistoryEntry*> own;
    std::map<merge::Cell, replica::EditRow> last;
    for (const replica::HistoryEntry& edit : edits) {
        own[edit.edit] = &edit;
        last[{edit.item, edit.field, edit.element}] = edit.edit;
    }
    for (const replica::HistoryEntry& edit : edits) {
        const bool typed = edit.value.starts_with(static_cast<char>(merge::ValueType::patches));
        if (!typed && last[{edit.item, edit.field, edit.element}] != edit.edit) continue;
        preview.before.push_back(typed ? "" : value_before(workspace, own, &edit));
        preview.edits.push_back(edit);
    }
}

// Touched items that lie in the trash, though the draft put nothing there.
void add_trashed(engine::Workspace& workspace, Preview& preview) {
    std::set<ItemId> touched;
    for (const replica::HistoryEntry& edit : preview.edits) touched.insert(edit.item);
    for (const replica::HistoryEntry& edit : preview.edits) {
        const auto place = merge::PlaceValue::parse(edit.value);
        if (edit.field == merge::field_place && place && place->parent == merge::trash_item())
            touched.erase(edit.item);
    }
    for (const ItemId& item : touched)
        if (workspace.read().in_trash(item)) preview.trashed.push_back(item);
}

Preview preview_of(engine::Workspace& workspace,
                   const engine::DraftSession& session,
                   const std::set<ConflictKey>& known) {
    Preview preview;
    if (!session.change()) return preview;
    add_edits(workspace, workspace.read().edits_of(session.change()->row), preview);
    for (ConflictView& conflict : workspace.read().conflicts()) {
        const bool mine = std::any_of(
            conflict.candidates.begin(), conflict.candidates.end(), [&](const auto& candidate) {
                return candidate.change == session.change()->change;
            });
        if (mine || !known.contains(key_of(conflict)))
            preview.conflicts.push_back(std::move(conflict));
    }
    add_trashed(workspace, preview);
    return preview;
}

json preview_json(engine::Workspace& workspace,
                  const engine::Draft& draft,
                  const Preview& preview) {
    json object = draft_json(draft);
    object["edits"] = json::array();
    for (std::size_t i = 0; i < preview.edits.size(); ++i) {
        const replica::HistoryEntry& edit = preview.edits[i];
        json one = {{"item", to_base32(edit.item.view())},
                    {"field", field_name(edit.field)},
                    {"value", value_json(edit.field, edit.value)},
                    {"before",
                     preview.before[i].empty() ? json(nullptr)
                                               : value_json(edit.field, preview.before[i])}};
        if (!edit.element.empty()) one["element"] = element_json(edit.element);
        object["edits"].push_back(std::move(one));
    }
    object["conflicts"] = json::array();
    for (const ConflictView& conflict : preview.conflicts) {
        object["conflicts"].push_back(
            {{"item", to_base32(conflict.item.view())},
             {"title", engine::title_of(workspace, conflict.item)},
             {"field", conflict.field == 0 ? json(nullptr) : json(field_name(conflict.field))}});
    }
    object["trashed"] = json::array();
    for (const ItemId& item : preview.trashed) object["trashed"].push_back(to_base32(item.view()));
    return object;
}

// What others have made of a field that the draft writes, too.
std::string others_say(engine::Workspace& workspace,
                       const ConflictView& conflict,
                       const ChangeId& own,
                       const plan::TextContext& text) {
    std::string list;
    for (const replica::HeadView& head : conflict.candidates) {
        if (head.change == own) continue;
        list += fmt::format("{}{} ({}, {})",
                            list.empty() ? "" : ", ",
                            shown_value(conflict.field, head.value, text),
                            printable(workspace.name_of(head.device)),
                            platform::local_minute(head.wall));
    }
    return list;
}

void show_preview(Context& context,
                  engine::Workspace& workspace,
                  const engine::DraftSession& session,
                  const Preview& preview) {
    const plan::TextContext text = engine::text_context(workspace, context.now);
    if (preview.edits.empty()) context.out.note("The draft is empty.");
    for (std::size_t i = 0; i < preview.edits.size(); ++i) {
        const replica::HistoryEntry& edit = preview.edits[i];
        const bool plain = edit.element.empty() && edit.field > merge::field_live;
        const std::string& before = preview.before[i];
        const bool told = plain && before.size() > 1;
        context.out.cut("  " + edit_line(edit, text) +
                        (told ? ", was " + shown_value(edit.field, before, text) : ""));
    }
    for (const ConflictView& conflict : preview.conflicts) {
        const std::string others = others_say(workspace, conflict, session.change()->change, text);
        context.out.line(context.out.tone(
            Tone::warning,
            fmt::format("  To be decided after that: {}{}{}",
                        printable(engine::title_of(workspace, conflict.item)),
                        conflict.field == 0 ? "" : ", " + field_name(conflict.field),
                        others.empty() ? "" : "; meanwhile " + others)));
    }
    for (const ItemId& item : preview.trashed)
        context.out.line(
            context.out.tone(Tone::warning,
                             fmt::format("  In the trash by now: {}",
                                         printable(engine::title_of(workspace, item)))));
}

Exit show(Context& context, engine::Workspace& workspace, const std::string& name) {
    std::set<ConflictKey> known;
    for (const ConflictView& conflict : workspace.read().conflicts())
        known.insert(key_of(conflict));
    context.out.hold();
    {
        const auto session = engine::DraftSession::enter(workspace, name, context.now);
        if (!session) {
            context.out.discard();
            return fail(context, session.error());
        }
        const Preview preview = preview_of(workspace, **session, known);
        context.out.object(preview_json(workspace, (*session)->draft(), preview));
        show_preview(context, workspace, **session, preview);
    }
    context.out.release();
    return Exit::ok;
}

Exit publish(Context& context, engine::Workspace& workspace, const std::string& name) {
    const auto published = engine::publish_draft(workspace, name, context.now);
    if (!published) return fail(context, published.error());
    std::size_t conflicts = 0;
    for (const ConflictView& conflict : workspace.read().conflicts()) {
        const bool mine = std::any_of(
            conflict.candidates.begin(), conflict.candidates.end(), [&](const auto& candidate) {
                return candidate.change == published->change;
            });
        conflicts += mine ? 1 : 0;
    }
    context.out.object({{"change", to_base32(published->change.view())}, {"conflicts", conflicts}});
    const char* back = conflicts == 0 ? "; `cairn undo` takes it back" : "";
    context.out.note(fmt::format("Published \"{}\" as one change{}.", printable(name), back));
    if (conflicts == 0) return Exit::ok;
    context.out.note(
        fmt::format("The same was changed outside of it meanwhile: {} to decide, see `cairn "
                    "conflicts`.",
                    counted(conflicts, "conflict")));
    return Exit::needs_person;
}

template <class Outcome>
Exit done(Context& context,
          const Outcome& outcome,
          const std::string& name,
          const std::string& said) {
    if (!outcome) return fail(context, outcome.error());
    context.out.object({{"name", name}});
    context.out.note(said);
    return Exit::ok;
}

Exit act(Context& context, engine::Workspace& workspace, const DraftArguments& arguments) {
    using Action = DraftArguments::Action;
    const std::string& name = arguments.name;
    const std::string quoted = "\"" + printable(name) + "\"";
    switch (arguments.action) {
        case Action::list:
            return list(context, workspace);
        case Action::begin:
            return done(context,
                        engine::new_draft(workspace, name, context.now),
                        name,
                        "Began the draft " + quoted +
                            ". Give --draft to the commands that should see and edit it.");
        case Action::show:
            return show(context, workspace, name);
        case Action::publish:
            return publish(context, workspace, name);
        case Action::drop:
            return done(context,
                        engine::drop_draft(workspace, name),
                        name,
                        "Dropped the draft " + quoted + "; `cairn draft restore` brings it back.");
        case Action::restore:
            return done(context,
                        engine::restore_draft(workspace, name),
                        name,
                        "Restored the draft " + quoted + ".");
        case Action::rename:
            return done(context,
                        engine::rename_draft(workspace, name, arguments.other),
                        arguments.other,
                        "Renamed the draft " + quoted + ".");
    }
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const DraftArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return act(context, workspace, arguments);
    });
}

Exit undo_in_draft(Context& context) {
    auto opened = open_workspace(context);
    if (!opened) return fail(context, opened.error());
    const std::string& name = context.common.draft;
    const auto session = engine::DraftSession::enter(opened->workspace, name, context.now);
    if (!session) return fail(context, session.error());
    const auto left = (*session)->step_back(context.now);
    if (!left) return fail(context, left.error());
    context.out.object({{"change", nullptr}, {"undone", nullptr}, {"left_alone", json::array()}});
    context.out.note(fmt::format("Took back the last step of the draft \"{}\": {} left.",
                                 printable(name),
                                 counted(*left, "edit")));
    return Exit::ok;
}

}  // namespace cairn::cli
