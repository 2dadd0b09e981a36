#include "client/engine/read_outline.h"

#include <algorithm>

#include "client/engine/lookup.h"
#include "client/merge/schema.h"
#include "client/replica/past.h"

namespace cairn::engine {
namespace {

struct Placed {
    replica::ItemPlace place;
    outline::Cells cells;
};

outline::Cells cells_of(std::vector<replica::CellView> views) {
    outline::Cells cells;
    cells.reserve(views.size());
    for (replica::CellView& view : views)
        cells.push_back({view.field, std::move(view.element), std::move(view.value)});
    return cells;
}

// From a Reader or a Past.
template <class Source>
std::vector<Placed> read_items(Source& source, const OutlineWish& wish) {
    std::vector<Placed> items;
    source.each_item(
        [&](replica::ItemPlace place, std::vector<replica::CellView> cells) {
            items.push_back({std::move(place), cells_of(std::move(cells))});
        },
        wish.fields);
    return items;
}

// Siblings with equal keys were put there apart: the file knows which place edit comes first.
template <class Source>
void settle_equal_keys(Source& source, std::vector<Placed>& items) {
    const auto same = [](const Placed& a, const Placed& b) {
        return a.place.parent == b.place.parent && a.place.order_key == b.place.order_key;
    };
    auto at = items.begin();
    while ((at = std::adjacent_find(at, items.end(), same)) != items.end()) {
        const ItemId parent = at->place.parent;
        const auto of_parent = [&](const Placed& item) { return item.place.parent == parent; };
        auto first = at;
        while (first != items.begin() && of_parent(*std::prev(first))) --first;
        const auto last = std::find_if_not(at, items.end(), of_parent);
        std::unordered_map<ItemId, std::size_t> rank;
        for (const replica::ItemPlace& child : source.children(parent))
            rank.emplace(child.id, rank.size());
        std::sort(first, last, [&](const Placed& a, const Placed& b) {
            return rank[a.place.id] < rank[b.place.id];
        });
        at = last;
    }
}

template <class Source>
std::vector<outline::Link> read_links(Source& source, const OutlineWish& wish) {
    std::vector<outline::Link> links;
    if (!wish.links) return links;
    const auto add = [&](const replica::LinkView& view, std::vector<replica::CellView> cells) {
        links.push_back({view.link, view.from, view.type, view.to, cells_of(std::move(cells))});
    };
    if (!wish.link_fields) {
        for (const replica::LinkView& view : source.links()) add(view, {});
        return links;
    }
    source.each_link(add);
    std::sort(links.begin(), links.end(), [](const outline::Link& a, const outline::Link& b) {
        return a.id < b.id;
    });
    return links;
}

template <class Source>
outline::Outline read(Source& source, const OutlineWish& wish) {
    std::vector<Placed> items = read_items(source, wish);
    std::sort(items.begin(), items.end(), [](const Placed& a, const Placed& b) {
        return std::tie(a.place.parent, a.place.order_key, a.place.id) <
               std::tie(b.place.parent, b.place.order_key, b.place.id);
    });
    settle_equal_keys(source, items);
    std::vector<outline::Row> rows;
    rows.reserve(items.size());
    for (Placed& item : items)
        rows.push_back({item.place.id, item.place.kind, item.place.parent, std::move(item.cells)});
    return {std::move(rows), read_links(source, wish)};
}

}  // namespace

outline::Outline read_outline(Workspace& workspace, const OutlineWish& wish) {
    return read(workspace.read(), wish);
}

outline::Outline read_outline(replica::Past& past, const OutlineWish& wish) {
    return read(past, wish);
}

plan::TextContext text_context(const outline::Outline& outline, plan::TextContext base) {
    base.name_item = [&outline](const ItemId& item) -> std::string {
        if (item == merge::root_item()) return "top level";
        if (item == merge::trash_item()) return "trash";
        const outline::Item* found = outline.item(item);
        return found == nullptr ? "unknown item" : outline::title_of(*found);
    };
    return base;
}

filter::Vocabulary vocabulary(Workspace& workspace, WallTime now) {
    filter::Vocabulary words;
    words.text = text_context(workspace, now);
    words.find_custom = [&workspace](std::string_view name) -> std::optional<filter::CustomField> {
        const auto field = find_titled(workspace, plan::kind::field, name);
        return field ? std::optional(filter::CustomField{*field}) : std::nullopt;
    };
    return words;
}

EngineError unreadable(std::string_view what,
                       std::string_view text,
                       const filter::FilterError& error) {
    constexpr std::size_t quoted_max = 200;
    std::string quoted(text.substr(0, quoted_max));
    if (quoted.size() < text.size()) quoted += "...";
    return {EngineFault::wrong_use,
            "The " + std::string(what) + " '" + quoted +
                "' cannot be read: " + filter::sentence_of(error)};
}

Result<filter::Filter, EngineError> parse_filter(Workspace& workspace,
                                                 std::string_view text,
                                                 WallTime now) {
    auto filter = filter::Filter::parse(text, vocabulary(workspace, now));
    if (!filter) return refuse(unreadable("filter", text, filter.error()));
    return std::move(*filter);
}

std::vector<outline::Place> select(const outline::Outline& outline, const filter::Filter& filter) {
    std::vector<outline::Place> places;
    const bool names_kind = filter.names_kind();
    for (outline::Place place = 0; place < outline.living().size(); ++place) {
        if (outline.at(place).kind == plan::kind::comment && !names_kind) continue;
        if (filter.matches(outline, place)) places.push_back(place);
    }
    return places;
}

}  // namespace cairn::engine
