#pragma once
// A workspace that a server knows, and the people in it.
#include <vector>

#include "server/store/log_store.h"
#include "tests/bench/server/server_process.h"
#include "tests/support/small_workspace.h"

namespace cairn::bench {

struct Team {
    WorkspaceId id;
    RosterView view;
    std::vector<ReceiptedRecord> records;
    std::vector<DeviceSecrets> devices;  // one of each member, the founder's first
};

// Founded with a ticket as its maker's laptop does it, but by messages in memory: the store keeps
// the roster with the server's receipts. All of it is owned by `founder_of` before.
[[nodiscard]] Team found_team(test::SmallWorkspace& workspace,
                              server::LogStore& store,
                              const ServerSecrets& secrets);
// A founder and editors, `people` in all, at most 1,001.
[[nodiscard]] Team make_team(std::uint64_t seed,
                             std::size_t people,
                             server::LogStore& store,
                             const ServerSecrets& secrets);

}  // namespace cairn::bench
