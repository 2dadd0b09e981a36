#pragma once
// A whole laptop with a network: the engine's own driver over its own workspace file.
#include <memory>
#include <optional>
#include <string>

#include "client/engine/conversations.h"
#include "tests/bench/server/desk.h"

namespace cairn::bench {

class Screen final : public engine::DriverConversation<engine::SyncDriver> {
public:
    // The file is new; the person's keys come from the roster.
    Screen(const Team& team,
           const DeviceSecrets& device,
           const std::filesystem::path& file,
           Network& network);

    void connect(const ServerProcess& server, const ServerSecrets& pinned);
    void leave();
    // One edit over what is shown, and off it goes. On disk when it returns.
    void set(const ItemId& item, merge::FieldNumber field, const std::string& value);
    void create(const ItemId& item);
    [[nodiscard]] std::string shown(const ItemId& item, merge::FieldNumber field);

    [[nodiscard]] bool settled() { return driver_ && driver_->live() && driver_->settled(); }
    [[nodiscard]] bool gone() const { return !connected_; }

    // Conversation
    void receive(Bytes frame, Instant now) override;
    void tick(Instant now) override { note(driver_->on_time(now)); }
    [[nodiscard]] Instant deadline() const override { return driver_->deadline(); }
    [[nodiscard]] bool over() const override { return leaving_ || failure().has_value(); }

protected:
    engine::SyncDriver& driver() override { return *driver_; }

private:
    boost::asio::awaitable<void> talk(HostAddress address, ServerId id, ChannelKey channel);
    void commit(replica::LocalEdit edit);

    Network& network_;
    SystemRandom random_;
    engine::Workspace workspace_;
    std::optional<engine::SyncDriver> driver_;
    std::optional<Waker> waker_;
    bool connected_ = false;
    bool leaving_ = false;
};

}  // namespace cairn::bench
