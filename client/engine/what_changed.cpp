#include "client/engine/what_changed.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/merge/text/word_diff.h"
#include "client/plan/catalog.h"
#include "client/replica/past.h"

namespace cairn::engine {
namespace {

// Whether an item is one of some items or below one, at two moments.
class Part {
public:
    Part(replica::Reader& reader,
         const replica::Cut& from,
         replica::Past& to,
         std::span<const ItemId> tops)
        : to_(to), tops_(tops.begin(), tops.end()) {
        if (!tops.empty()) from_.emplace(reader, from);
        std::sort(tops_.begin(), tops_.end());
    }

    [[nodiscard]] bool holds(const ItemId& item) {
        if (tops_.empty()) return true;
        const auto [held, missing] = known_.try_emplace(item, false);
        if (missing) known_[item] = is_below(to_, item) || is_below(*from_, item);
        return known_[item];
    }

private:
    [[nodiscard]] bool is_below(replica::Past& past, const ItemId& item) {
        ItemId at = item;
        while (true) {
            if (std::binary_search(tops_.begin(), tops_.end(), at)) return true;
            const auto place = past.item(at);
            if (!place) return false;
            at = place->parent;
        }
    }

    std::optional<replica::Past> from_;
    replica::Past& to_;
    std::vector<ItemId> tops_;
    std::unordered_map<ItemId, bool> known_;
};

class Gathering {
public:
    Gathering(Workspace& workspace,
              const replica::Cut& from,
              const replica::Cut& to,
              std::span<const ItemId> parts)
        : all_(replica::differences(workspace.read(), from, to)),
          to_(workspace.read(), to),
          part_(workspace.read(), from, to_, parts) {}

    WhatChanged run() {
        WhatChanged result;
        result.edits = all_.edits;
        result.changes = all_.changes;
        result.by = all_.by;
        for (replica::ItemDifference& item : all_.items) {
            if (std::optional<LinkChange> link = link_of(item)) {
                if (link->fate == LinkChange::Fate::kept && link->cells.empty()) continue;
                if (!part_.holds(link->link.from) && !part_.holds(link->link.to)) continue;
                const ItemId from = link->link.from;
                changed(from).links.push_back(std::move(*link));
            } else if (part_.holds(item.item)) {
                take(item);
            }
        }
        for (auto& [id, item] : items_) {
            if (!item.cells.empty() || !item.links.empty() || item.fate != ItemFate::kept)
                result.items.push_back(std::move(item));
        }
        for (ItemChange& item : result.items)
            std::sort(item.links.begin(), item.links.end(), [](const auto& a, const auto& b) {
                return a.link.link < b.link.link;
            });
        std::sort(result.items.begin(), result.items.end(), [](const auto& a, const auto& b) {
            return std::tie(a.title, a.item) < std::tie(b.title, b.item);
        });
        return result;
    }

private:
    ItemChange& changed(const ItemId& item) {
        const auto [held, missing] = items_.try_emplace(item);
        if (!missing) return held->second;
        ItemChange& change = held->second;
        change.item = item;
        const auto place = to_.item(item);
        if (place) change.kind = place->kind;
        change.title = title_of(item);
        change.in_trash = to_.in_trash(item);
        return change;
    }

    // A comment has none of its own.
    [[nodiscard]] std::string title_of(const ItemId& item) {
        ItemId subject = item;
        auto place = to_.item(item);
        while (place && place->kind == plan::kind::comment) {
            subject = place->parent;
            place = to_.item(subject);
        }
        const auto title = to_.cell({subject, plan::field::title, {}});
        const bool titled = title && title->value.front() == 't';
        const std::string name = titled ? title->value.substr(1) : "";
        return subject == item ? name : name.empty() ? "comment" : "comment on " + name;
    }

    void take(replica::ItemDifference& item) {
        ItemChange& change = changed(item.item);
        change.cells = std::move(item.cells);
        if (!item.place) return;
        change.place = std::move(*item.place);
        if (change.kind == 0 && change.place.before) change.kind = change.place.before->kind;
        change.fate = fate_of(change.place);
    }

    [[nodiscard]] static ItemFate fate_of(const replica::PlaceDifference& place) {
        const ItemId trash = merge::trash_item();
        if (!place.after) return ItemFate::gone;
        const bool trashed = place.after->parent == trash;
        if (!place.before) return trashed ? ItemFate::made_and_trashed : ItemFate::made;
        if (place.before->parent != place.after->parent) {
            if (trashed) return ItemFate::trashed;
            return place.before->parent == trash ? ItemFate::restored : ItemFate::moved;
        }
        return place.before->order_key != place.after->order_key ? ItemFate::reordered
                                                                 : ItemFate::kept;
    }

    // Nothing: it is no link.
    std::optional<LinkChange> link_of(replica::ItemDifference& item) {
        LinkChange change;
        std::optional<merge::LiveValue> before;
        std::optional<merge::LiveValue> after;
        const auto live = std::find_if(item.cells.begin(), item.cells.end(), [](const auto& cell) {
            return cell.field == merge::field_live;
        });
        if (live != item.cells.end()) {
            before = merge::LiveValue::parse(live->before);
            after = merge::LiveValue::parse(live->after);
            change.work = live->work;
            item.cells.erase(live);
        } else if (const auto cell = to_.cell({item.item, merge::field_live, {}})) {
            before = after = merge::LiveValue::parse(cell->value);
        }
        const auto& any = after ? after : before;
        if (!any) return std::nullopt;
        const bool was = before && before->live;
        const bool is = after && after->live;
        if (was != is) change.fate = is ? LinkChange::Fate::made : LinkChange::Fate::cut;
        change.link = {item.item, any->from, any->type, any->to};
        if (is) change.cells = std::move(item.cells);
        return change;
    }

    replica::Differences all_;
    replica::Past to_;
    Part part_;
    std::map<ItemId, ItemChange> items_;
};

std::vector<std::string_view> words_of(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    std::vector<std::string_view> words;
    std::size_t at = text.find_first_not_of(blanks);
    while (at != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(blanks, end);
    }
    return words;
}

// From one word to before another one, with all that stands between them.
std::string_view stretch(const std::vector<std::string_view>& words,
                         std::size_t first,
                         std::size_t end) {
    if (first == end) return {};
    const char* begin = words[first].data();
    const std::string_view last = words[end - 1];
    return {begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
}

}  // namespace

WhatChanged what_changed(Workspace& workspace,
                         const replica::Cut& from,
                         const replica::Cut& to,
                         std::span<const ItemId> parts) {
    return Gathering(workspace, from, to, parts).run();
}

WordChanges word_changes(std::string_view before, std::string_view after) {
    const std::vector<std::string_view> old = words_of(before);
    const std::vector<std::string_view> fresh = words_of(after);
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    const auto numbered = [&](const std::vector<std::string_view>& words) {
        std::vector<std::uint32_t> list;
        for (const std::string_view word : words)
            list.push_back(numbers.try_emplace(word, static_cast<std::uint32_t>(numbers.size()))
                               .first->second);
        return list;
    };
    const text::Marks marks = text::difference_marks(numbered(old), numbered(fresh));
    WordChanges changes;
    std::size_t x = 0;
    std::size_t y = 0;
    while (x < old.size() || y < fresh.size()) {
        const std::size_t x0 = x;
        const std::size_t y0 = y;
        while (x < old.size() && marks.removed[x]) ++x;
        while (y < fresh.size() && marks.inserted[y]) ++y;
        if (x == x0 && y == y0) {
            ++x;
            ++y;
            continue;
        }
        changes.removed += x - x0;
        changes.added += y - y0;
        changes.pieces.push_back({stretch(old, x0, x), stretch(fresh, y0, y)});
    }
    return changes;
}

}  // namespace cairn::engine
