#include "client/engine/parked.h"

#include "client/seal/seal.h"
#include "shared/log/link.h"

namespace cairn::engine {
namespace {

using replica::EnvelopeReason;
using replica::EnvelopeState;
using replica::EnvelopeView;

std::optional<WallTime> written(Workspace& workspace, const EnvelopeHash& hash) {
    const auto envelope = workspace.replica().envelope(hash);
    if (!envelope || !can_open(envelope->header())) return std::nullopt;
    const EpochKey* key = workspace.keys().key(envelope->header().epoch);
    if (key == nullptr) return std::nullopt;
    const auto run = cairn::open(*envelope, *key);
    if (!run || run->changes.empty()) return std::nullopt;
    return run->changes.front().wall;
}

}  // namespace

std::vector<ParkedEnvelope> parked_envelopes(Workspace& workspace, std::size_t count_max) {
    std::vector<ParkedEnvelope> all;
    for (const EnvelopeState state : {EnvelopeState::detached, EnvelopeState::parked})
        for (const EnvelopeView& envelope :
             workspace.read().envelopes(state, count_max - all.size()))
            all.push_back({.device = envelope.device,
                           .number = envelope.number,
                           .reason = envelope.reason,
                           .written = written(workspace, envelope.hash)});
    return all;
}

std::string_view name_of(EnvelopeReason reason) {
    switch (reason) {
        case EnvelopeReason::missing_previous:
            return "missing_previous";
        case EnvelopeReason::previous_parked:
            return "previous_parked";
        case EnvelopeReason::missing_tip:
            return "missing_tip";
        case EnvelopeReason::missing_record:
            return "missing_record";
        case EnvelopeReason::missing_key:
            return "missing_key";
        case EnvelopeReason::unknown_version:
            return "unknown_version";
        default:
            return "none";
    }
}

}  // namespace cairn::engine
