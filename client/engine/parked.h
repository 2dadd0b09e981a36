#pragma once
// What is kept and cannot be applied yet, for people: whose it is, since when, and what it waits
// for.
#include <optional>
#include <string_view>
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::engine {

struct ParkedEnvelope {
    DeviceId device;  // that made it
    EnvelopeNumber number;
    replica::EnvelopeReason reason = replica::EnvelopeReason::none;
    std::optional<WallTime> written;  // by its author's clock; nothing without its key
};

// What nobody here can do more about stands first: an earlier envelope that never came.
[[nodiscard]] std::vector<ParkedEnvelope> parked_envelopes(Workspace& workspace,
                                                           std::size_t count_max);

// `missing_previous` and so on: what docs/JSON.md calls the reasons of parking.
[[nodiscard]] std::string_view name_of(replica::EnvelopeReason reason);

}  // namespace cairn::engine
