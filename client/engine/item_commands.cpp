#include "client/engine/item_commands.h"

#include <algorithm>

#include "client/engine/comment_commands.h"
#include "client/engine/custom_fields.h"
#include "client/engine/lookup.h"
#include "client/engine/undo_commands.h"
#include "client/merge/derived_id.h"
#include "client/merge/schema.h"
#include "client/merge/utf8.h"
#include "client/plan/carry_finish.h"
#include "client/plan/catalog.h"
#include "client/plan/sense.h"
#include "client/plan/value_text.h"

namespace cairn::engine {
namespace {

EngineError wrong(const std::string& sentence) { return {EngineFault::wrong_value, sentence}; }

std::string link_names() {
    std::string list;
    for (const plan::LinkSpec& spec : plan::links())
        list += (list.empty() ? "" : ", ") + std::string(spec.name);
    return list;
}

std::string field_names(std::span<const merge::FieldNumber> fields) {
    std::string list;
    for (const merge::FieldNumber number : fields) {
        const plan::FieldSpec* field = plan::find_field(number);
        if (field != nullptr) list += (list.empty() ? "" : ", ") + std::string(field->name);
    }
    return list;
}

Result<plan::NamedField, EngineError> field_named(const std::string& name,
                                                  std::span<const merge::FieldNumber> carried,
                                                  std::string_view owner) {
    const auto field = plan::find_field(name);
    if (!field) {
        return refuse(EngineError{EngineFault::no_field,
                                  "There is no field '" + name + "'. A " + std::string(owner) +
                                      " has: " + field_names(carried) + "."});
    }
    for (const merge::FieldNumber number : carried) {
        if (number == field->field->number) return *field;
    }
    return refuse(EngineError{EngineFault::no_field,
                              "A " + std::string(owner) + " has no field '" + name +
                                  "'. It has: " + field_names(carried) + "."});
}

Result<void, EngineError> check_words(Workspace& workspace,
                                      const Target& target,
                                      const std::string& field) {
    const auto named = plan::find_field(field);
    if (!named) return {};
    return check_no_words(workspace, target.item, named->field->number);
}

// The value that a field has in the change so far, or else in the file.
// Shows nothing, and hides no other value either.
bool is_empty(Workspace& workspace, const ItemId& item, merge::FieldNumber field) {
    const auto cell = workspace.read().cell({item, field, {}});
    const merge::FieldRule* rule = workspace.replica().schema().rule(field);
    const bool is_text = rule != nullptr && rule->fold == merge::Fold::text;
    return !cell ||
           (cell->value == merge::Value().canonical() && (is_text || cell->heads.size() == 1));
}

Result<std::string, EngineError> element_of(const plan::FieldSpec& field,
                                            const std::string& typed,
                                            const plan::TextContext& context) {
    const auto value = plan::parse_value(field, typed, context);
    if (!value) return refuse(wrong(value.error().message));
    if (value->is_unset()) return refuse(wrong("An element cannot be empty."));
    auto element = merge::to_nfc(value->canonical());
    if (!element) return refuse(wrong("An element is text in UTF-8."));
    return *element;
}

// Refuses what fits the field and cannot be meant (client/plan/sense.h).
Result<void, EngineError> check_sense(Workspace& workspace,
                                      const Target& target,
                                      const plan::FieldSpec& field,
                                      const merge::Value& value) {
    const std::string name(field.name);
    if (const auto why = plan::senseless(target.kind, field, value))
        return refuse(wrong("The " + name + " " + *why + "."));
    const auto kinds = plan::kinds_named_by(field.number);
    const auto named = value.as_item();
    const auto place = named ? workspace.read().item(*named) : std::nullopt;
    if (kinds.empty() || !place) return {};
    if (std::find(kinds.begin(), kinds.end(), place->kind) != kinds.end()) return {};
    const plan::KindSpec* kind = plan::find_kind(place->kind);
    return refuse(wrong("\"" + title_of(workspace, *named) + "\" is a " +
                        (kind == nullptr ? "thing of a later version" : std::string(kind->name)) +
                        ", and the " + name + " is a " + plan::either_of(kinds) +
                        ". `cairn ls --kind " + std::string(plan::find_kind(kinds[0])->name) +
                        "` lists them."));
}

}  // namespace

Result<Target, EngineError> target_of(Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    const plan::KindSpec* kind = place ? plan::find_kind(place->kind) : nullptr;
    if (kind == nullptr) {
        return refuse(EngineError{EngineFault::no_item,
                                  "This item is of a kind that this version of Cairn does not "
                                  "know. Upgrade to edit it."});
    }
    return Target{item, kind->fields, kind->name, kind};
}

merge::Value current_value(ChangeBuilder& change, const ItemId& item, merge::FieldNumber field) {
    for (auto edit = change.edits().rbegin(); edit != change.edits().rend(); ++edit) {
        if (edit->item == item && edit->field == field) {
            return merge::Value::parse(edit->value).value_or(merge::Value());
        }
    }
    const auto cell = change.workspace().read().cell({item, field, {}});
    return cell ? merge::Value::parse(cell->value).value_or(merge::Value()) : merge::Value();
}

void carry_finish(ChangeBuilder& change,
                  const Target& target,
                  std::span<const Assignment> assignments,
                  const merge::Value& before) {
    const auto names = [&](std::string_view field) {
        return std::any_of(assignments.begin(), assignments.end(), [&](const Assignment& one) {
            return one.field == field;
        });
    };
    if (!names("start") || names("finish") || names("duration") || names("span")) return;
    const merge::Value now = current_value(change, target.item, plan::field::span);
    const merge::Value carried = plan::with_finish_carried(before, now);
    if (carried != now) change.write(target.item, plan::field::span, carried);
}

Result<void, EngineError> assign(ChangeBuilder& change,
                                 const Target& target,
                                 const Assignment& wish,
                                 const plan::TextContext& context) {
    if (target.kind != nullptr && !plan::find_field(wish.field)) {
        const auto custom = find_titled(change.workspace(), plan::kind::field, wish.field);
        if (custom) return assign_custom(change, target.item, *custom, wish.value, context);
    }
    const auto named = field_named(wish.field, target.fields, target.name);
    if (!named) return refuse(named.error());
    const plan::FieldSpec& field = *named->field;
    if (field.fold == merge::Fold::set) {
        return refuse(
            wrong("'" + wish.field + "' holds several elements: use `cairn add` and `cairn rm`."));
    }
    if (field.fold == merge::Fold::counter) {
        const auto delta = plan::parse_value(field, wish.value, context);
        if (!delta) return refuse(wrong(delta.error().message));
        if (delta->is_unset()) {
            return refuse(wrong("'" + wish.field + "' is a count: add to it, such as " +
                                wish.field + "=1 or " + wish.field + "=-1."));
        }
        change.count(target.item, field.number, delta->as_integer().value_or(0));
        return {};
    }
    if (field.fold == merge::Fold::text) {
        const auto text = plan::parse_value(field, wish.value, context);
        if (!text) return refuse(wrong(text.error().message));
        return change.write_text(target.item, field.number, text->payload());
    }
    const auto value = plan::parse_value(
        *named, wish.value, current_value(change, target.item, field.number), context);
    if (!value) return refuse(wrong(value.error().message));
    const auto sound = check_sense(change.workspace(), target, field, *value);
    if (!sound) return sound;
    change.write(target.item, field.number, *value);
    return {};
}

Result<std::vector<Assignment>, EngineError> parse_assignments(std::span<const std::string> typed) {
    std::vector<Assignment> assignments;
    for (const std::string& text : typed) {
        const auto at = text.find('=');
        if (at == std::string::npos || at == 0) {
            return refuse(
                EngineError{EngineFault::wrong_use,
                            "'" + text + "' is not FIELD=VALUE, such as due=2027-03-01."});
        }
        assignments.push_back({text.substr(0, at), text.substr(at + 1)});
    }
    return assignments;
}

Result<Made, EngineError> new_item(Workspace& workspace, const NewItem& wish, WallTime now) {
    const auto found = find_kind(wish.kind);
    if (!found) return refuse(found.error());
    const plan::KindSpec* kind = *found;
    if (kind->number == plan::kind::comment) {
        return refuse(EngineError{EngineFault::wrong_use,
                                  "Comments are written with `cairn comment ITEM TEXT`."});
    }
    if (const auto trashed = in_the_trash(workspace, wish.parent)) return refuse(*trashed);
    const auto key = key_at_end(workspace, wish.parent);
    if (!key) return refuse(key.error());
    const auto title = merge::Value::text(wish.title);
    if (!title || plan::trimmed(wish.title).empty()) {
        return refuse(wrong("A title is some text of at most 64 KiB."));
    }
    const auto id = workspace.random().make<ItemId>();
    ChangeBuilder change(workspace);
    change.place(id, kind->number, wish.parent, *key);
    change.write(id, plan::field::title, *title);
    const plan::TextContext context = text_context(workspace, now);
    for (const Assignment& assignment : wish.assignments) {
        const auto done = assign(change, {id, kind->fields, kind->name, kind}, assignment, context);
        if (!done) return refuse(done.error());
    }
    const auto committed = change.commit(now);
    if (!committed) return refuse(committed.error());
    return Made{id, *committed};
}

Result<replica::Committed, EngineError> set_fields(Workspace& workspace,
                                                   const ItemId& item,
                                                   std::span<const Assignment> assignments,
                                                   WallTime now) {
    const auto target = target_of(workspace, item);
    if (!target) return refuse(target.error());
    ChangeBuilder change(workspace);
    const merge::Value span = current_value(change, item, plan::field::span);
    const plan::TextContext context = text_context(workspace, now);
    for (const Assignment& assignment : assignments) {
        const auto allowed = check_words(workspace, *target, assignment.field);
        if (!allowed) return refuse(allowed.error());
        const auto done = assign(change, *target, assignment, context);
        if (!done) return refuse(done.error());
    }
    carry_finish(change, *target, assignments, span);
    if (change.empty() && !assignments.empty()) {
        return refuse(EngineError{EngineFault::nothing_to_do, "It reads so already."});
    }
    return change.commit(now);
}

namespace {

// Removes every element that is present.
void empty_set(ChangeBuilder& change,
               Workspace& workspace,
               const ItemId& item,
               merge::FieldNumber field) {
    const std::string present = merge::Value::boolean(true).canonical();
    for (const replica::CellView& cell : workspace.read().cells(item)) {
        if (cell.field == field && cell.value == present)
            change.write(item, field, merge::Value::boolean(false), cell.element);
    }
}

}  // namespace

Result<replica::Committed, EngineError> unset_fields(Workspace& workspace,
                                                     const ItemId& item,
                                                     std::span<const std::string> fields,
                                                     WallTime now) {
    const auto target = target_of(workspace, item);
    if (!target) return refuse(target.error());
    ChangeBuilder change(workspace);
    const plan::TextContext context = text_context(workspace, now);
    for (const std::string& name : fields) {
        const auto allowed = check_words(workspace, *target, name);
        if (!allowed) return refuse(allowed.error());
        const auto named = field_named(name, target->fields, target->name);
        if (!named) return refuse(named.error());
        if (named->field->fold == merge::Fold::set) {
            empty_set(change, workspace, item, named->field->number);
            continue;
        }
        if (is_empty(workspace, item, named->field->number)) continue;
        const auto done = assign(change, *target, {name, ""}, context);
        if (!done) return refuse(done.error());
    }
    if (change.empty()) {
        return refuse(EngineError{EngineFault::nothing_to_do, "That is empty already."});
    }
    return change.commit(now);
}

Result<replica::Committed, EngineError> change_elements(Workspace& workspace,
                                                        const ItemId& item,
                                                        const std::string& field,
                                                        std::span<const std::string> elements,
                                                        bool present,
                                                        WallTime now) {
    const auto target = target_of(workspace, item);
    if (!target) return refuse(target.error());
    const auto named = field_named(field, target->fields, target->name);
    if (!named) return refuse(named.error());
    const auto allowed = check_no_words(workspace, item, named->field->number);
    if (!allowed) return refuse(allowed.error());
    if (named->field->fold != merge::Fold::set) {
        return refuse(wrong("'" + field + "' holds one value: use `cairn set` and `cairn unset`."));
    }
    const plan::TextContext context = text_context(workspace, now);
    ChangeBuilder change(workspace);
    for (const std::string& typed : elements) {
        const auto element = element_of(*named->field, typed, context);
        if (!element) return refuse(element.error());
        const auto cell = workspace.read().cell({item, named->field->number, *element});
        const bool there = cell && cell->value == merge::Value::boolean(true).canonical();
        if (!present && !there) continue;
        change.write(item, named->field->number, merge::Value::boolean(present), *element);
    }
    if (change.empty()) {
        return refuse(
            EngineError{EngineFault::nothing_to_do,
                        "None of these is in '" + field + "', so there is nothing to remove."});
    }
    return change.commit(now);
}

namespace {

struct Ends {
    const plan::LinkSpec* type = nullptr;
    ItemId from;
    ItemId to;
};

Result<Ends, EngineError> ends_of(const LinkWish& wish) {
    const auto named = plan::find_link(wish.type);
    if (!named) {
        return refuse(
            wrong("There is no link '" + wish.type + "'. There is: " + link_names() + "."));
    }
    if (wish.from == wish.to) {
        return refuse(wrong("An item cannot be linked to itself."));
    }
    Ends ends{named->link, wish.from, wish.to};
    if (named->reversed) std::swap(ends.from, ends.to);
    return ends;
}

bool is_live(Workspace& workspace, const Ends& ends) {
    for (const replica::LinkView& link : workspace.read().links_from(ends.from)) {
        if (link.type == ends.type->number && link.to == ends.to) return true;
    }
    return false;
}

}  // namespace

Result<replica::Committed, EngineError> link_items(Workspace& workspace,
                                                   const LinkWish& wish,
                                                   WallTime now) {
    const auto ends = ends_of(wish);
    if (!ends) return refuse(ends.error());
    const ItemId id = merge::link_item(workspace.id(), ends->from, ends->type->number, ends->to);
    ChangeBuilder change(workspace);
    if (!is_live(workspace, *ends)) change.link(ends->from, ends->type->number, ends->to, true);
    const plan::TextContext context = text_context(workspace, now);
    for (const Assignment& assignment : wish.assignments) {
        const auto done = assign(
            change, {id, ends->type->fields, ends->type->name, nullptr}, assignment, context);
        if (!done) return refuse(done.error());
    }
    if (change.empty()) {
        return refuse(EngineError{EngineFault::nothing_to_do, "These two are linked so already."});
    }
    return change.commit(now);
}

Result<replica::Committed, EngineError> unlink_items(Workspace& workspace,
                                                     const LinkWish& wish,
                                                     WallTime now) {
    const auto ends = ends_of(wish);
    if (!ends) return refuse(ends.error());
    if (!is_live(workspace, *ends)) {
        return refuse(EngineError{EngineFault::nothing_to_do,
                                  "There is no such link. `cairn show` lists an item's links."});
    }
    ChangeBuilder change(workspace);
    change.link(ends->from, ends->type->number, ends->to, false);
    return change.commit(now);
}

namespace {

// Whether this device would know of the item if there were one, and is the one to make it: a
// second write of the same item would stand against the first, whatever people made of it.
bool is_to_introduce(Workspace& workspace, const MemberId& me) {
    const MemberEntry* member = workspace.roster().member(me);
    if (member == nullptr || !at_least(member->role(), Role::editor)) return false;
    const auto& devices = member->devices;  // none of a member who was removed
    if (devices.empty() || devices.front() != workspace.device()->id()) return false;
    const EpochEntry* epoch = workspace.roster().current_epoch();
    if (epoch == nullptr || workspace.keys().key(epoch->id) == nullptr) return false;
    const replica::Counts counts = workspace.read().counts();
    return counts.parked_envelopes == 0 && counts.parked_edits == 0;
}

}  // namespace

Result<void, EngineError> introduce_me(Workspace& workspace, WallTime now) {
    const auto me = workspace.me();
    if (!me) return {};
    const ItemId person = workspace.person_of(*me);
    if (workspace.read().item(person) || !is_to_introduce(workspace, *me)) return {};
    const auto key = key_at_end(workspace, merge::root_item());
    if (!key) return refuse(key.error());
    const auto title = merge::Value::text(workspace.name_of(*me));
    ChangeBuilder change(workspace);
    change.place(person, plan::kind::person, merge::root_item(), *key);
    if (title) change.write(person, plan::field::title, *title);
    const auto committed = change.commit(now);
    if (!committed) return refuse(committed.error());
    pass_over(workspace, committed->change);
    return {};
}

}  // namespace cairn::engine
