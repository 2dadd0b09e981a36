#include "client/engine/lookup.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "client/engine/comment_commands.h"
#include "client/merge/schema.h"
#include "client/plan/catalog.h"
#include "client/plan/civil.h"
#include "shared/platform/system.h"

namespace cairn::engine {
namespace {

constexpr std::size_t short_id_characters_min = 4;
constexpr std::size_t id_characters = 26;

bool looks_like_id(std::string_view text) {
    if (text.empty() || text.size() > id_characters) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') ||
               (c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u');
    });
}

std::string_view kind_of(Workspace& workspace, const ItemId& item) {
    const auto place = workspace.read().item(item);
    const plan::KindSpec* kind = place ? plan::find_kind(place->kind) : nullptr;
    return kind == nullptr ? std::string_view("item") : kind->name;
}

EngineError several(Workspace& workspace, std::string_view text, const std::vector<ItemId>& items) {
    constexpr std::size_t named_max = 5;
    std::string list;
    for (std::size_t i = 0; i < items.size() && i < named_max; ++i) {
        list += (i == 0 ? "" : ", ") + short_id(workspace, items[i]) + " \"" +
                title_of(workspace, items[i]) + "\" (" + std::string(kind_of(workspace, items[i])) +
                ")";
    }
    if (items.size() > named_max) list += ", ...";
    return {EngineFault::ambiguous,
            "'" + std::string(text) + "' could be " + list + ". Name it by its id."};
}

// If some but not all are so, those.
template <class Is>
void narrow(std::vector<ItemId>& items, const Is& is) {
    std::vector<ItemId> some;
    if (items.size() > 1) std::copy_if(items.begin(), items.end(), std::back_inserter(some), is);
    if (!some.empty()) items = std::move(some);
}

std::vector<ItemId> titled(Workspace& workspace, std::string_view text, Prefer prefer) {
    std::vector<ItemId> items = workspace.read().items_titled(text);
    narrow(items, [&](const ItemId& item) {
        return workspace.read().in_trash(item) == (prefer == Prefer::in_trash);
    });
    narrow(items, [&](const ItemId& item) { return title_of(workspace, item) == text; });
    return items;
}

}  // namespace

Result<ItemId, EngineError> find_item(Workspace& workspace, std::string_view text, Prefer prefer) {
    constexpr std::size_t looked_at_max = 6;
    if (text == "me") {
        if (const auto me = workspace.me()) return workspace.person_of(*me);
    }
    std::vector<ItemId> items;
    if (looks_like_id(text)) {
        items = workspace.read().items_with_prefix(text, looked_at_max);
        if (items.size() == 1 && text.size() == id_characters) return items.front();
    }
    for (const ItemId& item : titled(workspace, text, prefer)) {
        if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
    }
    if (items.size() == 1) return items.front();
    if (items.size() > 1) return refuse(several(workspace, text, items));
    return refuse(EngineError{EngineFault::no_item,
                              "No item is named '" + std::string(text) +
                                  "'. `cairn ls` and `cairn search` show what there is."});
}

Result<ItemId, EngineError> find_parent(Workspace& workspace, std::string_view text) {
    if (text.empty() || text == "root" || text == "/") return merge::root_item();
    return find_item(workspace, text);
}

Result<MemberId, EngineError> find_member(Workspace& workspace,
                                          std::string_view text,
                                          Belonging belonging) {
    std::vector<MemberId> found;
    for (const MemberEntry& member : workspace.roster().members()) {
        if (!member.active() && belonging == Belonging::now) continue;
        const bool by_id = !text.empty() && to_base32(member.id.view()).rfind(text, 0) == 0;
        if (by_id || workspace.name_of(member.id) == text) found.push_back(member.id);
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        return refuse(EngineError{
            EngineFault::no_item,
            "There is no member '" + std::string(text) + "'. `cairn members` lists them."});
    }
    std::string list;
    for (const MemberId& member : found)
        list += (list.empty() ? "" : ", ") + to_base32(member.view()) + " (" +
                workspace.name_of(member) + ")";
    return refuse(EngineError{EngineFault::ambiguous,
                              "'" + std::string(text) + "' could be " + list +
                                  ". Name the member by the start of the id."});
}

Result<DeviceId, EngineError> find_device(Workspace& workspace, std::string_view start) {
    std::vector<DeviceId> found;
    for (const DeviceEntry& device : workspace.roster().devices())
        if (device.active() && !start.empty() && to_base32(device.id.view()).rfind(start, 0) == 0)
            found.push_back(device.id);
    if (found.size() == 1) return found.front();
    return refuse(EngineError{found.empty() ? EngineFault::no_item : EngineFault::ambiguous,
                              "No single device begins with '" + std::string(start) +
                                  "'. `cairn device list` shows them."});
}

Result<const plan::KindSpec*, EngineError> find_kind(std::string_view name) {
    if (const plan::KindSpec* kind = plan::find_kind(name)) return kind;
    std::string list;
    for (const plan::KindSpec& kind : plan::kinds())
        list += (list.empty() ? "" : ", ") + std::string(kind.name);
    return refuse(
        EngineError{EngineFault::wrong_value,
                    "There is no kind '" + std::string(name) + "'. There is: " + list + "."});
}

std::optional<EngineError> in_the_trash(Workspace& workspace, const ItemId& parent) {
    if (parent == merge::trash_item()) {
        return EngineError{EngineFault::wrong_value,
                           "That place is the trash: `cairn trash` moves items there."};
    }
    if (!workspace.read().in_trash(parent)) return std::nullopt;
    ItemId top = parent;
    for (auto place = workspace.read().item(top); place && place->parent != merge::trash_item();
         place = workspace.read().item(top))
        top = place->parent;
    return EngineError{EngineFault::wrong_value,
                       "\"" + title_of(workspace, parent) +
                           "\" is in the trash. Bring it back first, with: cairn restore " +
                           short_id(workspace, top)};
}

std::string title_of(Workspace& workspace, const ItemId& item) {
    if (item == merge::root_item()) return "top level";
    if (item == merge::trash_item()) return "trash";
    const auto cell = workspace.read().cell({item, plan::field::title, {}});
    if (cell && cell->value.size() > 1) return cell->value.substr(1);
    const auto place = workspace.read().item(item);
    if (!place) {
        for (const MemberEntry& member : workspace.roster().members())
            if (workspace.person_of(member.id) == item) return workspace.name_of(member.id);
    }
    if (place && place->kind == plan::kind::comment) {
        const ItemId subject = subject_of(workspace, item);
        if (subject == merge::trash_item()) return "deleted comment";
        return "comment on " + title_of(workspace, subject);
    }
    return "untitled " + std::string(kind_of(workspace, item));
}

std::string short_id(Workspace& workspace, const ItemId& item) {
    const std::string whole = to_base32(item.view());
    for (std::size_t length = short_id_characters_min; length < whole.size(); ++length) {
        const std::string_view start = std::string_view(whole).substr(0, length);
        if (workspace.read().items_with_prefix(start, 2).size() < 2) return std::string(start);
    }
    return whole;
}

std::optional<ItemId> find_titled(Workspace& workspace,
                                  plan::KindNumber kind,
                                  std::string_view title) {
    std::optional<ItemId> found;
    for (const ItemId& item : workspace.read().items_titled(title)) {
        const auto place = workspace.read().item(item);
        if (!place || place->kind != kind || workspace.read().in_trash(item)) continue;
        if (found) return std::nullopt;
        found = item;
    }
    return found;
}

plan::TextContext text_context(Workspace& workspace, WallTime now) {
    plan::TextContext context;
    if (const auto today = plan::date_from_iso(platform::local_date(now))) context.today = *today;
    context.find_item = [&workspace](std::string_view text) -> std::optional<ItemId> {
        const auto item = find_item(workspace, text);
        return item ? std::optional(*item) : std::nullopt;
    };
    context.name_item = [&workspace](const ItemId& item) { return title_of(workspace, item); };
    return context;
}

}  // namespace cairn::engine
