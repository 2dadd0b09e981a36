#pragma once
// One connection: a session of shared/sync between the channel and the storage thread.
#include <memory>
#include <optional>
#include <string>

#include "server/app/gate.h"
#include "server/app/mailbox.h"
#include "server/app/metrics.h"
#include "server/app/storage.h"
#include "shared/net/conversation.h"
#include "shared/sync/server_session.h"

namespace cairn::server {

class Connection final : public Conversation {
public:
    struct Parts {
        ServerStart start;
        Waker waker;
        Gate::Pass pass;
        Mailboxes& mailboxes;  // these outlive the connection
        Storage& storage;
        Metrics& metrics;
    };
    Connection(Parts parts, Instant now);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    std::optional<Bytes> next_frame() override;
    void receive(Bytes frame, Instant now) override;
    void moved(std::size_t bytes, Instant now) override { session_.moved(bytes, now); }
    void tick(Instant now) override;
    [[nodiscard]] Instant deadline() const override;
    [[nodiscard]] bool wants_frames() const override { return session_.wants_messages(); }
    [[nodiscard]] bool authenticated() const override { return session_.authenticated(); }
    [[nodiscard]] bool over() const override { return session_.over(); }
    std::optional<Bytes> farewell(const NetError& error) override;

    // Why it was refused; empty if it was not.
    [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
    void exchange_with_hub();
    void leave();  // the hub and its mail; once
    void leave_if_over();

    ServerSession session_;
    Gate::Pass pass_;
    Mailboxes* mailboxes_;
    Storage* storage_;
    Metrics* metrics_;
    SessionNumber number_;
    std::shared_ptr<Mailbox> mailbox_;
    std::string refusal_;
    bool left_ = false;
};

}  // namespace cairn::server
