#include "client/replica/rebuild.h"

#include "client/replica/replica_state.h"

namespace cairn::replica {
namespace {

// Between two writes of what is folded in memory.
constexpr std::size_t edits_a_step = 50'000;

sqlite::Database empty_database() {
    ReplicaOptions options;
    options.path = ":memory:";
    return open_workspace_database(options, sqlite::Mode::create);
}

std::vector<Row> all_changes(sqlite::Database& source) {
    std::vector<Row> rows;
    sqlite::Statement select(source, "SELECT id FROM change ORDER BY id");
    for (sqlite::Rows found = select.query(); found.next();) rows.push_back(found.integer(0));
    return rows;
}

}  // namespace

Rebuild::Rebuild(sqlite::Database& source,
                 const merge::Schema& schema,
                 const RosterView& roster,
                 const DeviceId& own_device)
    : source_(source),
      own_device_(own_device),
      tables_(empty_database(), schema),
      source_own_(source),
      source_graph_(source, source_own_),
      source_edits_(source),
      source_items_(source),
      source_parked_(source),
      source_envelopes_(source, source_parked_),
      rights_(source, source_envelopes_, roster, tables_.workspace),
      deps_(source,
            "SELECT d.envelope, e.hash, e.last_change FROM dep d "
            "JOIN envelope e ON e.id = d.envelope WHERE d.change = ?"),
      given_(source, "SELECT identity FROM given WHERE envelope = ?") {
    tables_.workspace = roster.workspace();
}

// In the order of their numbers, so that they get the same ones.
void Rebuild::copy_ids() {
    sqlite::Statement devices(source_, "SELECT key FROM device ORDER BY id");
    for (sqlite::Rows rows = devices.query(); rows.next();)
        static_cast<void>(tables_.devices.row_of(rows.id<DeviceId>(0)));
    sqlite::Statement sittings(source_, "SELECT bytes FROM sitting ORDER BY id");
    for (sqlite::Rows rows = sittings.query(); rows.next();)
        static_cast<void>(tables_.sittings.row_of(rows.id<SittingId>(0)));
}

void Rebuild::run(const std::function<void(Row change)>& wrong_identity) {
    source_own_.begin();
    source_graph_.begin();
    source_items_.begin();
    std::size_t edits = 0;
    auto scope = std::make_unique<WriteScope>(tables_);
    copy_ids();
    for (const Row row : all_changes(source_)) {
        const ChangeInfo& change = source_graph_.change(row);
        if (change.identity.is_zero())
            add_void(change);
        else if (!add(change))
            wrong_identity(row);
        edits += change.edits;
        if (edits < edits_a_step) continue;
        scope->commit();
        scope.reset();
        scope = std::make_unique<WriteScope>(tables_);
        edits = 0;
    }
    scope->commit();
}

void Rebuild::add_void(const ChangeInfo& change) {
    static_cast<void>(tables_.graph.add({.device = source_graph_.device_of(change.row),
                                         .predecessor = change.predecessor,
                                         .deps = {},
                                         .wall = {},
                                         .sitting = 0,
                                         .counter = 0,
                                         .edits = 0,
                                         .envelope = change.envelope,
                                         .identity = {},
                                         .local = false}));
}

bool Rebuild::add(const ChangeInfo& change) {
    ChangeDraft draft;
    fill(change, draft);
    const WrittenChange written = tables_.writer.write(draft);
    return written.row == change.row && written.id == change.identity;
}

void Rebuild::fill(const ChangeInfo& change, ChangeDraft& draft) {
    draft.device = source_graph_.device_of(change.row);
    draft.sitting = change.sitting;
    draft.predecessor = change.predecessor;
    draft.envelope = change.envelope;
    draft.header = {.device = tables_.devices.id_of(draft.device),
                    .sitting = tables_.sittings.id_of(change.sitting),
                    .counter = change.counter,
                    .wall = change.wall,
                    .predecessor = {}};
    if (change.predecessor != 0) {
        draft.header.predecessor = source_graph_.change(change.predecessor).identity;
        if (draft.header.predecessor.is_zero()) {  // behind a void envelope
            sqlite::Rows given = given_.query(change.envelope);
            if (given.next()) draft.header.predecessor = given.id<ChangeId>(0);
        }
    }
    draft.right = rights_.of_change(change, draft.device, draft.header.device);
    for (sqlite::Rows rows = deps_.query(change.row); rows.next();) {
        draft.dep_envelopes.push_back(rows.integer(0));
        draft.deps.push_back(rows.id<EnvelopeHash>(1));
        draft.dep_ends.push_back(rows.integer(2));
    }
    edits_ = source_edits_.of_change(change.row, change.edits);
    for (const StoredEdit& edit : edits_) fill_edit(edit, change, draft);
}

void Rebuild::fill_edit(const StoredEdit& edit, const ChangeInfo& change, ChangeDraft& draft) {
    const ItemId id = source_items_.id_of(edit.cell.item);
    draft.edits.push_back({.id = id,
                           .item = tables_.items.row_of(id),
                           .field = edit.cell.field,
                           .element = edit.cell.element,
                           .value = edit.value,
                           .over_first = draft.over.size(),
                           .over_count = edit.over.size()});
    for (const OverRef& ref : edit.over) {
        const Row* named = std::get_if<Row>(&ref);
        if (named == nullptr) {
            draft.over.push_back({.name = std::get<merge::Unresolved>(ref)});
        } else if (*named > change.row) {
            const auto index = static_cast<std::uint32_t>(*named - change.row - 1);
            draft.over.push_back({.name = merge::OwnEdit{index}});
        } else {
            const ChangeInfo& of = source_graph_.change(source_graph_.change_of(*named));
            const auto index = static_cast<std::uint32_t>(*named - of.row - 1);
            draft.over.push_back(
                {.name = merge::EditId{of.identity, index}, .change = of.row, .edit = *named});
        }
    }
}

StateHashes Rebuild::hashes() { return Reader(tables_.db, tables_.schema).hashes(); }

}  // namespace cairn::replica
