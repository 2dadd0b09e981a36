#pragma once
// A plan at one moment, in memory: items in the order of the outline, and links between them. What
// filters, the radar and the boards look at; made by client/engine/read_outline.h.
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "client/outline/cells.h"

namespace cairn::outline {

// Where an item stands in the outline's order; good for one Outline.
using Place = std::uint32_t;
inline constexpr Place no_place = 0xFFFF'FFFF;

// A row as it comes. Siblings come in their order, whatever stands between them.
struct Row {
    ItemId id;
    plan::KindNumber kind = 0;
    ItemId parent;  // merge::root_item(), merge::trash_item(), or another row
    Cells cells;
};

struct Item {
    ItemId id;
    plan::KindNumber kind = 0;
    Place parent = no_place;  // at the top level, or the uppermost in the trash
    Place end = 0;            // what is below it stands from its own place + 1 up to here
    std::uint32_t depth = 0;
    bool is_trashed = false;
    Cells cells;
};

struct Link {
    ItemId id;
    ItemId from;
    plan::LinkNumber type = 0;
    ItemId to;
    Cells cells;
};

// A link, seen from the item at one end of it.
struct LinkEnd {
    const Link* link = nullptr;
    Place other = no_place;
    bool is_reversed = false;  // seen from its end
};

class Outline {
public:
    // Rows that hang on no row, and links that do not lead from row to row, are left out.
    Outline(std::vector<Row> rows, std::vector<Link> links);

    // Parents before what is below them; first what lives, then what is in the trash.
    [[nodiscard]] std::span<const Item> items() const { return items_; }
    [[nodiscard]] std::span<const Item> living() const { return items().first(living_); }
    [[nodiscard]] const Item& at(Place place) const { return items_[place]; }
    [[nodiscard]] Place find(const ItemId& id) const;  // no_place if there is none
    [[nodiscard]] const Item* item(const ItemId& id) const;

    [[nodiscard]] std::span<const Link> links() const { return links_; }
    // All links of an item whose other end lives, in the order of `links`.
    [[nodiscard]] std::span<const LinkEnd> ends(Place place) const;

    // The nearest of this kind above an item, or itself; no_place if there is none.
    [[nodiscard]] Place above(Place place, plan::KindNumber kind) const;
    [[nodiscard]] bool is_below(Place place, Place ancestor) const {
        return place > ancestor && place < items_[ancestor].end;
    }

private:
    void put_in_order(std::vector<Row> rows);
    void connect();

    std::vector<Item> items_;
    std::size_t living_ = 0;
    std::unordered_map<ItemId, Place> place_of_;
    std::vector<Link> links_;
    std::vector<LinkEnd> ends_;         // by item
    std::vector<std::uint32_t> first_;  // of each item, in ends_; one more for the last
};

// "untitled KIND" without a title.
[[nodiscard]] std::string title_of(const Item& item);

}  // namespace cairn::outline
