// schema/PROTOCOL.md section 14, from the tables.
#include <algorithm>
#include <unordered_map>

#include "client/merge/place.h"
#include "client/merge/state_hash.h"
#include "client/merge/value.h"
#include "client/replica/counter_text.h"
#include "client/replica/reader_state.h"

namespace cairn::replica {
namespace {

class Hashing {
public:
    Hashing(sqlite::Database& database, const merge::Schema& schema)
        : db_(database), schema_(schema) {
        sqlite::Statement select(db_, "SELECT id, uid FROM item");
        for (sqlite::Rows rows = select.query(); rows.next();) {
            const auto id = merge::parse_item(rows.text(1));
            if (!id) sqlite::throw_corrupt("an item's id is malformed");
            items_.emplace(rows.integer(0), *id);
        }
    }

    // An edit is a head if none that counts names it.
    Hash32 heads() {
        std::vector<Row> named;
        sqlite::Statement overs(db_, "SELECT over FROM edit WHERE status < 2 AND over IS NOT NULL");
        for (sqlite::Rows rows = overs.query(); rows.next();)
            for (const OverRef& ref : read_over(rows, 0))
                if (const Row* edit = std::get_if<Row>(&ref)) named.push_back(*edit);
        std::sort(named.begin(), named.end());
        merge::StateHash sum;
        sqlite::Statement edits(db_,
                                "SELECT c.id, c.identity, e.id, e.item, e.field, e.element "
                                "FROM change c JOIN edit e ON e.id BETWEEN c.id + 1 AND "
                                "c.id + c.edits WHERE e.status < 2");
        for (sqlite::Rows rows = edits.query(); rows.next();) {
            const Row edit = rows.integer(2);
            const merge::EditId id{rows.id<ChangeId>(1),
                                   static_cast<std::uint32_t>(edit - rows.integer(0) - 1)};
            const bool head = !std::binary_search(named.begin(), named.end(), edit);
            sum.add(merge::heads_term(item(rows.integer(3)),
                                      static_cast<merge::FieldNumber>(rows.integer(4)),
                                      rows.text(5),
                                      id,
                                      head));
        }
        return sum.value();
    }

    Hash32 view() {
        merge::StateHash sum;
        sqlite::Statement cells(
            db_, "SELECT item, field, element, value FROM cell WHERE value IS NOT NULL");
        for (sqlite::Rows rows = cells.query(); rows.next();) add_cell(rows, sum);
        sqlite::Statement places(db_,
                                 "SELECT id, parent, order_key, coalesce(kind, 0) FROM item "
                                 "WHERE parent IS NOT NULL");
        for (sqlite::Rows rows = places.query(); rows.next();) {
            const auto key = merge::OrderKey::from_bytes(text_of(rows.blob(2)));
            if (!key) sqlite::throw_corrupt("an item's order key is malformed");
            sum.add(merge::place_term(item(rows.integer(0)),
                                      {.kind = static_cast<std::uint32_t>(rows.integer(3)),
                                       .parent = item(rows.integer(1)),
                                       .key = *key}));
        }
        return sum.value();
    }

private:
    [[nodiscard]] const ItemId& item(Row row) const {
        const auto found = items_.find(row);
        if (found == items_.end()) sqlite::throw_corrupt("an item is missing");
        return found->second;
    }

    void add_cell(const sqlite::Rows& rows, merge::StateHash& sum) const {
        const ItemId& id = item(rows.integer(0));
        const auto field = static_cast<merge::FieldNumber>(rows.integer(1));
        const std::string_view value = rows.text(3);
        const merge::FieldRule* rule = schema_.rule(field);
        if (rule == nullptr) return;
        switch (rule->fold) {
            case merge::Fold::place:
            case merge::Fold::order:
                return;
            case merge::Fold::text:
                sum.add(merge::text_term(id, field, value.substr(1)));
                return;
            case merge::Fold::set:
                if (value == "b1") sum.add(merge::element_term(id, field, rows.text(2)));
                return;
            case merge::Fold::link_live: {
                const auto link = merge::LiveValue::parse(value);
                if (link && link->live) sum.add(merge::link_term(id, *link));
                return;
            }
            case merge::Fold::counter: {
                const auto counter = parse_counter(value);
                if (counter && !counter->is_zero())
                    sum.add(merge::counter_term(id, field, *counter));
                return;
            }
            case merge::Fold::reg:
            case merge::Fold::quiet:
            case merge::Fold::composite:
                if (value != "n") sum.add(merge::register_term(id, field, value));
        }
    }

    sqlite::Database& db_;
    const merge::Schema& schema_;
    std::unordered_map<Row, ItemId> items_;
};

}  // namespace

StateHashes Reader::hashes() {
    const sqlite::Snapshot snapshot(state_->db);
    Hashing hashing(state_->db, state_->schema);
    return {.heads = hashing.heads(), .view = hashing.view()};
}

}  // namespace cairn::replica
