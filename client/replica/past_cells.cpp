#include "client/replica/past_cells.h"

#include <algorithm>

#include "client/replica/counter_text.h"

namespace cairn::replica {
namespace {

bool counts(EditStatus status) {
    return status == EditStatus::valid || status == EditStatus::parked;
}

CellView view_of(const CellKey& key, std::string value) {
    CellView view;
    view.field = key.field;
    view.element = key.element;
    view.value = std::move(value);
    return view;
}

}  // namespace

PastCells::PastCells(Reader::State& state, const Outside& outside)
    : state_(state),
      outside_(outside),
      range_(state.db,
             "SELECT id, item, field, element, over, status, value FROM edit "
             "WHERE id BETWEEN ? AND ? ORDER BY id"),
      present_(state.db,
               "SELECT value, head, others, last FROM cell "
               "WHERE item = ? AND field = ? AND element = ?") {}

void PastCells::gather(const Visit& visit) {
    if (gathered_ && !visit) return;
    gathered_ = true;
    touched_.clear();
    std::size_t change = 0;
    CellKey key;
    for (const Outside::Range& range : outside_.ranges()) {
        for (sqlite::Rows rows = range_.query(range.first, range.last); rows.next();) {
            if (!visit && follows_outside(rows)) continue;
            key.item = rows.integer(1);
            key.field = static_cast<merge::FieldNumber>(rows.integer(2));
            key.element = rows.text(3);
            const auto status = static_cast<EditStatus>(rows.integer(5));
            Touched& touched = touched_[key];
            if (!counts(status)) continue;
            if (fold_of(key.field) == merge::Fold::counter)
                touched.added.add(delta_of(rows.text(6)));
            else if (!rows.is_null(4))
                note(touched, read_over(rows, 4));
            if (!visit || status != EditStatus::valid) continue;
            const auto& changes = outside_.changes();
            while (changes[change].row + static_cast<Row>(changes[change].edits) < rows.integer(0))
                ++change;
            visit(key, change);
        }
    }
}

// Most edits of a long time: what they replaced is outside as well, and has noted their cell.
bool PastCells::follows_outside(const sqlite::Rows& rows) const {
    return rows.is_integer(4) && outside_.holds(rows.integer(4)) &&
           static_cast<EditStatus>(rows.integer(5)) == EditStatus::valid &&
           fold_of(static_cast<merge::FieldNumber>(rows.integer(2))) != merge::Fold::counter;
}

void PastCells::note(Touched& touched, const std::vector<OverRef>& over) {
    for (const OverRef& ref : over) {
        const Row* named = std::get_if<Row>(&ref);
        if (named != nullptr && !outside_.holds(*named)) touched.named.push_back(*named);
    }
}

merge::Fold PastCells::fold_of(merge::FieldNumber field) const {
    const merge::FieldRule* rule = state_.schema.rule(field);
    return rule == nullptr ? merge::Fold::reg : rule->fold;
}

PastCells::Touched* PastCells::touched_by(const CellKey& key, Row last) {
    if (gathered_) {
        const auto found = touched_.find(key);
        return found == touched_.end() ? nullptr : &found->second;
    }
    one_ = {};
    bool any = false;
    for (Row row = last; row >= outside_.first();) {
        const StoredEdit edit = state_.edits.get(row);
        row = edit.before;
        if (!outside_.holds(edit.row)) continue;
        any = true;
        if (!counts(edit.status)) continue;
        if (fold_of(key.field) == merge::Fold::counter)
            one_.added.add(delta_of(edit.value));
        else
            note(one_, edit.over);
    }
    return any ? &one_ : nullptr;
}

std::optional<CellView> PastCells::find(const CellKey& key) {
    PresentCell now;
    {
        sqlite::Rows rows = present_.query(key.item, key.field, key.element);
        if (!rows.next()) return std::nullopt;
        if (!rows.is_null(0)) now.value = rows.text(0);
        now.head = rows.integer(1);
        now.others = rows.integer(2);
        now.last = rows.integer(3);
    }
    return fold(key, now);
}

std::optional<CellView> PastCells::fold(const CellKey& key, const PresentCell& now) {
    const Touched* touched = now.last < outside_.first() ? nullptr : touched_by(key, now.last);
    if (touched == nullptr) {
        if (!now.value) return std::nullopt;
        CellView view = view_of(key, *now.value);
        for (const Row head : heads_now(key, now))
            view.heads.push_back({static_cast<std::uint64_t>(head)});
        return view;
    }
    if (fold_of(key.field) == merge::Fold::counter) {
        merge::CounterSum sum = parse_counter(now.value.value_or("")).value_or(merge::CounterSum());
        sum.subtract(touched->added);
        if (!has_edit_in_cut(now.last)) return std::nullopt;
        return view_of(key, "i" + sum.to_decimal());
    }
    const std::vector<Row> heads = heads_at_cut(key, now, *touched);
    if (fold_of(key.field) == merge::Fold::text) return show_text(key, heads, now.last);
    if (heads.size() == 1 && heads.front() == now.head && now.value) {
        CellView view = view_of(key, *now.value);
        view.heads.push_back({static_cast<std::uint64_t>(now.head)});
        return view;
    }
    return show(key, heads);
}

bool PastCells::has_edit_in_cut(Row last) {
    Row row = last;
    while (row != 0 && outside_.holds(row)) row = state_.edits.get(row).before;
    return row != 0;
}

std::vector<Row> PastCells::heads_now(const CellKey& key, const PresentCell& now) {
    std::vector<Row> heads;
    if (now.head != 0) heads.push_back(now.head);
    if (now.others > 0)
        for (const EditRow other : state_.other_heads(key))
            heads.push_back(static_cast<Row>(other.value));
    return heads;
}

std::vector<Row> PastCells::heads_at_cut(const CellKey& key,
                                         const PresentCell& now,
                                         const Touched& touched) {
    std::vector<Row> heads = heads_now(key, now);
    heads.erase(
        std::remove_if(heads.begin(), heads.end(), [&](Row head) { return outside_.holds(head); }),
        heads.end());
    heads.insert(heads.end(), touched.named.begin(), touched.named.end());
    std::sort(heads.begin(), heads.end());
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    // One alone needs no more: some edit of the cut replaced it only if another head stood for
    // that.
    if (heads.size() > 1) drop_replaced(heads, now.last);
    return heads;
}

// Edits outside may have named what the cut itself had replaced already, and void edits.
void PastCells::drop_replaced(std::vector<Row>& heads, Row last) {
    for (Row row = last; row > heads.front();) {
        const StoredEdit edit = state_.edits.get(row);
        row = edit.before;
        if (!counts(edit.status) || outside_.holds(edit.row)) continue;
        for (const OverRef& ref : edit.over)
            if (const Row* named = std::get_if<Row>(&ref))
                heads.erase(std::remove(heads.begin(), heads.end(), *named), heads.end());
        if (heads.size() < 2) return;
    }
}

std::optional<CellView> PastCells::show(const CellKey& key, const std::vector<Row>& heads) {
    std::vector<StoredEdit> edits;
    for (const Row head : heads) {
        StoredEdit edit = state_.edits.get(head);
        if (counts(edit.status)) edits.push_back(std::move(edit));
    }
    const std::optional<std::size_t> shown = shown_of(key, edits);
    if (!shown) return std::nullopt;
    std::rotate(edits.begin(),
                edits.begin() + static_cast<std::ptrdiff_t>(*shown),
                edits.begin() + static_cast<std::ptrdiff_t>(*shown) + 1);
    CellView view = view_of(key, std::move(edits.front().value));
    for (const StoredEdit& edit : edits)
        view.heads.push_back({static_cast<std::uint64_t>(edit.row)});
    return view;
}

// The index of the head that is shown; nothing: none is valid.
std::optional<std::size_t> PastCells::shown_of(const CellKey& key,
                                               const std::vector<StoredEdit>& heads) {
    std::vector<merge::Head> valid;
    std::vector<std::size_t> indexes;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (heads[i].status != EditStatus::valid) continue;
        merge::Head head{.id = {}, .lamport = {}, .wall = {}, .value = heads[i].value};
        if (heads.size() > 1) {  // one alone has no rank
            const Row change = state_.graph.change_of(heads[i].row);
            const ChangeInfo& info = state_.graph.change(change);
            head.id = {info.identity, static_cast<std::uint32_t>(heads[i].row - change - 1)};
            head.lamport = info.lamport;
            head.wall = info.wall;
        }
        valid.push_back(head);
        indexes.push_back(i);
    }
    if (valid.empty()) return std::nullopt;
    const merge::Head* shown = merge::shown_of(fold_of(key.field), valid);
    return indexes[static_cast<std::size_t>(shown - valid.data())];
}

// Merged from the edits of the cut alone: those are a history of their own.
std::optional<CellView> PastCells::show_text(const CellKey& key,
                                             const std::vector<Row>& heads,
                                             Row last) {
    std::optional<CellView> view = show(key, heads);
    if (!view) return view;
    const TextHistory history =
        state_.texts.whole(last, [this](Row edit) { return !outside_.holds(edit); });
    view->value = "t" + history.document.text();
    if (view->value.size() == 1) return std::nullopt;
    return view;
}

}  // namespace cairn::replica
