#pragma once
// Private to this folder: the statements of reads. Nothing is kept in memory from call to call.
#include <array>

#include "client/replica/change_graph.h"
#include "client/replica/edit_table.h"
#include "client/replica/reader.h"
#include "client/replica/rows.h"
#include "client/replica/text_store.h"
#include "shared/sqlite/statement.h"
#include "shared/sqlite/transaction.h"

namespace cairn::replica {

struct Reader::State {
    State(sqlite::Database& database, const merge::Schema& rules);

    [[nodiscard]] Row item_row(const ItemId& id);  // 0: unknown
    [[nodiscard]] ItemId item_id(Row row);
    [[nodiscard]] CellView read_cell(const sqlite::Rows& rows, Row item);
    [[nodiscard]] std::vector<EditRow> other_heads(const CellKey& key);
    [[nodiscard]] HeadView head(Row edit);
    // The shown one first, the others as they would be shown without it, parked ones last: alike on
    // every replica, whatever the order of arrival.
    [[nodiscard]] std::vector<HeadView> heads_in_order(Row shown,
                                                       const std::vector<EditRow>& others);
    [[nodiscard]] HistoryEntry history_entry(const StoredEdit& edit);
    [[nodiscard]] std::vector<LinkView> read_links(sqlite::Rows rows);
    [[nodiscard]] Row newest_edit(const merge::Cell& at);  // of any status; 0: none
    [[nodiscard]] merge::EditId edit_id(EditRow edit);
    struct Sibling {
        ItemPlace place;
        EditRow positioned;
    };
    // By key, then by the edit that gave it.
    [[nodiscard]] std::vector<ItemPlace> in_order(std::vector<Sibling> siblings);
    // Neither change knows of the other.
    [[nodiscard]] bool concurrent(Row a, Row b);

    sqlite::Database& db;
    const merge::Schema& schema;
    OwnTable own;
    ChangeGraph graph;
    EditTable edits;
    TextStore texts;
    sqlite::LazyStatement find_item;
    sqlite::LazyStatement item_uid;
    sqlite::LazyStatement item_place;
    sqlite::LazyStatement children;
    sqlite::LazyStatement parent;
    sqlite::LazyStatement placed_items;
    sqlite::LazyStatement all_cells;
    sqlite::LazyStatement values;
    sqlite::LazyStatement prefix;
    sqlite::LazyStatement titled;
    sqlite::LazyStatement cells;
    sqlite::LazyStatement cell;
    sqlite::LazyStatement heads;
    sqlite::LazyStatement last_edits;
    sqlite::LazyStatement newest_of_cell;
    sqlite::LazyStatement change_head;
    sqlite::LazyStatement changes_since;
    sqlite::LazyStatement find_change;
    sqlite::LazyStatement links_from;
    sqlite::LazyStatement links_to;
    sqlite::LazyStatement links_ever;
    sqlite::LazyStatement links;
    sqlite::LazyStatement cells_of_links;
};

// Of each_item.
[[nodiscard]] bool is_wanted(std::int64_t field, std::span<const merge::FieldNumber> fields);

// Finds what people must look at (reader.h, ConflictKind).
class Conflicts {
public:
    explicit Conflicts(Reader::State& state) : state_(state) {}
    [[nodiscard]] std::vector<ConflictView> all();

private:
    void values_and_places();
    void skipped_moves();
    void trash();
    void below_trashed(Row top, Row trashing);
    void edited_after(Row item, Row trashing, Row top);
    void lost();
    void under_lost();
    void link_circles();
    [[nodiscard]] std::vector<Row> rows_of(std::string_view sql, Row argument);
    [[nodiscard]] HeadView head(Row edit) { return state_.head(edit); }

    Reader::State& state_;
    std::vector<ConflictView> found_;
};

}  // namespace cairn::replica
