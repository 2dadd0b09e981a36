#include <algorithm>

#include "client/replica/replica_state.h"
#include "client/replica/run_builder.h"
#include "shared/base/contract.h"

namespace cairn::replica {
namespace {

std::vector<Row> pending_changes(Tables& tables) {
    std::vector<Row> rows;
    const OwnState& own = tables.own.state;
    for (Row row = own.last_change; row != own.sealed_change;
         row = tables.graph.change(row).predecessor)
        rows.push_back(row);
    std::reverse(rows.begin(), rows.end());
    return rows;
}

SealSlot next_slot(Tables& tables, const RosterView& roster) {
    SealSlot slot{
        .workspace = tables.workspace, .number = {1}, .previous = {}, .roster_head = roster.head()};
    if (tables.own.state.tip != 0) {
        const EnvelopeInfo& tip = tables.envelopes.info(tables.own.state.tip);
        slot.number = tip.number.next();
        slot.previous = tip.hash;
    }
    return slot;
}

// Sealed here, so applied from the start.
void store_own(Tables& tables,
               const Envelope& envelope,
               const std::vector<Row>& changes,
               const RosterView& roster) {
    OwnState& own = tables.own.state;
    const Row device = tables.devices.row_of(envelope.header().device);
    const Row row = tables.envelopes.insert(envelope, device, std::nullopt);
    tables.envelopes.attach(row, own.tip);
    tables.envelopes.set_changes(row, changes);
    for (const Row change : changes) tables.graph.set_envelope(change, row);
    EnvelopeInfo info = tables.envelopes.info(row);
    info.state = EnvelopeState::applied;
    info.record = roster.length().value - 1;
    info.last_change = changes.back();
    tables.envelopes.settle(info);
    own.tip = row;
    own.sealed_change = info.last_change;
    own.pending -= static_cast<std::int64_t>(changes.size());
}

}  // namespace

SealReport Replica::State::seal(EnvelopeSealer& sealer) {
    SealReport report;
    WriteScope scope(tables);
    refresh_roster();
    // Sealed under a head that gives no right it would be void for ever; a role may be given back.
    report.not_permitted = tables.own.state.pending > 0 &&
                           roster.may_write(options.device, roster.head()) == WriteRight::none;
    if (report.not_permitted) return report;
    const std::vector<Row> pending = pending_changes(tables);
    const std::optional<SeenCheckpoint> seen = checkpoint();
    std::size_t next = 0;
    while (next < pending.size()) {
        RunBuilder builder(tables, tables.own.state.tip);
        while (next < pending.size() && builder.add(pending[next])) ++next;
        const Run run = builder.finish(seen);
        const SealSlot slot = next_slot(tables, roster);
        const std::optional<Envelope> envelope = sealer.seal(run, slot);
        if (!envelope) {
            report.key_missing = true;
            break;
        }
        CAIRN_ASSERT(envelope->header().number == slot.number &&
                     envelope->header().previous == slot.previous &&
                     envelope->header().device == options.device);
        store_own(tables, *envelope, builder.changes(), roster);
        ++report.sealed;
        report.changes += builder.changes().size();
    }
    scope.commit();
    return report;
}

SealReport Replica::seal_pending(EnvelopeSealer& sealer) { return state_->seal(sealer); }

}  // namespace cairn::replica
