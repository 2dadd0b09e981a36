#include "client/engine/new_from_template.h"

#include "client/engine/lookup.h"
#include "client/merge/schema.h"

namespace cairn::engine {
namespace {

// The workspace's own comes first: a team may write its own launch.
Result<std::string, EngineError> text_named(Workspace& workspace, const std::string& name) {
    if (const auto item = find_titled(workspace, plan::kind::item_template, name)) {
        const auto cell = workspace.read().cell({*item, plan::field::body, {}});
        const auto body = cell ? merge::Value::shown(cell->value) : std::nullopt;
        if (body && !body->payload().empty()) return std::string(body->payload());
        return refuse(
            EngineError{EngineFault::wrong_value,
                        "The template '" + name +
                            "' has no body. `cairn edit` it; docs/TEMPLATES.md says how."});
    }
    if (const plan::BuiltInTemplate* built_in = plan::find_template(name))
        return std::string(built_in->text);
    std::string names;
    for (const KnownTemplate& known : known_templates(workspace))
        names += (names.empty() ? "" : ", ") + known.name;
    return refuse(EngineError{EngineFault::no_item,
                              "There is no template '" + name + "'. There is: " + names});
}

class Maker {
public:
    Maker(Workspace& workspace, WallTime now)
        : workspace_(workspace), change_(workspace), context_(text_context(workspace, now)) {}

    Result<void, EngineError> add(const plan::TemplateLine& line, const TemplateWish& wish) {
        const plan::KindSpec* kind = plan::find_kind(line.kind);
        if (kind->number == plan::kind::comment)
            return refuse(EngineError{EngineFault::wrong_use, "A template makes no comments."});
        open_.resize(line.depth);
        const ItemId parent = open_.empty() ? wish.parent : open_.back().item;
        const auto key = next_key(parent);
        if (!key) return refuse(key.error());
        const auto title = merge::Value::text(line.title);
        if (!title)
            return refuse(
                EngineError{EngineFault::wrong_value, "A title is some text of at most 64 KiB."});
        const auto id = workspace_.random().make<ItemId>();
        change_.place(id, kind->number, parent, *key);
        change_.write(id, plan::field::title, *title);
        items_.push_back({id, line.title});
        open_.push_back({id, std::nullopt});
        const Target target{id, kind->fields, kind->name, kind};
        for (const plan::TemplateLine::Word& word : line.words) {
            const auto done = write(target, word);
            if (!done) return done;
        }
        return {};
    }

    Result<void, EngineError> assign_first(std::span<const Assignment> assignments,
                                           const plan::TemplateLine& line) {
        const plan::KindSpec* kind = plan::find_kind(line.kind);
        for (const Assignment& assignment : assignments) {
            const auto done = assign(change_,
                                     {items_.front().item, kind->fields, kind->name, kind},
                                     assignment,
                                     context_);
            if (!done) return done;
        }
        return {};
    }

    Result<MadeFromTemplate, EngineError> commit(WallTime now) {
        MadeFromTemplate made;
        const auto committed = change_.commit(now);
        if (!committed) return refuse(committed.error());
        made.committed = *committed;
        for (const Named& named : items_) made.items.push_back(named.item);
        return made;
    }

private:
    struct Open {
        ItemId item;
        std::optional<merge::OrderKey> last;  // of its children so far
    };
    struct Named {
        ItemId item;
        std::string title;
    };

    Result<merge::OrderKey, EngineError> next_key(const ItemId& parent) {
        if (open_.empty()) return key_at_end(workspace_, parent);
        std::optional<merge::OrderKey>& last = open_.back().last;
        last = merge::key_between(last, std::nullopt);
        if (last) return *last;
        return refuse(EngineError{EngineFault::too_large, "The template has too many siblings."});
    }

    // A field of its own, or a link to a line before.
    Result<void, EngineError> write(const Target& target, const plan::TemplateLine::Word& word) {
        if (plan::find_field(word.name))
            return assign(change_, target, {word.name, word.value}, context_);
        const auto link = plan::find_link(word.name);
        for (const Named& named : items_) {
            if (named.title != word.value || named.item == target.item) continue;
            const ItemId& from = link->reversed ? named.item : target.item;
            const ItemId& to = link->reversed ? target.item : named.item;
            change_.link(from, link->link->number, to, true);
            return {};
        }
        return refuse(EngineError{
            EngineFault::wrong_value,
            "The template links to '" + word.value + "', and no line before has that title."});
    }

    Workspace& workspace_;
    ChangeBuilder change_;
    plan::TextContext context_;
    std::vector<Open> open_;  // from the first line down to the last one written
    std::vector<Named> items_;
};

}  // namespace

Result<MadeFromTemplate, EngineError> new_from_template(Workspace& workspace,
                                                        const TemplateWish& wish,
                                                        WallTime now) {
    const auto text = text_named(workspace, wish.name);
    if (!text) return refuse(text.error());
    if (plan::trimmed(wish.title).empty())
        return refuse(EngineError{EngineFault::wrong_value, "A title is some text."});
    const auto lines = plan::parse_template(*text, wish.title);
    if (!lines) return refuse(EngineError{EngineFault::wrong_value, lines.error().message});
    if (const auto trashed = in_the_trash(workspace, wish.parent)) return refuse(*trashed);
    Maker maker(workspace, now);
    for (const plan::TemplateLine& line : *lines) {
        const auto added = maker.add(line, wish);
        if (!added) return refuse(added.error());
    }
    const auto assigned = maker.assign_first(wish.assignments, lines->front());
    if (!assigned) return refuse(assigned.error());
    return maker.commit(now);
}

std::vector<KnownTemplate> known_templates(Workspace& workspace) {
    std::vector<KnownTemplate> known;
    for (const plan::BuiltInTemplate& built_in : plan::built_in_templates())
        known.push_back({std::string(built_in.name), std::string(built_in.help), std::nullopt});
    constexpr merge::FieldNumber title[] = {plan::field::title};
    workspace.read().each_item(
        [&](const replica::ItemPlace& place, const auto&) {
            if (place.kind != plan::kind::item_template) return;
            if (workspace.read().in_trash(place.id)) return;
            known.push_back({title_of(workspace, place.id), "of this workspace", place.id});
        },
        title);
    return known;
}

}  // namespace cairn::engine
