#include "client/engine/comment_commands.h"

#include <algorithm>
#include <array>

#include "client/engine/item_commands.h"
#include "client/engine/lookup.h"
#include "client/engine/move_commands.h"
#include "client/merge/derived_id.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "client/replica/past.h"

namespace cairn::engine {
namespace {

constexpr int depth_max = 64;  // of answers to answers

const plan::KindSpec& comment_kind() { return *plan::find_kind(plan::kind::comment); }

Result<merge::CommentPrefix, EngineError> own_prefix(Workspace& workspace) {
    const auto me = workspace.me();
    if (!me) return refuse(workspace.no_keys());
    return merge::comment_prefix(workspace.id(), *me);
}

ItemId fresh_comment(Workspace& workspace, const merge::CommentPrefix& prefix) {
    const auto random = workspace.random().make<ItemId>();
    std::array<std::uint8_t, 8> rest{};
    std::copy_n(random.view().begin(), rest.size(), rest.begin());
    return merge::comment_item(prefix, rest);
}

Result<void, EngineError> write_text(ChangeBuilder& change,
                                     const ItemId& comment,
                                     const std::string& text,
                                     WallTime now) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return refuse(EngineError{EngineFault::wrong_value,
                                  "A comment says something. To take one back, delete it."});
    }
    const Target target{comment, comment_kind().fields, comment_kind().name, &comment_kind()};
    const plan::FieldSpec& field = *plan::find_field(plan::field::comment_text);
    return assign(
        change, target, {std::string(field.name), text}, text_context(change.workspace(), now));
}

// Source: a Reader, or a Past.
template <class Source>
std::vector<ItemId> mentioned(Source& source, const ItemId& comment) {
    std::vector<ItemId> people;
    for (const replica::CellView& cell : source.cells(comment)) {
        if (cell.field != plan::field::comment_mentions ||
            cell.value != merge::Value::boolean(true).canonical())
            continue;
        const auto value = merge::Value::parse(cell.element);
        if (const auto person = value ? value->as_item() : std::nullopt) people.push_back(*person);
    }
    return people;
}

void write_mentions(ChangeBuilder& change, const ItemId& comment, const Mentions& mentions) {
    const std::vector<ItemId> before = mentioned(change.workspace().read(), comment);
    const auto has = [](const std::vector<ItemId>& people, const ItemId& person) {
        return std::find(people.begin(), people.end(), person) != people.end();
    };
    const auto write = [&](const ItemId& person, bool present) {
        change.write(comment,
                     plan::field::comment_mentions,
                     merge::Value::boolean(present),
                     merge::Value::item(person).canonical());
    };
    for (const ItemId& person : mentions.people)
        if (!has(before, person)) write(person, true);
    for (const ItemId& person : before)
        if (!has(mentions.people, person)) write(person, false);
}

// That it is a comment, and outside the trash.
Result<void, EngineError> check_there(Workspace& workspace, const ItemId& comment) {
    const auto wrong = [](const std::string& sentence) {
        return refuse(EngineError{EngineFault::wrong_value, sentence});
    };
    if (!is_comment(workspace, comment))
        return wrong("\"" + title_of(workspace, comment) + "\" is no comment.");
    if (!workspace.read().in_trash(comment)) return {};
    const ItemId subject = subject_of(workspace, comment);
    if (subject == merge::trash_item()) {
        return wrong("That comment was deleted. `cairn restore " + short_id(workspace, comment) +
                     "` brings it back.");
    }
    return wrong("\"" + title_of(workspace, subject) +
                 "\", which the comment is about, is in the trash. Restore it first.");
}

Result<void, EngineError> check_own(Workspace& workspace, const ItemId& comment) {
    const auto there = check_there(workspace, comment);
    if (!there) return there;
    const auto prefix = own_prefix(workspace);
    if (!prefix) return refuse(prefix.error());
    if (merge::is_comment_of(*prefix, comment)) return {};
    return refuse(EngineError{EngineFault::not_allowed,
                              "That comment is somebody else's: only who wrote it may change or "
                              "delete it. Answer it with `cairn comment`."});
}

std::optional<MemberId> author_of(Workspace& workspace, const ItemId& comment) {
    for (const MemberEntry& member : workspace.roster().members()) {
        if (merge::is_comment_of(merge::comment_prefix(workspace.id(), member.id), comment))
            return member.id;
    }
    return std::nullopt;
}

template <class Source>
CommentView view_of(Workspace& workspace, Source& source, const replica::ItemPlace& place) {
    CommentView view;
    view.comment = place.id;
    view.on = place.parent;
    view.author = author_of(workspace, place.id);
    const auto history =
        workspace.read().history(merge::Cell{place.id, merge::field_place, {}}, SIZE_MAX);
    if (!history.empty()) view.written = history.back().wall;
    if (const auto cell = source.cell({place.id, plan::field::comment_text, {}}))
        view.text = cell->value.substr(std::min<std::size_t>(1, cell->value.size()));
    const auto closed = source.cell({place.id, plan::field::comment_resolved, {}});
    view.closed = closed && closed->value == merge::Value::boolean(true).canonical();
    view.mentions = mentioned(source, place.id);
    return view;
}

template <class Source>
void add_comments(Workspace& workspace,
                  Source& source,
                  const ItemId& item,
                  int depth,
                  std::vector<CommentView>& found) {
    if (depth > depth_max) return;
    for (const replica::ItemPlace& child : source.children(item)) {
        if (child.kind != plan::kind::comment) continue;
        found.push_back(view_of(workspace, source, child));
        found.back().depth = depth;
        add_comments(workspace, source, child.id, depth + 1, found);
    }
}

}  // namespace

Result<Commented, EngineError> comment(Workspace& workspace,
                                       const ItemId& on,
                                       const std::string& text,
                                       WallTime now) {
    const auto prefix = own_prefix(workspace);
    if (!prefix) return refuse(prefix.error());
    if (is_comment(workspace, on)) {
        const auto there = check_there(workspace, on);
        if (!there) return refuse(there.error());
    }
    if (!workspace.read().item(on) || workspace.read().in_trash(on)) {
        return refuse(
            EngineError{EngineFault::wrong_value,
                        "\"" + title_of(workspace, on) + "\" is in the trash. Restore it first."});
    }
    const auto mentions = mentions_in(workspace, text);
    if (!mentions) return refuse(mentions.error());
    const auto key = key_at_end(workspace, on);
    if (!key) return refuse(key.error());
    const ItemId id = fresh_comment(workspace, *prefix);
    ChangeBuilder change(workspace);
    change.place(id, plan::kind::comment, on, *key);
    const auto written = write_text(change, id, text, now);
    if (!written) return refuse(written.error());
    write_mentions(change, id, *mentions);
    const auto committed = change.commit(now);
    if (!committed) return refuse(committed.error());
    return Commented{id, *committed, *mentions};
}

Result<Commented, EngineError> edit_comment(Workspace& workspace,
                                            const ItemId& comment,
                                            const std::string& text,
                                            WallTime now) {
    const auto own = check_own(workspace, comment);
    if (!own) return refuse(own.error());
    const auto mentions = mentions_in(workspace, text);
    if (!mentions) return refuse(mentions.error());
    ChangeBuilder change(workspace);
    const auto written = write_text(change, comment, text, now);
    if (!written) return refuse(written.error());
    write_mentions(change, comment, *mentions);
    const auto committed = change.commit(now);
    if (!committed) return refuse(committed.error());
    return Commented{comment, *committed, *mentions};
}

Result<replica::Committed, EngineError> delete_comment(Workspace& workspace,
                                                       const ItemId& comment,
                                                       WallTime now) {
    const auto own = check_own(workspace, comment);
    if (!own) return refuse(own.error());
    return trash_items(workspace, std::span(&comment, 1), now);
}

Result<void, EngineError> check_no_words(Workspace& workspace,
                                         const ItemId& item,
                                         merge::FieldNumber field) {
    const bool words = field == plan::field::comment_text || field == plan::field::comment_mentions;
    if (!words || !is_comment(workspace, item)) return {};
    const std::string id = short_id(workspace, item);
    return refuse(EngineError{EngineFault::not_allowed,
                              "What a comment says is changed by who wrote it, with `cairn "
                              "comment " +
                                  id + " --edit`. `cairn comment " + id + " TEXT` answers it."});
}

Result<replica::Committed, EngineError> close_comment(Workspace& workspace,
                                                      const ItemId& comment,
                                                      bool closed,
                                                      WallTime now) {
    const auto there = check_there(workspace, comment);
    if (!there) return refuse(there.error());
    const auto view = find_comment(workspace, comment);
    if (view->closed == closed) {
        return refuse(EngineError{
            EngineFault::nothing_to_do,
            closed ? "That comment is resolved already." : "That comment is open already."});
    }
    ChangeBuilder change(workspace);
    change.write(comment, plan::field::comment_resolved, merge::Value::boolean(closed));
    return change.commit(now);
}

std::vector<CommentView> comments_on(Workspace& workspace, const ItemId& item) {
    std::vector<CommentView> found;
    add_comments(workspace, workspace.read(), item, 0, found);
    return found;
}

std::vector<CommentView> comments_on(Workspace& workspace,
                                     replica::Past& past,
                                     const ItemId& item) {
    std::vector<CommentView> found;
    add_comments(workspace, past, item, 0, found);
    return found;
}

bool is_comment(Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    return place && place->kind == plan::kind::comment;
}

ItemId subject_of(Workspace& workspace, const ItemId& item) {
    ItemId at = item;
    for (auto place = workspace.read().item(at); place && place->kind == plan::kind::comment;
         place = workspace.read().item(at))
        at = place->parent;
    return at;
}

std::optional<CommentView> find_comment(Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    if (!place || place->kind != plan::kind::comment || workspace.read().in_trash(item))
        return std::nullopt;
    return view_of(workspace, workspace.read(), *place);
}

}  // namespace cairn::engine
