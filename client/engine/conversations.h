#pragma once
// The drivers as shared/net sees them: frames, deadlines, and when it is over.
#include <optional>

#include "client/engine/sync_run.h"
#include "shared/net/conversation.h"

namespace cairn::engine {

// What both conversations share: frames to send, and the failure that ended it.
template <class Driver>
class DriverConversation : public Conversation {
public:
    std::optional<Bytes> next_frame() override { return driver().next_frame(); }
    void moved(std::size_t bytes, Instant now) override { driver().moved(bytes, now); }
    [[nodiscard]] bool authenticated() const override { return true; }  // the server is pinned
    [[nodiscard]] const std::optional<SyncFailure>& failure() const { return failure_; }

protected:
    virtual Driver& driver() = 0;
    void note(const Result<void, SyncFailure>& done) {
        if (!done && !failure_) failure_ = done.error();
    }

private:
    std::optional<SyncFailure> failure_;
};

class SyncConversation final : public DriverConversation<SyncDriver> {
public:
    SyncConversation(Workspace& workspace, SyncDriver& driver, SyncOptions& options, Instant now);

    void receive(Bytes frame, Instant now) override;
    void tick(Instant now) override;
    [[nodiscard]] Instant deadline() const override;
    [[nodiscard]] bool over() const override;

protected:
    SyncDriver& driver() override { return driver_; }

private:
    void look_around(Instant now);
    void keep_introduced_server();
    void tell(SyncMoment moment);

    Workspace& workspace_;
    SyncDriver& driver_;
    SyncOptions& options_;
    Instant next_look_;
    std::int64_t seen_version_ = 0;
    bool told_live_ = false;
    bool finished_ = false;
};

class JoinConversation final : public DriverConversation<JoinDriver> {
public:
    explicit JoinConversation(JoinDriver& driver) : driver_(driver) {}

    void receive(Bytes frame, Instant now) override;
    void tick(Instant now) override { note(driver_.on_time(now)); }
    [[nodiscard]] Instant deadline() const override { return driver_.deadline(); }
    [[nodiscard]] bool over() const override { return failure() || driver_.done(); }

protected:
    JoinDriver& driver() override { return driver_; }

private:
    JoinDriver& driver_;
};

}  // namespace cairn::engine
