#include "tests/simulation/watched_store.h"

namespace cairn::simulation {

void WatchedStore::commit(const std::vector<server::Write>& writes) {
    if (setting_->plant == Plant::ack_before_commit) {
        late_.insert(late_.end(), writes.begin(), writes.end());
    } else {
        below_->commit(writes);
    }
    promise(writes);
}

void WatchedStore::note_record(ByteView record) {
    const Incarnation incarnation = below_->incarnation();
    const std::size_t envelopes = setting_->ledger.orders[incarnation].envelopes.size();
    setting_->ledger.roster.take(record, setting_->now(), incarnation, envelopes);
}

server::LogStore& WatchedStore::caught_up() {
    if (!late_.empty()) below_->commit(std::exchange(late_, {}));
    return *below_;
}

void WatchedStore::promise(const std::vector<server::Write>& writes) {
    ServerOrder& order = setting_->ledger.orders[below_->incarnation()];
    for (const server::Write& write : writes) {
        if (const auto* put = std::get_if<server::PutEnvelope>(&write)) {
            demand(put->envelope.position.value == order.envelopes.size() + 1,
                   "the server's order skips to {}",
                   put->envelope.position.value);
            order.envelopes.push_back(put->envelope.hash);
        } else if (const auto* record = std::get_if<server::PutRecord>(&write)) {
            order.records = std::max<std::size_t>(order.records, record->index.value + 1);
            note_record(record->record.record);
        }
    }
}

void WatchedStore::check_promises(const WorkspaceId& workspace) {
    ServerOrder& order = setting_->ledger.orders[below_->incarnation()];
    const auto state = below_->load(workspace);
    const std::size_t records = state ? state->roster.size() : 0;
    demand(records >= order.records,
           "I1: the server had acknowledged {} records and now has {}",
           order.records,
           records);
    // A disk that failed may have kept what it said it had not.
    for (std::size_t i = order.records; i < records; ++i) note_record(state->roster[i].record);
    order.records = records;
    const auto there = below_->read(workspace, {}, SIZE_MAX);
    demand(there.size() >= order.envelopes.size(),
           "I1: the server had acknowledged {} envelopes and now has {}",
           order.envelopes.size(),
           there.size());
    for (std::size_t i = 0; i < there.size(); ++i) {
        if (i < order.envelopes.size())
            demand(order.envelopes[i] == there[i].hash, "I1: position {} has changed", i + 1);
        else
            order.envelopes.push_back(there[i].hash);
    }
}

std::vector<WorkspaceId> WatchedStore::workspaces() { return caught_up().workspaces(); }

std::optional<server::WorkspaceState> WatchedStore::load(const WorkspaceId& workspace) {
    return caught_up().load(workspace);
}

std::optional<server::EnvelopePlace> WatchedStore::find(const WorkspaceId& workspace,
                                                        const EnvelopeHash& hash) {
    return caught_up().find(workspace, hash);
}

std::optional<Hash32> WatchedStore::running(const WorkspaceId& workspace, Position position) {
    return caught_up().running(workspace, position);
}

std::vector<OrderedEnvelope> WatchedStore::read(const WorkspaceId& workspace,
                                                Position after,
                                                std::size_t bytes_max) {
    return caught_up().read(workspace, after, bytes_max);
}

std::vector<server::Ticket> WatchedStore::tickets() { return caught_up().tickets(); }

}  // namespace cairn::simulation
