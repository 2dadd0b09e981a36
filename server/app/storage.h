#pragma once
// The one thread that owns store and hub. What waits when it is free becomes one batch, and a batch
// one commit: the more connections push, the more share a sync of the disk.
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "server/app/log.h"
#include "server/app/mailbox.h"
#include "server/app/metrics.h"
#include "server/hub/hub.h"
#include "shared/base/time.h"

namespace cairn::server {

class Storage {
public:
    using OpenStore = std::function<std::unique_ptr<LogStore>()>;
    struct Parts {  // all outlive the storage
        OpenStore open;
        const ServerSecrets& secrets;
        HubLimits limits;
        Mailboxes& mailboxes;
        Metrics& metrics;
        const Log& log;
    };
    // Opens the store; throws what that throws.
    explicit Storage(Parts parts);
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    // --- any thread ---
    void post(HubInput input);
    // Called on the storage thread after the next batch: whether the store works.
    void probe(std::function<void(bool)> answer);
    // What was posted before is still carried out, committed and answered; then every connection
    // is told to come back soon, and run() returns.
    void stop();

    // --- the storage thread ---
    void run();

private:
    struct Batch {
        std::vector<HubInput> inputs;
        std::vector<std::function<void(bool)>> probes;
        bool last = false;
    };
    Batch wait_for_batch();
    void carry_out(std::vector<HubInput> inputs);
    void turn_away(const std::vector<HubInput>& inputs);
    void fail(const char* why);
    void open();
    void try_to_reopen();

    Parts parts_;
    std::unique_ptr<LogStore> store_;
    std::unique_ptr<Hub> hub_;  // null: the store failed and is not open
    Instant next_attempt_;

    std::mutex mutex_;
    std::condition_variable changed_;
    Batch waiting_;
};

}  // namespace cairn::server
