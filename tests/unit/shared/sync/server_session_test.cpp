// The server's end by itself: what it takes from whom, and how much it lets gather.
#include "shared/sync/server_session.h"

#include <gtest/gtest.h>

#include "tests/support/sync/office.h"

namespace cairn {
namespace {

using test::as_device;
using test::Office;
using test::TestReplica;

TEST(ServerSession, ADeviceOfAForgottenWorkspaceShowsOneRecordBeforeItCountsAsKnown) {
    Office office;
    const auto device = office.plan.join(Role::editor).device;
    office.found();
    auto editor = office.laptop(device, 11);
    office.store = server::MemoryStore(office.store.incarnation());
    office.restart();
    auto connection = office.connect(*editor);
    std::size_t as_stranger = 0;
    connection->on_client_message = [&](const ClientMessage& message) {
        if (connection->server_end().authenticated()) return true;
        ++as_stranger;
        const bool expected =
            std::holds_alternative<Hello>(message) || std::holds_alternative<RosterAppend>(message);
        EXPECT_TRUE(expected);
        return true;
    };
    office.server->settle();
    EXPECT_TRUE(connection->live());
    EXPECT_EQ(as_stranger, 2U);
    EXPECT_TRUE(connection->server_end().is_member());
}

TEST(ServerSession, AFreshKeyForAMadeUpWorkspaceStaysAStranger) {
    Office office;
    const test::SmallWorkspace made_up(99);
    TestReplica stranger(made_up.founder.device, made_up.view.workspace(), 11);
    stranger.adopt(made_up.records);
    auto connection =
        office.connect(stranger, as_device(made_up.founder.device, made_up.view.workspace()));
    office.server->settle();
    EXPECT_TRUE(connection->failure());
    EXPECT_FALSE(connection->server_end().authenticated());
    EXPECT_FALSE(connection->server_end().is_member());
}

// A member's session that the hub has welcomed, asked and answered by hand.
struct MemberSession : testing::Test {
    MemberSession() {
        office.found();
        const auto& owner = office.plan.founder.device;
        const ServerStart start{.handshake = {}, .peer = owner.channel_key()};
        session.emplace(start, Instant{});
        Hello hello;
        hello.protocol = protocol_version;
        hello.workspace = office.id();
        hello.roster_length = office.plan.view.length();
        hello.proof = as_device(owner, office.id())({});
        session->receive(hello, Instant{});
        expect_request<LookUp>();
        session->answer(
            Found{.roster = std::make_shared<const RosterView>(office.plan.view), .ticket = {}});
        expect_request<Join>();
        session->answer(Joined{});
        EXPECT_TRUE(std::holds_alternative<Welcome>(*session->next()));
        EXPECT_TRUE(session->is_member());
    }
    template <class Request>
    void expect_request() {
        const auto request = session->next_request();
        ASSERT_TRUE(request);
        EXPECT_TRUE(std::holds_alternative<Request>(*request)) << request->index();
    }
    static RecordsRead long_page() {
        return {.page = {.from = {},
                         .records = {{.record = Bytes(700'000, 1), .receipt = {}}},
                         .length = {1}}};
    }

    Office office;
    std::optional<ServerSession> session;
};

TEST_F(MemberSession, AsksForOneLongAnswerAtATime) {
    for (int i = 0; i < 20; ++i) session->receive(RosterPull{}, Instant{});
    expect_request<ReadRecords>();
    EXPECT_FALSE(session->next_request());
    session->answer(long_page());
    expect_request<ReadRecords>();
}

TEST_F(MemberSession, AsksForNothingLongWhileTooManyBytesWaitToBeRead) {
    for (int i = 0; i < 20; ++i) session->receive(RosterPull{}, Instant{});
    expect_request<ReadRecords>();
    session->answer(long_page());
    expect_request<ReadRecords>();
    session->answer(long_page());
    EXPECT_FALSE(session->next_request()) << "1.4 MB wait";
    EXPECT_FALSE(session->wants_messages());
    EXPECT_TRUE(session->next());
    EXPECT_TRUE(session->next_request());
}

TEST_F(MemberSession, CutsALargeEnvelopeOnlyAsItIsRead) {
    session->receive(Fetch{}, Instant{});
    expect_request<ReadBranch>();
    const auto bytes = std::make_shared<const Bytes>(4 * limits::mib, 1);
    session->answer(
        BranchRead{.envelopes = {{.position = {}, .hash = {}, .running = {}, .bytes = bytes}},
                   .reaches_tip = true});
    std::size_t told = 0;
    for (bool caught_up = false; !caught_up;) {
        const auto message = session->next();
        ASSERT_TRUE(message);
        const Page& page = std::get<Page>(*message);
        for (const PageEntry& entry : page.entries) {
            EXPECT_EQ(entry.part.offset, told);
            told += entry.part.data.size();
        }
        caught_up = page.caught_up;
        EXPECT_EQ(bytes.use_count(), caught_up ? 1 : 2);
    }
    EXPECT_EQ(told, bytes->size());
    session->receive(Fetch{}, Instant{});
    expect_request<ReadBranch>();
}

TEST_F(MemberSession, OneFetchAtATimeUntilItsLastPageIsRead) {
    session->receive(Fetch{}, Instant{});
    expect_request<ReadBranch>();
    session->answer(BranchRead{.envelopes = {}, .reaches_tip = true});
    session->receive(Fetch{}, Instant{});
    EXPECT_TRUE(session->over());
}

// --- slow links ---

constexpr std::int64_t second = 1'000;

// Every second so many bytes, until the session is over or the time is up. When it ended.
template <class Session>
std::int64_t seconds_alive(Session& session, std::size_t bytes_a_second, std::int64_t seconds) {
    for (std::int64_t i = 1; i <= seconds; ++i) {
        session.moved(bytes_a_second, Instant{i * second});
        session.tick(Instant{i * second});
        if (session.over()) return i;
    }
    return seconds;
}

TEST_F(MemberSession, LivesWhileALongMessageComesSlowly) {
    EXPECT_EQ(seconds_alive(*session, 1'000, 3'600), 3'600);
}

TEST_F(MemberSession, ATrickleIsNoLife) { EXPECT_EQ(seconds_alive(*session, 100, 3'600), 90); }

// Holds an invite, and pulls the membership list.
struct GuestSession : testing::Test {
    GuestSession() {
        const InviteSecret secret =
            office.plan.open_invite({.role_cap = Role::editor, .expires = {}});
        session.emplace(ServerStart{.handshake = {}, .peer = {}}, Instant{});
        Hello hello;
        hello.protocol = protocol_version;
        hello.workspace = office.id();
        hello.proof = test::as_invited(secret, office.id())({});
        session->receive(hello, Instant{});
        EXPECT_TRUE(session->next_request());
        session->answer(
            Found{.roster = std::make_shared<const RosterView>(office.plan.view), .ticket = {}});
        EXPECT_TRUE(session->next_request());
        session->answer(Joined{});
        EXPECT_TRUE(session->authenticated());
        EXPECT_FALSE(session->is_member());
    }
    Office office;
    std::optional<ServerSession> session;
};

TEST_F(GuestSession, MayTakeLongerOnASlowLinkButNotForEver) {
    EXPECT_EQ(seconds_alive(*session, 1'000, 3'600), 900);
}

TEST_F(GuestSession, ThatMovesNextToNothingIsTooSlow) {
    EXPECT_EQ(seconds_alive(*session, 100, 3'600), 60);
}

TEST_F(GuestSession, ThatOnlyPingsIsTooSlow) {
    for (std::int64_t i = 1; i <= 60; ++i) {
        EXPECT_FALSE(session->over()) << i;
        session->receive(Ping{.token = 1}, Instant{i * second});
        session->tick(Instant{i * second});
        static_cast<void>(session->next());
    }
    EXPECT_TRUE(session->over());
}

// A client that is connected and waits.
struct WaitingClient {
    WaitingClient() { office.server->settle(); }
    [[nodiscard]] bool over() const { return failed; }
    void moved(std::size_t bytes, Instant since) { connection->client().moved(bytes, at(since)); }
    void tick(Instant since) { failed = failed || !connection->client().tick(at(since)); }
    [[nodiscard]] Instant at(Instant since) const { return {office.server->now.ms + since.ms}; }

    Office office;
    std::unique_ptr<TestReplica> owner = office.found();
    std::unique_ptr<test::TestConnection> connection = office.connect(*owner);
    bool failed = false;
};

TEST(ClientSession, ALargeEnvelopeOnItsWayOverASlowLinkIsNoSilence) {
    WaitingClient client;
    ASSERT_TRUE(client.connection->live());
    EXPECT_EQ(seconds_alive(client, 1'000, 3'600), 3'600);
}

TEST(ClientSession, ATrickleIsSilence) {
    WaitingClient client;
    ASSERT_TRUE(client.connection->live());
    EXPECT_EQ(seconds_alive(client, 100, 3'600), 60);
}

}  // namespace
}  // namespace cairn
