#pragma once
// What a server grants; an operator's configuration.
#include <cstddef>
#include <cstdint>

#include "shared/wire/limits.h"

namespace cairn::server {

// A full quota delays, it never voids, and reading is never blocked.
struct HubLimits {
    std::uint64_t workspace_bytes_max = std::uint64_t{4096} * limits::mib;  // envelopes
    // A device may store this much of its own even in a full workspace.
    std::uint64_t device_bytes_guaranteed = 16 * limits::mib;
    // The membership list: a reserve beside the envelopes. Editors and below fill half of it,
    // admins three quarters, owners all; the same holds for the number of records.
    std::uint64_t roster_bytes_max = 64 * limits::mib;
    std::uint32_t envelope_bytes_max = static_cast<std::uint32_t>(limits::envelope_bytes_max);
    std::uint32_t idle_ms_max = 90'000;
    std::size_t sessions_per_workspace_max = 2'048;
    // Copies of its folder, and connections that died unseen. A further one is refused.
    std::size_t sessions_per_device_max = 8;
    // A workspace that is unknown here, but whose records carry this server's own receipts, is
    // taken back without a ticket: so a server that lost its store is healed by its clients.
    bool accept_known_workspaces = true;
};

}  // namespace cairn::server
