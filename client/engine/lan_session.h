#pragma once
// Two laptops of one workspace on a line between them, without a server (schema/PROTOCOL.md
// section 17): each tells its records, then its tips, then the envelopes that the other lacks; the
// messages are those of a bundle, and what comes is trusted as little. Frames in, frames out.
#include <deque>
#include <optional>

#include "client/engine/bundle.h"
#include "shared/net/conversation.h"
#include "shared/sync/life_sign.h"

namespace cairn::engine {

struct LanReport {
    DeviceId peer;
    BundleRead received;
    std::size_t records_sent = 0;
    std::size_t envelopes_sent = 0;
};

class LanSession final : public Conversation {
public:
    // `peer`: of a device in the roster that is active as far as is known here. The workspace
    // outlives the session.
    LanSession(Workspace& workspace, const ChannelKey& peer, Instant now);

    std::optional<Bytes> next_frame() override;
    void receive(Bytes frame, Instant now) override;
    void moved(std::size_t bytes, Instant now) override { life_.moved(bytes, now); }
    void tick(Instant now) override;
    [[nodiscard]] Instant deadline() const override;
    [[nodiscard]] bool authenticated() const override { return true; }
    [[nodiscard]] bool over() const override;

    // Why it ended before all was alike.
    [[nodiscard]] const std::optional<EngineError>& failure() const { return failure_; }
    // Once it is over.
    [[nodiscard]] LanReport report();

private:
    // How far one side has come with what it says.
    enum class Told : std::uint8_t { nothing, opening, tips, held, all };

    [[nodiscard]] RosterPage opening();
    [[nodiscard]] std::optional<RosterPage> more_records();
    [[nodiscard]] bool records_settled();
    [[nodiscard]] bool is_member();
    [[nodiscard]] Page more_envelopes();
    std::optional<ServerMessage> next_message();
    void on(RosterPage page);
    void on(FrontierReply reply);
    void on(Page page);
    void refuse_peer(const std::string& why);

    Workspace& workspace_;
    ChannelKey peer_;
    DeviceId peer_id_;
    BundleReader reader_;
    LifeSign life_;
    Told said_ = Told::nothing;
    Told heard_ = Told::nothing;
    RecordIndex next_record_;    // to tell
    RosterLength their_length_;  // as they told
    std::vector<DeviceTips> their_tips_;
    Frontier theirs_;                 // what they hold, and were sent
    std::deque<EnvelopePart> parts_;  // to be sent
    std::optional<EngineError> failure_;
    std::optional<Refused> farewell_;
    LanReport report_;
};

// What a laptop that waits says to who comes: it tells members which device it is, others nothing.
inline constexpr std::size_t lan_greeting_bytes = 12 + 16 + 16;
Bytes lan_greeting(const WorkspaceId& workspace, const DeviceId& device, Random& random);
// Null: none of the active devices in the roster, or no greeting.
const DeviceEntry* device_that_greets(const RosterView& roster, ByteView greeting);

}  // namespace cairn::engine
