// The second half of taking an envelope in: what its run says.
#include <algorithm>

#include "client/replica/receiver.h"

namespace cairn::replica {

void Receiver::apply(EnvelopeInfo info, const Run& run, const AuthorRight& right) {
    RunReader reader(tables_, run, info);
    const std::vector<EnvelopeHash> missing = reader.find_tips();
    if (!missing.empty()) {
        tables_.envelopes.park(info.row, EnvelopeReason::missing_tip);
        for (const EnvelopeHash& hash : missing)
            tables_.envelopes.wait_for(info.row, EnvelopeReason::missing_tip, hash.view());
        return;
    }
    if (!follows(info, run)) return make_void(info, EnvelopeReason::wrong_predecessor);
    if (!reader.find_entries()) return make_void(info, EnvelopeReason::cannot_open);
    reader.prefetch();
    write_changes(info, run, reader, right);
    info.reason = right.beyond_pin ? EnvelopeReason::beyond_pin : EnvelopeReason::none;
    note_statement(info, run);
    note_applied(info, reader.changes());
}

void Receiver::note_statement(const EnvelopeInfo& info, const Run& run) {
    if (run.checkpoint.empty()) return;
    const Stated stated{tables_.devices.id_of(info.device), run.checkpoint.front()};
    auto& all = report_.stated;
    const bool repeats = !all.empty() && all.back().device == stated.device &&
                         all.back().statement == stated.statement;
    if (!repeats) all.push_back(stated);
}

// Whether the run goes on where the previous envelope's ended. Behind a void one, what it says is
// taken as given, and kept.
bool Receiver::follows(const EnvelopeInfo& info, const Run& run) {
    if (info.previous == 0) return run.predecessor.is_zero();
    const EnvelopeInfo& previous = tables_.envelopes.info(info.previous);
    if (previous.last_change == 0) return run.predecessor.is_zero();
    const ChangeId& last = tables_.graph.change(previous.last_change).identity;
    if (!last.is_zero()) return run.predecessor == last;
    if (previous.state == EnvelopeState::applied) {  // without changes, behind a void one
        sqlite::Rows rows = find_given_.query(previous.row);
        if (rows.next() && rows.id<ChangeId>(0) != run.predecessor) return false;
    }
    given_.run(info.row, run.predecessor);
    return true;
}

void Receiver::write_changes(EnvelopeInfo& info,
                             const Run& run,
                             RunReader& reader,
                             const AuthorRight& right) {
    ChangeDraft draft;
    draft.device = info.device;
    draft.header.device = tables_.devices.id_of(info.device);
    draft.right = right;
    draft.envelope = info.row;
    info.last_change = info.previous == 0 ? 0 : tables_.envelopes.info(info.previous).last_change;
    ChangeId predecessor = run.predecessor;
    own_pending_found_ = 0;
    for (std::size_t i = 0; i < run.changes.size(); ++i) {
        reader.fill(i, info.last_change, predecessor, draft);
        const WrittenChange written = tables_.writer.write(draft);
        reader.written(written.row);
        note_change(written, info.row, draft.edits.size());
        info.last_change = written.row;
        predecessor = written.id;
    }
}

void Receiver::note_change(const WrittenChange& written, Row envelope, std::size_t edits) {
    if (written.is_new) {
        ++report_.changes;
        report_.edits += edits;
        return;
    }
    changed_rights_.add_change(written.row);  // it has the best right of its carriers
    if (tables_.graph.change(written.row).envelope == 0) {
        // Committed here and not yet sealed, but it had left from a copy of this file.
        tables_.graph.set_envelope(written.row, envelope);
        ++own_pending_found_;
    }
}

void Receiver::note_applied(const EnvelopeInfo& applied, const std::vector<Row>& changes) {
    EnvelopeInfo info = applied;
    info.state = EnvelopeState::applied;
    ++report_.applied;
    tables_.envelopes.set_changes(info.row, changes);
    remove_news_.run(info.previous);
    const bool own = tables_.devices.id_of(info.device) == options_.device;
    if (own && info.previous == tables_.own.state.tip)
        continue_own(info, changes);
    else
        add_news_.run(info.row);
    settled(info);
}

// An envelope of this device that it did not seal here goes on exactly where this file ends: a copy
// of this file sealed it. As long as nothing here contradicts, this file goes on behind it.
void Receiver::continue_own(const EnvelopeInfo& info, const std::vector<Row>& changes) {
    OwnState& own = tables_.own.state;
    const auto pending = static_cast<std::size_t>(own.pending);
    if (own_pending_found_ == changes.size()) {  // the first of our pending changes
        own.tip = info.row;
        own.pending -= static_cast<std::int64_t>(changes.size());
        if (!changes.empty()) own.sealed_change = changes.back();
    } else if (own_pending_found_ == pending) {  // all of them, and more
        own.tip = info.row;
        own.pending = 0;
        own.sealed_change = info.last_change;
        tables_.graph.continue_own_after(info.last_change);
    } else {
        add_news_.run(info.row);
    }
}

}  // namespace cairn::replica
