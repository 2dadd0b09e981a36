#pragma once
// Private to this folder: what a Past stands on.
#include "client/replica/past.h"
#include "client/replica/past_cells.h"
#include "client/replica/past_tree.h"
#include "shared/sqlite/transaction.h"

namespace cairn::replica {

struct Past::State {
    State(Reader::State& present, const Cut& cut);

    [[nodiscard]] std::optional<ItemPlace> place(Row item);
    [[nodiscard]] std::optional<LinkView> link(Row item);
    [[nodiscard]] std::vector<LinkView> links_of(sqlite::Rows rows);
    [[nodiscard]] std::vector<std::pair<Row, ItemPlace>> placed_items();

    Reader::State& now;
    sqlite::Snapshot snapshot;
    Outside outside;
    PastCells cells;
    PastTree tree;
    sqlite::LazyStatement cells_of;
    sqlite::LazyStatement all_cells;
    sqlite::LazyStatement children;
    sqlite::LazyStatement all_links;
    sqlite::LazyStatement cells_of_links;
    sqlite::LazyStatement links_from;
    sqlite::LazyStatement links_to;
};

}  // namespace cairn::replica
