#pragma once
// From the storage thread to the connections: each has a box, the storage thread fills it and wakes
// the connection, which empties it on its own thread.
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "server/hub/hub.h"
#include "shared/net/frame_stream.h"

namespace cairn::server {

class Mailbox {
public:
    explicit Mailbox(Waker waker) : waker_(std::move(waker)) {}

    void put(ServerAnswer answer);
    void wake() const { waker_.wake(); }
    [[nodiscard]] bool has_mail() const { return has_mail_; }
    [[nodiscard]] std::vector<ServerAnswer> take();

private:
    Waker waker_;
    std::mutex mutex_;
    std::vector<ServerAnswer> mail_;
    std::atomic<bool> has_mail_ = false;
};

class Mailboxes {
public:
    [[nodiscard]] std::pair<SessionNumber, std::shared_ptr<Mailbox>> open(Waker waker);
    void close(SessionNumber number);
    // In order; to connections that are gone, nothing.
    void deliver(std::vector<HubOutput> outputs);
    void dismiss_all(const Refused& why);

private:
    std::mutex mutex_;
    SessionNumber last_;
    std::map<SessionNumber, std::shared_ptr<Mailbox>> boxes_;
};

}  // namespace cairn::server
