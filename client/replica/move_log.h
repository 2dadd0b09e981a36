#pragma once
// The tree, as the replay of all place and order edits in (Lamport, edit id) order (DESIGN 3.1,
// schema/PROTOCOL.md section 7). Same rules as merge::MoveTree, on tables: the moves of a
// transaction are gathered, and at `settle` the stored ones that come later in the replay are
// undone, and all are done in order. A move newer than all others costs a walk to the root.
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "client/merge/move_tree.h"
#include "client/replica/change_graph.h"
#include "client/replica/item_table.h"
#include "client/replica/rows.h"
#include "shared/sqlite/statement.h"

namespace cairn::replica {

class MoveLog {
public:
    MoveLog(sqlite::Database& database, ItemTable& items, ChangeGraph& graph);

    void begin();
    // A valid place or order edit, not here before.
    void add(Row edit, Row change, Row item, merge::FieldNumber field, std::string_view value);
    // One that turned void and was here before.
    void remove(Row edit, Row change);
    void settle();

    // In the items' states alone, which must not be flushed: as if the moves of these edits had
    // never come, all of which have at least this Lamport. Returns the items it may have moved.
    [[nodiscard]] std::vector<Row> replay_without(Lamport since,
                                                  const std::function<bool(Row edit)>& left_out);

private:
    // Column move.effect.
    enum Effect : std::uint8_t { took_effect = 1, gave_kind = 2 };
    struct Step {
        std::uint64_t lamport = 0;
        Row edit = 0;
        Row change = 0;
        Row item = 0;
        bool is_order = false;
        Row parent = 0;
        std::string key;
        std::uint32_t kind = 0;
        // As stored, and as now.
        bool stored = false;
        std::uint8_t effect = 0;
        std::optional<Spot> before;
    };

    [[nodiscard]] bool comes_before(const Step& a, const Step& b);
    [[nodiscard]] std::vector<Step> later_than(std::uint64_t lamport);
    void read_target(Step& step, merge::FieldNumber field, std::string_view value);
    void undo(const Step& step);
    void redo(Step& step);
    void replay(Step& step);
    [[nodiscard]] bool takes_effect(const Step& step);
    [[nodiscard]] bool closes_cycle(Row item, Row parent);
    void write(const Step& step, bool insert);
    void take_out_removed(std::vector<Step>& steps);

    ItemTable& items_;
    ChangeGraph& graph_;
    sqlite::LazyStatement later_;
    sqlite::LazyStatement insert_;
    sqlite::LazyStatement update_;
    sqlite::LazyStatement remove_;
    std::vector<Step> added_;
    std::map<Row, std::uint64_t> removed_;  // edit, its Lamport
};

}  // namespace cairn::replica
