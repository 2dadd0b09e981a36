#pragma once
// Reads everything a store holds and checks it against itself: what a check does not find, clients
// would.
#include <cstdint>
#include <string>
#include <vector>

#include "server/store/log_store.h"
#include "shared/identity/server.h"

namespace cairn::server {

struct WorkspaceSummary {
    WorkspaceId id;
    std::uint64_t envelopes = 0;
    std::uint64_t envelope_bytes = 0;
    std::uint64_t records = 0;
    std::size_t members = 0;
    std::size_t devices = 0;
    bool settled = true;
    bool damaged = false;  // could not be read: nothing else is known
};

// Nothing is verified; a roster that does not replay counts no members.
std::vector<WorkspaceSummary> summarize(LogStore& store);

struct CheckReport {
    std::uint64_t workspaces = 0;
    std::uint64_t records = 0;
    std::uint64_t envelopes = 0;
    std::vector<std::string> faults;  // each a sentence; at most 100
};

// Replays every roster with its receipts, parses and proves every envelope, and follows positions,
// chains, running hashes and tips.
CheckReport check(LogStore& store, const ServerSecrets& secrets);

}  // namespace cairn::server
