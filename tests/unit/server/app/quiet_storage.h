#pragma once
// A storage over an empty store in memory, with all it needs, that nobody runs: what is posted to
// it stays there.
#include <memory>

#include <spdlog/logger.h>

#include "server/app/storage.h"
#include "server/store/memory_store.h"
#include "tests/support/sync/office.h"

namespace cairn::server::test {

inline Log silent_log() { return Log(std::make_shared<spdlog::logger>("silent"), LogForm::text); }

struct QuietStorage {
    Log log = silent_log();
    ServerSecrets secrets = cairn::test::make_server_secrets(2);
    Mailboxes mailboxes;
    Metrics metrics;
    Storage storage{{.open = []() -> std::unique_ptr<LogStore> {
                         return std::make_unique<MemoryStore>(SeededRandom(1).make<Incarnation>());
                     },
                     .secrets = secrets,
                     .limits = {},
                     .mailboxes = mailboxes,
                     .metrics = metrics,
                     .log = log}};
};

}  // namespace cairn::server::test
