#pragma once
// What every cell shows, kept up edit by edit. Within a write transaction cells are folded in
// memory and each is written once, at `flush`, in the order of the table.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/merge/folds.h"
#include "client/merge/schema.h"
#include "client/replica/change_graph.h"
#include "client/replica/edit_table.h"
#include "client/replica/item_table.h"
#include "client/replica/rows.h"
#include "client/replica/text_table.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

class CellTable {
public:
    // schema outlives the table.
    CellTable(sqlite::Database& database,
              const merge::Schema& schema,
              ItemTable& items,
              ChangeGraph& graph,
              EditTable& edits);

    void begin();
    // Reads many cells in the order of the table, which is faster than one by one.
    void prefetch(std::vector<CellKey> keys);
    void flush();

    [[nodiscard]] bool is_head(const CellKey& key, Row edit);
    // An edit as its bytes and what it names make it, before it is applied: its status once its
    // author's right is counted in, and in a text field the fit of its patches. Merges texts.
    struct Arrival {
        Row edit = 0;
        EditStatus status = EditStatus::valid;
        bool permitted = true;
        std::string_view value;
        const std::vector<OverRef>& over;
    };
    [[nodiscard]] EditStatus judge(const CellKey& key, const Arrival& arrival);
    // Folds one more edit, which comes after all that it names in `over`. Returns the edit of this
    // cell that came before it, 0: none.
    Row apply(const CellKey& key,
              Row edit,
              EditStatus status,
              std::string_view value,
              const std::vector<OverRef>& over);
    // Anew from all edits of the cell, after the status of some has changed.
    void refold(const CellKey& key);

private:
    struct Cell {
        bool stored = false;  // has a row
        bool dirty = false;
        Row last = 0;
        std::vector<Row> heads;  // valid and parked ones
        std::optional<std::string> value;
        std::optional<merge::CounterSum> sum;  // of a counter with a valid edit
        // The newest edit folded here, so that a sole head need not be read back.
        Row newest = 0;
        EditStatus newest_status = EditStatus::valid;
        std::string newest_value;
        std::vector<Row> stored_others;
    };
    static void add_delta(Cell& held, std::string_view value);
    struct LoadedHead {
        Row edit = 0;
        EditStatus status = EditStatus::valid;
        std::string value;
        merge::Head head;
    };

    Cell& cell(const CellKey& key);
    void read(const CellKey& key, Cell& cell);
    void write(const CellKey& key, Cell& cell);
    void write_others(const CellKey& key, const std::vector<Row>& others, Cell& cell);
    void write_conflict(const CellKey& key, bool conflict, const Cell& cell);
    void write_link(const CellKey& key, const std::vector<merge::Head>& heads);
    [[nodiscard]] std::vector<LoadedHead> load_heads(const std::vector<Row>& heads);
    // Puts the head that is shown first.
    void choose_shown(merge::Fold fold, const CellKey& key, Cell& cell);
    void show_nothing(const CellKey& key, Cell& cell);
    void show_one(const CellKey& key, Cell& cell);
    void show_text(const CellKey& key, Cell& cell);
    [[nodiscard]] Row common_ancestor(const std::vector<Row>& heads);
    [[nodiscard]] bool folds_as(merge::Fold fold, merge::FieldNumber field) const;

    const merge::Schema& schema_;
    ItemTable& items_;
    ChangeGraph& graph_;
    EditTable& edits_;
    sqlite::LazyStatement read_;
    sqlite::LazyStatement read_others_;
    sqlite::LazyStatement write_;
    sqlite::LazyStatement insert_other_;
    sqlite::LazyStatement remove_other_;
    sqlite::LazyStatement insert_conflict_;
    sqlite::LazyStatement remove_conflict_;
    sqlite::LazyStatement write_link_;
    sqlite::LazyStatement remove_link_;
    TextTable texts_;
    std::unordered_map<CellKey, Cell, CellKeyHash> cells_;
    std::pair<const CellKey, Cell>* asked_ = nullptr;  // the last one
};

}  // namespace cairn::replica
