#pragma once
// Private to this folder: cells as a cut has them. The heads of a cell at a cut are among its heads
// now and the edits that edits outside of the cut replaced; so few edits are read back.
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "client/merge/folds.h"
#include "client/replica/cut.h"
#include "client/replica/reader_state.h"

namespace cairn::replica {

// A cell's row as it is now.
struct PresentCell {
    std::optional<std::string> value;
    Row head = 0;
    std::int64_t others = 0;
    Row last = 0;
};

class PastCells {
public:
    // What the edits outside of the cut did to one cell.
    struct Touched {
        std::vector<Row> named;   // edits of the cut that they replaced
        merge::CounterSum added;  // to a counter
    };
    // Both outlive it. The state's graph has begun.
    PastCells(Reader::State& state, const Outside& outside);

    // Reads all edits outside of the cut at once, before many cells are asked for. `visit`: each of
    // them that has an effect, with its place among outside.changes(); may be null.
    using Visit = std::function<void(const CellKey&, std::size_t change)>;
    void gather(const Visit& visit);
    // After gather: every cell that the cut may show otherwise than now.
    [[nodiscard]] const std::unordered_map<CellKey, Touched, CellKeyHash>& touched() const {
        return touched_;
    }

    // What the cut shows there; nothing: no value.
    [[nodiscard]] std::optional<CellView> fold(const CellKey& key, const PresentCell& now);
    [[nodiscard]] std::optional<CellView> find(const CellKey& key);

private:
    [[nodiscard]] Touched* touched_by(const CellKey& key, Row last);
    [[nodiscard]] bool follows_outside(const sqlite::Rows& rows) const;
    void note(Touched& touched, const std::vector<OverRef>& over);
    [[nodiscard]] bool has_edit_in_cut(Row last);
    [[nodiscard]] std::vector<Row> heads_at_cut(const CellKey& key,
                                                const PresentCell& now,
                                                const Touched& touched);
    void drop_replaced(std::vector<Row>& heads, Row last);
    [[nodiscard]] std::optional<CellView> show(const CellKey& key, const std::vector<Row>& heads);
    [[nodiscard]] std::optional<std::size_t> shown_of(const CellKey& key,
                                                      const std::vector<StoredEdit>& heads);
    [[nodiscard]] std::optional<CellView> show_text(const CellKey& key,
                                                    const std::vector<Row>& heads,
                                                    Row last);
    [[nodiscard]] std::vector<Row> heads_now(const CellKey& key, const PresentCell& now);
    [[nodiscard]] merge::Fold fold_of(merge::FieldNumber field) const;

    Reader::State& state_;
    const Outside& outside_;
    bool gathered_ = false;
    std::unordered_map<CellKey, Touched, CellKeyHash> touched_;
    Touched one_;
    sqlite::LazyStatement range_;
    sqlite::LazyStatement present_;
};

}  // namespace cairn::replica
