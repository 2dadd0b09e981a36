// A server that changes, repeats, reorders, leaves out or makes up what it was given to carry.
#include <gtest/gtest.h>

#include "shared/sync/parts.h"
#include "tests/attacks/forging.h"
#include "tests/attacks/lying_server.h"
#include "tests/support/envelopes.h"

namespace cairn::attacks {
namespace {

using testing::Test;

// Ben has written two envelopes that Cleo has not seen yet.
struct MaliciousServer : Test {
    MaliciousServer() {
        item = world.write(*world.ben, "first");
        world.ben->workspace.seal_pending();
        world.write(*world.ben, "second");
        world.sync(*world.ben);
    }
    std::optional<SyncFault> fault_of_cleos_sync(const Wire& wire) {
        const auto ended = world.sync(*world.cleo, *world.server, wire);
        return ended.failure ? std::optional(ended.failure->fault) : std::nullopt;
    }
    std::set<std::string> cleo_distrusts() { return World::codes(*world.cleo); }
    void expect_nothing_new_at_cleos() {
        EXPECT_FALSE(world.shows(*world.cleo, "first"));
        EXPECT_FALSE(world.shows(*world.cleo, "second"));
    }

    World world;
    ItemId item;
};

TEST_F(MaliciousServer, PermutesThePositionsOfAPage) {
    const auto fault = fault_of_cleos_sync(
        changing_pages_only([](Page& page) { std::swap(page.entries[0], page.entries[1]); }));
    EXPECT_EQ(fault, SyncFault::order_broken);
    expect_nothing_new_at_cleos();
    EXPECT_TRUE(cleo_distrusts().contains("order_broken"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, ReordersAChainUnderARunningHashThatFits) {
    const auto fault = fault_of_cleos_sync(
        changing_pages(*world.server, [](auto& entries) { std::swap(entries[0], entries[1]); }));
    EXPECT_EQ(fault, std::nullopt);
    EXPECT_TRUE(world.shows(*world.cleo, "second")) << "both are Ben's own words";
    world.sync(*world.cleo);
    EXPECT_TRUE(cleo_distrusts().contains("order_differs"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, RepeatsAnEnvelope) {
    const auto fault = fault_of_cleos_sync(
        changing_pages_only([](Page& page) { page.entries.push_back(page.entries.back()); }));
    EXPECT_EQ(fault, SyncFault::order_broken);
    EXPECT_TRUE(cleo_distrusts().contains("order_broken"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, ReplaysAnOldPageAsTheNewestWork) {
    world.sync(*world.cleo);
    const auto before = world.cleo->workspace.read().counts().changes;
    const auto old = all_of(*world.ben, world.ben->id());
    world.write(*world.ben, "third");
    world.sync(*world.ben);
    fault_of_cleos_sync(changing_pages(*world.server, [&](auto& entries) {
        entries.clear();
        for (const Envelope& envelope : old)
            entries.push_back({.position = {}, .part = parts_of(envelope.bytes())[0], .held = {}});
    }));
    EXPECT_LE(world.cleo->workspace.read().counts().changes, before + 1) << "each counts once";
    world.sync(*world.cleo);
    EXPECT_FALSE(cleo_distrusts().empty());
    world.server->say_restored(world.random);
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.cleo, "third"));
}

TEST_F(MaliciousServer, TruncatesAnEnvelope) {
    const auto fault = fault_of_cleos_sync(changing_pages_only([](Page& page) {
        EnvelopePart& part = page.entries[0].part;
        part.data.resize(part.data.size() / 2);
        part.total = static_cast<std::uint32_t>(part.data.size());
    }));
    EXPECT_EQ(fault, SyncFault::order_broken);
    expect_nothing_new_at_cleos();
    EXPECT_TRUE(cleo_distrusts().contains("order_broken"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, BreaksAnEnvelopeOff) {
    const auto fault = fault_of_cleos_sync(changing_pages_only([](Page& page) {
        EnvelopePart& part = page.entries[0].part;
        part.data.resize(part.data.size() / 2);
    }));
    EXPECT_EQ(fault, SyncFault::order_broken);
    EXPECT_TRUE(cleo_distrusts().contains("order_broken"));
    world.expect_unharmed();
}

// Each part of an envelope in turn: header, commitment, ciphertext, signature.
struct MaliciousServerFlips : MaliciousServer {
    void flip(std::size_t at_from_start, std::size_t at_from_end) {
        fault_of_cleos_sync(changing_pages(*world.server, [&](auto& entries) {
            Bytes& bytes = entries[1].part.data;
            const std::size_t at = at_from_end > 0 ? bytes.size() - at_from_end : at_from_start;
            bytes[at] ^= 1U;
        }));
        EXPECT_TRUE(cleo_distrusts().contains("unproven"));
        world.expect_unharmed();
    }
};
TEST_F(MaliciousServerFlips, AByteOfTheHeader) { flip(170, 0); }
TEST_F(MaliciousServerFlips, AByteOfTheAuthor) { flip(34, 0); }
TEST_F(MaliciousServerFlips, AByteOfTheCommitment) { flip(198, 0); }
TEST_F(MaliciousServerFlips, AByteOfTheCiphertext) { flip(240, 0); }
TEST_F(MaliciousServerFlips, AByteOfTheSignature) { flip(0, 5); }

TEST_F(MaliciousServer, SwapsTheHeadersOfTwoEnvelopes) {
    fault_of_cleos_sync(changing_pages(*world.server, [](auto& entries) {
        Bytes& a = entries[0].part.data;
        Bytes& b = entries[1].part.data;
        std::swap_ranges(a.begin(), a.begin() + 194, b.begin());
    }));
    EXPECT_TRUE(cleo_distrusts().contains("unproven"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, DowngradesTheVersionAndTheSuite) {
    for (const std::size_t at : {0U, 1U})
        fault_of_cleos_sync(
            changing_pages(*world.server, [at](auto& entries) { entries[1].part.data[at] = 0; }));
    EXPECT_TRUE(cleo_distrusts().contains("unproven"));
    EXPECT_EQ(world.cleo->workspace.read().counts().parked_envelopes, 0U);
    world.expect_unharmed();
}

TEST_F(MaliciousServer, InjectsPlaintextInBensName) {
    auto evil = world.server->split();
    Forgery forgery = forged_title(world, *world.ben, item);
    const Envelope real = sealed(world, *world.ben, forgery);
    Bytes bytes = real.bytes();
    const std::string plain = "forged";
    std::copy(plain.begin(), plain.end(), bytes.begin() + header_bytes + commitment_bytes);
    put(*evil, world.id(), parse(bytes));
    world.sync(*world.cleo, *evil);
    EXPECT_TRUE(cleo_distrusts().contains("unproven"));
    world.server->say_restored(world.random);
    world.expect_unharmed();
}

TEST_F(MaliciousServer, InjectsTheWorkOfADeviceOfItsOwn) {
    auto evil = world.server->split();
    const auto own = DeviceSecrets::make(world.random);
    EnvelopeHeader header = newest_of(*world.ben).header();
    header.number = {1};
    header.previous = {};
    const Envelope real = newest_of(*world.ben);
    header.device = own.id();
    put(*evil, world.id(), with_header(real, header, own));
    world.sync(*world.cleo, *evil);
    EXPECT_TRUE(cleo_distrusts().contains("stranger"));
    EXPECT_EQ(world.cleo->workspace.read().counts().void_envelopes, 0U) << "it fills no disk";
    world.server->say_restored(world.random);
    world.expect_unharmed();
}

TEST_F(MaliciousServer, FloodsWithMadeUpDevices) {
    auto evil = world.server->split();
    constexpr int flood = 50;
    for (int i = 0; i < flood; ++i) {
        const auto made_up = DeviceSecrets::make(world.random);
        EnvelopeHeader header;
        header.workspace = world.id();
        header.device = made_up.id();
        header.number = {1};
        header.roster_head = world.cleo->workspace.roster().head();
        put(*evil, world.id(), test::make_envelope(header, made_up, world.random));
    }
    world.sync(*world.cleo, *evil);
    EXPECT_EQ(world.cleo->workspace.read().counts().parked_envelopes, 0U);
    EXPECT_TRUE(cleo_distrusts().contains("stranger"));
    world.server->say_restored(world.random);
    world.expect_unharmed();
}

TEST_F(MaliciousServer, MixesInAnEnvelopeOfAnotherWorkspace) {
    World other(2);
    const ItemId theirs = other.write(*other.ada, "forged");
    static_cast<void>(theirs);
    auto evil = world.server->split();
    put(*evil, world.id(), newest_of(*other.ada));
    world.sync(*world.cleo, *evil);
    EXPECT_TRUE(cleo_distrusts().contains("foreign"));
    world.server->say_restored(world.random);
    world.expect_unharmed();
}

TEST_F(MaliciousServer, HoldsBackOnePersonsWorkThatOthersBuiltOn) {
    auto evil = world.server->split();
    world.sync(*world.cleo);
    world.write(*world.ben, "withheld");
    world.sync(*world.ben);
    world.sync(*world.ada);
    world.write(*world.ada, "builds on it");
    world.sync(*world.ada);
    put(*evil, world.id(), newest_of(*world.ada));
    world.sync(*world.cleo, *evil);
    EXPECT_FALSE(world.shows(*world.cleo, "builds on it"));
    EXPECT_TRUE(cleo_distrusts().contains("withheld"));
    world.expect_unharmed();
    EXPECT_FALSE(cleo_distrusts().contains("withheld")) << "it has come since";
}

TEST_F(MaliciousServer, LeavesAGapInAChain) {
    auto evil = world.server->split();
    world.sync(*world.cleo);
    world.write(*world.ben, "left out");
    world.ben->workspace.seal_pending();
    world.write(*world.ben, "after the gap");
    world.sync(*world.ben);
    put(*evil, world.id(), newest_of(*world.ben));
    world.sync(*world.cleo, *evil);
    EXPECT_FALSE(world.shows(*world.cleo, "after the gap"));
    EXPECT_TRUE(cleo_distrusts().contains("withheld"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, SaysThatNothingIsNewWhileThereIs) {
    const auto ended = world.sync(*world.cleo, *world.server, changing_pages_only([](Page& page) {
        page.entries.clear();
        page.caught_up = true;
    }));
    EXPECT_EQ(ended.failure->fault, SyncFault::order_broken);
    EXPECT_TRUE(cleo_distrusts().contains("order_broken"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, SendsWhatIsNoMessage) {
    engine::SyncDriver::Start start;
    start.server = world.secrets.id();
    start.now = moment;
    start.proof = DeviceProof{};
    engine::SyncDriver driver(world.cleo->workspace, start);
    EXPECT_TRUE(driver.next_frame());
    const Bytes garbage(4096, 0xA5);
    const auto taken = driver.on_frame(garbage, moment, {});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().fault, SyncFault::malformed);
    EXPECT_TRUE(cleo_distrusts().contains("malformed"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, AnswersWhatNobodyAsked) {
    Wire wire;
    wire.to_client = [](ServerMessage& message) {
        if (std::holds_alternative<Page>(message)) message = FrontierReply{};
        return true;
    };
    EXPECT_EQ(fault_of_cleos_sync(wire), SyncFault::out_of_turn);
    EXPECT_TRUE(cleo_distrusts().contains("out_of_turn"));
    world.expect_unharmed();
}

TEST_F(MaliciousServer, NamesTipsThatNobodyHas) {
    Wire wire = changing_pages_only([](Page&) {});
    wire.to_client = [this](ServerMessage& message) {
        if (auto* page = std::get_if<Page>(&message))
            if (page->frontier_digest) page->frontier_digest = world.random.make<Hash32>();
        if (auto* reply = std::get_if<FrontierReply>(&message)) {
            const Tip made_up{.number = {9}, .hash = world.random.make<EnvelopeHash>()};
            reply->devices = {{.device = world.ben->id(), .tips = {made_up}}};
        }
        return true;
    };
    fault_of_cleos_sync(wire);
    EXPECT_TRUE(world.shows(*world.cleo, "first")) << "what is real came all the same";
    world.expect_unharmed();
}

TEST_F(MaliciousServer, ClaimsToHaveTakenWhatItThrewAway) {
    auto evil = world.server->split();
    world.write(*world.cleo, "thrown away");
    EXPECT_TRUE(world.sync(*world.cleo, *evil).settled);
    evil.reset();
    EXPECT_EQ(world.sync(*world.cleo).failure->fault, SyncFault::rolled_back);
    EXPECT_TRUE(cleo_distrusts().contains("rolled_back"));
    world.server->say_restored(world.random);
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.ada, "thrown away")) << "it was sent again";
}

}  // namespace
}  // namespace cairn::attacks
