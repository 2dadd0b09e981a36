#include "client/replica/replica_state.h"

namespace cairn::replica {

ReceiveReport Replica::receive(std::span<const Arrival> arrivals,
                               const std::optional<Cursor>& cursor,
                               EnvelopeOpener& opener,
                               std::span<const Hash32> order) {
    WriteScope scope(state_->tables);
    state_->refresh_roster();
    Receiver receiver(state_->tables, state_->roster, state_->options, opener);
    // This program may be a newer version than the one that parked them.
    if (!state_->versions_retried) receiver.retry_versions();
    receiver.take(arrivals);
    receiver.work();
    // The cursor moves in the same transaction as its envelopes: a crash pulls again, never skips.
    // (I1, I4)
    if (cursor) state_->save_cursor(*cursor);
    if (cursor) state_->save_order(cursor->position, order);
    ReceiveReport report = receiver.report();
    scope.commit();
    state_->versions_retried = true;
    return report;
}

ReceiveReport Replica::keys_arrived(std::span<const EpochId> epochs, EnvelopeOpener& opener) {
    WriteScope scope(state_->tables);
    state_->refresh_roster();
    Receiver receiver(state_->tables, state_->roster, state_->options, opener);
    for (const EpochId& epoch : epochs) receiver.retry(EnvelopeReason::missing_key, epoch.view());
    receiver.work();
    ReceiveReport report = receiver.report();
    scope.commit();
    return report;
}

}  // namespace cairn::replica
