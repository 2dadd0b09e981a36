#pragma once
// Sync over the network: once, or for as long as nobody stops it. Blocks; runs on the caller's
// thread. Nothing here is ever needed to read or to edit.
#include <functional>
#include <string>
#include <vector>

#include "client/engine/join_driver.h"
#include "client/engine/sync_driver.h"
#include "shared/roster/invite_line.h"

namespace cairn::engine {

enum class SyncMoment : std::uint8_t {
    connecting,
    connected,
    progress,  // something was received, sent or refused
    live,      // all alike; while watching, what follows comes by itself
    waiting,   // the connection ended; the next attempt comes by itself
};
struct SyncNews {
    SyncMoment moment = SyncMoment::connecting;
    const SyncReport* report = nullptr;  // from connected on
    std::string sentence;                // waiting: why, and when it goes on
};

struct SyncOptions {
    bool watch = false;
    std::int64_t timeout_ms = 30'000;  // to connect and shake hands
    std::vector<RecordWish> wishes;    // records that a person wants in the roster
    // Another server than the one kept; kept instead of it once it has proved to be that server and
    // let this device in.
    std::optional<TicketLine> introduction;
    std::function<void(const SyncNews&)> tell = [](const SyncNews&) {};
};

// Returns when all is alike, or watching was stopped by SIGINT or SIGTERM after all had been alike
// once; a signal before that refuses with `stopped`.
Result<SyncReport, EngineError> run_sync(Workspace& workspace, SyncOptions options);

struct Joined {
    std::vector<replica::StoredRecord> roster;
    Role role = Role::reader;
};
// Puts `device` into the workspace that the line names.
Result<Joined, EngineError> run_join(const InviteLine& line,
                                     const DeviceSecrets& device,
                                     Random& random,
                                     std::int64_t timeout_ms);

// The same by a recovery kit: another laptop of the kit's member.
Result<Joined, EngineError> run_recovery(const RecoveryLine& line,
                                         const DeviceSecrets& device,
                                         Random& random,
                                         std::int64_t timeout_ms);

}  // namespace cairn::engine
