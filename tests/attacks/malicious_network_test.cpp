// Whoever owns the wires, or the stick on which a bundle travels: cuts, changes, repeats, reorders.
#include <gtest/gtest.h>

#include "shared/identity/channel.h"
#include "shared/identity/noise_handshake.h"
#include "tests/attacks/forging.h"
#include "tests/attacks/world.h"

namespace cairn::attacks {
namespace {

// Both ends of a real channel, and what passes between them as bytes.
class Tunnel {
public:
    Tunnel(World& world, const Desk& desk, const ServerSecrets& server) {
        NoiseHandshake initiator(
            noise_xk(),
            {NoiseRole::initiator, desk.device.channel(), server.channel_key()},
            bytes_of(channel_prologue));
        NoiseHandshake responder(noise_xk(),
                                 {NoiseRole::responder, server.channel(), std::nullopt},
                                 bytes_of(channel_prologue));
        for (bool turn = true; !responder.finished(); turn = !turn) {
            NoiseHandshake& from = turn ? initiator : responder;
            NoiseHandshake& to = turn ? responder : initiator;
            EXPECT_TRUE(to.read(*from.write({}, world.random)));
        }
        constexpr ChannelLimits limits{.frame_bytes_max = 1U << 20U};
        at_client.emplace(initiator.split(), limits);
        at_server.emplace(responder.split(), limits);
    }
    std::optional<SecureChannel> at_client;
    std::optional<SecureChannel> at_server;
};

// What somebody does to the bytes of one message on its way to the client.
using Meddle = std::function<void(std::vector<Bytes>& on_their_way)>;

struct MaliciousNetwork : testing::Test {
    MaliciousNetwork() {
        world.write(*world.ben, "on its way");
        world.sync(*world.ben);
    }
    // Cleo syncs through a tunnel; from message `at` on `meddle` sees all that goes to her. Whether
    // her channel noticed.
    bool noticed(std::size_t at, const Meddle& meddle) {
        Tunnel tunnel(world, *world.cleo, world.secrets);
        std::size_t message = 0;
        bool fault = false;
        Wire wire;
        wire.to_client = [&](ServerMessage& passing) {
            std::vector<Bytes> sent{*tunnel.at_server->sealer.seal(encode_message(passing))};
            if (message++ >= at) meddle(sent);
            for (const Bytes& bytes : sent)
                fault = fault || !tunnel.at_client->assembler.receive(bytes);
            const auto frame = tunnel.at_client->assembler.next_frame();
            if (fault || !frame) return false;
            auto decoded = decode_server_message(*frame);
            EXPECT_TRUE(decoded);
            passing = std::move(*decoded);
            return true;
        };
        world.sync(*world.cleo, *world.server, wire);
        return fault;
    }
    World world;
};

TEST_F(MaliciousNetwork, FlipsABitOfAnyMessage) {
    constexpr std::size_t messages = 2;  // the welcome and the first page
    for (std::size_t at = 0; at < messages; ++at)
        for (const std::size_t byte : {2U, 20U, 60U})
            EXPECT_TRUE(noticed(at, [&](auto& sent) { sent[0][byte % sent[0].size()] ^= 1U; }))
                << at << ", " << byte;
    EXPECT_FALSE(world.shows(*world.cleo, "on its way"));
    world.expect_unharmed();
}

TEST_F(MaliciousNetwork, RepeatsAMessage) {
    EXPECT_TRUE(noticed(1, [](auto& sent) { sent.push_back(sent[0]); }));
    world.expect_unharmed();
}

TEST_F(MaliciousNetwork, HoldsAMessageBackAndSendsTheNextOne) {
    std::optional<Bytes> held;
    EXPECT_TRUE(noticed(0,
                        [&](auto& sent) {
                            if (!held) held = std::exchange(sent, {})[0];
                        }) ||
                held)
        << "either nothing more came, or it was noticed";
    EXPECT_FALSE(world.shows(*world.cleo, "on its way"));
    world.expect_unharmed();
}

TEST_F(MaliciousNetwork, ReplaysAnotherConnectionsMessages) {
    std::vector<Bytes> recorded;
    EXPECT_FALSE(noticed(0, [&](auto& sent) { recorded.push_back(sent[0]); }));
    std::size_t next = 0;
    EXPECT_TRUE(noticed(0, [&](auto& sent) { sent[0] = recorded[next++ % recorded.size()]; }));
    world.expect_unharmed();
}

TEST_F(MaliciousNetwork, StandsInTheMiddleWithAKeyOfItsOwn) {
    const auto own = ServerSecrets::make(world.random);
    NoiseHandshake client(
        noise_xk(),
        {NoiseRole::initiator, world.cleo->device.channel(), world.secrets.channel_key()},
        bytes_of(channel_prologue));
    NoiseHandshake middle(noise_xk(),
                          {NoiseRole::responder, own.channel(), std::nullopt},
                          bytes_of(channel_prologue));
    EXPECT_FALSE(middle.read(*client.write({}, world.random)))
        << "it cannot even answer what was meant for the server's key";
    world.expect_unharmed();
}

TEST_F(MaliciousNetwork, CutsTheConnectionAfterAnyMessage) {
    constexpr int messages = 8;
    for (int cut = 0; cut < messages; ++cut) {
        world.write(*world.cleo, "written " + std::to_string(cut));
        int passed = 0;
        Wire wire;
        wire.to_client = [&](ServerMessage&) { return passed++ < cut; };
        world.sync(*world.cleo, *world.server, wire);
    }
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.ada, "written 0")) << "all of it arrives with the next one";
    EXPECT_TRUE(world.shows(*world.cleo, "on its way"));
}

TEST_F(MaliciousNetwork, FlipsABitAnywhereInABundle) {
    const Bytes file = World::bundle_of(*world.ben);
    for (std::size_t at = 60; at < file.size(); at += 211) {
        Bytes changed = file;
        changed[at] ^= 1U;
        World::read_bundle(*world.cleo, changed);
    }
    world.expect_unharmed();
    EXPECT_FALSE(World::codes(*world.cleo).empty());
}

TEST_F(MaliciousNetwork, CutsABundleAnywhereAndRepeatsIt) {
    const Bytes file = World::bundle_of(*world.ben);
    const auto before = world.cleo->workspace.read().counts().changes;
    for (std::size_t at = 0; at < file.size(); at += 503)
        World::read_bundle(*world.cleo, ByteView(file).first(at));
    World::read_bundle(*world.cleo, file);
    const auto after = World::read_bundle(*world.cleo, file);
    EXPECT_EQ(after.changes, 0U) << "each counts once";
    EXPECT_GT(world.cleo->workspace.read().counts().changes, before);
    world.expect_unharmed();
}

TEST_F(MaliciousNetwork, HandsOverASubsetOfThePiecesInReverse) {
    world.ben->workspace.seal_pending();
    world.write(*world.ben, "later");
    auto all = (world.ben->workspace.seal_pending(), all_of(*world.ben, world.ben->id()));
    std::reverse(all.begin(), all.end());
    const Envelope first = all.back();
    all.pop_back();
    World::hand(*world.cleo, all);
    EXPECT_EQ(world.cleo->workspace.read().counts().parked_envelopes, 0U)
        << "the first one was here before";
    world.expect_unharmed();
}

}  // namespace
}  // namespace cairn::attacks
