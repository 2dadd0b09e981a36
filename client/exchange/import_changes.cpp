#include "client/exchange/import_changes.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "client/exchange/import_places.h"
#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "client/merge/schema.h"
#include "client/merge/text/edit_codec.h"
#include "client/merge/text/text_document.h"
#include "client/merge/text/word_diff.h"
#include "client/plan/catalog.h"

namespace cairn::exchange {
namespace {

using merge::Cell;
using merge::Value;

// Well below the limit of a change, so that nearly every import is one change and one undo.
constexpr std::size_t change_bytes_max = std::size_t{4} << 20U;
constexpr std::size_t edit_bytes = 64;  // besides element, value and over

bool is_text(const Cell& cell) {
    const plan::FieldSpec* field = plan::find_field(cell.field);
    return field != nullptr && field->fold == merge::Fold::text;
}

bool is_counter(const Cell& cell) {
    const plan::FieldSpec* field = plan::find_field(cell.field);
    return field != nullptr && field->fold == merge::Fold::counter;
}

std::string_view text_of(const Value& value) {
    return value.is_unset() ? std::string_view() : value.payload();
}

// What the imported edits of one text read together. They build on each other alone, so nothing
// else is needed.
class ImportedText {
public:
    explicit ImportedText(std::vector<const PastImportEdit*> edits) : edits_(std::move(edits)) {
        std::sort(edits_.begin(), edits_.end(), [](const auto* a, const auto* b) {
            return std::tie(a->lamport, a->id) < std::tie(b->lamport, b->id);
        });
    }

    ImportedBefore read() {
        for (const PastImportEdit* edit : edits_) receive(*edit);
        ImportedBefore before{"t" + document_.text(), {}};
        for (const text::EditNumber head : document_.graph().heads())
            before.edits.push_back(received_[head]);
        return before;
    }

private:
    void receive(const PastImportEdit& edit) {
        text::TextEdit received;
        received.id = {edit.id.change, edit.id.index};
        for (const PastEdit over : edit.over) {
            const auto parent = ids_.find(over);
            if (parent == ids_.end()) return;
            received.parents.push_back(parent->second);
        }
        auto patches = text::decode_patches(std::string_view(edit.value).substr(1));
        if (!patches) return;
        received.patches = std::move(*patches);
        if (!document_.receive(received)) return;
        ids_.emplace(edit.edit, received.id);
        received_.push_back(edit.edit);
    }

    std::vector<const PastImportEdit*> edits_;
    text::TextDocument document_;
    std::map<PastEdit, text::TextId> ids_;
    std::vector<PastEdit> received_;  // by number in the document's graph
};

class Planner {
public:
    Planner(const ImportedPlan& plan, const ImportTarget& target, const WorkspaceState& state)
        : plan_(plan), target_(target), state_(state), keys_(state) {}

    PlannedImport run() {
        sort_rows();
        place_rows();
        for (const ImportedRow& row : plan_.rows) {
            if (live_.contains(row.key.text)) write_row(row);
        }
        for (const ImportedLink& link : plan_.links) write_link(link);
        remove_links();
        out_.is_marked = !keeps_ids(plan_);
        if (out_.is_marked) list_gone();
        if (out_.is_marked && !edits_.empty()) write_source();
        cut_into_changes();
        return std::move(out_);
    }

private:
    struct Live {  // a row that this import may write
        ItemId item;
        std::optional<PresentItem> present;
    };

    [[nodiscard]] RowDifference describe(const ImportedRow& row) const {
        return {row.key, row.title, item_of(row.key)};
    }

    // What lies in the trash, or would be new below something there, is only listed.
    void sort_rows() {
        for (const ImportedRow& row : plan_.rows) {
            const ItemId item = item_of(row.key);
            items_of_file_.insert(item);
            auto present = state_.item(item);
            const bool below_trash = !row.parent.text.empty() && !live_.contains(row.parent.text);
            if ((present && present->in_trash) || (!present && below_trash)) {
                out_.difference.in_trash.push_back(describe(row));
            } else {
                live_.emplace(row.key.text, Live{item, std::move(present)});
            }
        }
    }

    [[nodiscard]] const ImportedBefore* before(const Cell& cell) const {
        const auto at = state_.imported.find(cell);
        return at == state_.imported.end() ? nullptr : &at->second;
    }

    // Writes unless the file said so last time.
    bool write(const Cell& cell, const Value& value) {
        const ImportedBefore* last = before(cell);
        const bool same = is_text(cell)     ? text_before(cell) == text_of(value)
                          : last != nullptr ? last->value == value.canonical()
                                            : value.is_unset();
        if (same) return false;
        force(cell, value);
        return true;
    }

    [[nodiscard]] std::string_view text_before(const Cell& cell) const {
        const ImportedBefore* last = before(cell);
        return last == nullptr ? std::string_view() : std::string_view(last->value).substr(1);
    }

    // How the text differs from the one imported last: what people wrote since merges with it.
    void force_text(const Cell& cell, const Value& value) {
        const ImportedBefore* last = before(cell);
        std::vector<PastEdit> over = last == nullptr ? std::vector<PastEdit>{} : last->edits;
        const text::Patches patches = text::word_difference(text_before(cell), text_of(value));
        bool follows = false;
        for (const text::Patches& some : text::cut_for_values(patches)) {
            edits_.push_back({cell,
                              Value::parse("p" + text::encode_patches(some)).value_or(Value()),
                              std::exchange(over, {}),
                              std::exchange(follows, true)});
        }
    }

    void force(const Cell& cell, const Value& value) {
        if (is_text(cell)) return force_text(cell, value);
        if (is_counter(cell)) return force_count(cell, value);
        const ImportedBefore* last = before(cell);
        edits_.push_back(
            {cell, value, last == nullptr ? std::vector<PastEdit>{} : last->edits, false});
    }

    // A counter takes what is to be added.
    void force_count(const Cell& cell, const Value& value) {
        const ImportedBefore* last = before(cell);
        const auto shown = last == nullptr ? std::nullopt : Value::parse(last->value);
        const std::int64_t from = shown ? shown->as_integer().value_or(0) : 0;
        std::int64_t more = 0;
        const bool overflows = __builtin_sub_overflow(value.as_integer().value_or(0), from, &more);
        if (!overflows && more != 0) edits_.push_back({cell, Value::integer(more), {}, false});
    }

    [[nodiscard]] ItemId item_of(const RowKey& key) const {
        return item_of_row(target_, plan_, key);
    }

    [[nodiscard]] ItemId parent_of(const ImportedRow& row) const {
        if (!row.parent.text.empty()) return item_of(row.parent);
        const bool is_elsewhere =
            row.kept && row.kept->parent != merge::root_item() &&
            (row.kept->parent == merge::trash_item() || state_.item(row.kept->parent).has_value());
        return is_elsewhere ? row.kept->parent : target_.under;
    }

    struct Waiting {  // rows to place, one after the other under one parent
        ItemId parent;
        std::vector<const ImportedRow*> rows;
    };

    void place_rows() {
        std::map<ItemId, Waiting> waiting;
        for (const ImportedRow& row : plan_.rows) {
            const auto live = live_.find(row.key.text);
            if (live == live_.end()) continue;
            const ItemId parent = parent_of(row);
            if (row.kept) {
                keep_place(row, live->second, parent);
                continue;
            }
            Waiting& run = waiting[parent];
            run.parent = parent;
            if (needs_place(row, live->second, parent)) {
                run.rows.push_back(&row);
            } else if (live->second.present && live->second.present->parent == parent) {
                flush(run);
                keys_.saw(parent, live->second.present->key);
            }
        }
        for (auto& [parent, run] : waiting) flush(run);
        put_in_file_order();
    }

    void keep_place(const ImportedRow& row, const Live& live, const ItemId& parent) {
        const bool stands =
            live.present && live.present->parent == parent && live.present->key == row.kept->order;
        if (!stands) places_.emplace(&row, std::pair(parent, row.kept->order));
    }

    // New, or under another parent in the file than it was last time.
    [[nodiscard]] bool needs_place(const ImportedRow& row,
                                   const Live& live,
                                   const ItemId& parent) const {
        if (!live.present) return true;
        const ImportedBefore* last = before({live.item, merge::field_place, ""});
        const auto place = last == nullptr ? std::nullopt : merge::PlaceValue::parse(last->value);
        if (!place || place->parent == parent) return false;
        return row.parent.text.empty() || live_.contains(row.parent.text);
    }

    void flush(Waiting& run) {
        if (run.rows.empty()) return;
        const auto keys = keys_.take(run.parent, run.rows.size());
        for (std::size_t i = 0; i < keys.size(); ++i) {
            places_.emplace(run.rows[i], std::pair(run.parent, keys[i]));
        }
        run.rows.clear();
    }

    // Parents before children, so that every change leaves a whole tree.
    void put_in_file_order() {
        for (const ImportedRow& row : plan_.rows) {
            const auto place = places_.find(&row);
            if (place == places_.end()) continue;
            const Live& live = live_.at(row.key.text);
            const Cell cell{live.item, merge::field_place, ""};
            const auto& [parent, key] = place->second;
            force(cell, merge::PlaceValue{kind_of(row, cell), parent, key}.to_value());
            (live.present ? out_.difference.moved : out_.difference.added).push_back(describe(row));
        }
    }

    // An item keeps the kind it was made with, whatever a later file says.
    [[nodiscard]] plan::KindNumber kind_of(const ImportedRow& row, const Cell& cell) const {
        const ImportedBefore* last = before(cell);
        const auto place = last == nullptr ? std::nullopt : merge::PlaceValue::parse(last->value);
        return place ? place->kind : row.kind;
    }

    [[nodiscard]] Value value_of(const ImportedField& field) const {
        if (const auto* value = std::get_if<Value>(&field.value)) return *value;
        return Value::item(item_of(std::get<RowKey>(field.value)));
    }

    [[nodiscard]] std::map<Cell, Value> cells_of(const ImportedRow& row, const ItemId& item) const {
        std::map<Cell, Value> cells;
        if (const auto title = Value::text(row.title); title && !row.kept) {
            cells.emplace(Cell{item, plan::field::title, ""}, *title);
        }
        add_fields(row.fields, item, cells);
        for (const ImportedElement& element : row.elements) {
            cells.emplace(Cell{item, element.field, element.element}, Value::boolean(true));
        }
        return cells;
    }

    void add_fields(const std::vector<ImportedField>& fields,
                    const ItemId& item,
                    std::map<Cell, Value>& cells) const {
        for (const ImportedField& field : fields) {
            cells.emplace(Cell{item, field.field, ""}, value_of(field));
        }
    }

    // Cells imported before that the file no longer has: unset, or taken from their set.
    void add_cleared(const ItemId& item, std::map<Cell, Value>& cells) const {
        for (auto at = state_.imported.lower_bound(Cell{item, 0, ""});
             at != state_.imported.end() && at->first.item == item;
             ++at) {
            const Cell& cell = at->first;
            if (cell.field <= merge::field_live) continue;
            cells.emplace(cell, cell.element.empty() ? Value() : Value::boolean(false));
        }
    }

    void write_row(const ImportedRow& row) {
        const Live& live = live_.at(row.key.text);
        std::map<Cell, Value> cells = cells_of(row, live.item);
        if (target_.already_here.contains(row.key)) keep_what_is_here(live.item, cells);
        add_cleared(live.item, cells);
        for (const auto& [cell, value] : cells) {
            if (!write(cell, value) || !live.present) continue;
            const ImportedBefore* last = before(cell);
            out_.difference.changed.push_back(
                {describe(row), cell, last == nullptr ? "n" : last->value, value});
        }
    }

    // Two rows may be one person.
    void keep_what_is_here(const ItemId& item, std::map<Cell, Value>& cells) {
        if (!met_.insert(item).second) return cells.clear();
        std::erase_if(cells, [this](const auto& entry) {
            return before(entry.first) == nullptr && state_.is_set(entry.first);
        });
    }

    void write_link(const ImportedLink& link) {
        const auto from = live_.find(link.from.text);
        const auto to = live_.find(link.to.text);
        if (from == live_.end() || to == live_.end()) return;
        const ItemId item =
            merge::link_item(target_.workspace, from->second.item, link.type, to->second.item);
        links_of_file_.insert(item);
        const merge::LiveValue live{true, from->second.item, link.type, to->second.item};
        const bool added = write({item, merge::field_live, ""}, live.to_value());
        std::map<Cell, Value> cells;
        add_fields(link.fields, item, cells);
        add_cleared(item, cells);
        bool changed = false;
        for (const auto& [cell, value] : cells) {
            // Linked anew, a link begins without the fields it had: all are written again.
            if (added && !value.is_unset()) {
                force(cell, value);
            } else {
                changed = write(cell, value) || changed;
            }
        }
        out_.difference.links_added += added ? 1 : 0;
        out_.difference.links_changed += changed && !added ? 1 : 0;
    }

    // Links imported before whose both ends are in the file and which are not.
    void remove_links() {
        for (const auto& [cell, last] : state_.imported) {
            if (cell.field != merge::field_live || links_of_file_.contains(cell.item)) continue;
            auto live = merge::LiveValue::parse(last.value);
            if (!live || !live->live || !writable(live->from) || !writable(live->to)) continue;
            live->live = false;
            force(cell, live->to_value());
            ++out_.difference.links_removed;
        }
    }

    [[nodiscard]] bool writable(const ItemId& item) const {
        if (!items_of_file_.contains(item)) return false;
        const auto present = state_.item(item);
        return present && !present->in_trash;
    }

    void list_gone() {
        for (const auto& [cell, last] : state_.imported) {
            const bool place = cell.field == merge::field_place;
            if (!place || cell.item == target_.source || items_of_file_.contains(cell.item)) {
                continue;
            }
            const ImportedBefore* title = before({cell.item, plan::field::title, ""});
            const auto text = title == nullptr ? std::nullopt : Value::parse(title->value);
            out_.difference.gone.push_back(
                {RowKey{}, text ? std::string(text->payload()) : std::string(), cell.item});
        }
    }

    void write_source() {
        std::vector<ImportEdit> rows;
        rows.swap(edits_);
        const Cell place{target_.source, merge::field_place, ""};
        if (before(place) == nullptr && !state_.item(target_.source)) {
            const auto keys = keys_.take(merge::root_item(), 1);
            force(place,
                  merge::PlaceValue{plan::kind::source, merge::root_item(), keys[0]}.to_value());
            write_text(plan::field::title, target_.file);
            write_text(plan::field::file, target_.file);
        }
        write_text(plan::field::format, plan_.format);
        write_text(plan::field::column_map, target_.column_map);
        edits_.insert(edits_.end(),
                      std::make_move_iterator(rows.begin()),
                      std::make_move_iterator(rows.end()));
    }

    void write_text(plan::FieldNumber field, const std::string& text) {
        const auto value = text.empty() ? Value() : Value::text(text).value_or(Value());
        write({target_.source, field, ""}, value);
    }

    [[nodiscard]] ImportEdit mark(std::size_t batch) const {
        const Cell cell{target_.source, plan::field::imported, ""};
        const auto value =
            Value::composite({Value::text(target_.digest).value_or(Value()),
                              Value::text(target_.file).value_or(Value()),
                              Value::integer(static_cast<std::int64_t>(plan_.rows.size())),
                              Value::integer(static_cast<std::int64_t>(batch))});
        const ImportedBefore* last = before(cell);
        const bool first = batch == 1 && last != nullptr;
        return {
            cell, value.value_or(Value()), first ? last->edits : std::vector<PastEdit>{}, false};
    }

    void cut_into_changes() {
        std::size_t bytes = change_bytes_max;
        for (ImportEdit& edit : edits_) {
            const std::size_t size = edit_bytes + edit.cell.element.size() +
                                     edit.value.canonical().size() + 40 * edit.over.size();
            if (bytes + size > change_bytes_max && !edit.follows) {
                out_.changes.emplace_back();
                if (out_.is_marked) out_.changes.back().push_back(mark(out_.changes.size()));
                bytes = 0;
            }
            bytes += size;
            out_.changes.back().push_back(std::move(edit));
        }
    }

    const ImportedPlan& plan_;
    const ImportTarget& target_;
    const WorkspaceState& state_;
    PlaceKeys keys_;
    std::map<std::string, Live> live_;
    std::set<ItemId> items_of_file_;
    std::set<ItemId> links_of_file_;
    std::set<ItemId> met_;  // of those that are here already
    std::map<const ImportedRow*, std::pair<ItemId, merge::OrderKey>> places_;
    std::vector<ImportEdit> edits_;
    PlannedImport out_;
};

}  // namespace

bool keeps_ids(const ImportedPlan& plan) {
    return !plan.rows.empty() && plan.rows.front().kept.has_value();
}

ItemId item_of_row(const ImportTarget& target, const ImportedPlan& plan, const RowKey& key) {
    const auto kept = keeps_ids(plan) ? merge::parse_item(key.text) : std::nullopt;
    return kept ? *kept : item_of_row(target, key);
}

ItemId item_of_row(const ImportTarget& target, const RowKey& key) {
    const auto here = target.already_here.find(key);
    if (here != target.already_here.end()) return here->second;
    return merge::imported_item(
        target.workspace, plan::kind::source, target.source, bytes_of(key.text));
}

std::map<Cell, ImportedBefore> imported_before(const std::vector<PastImportEdit>& edits) {
    std::set<PastEdit> replaced;
    for (const PastImportEdit& edit : edits) replaced.insert(edit.over.begin(), edit.over.end());
    std::map<Cell, std::pair<Lamport, merge::EditId>> greatest;
    std::map<Cell, ImportedBefore> before;
    std::map<Cell, std::vector<const PastImportEdit*>> texts;
    for (const PastImportEdit& edit : edits) {
        if (is_text(edit.cell)) {
            texts[edit.cell].push_back(&edit);
            continue;
        }
        ImportedBefore& cell = before[edit.cell];
        const std::pair rank(edit.lamport, edit.id);
        const auto [at, first] = greatest.emplace(edit.cell, rank);
        if (first || at->second < rank) {
            at->second = rank;
            cell.value = edit.value;
        }
        if (!replaced.contains(edit.edit)) cell.edits.push_back(edit.edit);
    }
    for (auto& [cell, of_cell] : texts) before[cell] = ImportedText(std::move(of_cell)).read();
    return before;
}

PlannedImport plan_changes(const ImportedPlan& plan,
                           const ImportTarget& target,
                           const WorkspaceState& state) {
    return Planner(plan, target, state).run();
}

}  // namespace cairn::exchange
