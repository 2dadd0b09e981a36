#include "client/outline/outline.h"

#include "client/merge/schema.h"

namespace cairn::outline {

Outline::Outline(std::vector<Row> rows, std::vector<Link> links) : links_(std::move(links)) {
    put_in_order(std::move(rows));
    std::erase_if(links_, [&](const Link& link) {
        return find(link.from) == no_place || find(link.to) == no_place;
    });
    connect();
}

void Outline::put_in_order(std::vector<Row> rows) {
    std::unordered_map<ItemId, std::vector<std::uint32_t>> below;
    for (std::uint32_t i = 0; i < rows.size(); ++i) below[rows[i].parent].push_back(i);
    items_.reserve(rows.size());
    place_of_.reserve(rows.size());
    struct Open {
        const std::vector<std::uint32_t>* children;
        std::size_t next;
        Place parent;
    };
    std::vector<Open> open;
    for (const ItemId& top : {merge::root_item(), merge::trash_item()}) {
        const bool is_trash = top == merge::trash_item();
        if (is_trash) living_ = items_.size();
        if (const auto found = below.find(top); found != below.end())
            open.push_back({&found->second, 0, no_place});
        while (!open.empty()) {
            Open& level = open.back();
            if (level.next == level.children->size()) {
                if (level.parent != no_place)
                    items_[level.parent].end = static_cast<Place>(items_.size());
                open.pop_back();
                continue;
            }
            Row& row = rows[(*level.children)[level.next++]];
            const auto place = static_cast<Place>(items_.size());
            if (!place_of_.emplace(row.id, place).second) continue;
            items_.push_back({.id = row.id,
                              .kind = row.kind,
                              .parent = level.parent,
                              .end = place + 1,
                              .depth = static_cast<std::uint32_t>(open.size() - 1),
                              .is_trashed = is_trash,
                              .cells = std::move(row.cells)});
            if (const auto found = below.find(row.id); found != below.end())
                open.push_back({&found->second, 0, place});
        }
    }
}

void Outline::connect() {
    first_.assign(items_.size() + 1, 0);
    const auto each_end = [&](const auto& visit) {
        for (const Link& link : links_) {
            const Place from = find(link.from);
            const Place to = find(link.to);
            if (!items_[to].is_trashed) visit(from, LinkEnd{&link, to, false});
            if (!items_[from].is_trashed) visit(to, LinkEnd{&link, from, true});
        }
    };
    each_end([&](Place place, const LinkEnd&) { ++first_[place + 1]; });
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    ends_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end());
    each_end([&](Place place, const LinkEnd& end) { ends_[next[place]++] = end; });
}

Place Outline::find(const ItemId& id) const {
    const auto found = place_of_.find(id);
    return found == place_of_.end() ? no_place : found->second;
}

const Item* Outline::item(const ItemId& id) const {
    const Place place = find(id);
    return place == no_place ? nullptr : &items_[place];
}

std::span<const LinkEnd> Outline::ends(Place place) const {
    return std::span(ends_).subspan(first_[place], first_[place + 1] - first_[place]);
}

Place Outline::above(Place place, plan::KindNumber kind) const {
    while (place != no_place && items_[place].kind != kind) place = items_[place].parent;
    return place;
}

std::string title_of(const Item& item) {
    const std::string_view title = text_of(item.cells, plan::field::title);
    if (!title.empty()) return std::string(title);
    const plan::KindSpec* kind = plan::find_kind(item.kind);
    return "untitled " + (kind == nullptr ? "item" : std::string(kind->name));
}

}  // namespace cairn::outline
