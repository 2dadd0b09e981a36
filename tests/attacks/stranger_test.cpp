// Somebody who is no member: with nothing, with a guess, with an old invite, with an open one.
#include <gtest/gtest.h>

#include "tests/attacks/forging.h"
#include "tests/attacks/intruder.h"
#include "tests/attacks/lying_server.h"

namespace cairn::attacks {
namespace {

struct Stranger : testing::Test {
    InviteLine invite(std::uint16_t uses = 1) {
        return world.open_invite(*world.ada,
                                 {.role_cap = Role::editor, .expires = {INT64_MAX}, .uses = uses});
    }
    World world;
    DeviceSecrets own = DeviceSecrets::make(world.random);
};

// All that it ever hears is one sentence, the same for every reason.
void expect_turned_away(const Intruder& intruder, const std::vector<ServerMessage>& heard) {
    ASSERT_TRUE(intruder.refused());
    EXPECT_EQ(intruder.refused()->code, RefusalCode::not_authenticated);
    EXPECT_EQ(heard.size(), 1U);
}

TEST_F(Stranger, KnocksWithAKeyThatNobodyKnows) {
    Intruder intruder(world, *world.server, own);
    Hello hello = intruder.hello();
    expect_turned_away(intruder, intruder.greet(hello));
    world.expect_unharmed();
}

TEST_F(Stranger, PretendsToBringMoreRecordsThanTheServerHas) {
    Intruder intruder(world, *world.server, own);
    Hello hello = intruder.hello();
    hello.roster_length = {1'000};
    intruder.greet(hello);
    const auto pulled = intruder.say(RosterPull{.from = {}});
    EXPECT_TRUE(those<RosterPage>(pulled).empty()) << "it sees no record";
    EXPECT_TRUE(intruder.over());
    world.expect_unharmed();
}

TEST_F(Stranger, GuessesInvites) {
    invite();
    std::set<std::string> sentences;
    for (int guess = 0; guess < 300; ++guess) {
        InviteSecret secret;
        world.random.fill(secret.writable());
        Intruder intruder(world, *world.server, secret);
        expect_turned_away(intruder, intruder.greet());
        sentences.insert(intruder.refused()->sentence);
    }
    EXPECT_EQ(sentences.size(), 1U) << "no guess tells more than another";
    world.expect_unharmed();
}

TEST_F(Stranger, ChangesOneCharacterOfALink) {
    const std::string line = encode_line(invite());
    for (std::size_t at = 0; at < line.size(); ++at) {
        std::string changed = line;
        changed[at] = changed[at] == 'x' ? 'y' : 'x';
        EXPECT_TRUE(changed == line || !parse_invite_line(changed)) << at;
    }
    world.expect_unharmed();
}

TEST_F(Stranger, UsesAnInviteThatWasUsed) {
    const InviteLine line = invite();
    ASSERT_FALSE(world.try_to_join(line, "Dora", *world.server));
    world.sync_all();
    const auto failure = world.try_to_join(line, "Eve", *world.server);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->refusal, RefusalCode::not_authenticated);
    world.expect_unharmed();
}

TEST_F(Stranger, UsesAnInviteThatWasClosed) {
    const InviteLine line = invite();
    const InviteId id = derive_invite_keys(line.secret, line.workspace).id();
    world.sync_wishing(*world.ada, [&](engine::Workspace& w, WallTime at) {
        return Result<std::optional<Bytes>, RosterError>(
            make_invite_closed(Author{w.roster(), *w.device(), at}, {id}));
    });
    const auto failure = world.try_to_join(line, "Eve", *world.server);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->refusal, RefusalCode::not_authenticated);
    world.expect_unharmed();
}

TEST_F(Stranger, UsesAnInviteThatHasExpired) {
    const InviteLine line =
        world.open_invite(*world.ada, {.role_cap = Role::editor, .expires = {1}});
    world.sync(*world.ada);  // an owner's device closes it, unasked
    const auto failure = world.try_to_join(line, "Eve", *world.server);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->refusal, RefusalCode::not_authenticated);
    world.expect_unharmed();
}

TEST_F(Stranger, RepeatsAnothersHelloOnAConnectionOfItsOwn) {
    Hello overheard;
    Wire wire;
    wire.to_server = [&](ClientMessage& message) {
        if (const auto* hello = std::get_if<Hello>(&message)) overheard = *hello;
        return true;
    };
    world.sync(*world.ben, *world.server, wire);
    Intruder intruder(world, *world.server, own);
    expect_turned_away(intruder, intruder.greet(overheard));
    world.expect_unharmed();
}

TEST_F(Stranger, SignsAsABensDeviceOverAChannelOfItsOwn) {
    Intruder intruder(world, *world.server, own);
    Hello hello = intruder.hello();
    std::get<DeviceProof>(hello.proof).device = world.ben->id();
    expect_turned_away(intruder, intruder.greet(hello));
    world.expect_unharmed();
}

TEST_F(Stranger, SpeaksBeforeItSaysHello) {
    Intruder intruder(world, *world.server, own);
    EXPECT_TRUE(those<Page>(intruder.say(Pull{})).empty());
    ASSERT_TRUE(intruder.refused());
    EXPECT_EQ(intruder.refused()->code, RefusalCode::out_of_turn);
    world.expect_unharmed();
}

TEST_F(Stranger, AsksForAnOlderProtocol) {
    for (const unsigned protocol : {0U, 2U, 65'535U}) {
        Intruder intruder(world, *world.server, world.ben->device);
        Hello hello = intruder.hello();
        hello.protocol = static_cast<std::uint16_t>(protocol);
        EXPECT_TRUE(those<Welcome>(intruder.greet(hello)).empty());
        EXPECT_EQ(intruder.refused()->code, RefusalCode::protocol_unknown);
    }
    world.expect_unharmed();
}

TEST_F(Stranger, FoundsTheWorkspaceAnewWithATicket) {
    const TicketSecret ticket(std::array<std::uint8_t, 16>{8});
    auto other = world.server->split();
    other->store.commit({server::AddTicket{.secret = ticket, .label = "", .made = {}}});
    Intruder intruder(world, *other, own);
    Hello hello = intruder.hello();
    hello.proof = TicketProof{};
    expect_turned_away(intruder, intruder.greet(hello));
    world.expect_unharmed();
}

// With an open invite: it may read the list and join, and nothing else.
struct Guest : Stranger {
    Guest() : line(invite()), guest(world, *world.server, line.secret) {
        EXPECT_EQ(those<Welcome>(guest.greet()).size(), 1U);
    }
    void expect_not_allowed() {
        ASSERT_TRUE(guest.refused());
        EXPECT_EQ(guest.refused()->code, RefusalCode::not_allowed);
        world.expect_unharmed();
    }
    InviteLine line;
    Intruder guest;
};

TEST_F(Guest, ReadsEnvelopes) {
    EXPECT_TRUE(those<Page>(guest.say(Pull{})).empty());
    expect_not_allowed();
}

TEST_F(Guest, FetchesEnvelopes) {
    EXPECT_TRUE(
        those<Page>(guest.say(Fetch{.device = world.ben->id(), .tip = {}, .after = {}})).empty());
    expect_not_allowed();
}

TEST_F(Guest, ComparesFrontiers) {
    EXPECT_TRUE(those<FrontierReply>(guest.say(FrontierQuestion{})).empty());
    expect_not_allowed();
}

TEST_F(Guest, PushesEnvelopes) {
    EXPECT_TRUE(guest.push({newest_of(*world.ben)}).accepted.empty());
    expect_not_allowed();
}

TEST_F(Guest, AppendsARecordOfAnotherKind) {
    const InviteId id = derive_invite_keys(line.secret, line.workspace).id();
    const auto refused = guest.append(make_invite_closed(
        Author{world.ada->workspace.roster(), world.ada->device, world.now()}, {id}));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::not_allowed);
    world.expect_unharmed();
}

TEST_F(Guest, JoinsForAnotherDeviceThanItsOwn) {
    const auto record = make_invite_used(
        Author{world.ada->workspace.roster(), own, world.now()}, line.secret, world.random);
    const auto refused = guest.append(*record);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, RecordRefusal::not_allowed);
    world.expect_unharmed();
}

TEST_F(Stranger, SendsABundleOfAnotherWorkspace) {
    World other(2);
    other.write(*other.ada, "forged");
    engine::BundleReader reader(world.cleo->workspace);
    const auto fed = reader.feed(World::bundle_of(*other.ada));
    ASSERT_FALSE(fed);
    EXPECT_EQ(fed.error().fault, engine::EngineFault::bad_file);
    world.expect_unharmed();
}

TEST_F(Stranger, RelabelsABundleOfAnotherWorkspace) {
    World other(2);
    other.write(*other.ada, "forged");
    Bytes file = World::bundle_of(*other.ada);
    constexpr std::size_t start = 15;
    std::copy_n(world.id().bytes.begin(), WorkspaceId::size, file.begin() + start);
    const auto read = World::read_bundle(*world.cleo, file);
    EXPECT_EQ(read.records, 0U);
    EXPECT_EQ(read.changes, 0U);
    EXPECT_TRUE(World::codes(*world.cleo).contains("foreign"));
    world.expect_unharmed();
}

}  // namespace
}  // namespace cairn::attacks
