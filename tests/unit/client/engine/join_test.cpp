// A new device joins with an invite over a real server session and hub, and a connection that may
// break at any answer.
#include <functional>

#include <gtest/gtest.h>

#include "client/engine/join_driver.h"
#include "client/engine/workspace.h"
#include "shared/identity/hello_proof.h"
#include "shared/roster/build.h"
#include "tests/support/sync/office.h"
#include "tests/support/temporary_folder.h"

namespace cairn::engine {
namespace {

using test::Office;

constexpr Instant moment{1'000};

// What the server says does not arrive from here on.
using Lost = std::function<bool(const ServerMessage&)>;

struct Joining : testing::Test {
    Joining() {
        owner = office.found();
        line.server.sign = office.secrets.id();
        line.workspace = office.id();
        line.secret = office.plan.open_invite(
            {.role_cap = Role::editor, .expires = {}, .uses = 1, .unattended = false});
        owner->records_wanted.push_back(office.plan.records.back());
        EXPECT_FALSE(office.sync(*owner));
    }
    // One connection of the joining device; whether it is a member afterwards, as it knows.
    std::unique_ptr<JoinDriver> connect(const Lost& lost) {
        const HandshakeHash handshake = random.make<HandshakeHash>();
        const InviteKeys keys = derive_invite_keys(line.secret, line.workspace);
        JoinDriver::Start start;
        start.proof = InviteProof{keys.id(), prove_invite(keys.sign, handshake, line.workspace)};
        start.wall = office.plan.now;
        start.now = moment;
        auto driver = std::make_unique<JoinDriver>(join_by_invite(line, device, random), start);
        ServerSession session({.handshake = handshake, .peer = device.channel_key()}, moment);
        server::Hub hub(office.store, office.secrets, office.limits);
        while (!driver->done() && converse(*driver, session, hub, lost)) {
        }
        return driver;
    }
    // False: nothing moved, or the connection broke.
    bool converse(JoinDriver& driver, ServerSession& session, server::Hub& hub, const Lost& lost) {
        bool moved = false;
        while (const auto frame = driver.next_frame()) {
            session.receive(*decode_client_message(*frame), moment);
            moved = true;
        }
        while (auto request = session.next_request())
            for (auto& output : hub.process({{.session = {1}, .request = *request}}, start_wall))
                session.answer(std::move(output.answer));
        while (const auto message = session.next()) {
            if (lost(*message)) return false;
            const auto taken = driver.on_frame(encode_message(*message), moment, start_wall);
            EXPECT_TRUE(taken) << taken.error().sentence;
            moved = true;
        }
        return moved;
    }

    Office office;
    SeededRandom random{21};
    DeviceSecrets device = DeviceSecrets::make(random);
    InviteLine line;
    WallTime start_wall = office.plan.now;
    std::unique_ptr<test::TestReplica> owner;
};

TEST_F(Joining, WithAnAttendedInviteGoesOnThoughTheAnswerWasLost) {
    const auto first = connect([](const ServerMessage& message) {
        return std::holds_alternative<RecordAccepted>(message);
    });
    EXPECT_FALSE(first->done());
    const auto second = connect([](const ServerMessage&) { return false; });
    ASSERT_TRUE(second->done());
    const RosterView& view = second->view();
    EXPECT_EQ(view.members().size(), 2U) << "the invite was used once";
    EXPECT_EQ(view.member_of(device.id())->role(), Role::editor);

    // The joiner has no key before the inviter's device comes by.
    const test::TemporaryFolder folder;
    auto joined = Workspace::begin_joined(
        {folder.file("joined.cairn"), {}}, DeviceSecrets(device), second->stored(), "QA", random);
    ASSERT_TRUE(joined);
    const EpochId epoch = joined->roster().current_epoch()->id;
    EXPECT_EQ(joined->keys().key(epoch), nullptr);
    office.restart();  // it sees what another hub has stored
    EXPECT_FALSE(office.sync(*owner));
    const Author inviter{owner->view(), office.plan.founder.device, start_wall};
    const auto share =
        make_key_share(inviter, office.plan.founder.keys, epoch, {device.id()}, random);
    ASSERT_TRUE(share) << share.error().sentence;
    owner->records_wanted.push_back(*share);
    EXPECT_FALSE(office.sync(*owner));
    const auto shared = office.store.load(office.id())->roster.back();
    EXPECT_EQ(shared.record, *share);
    const replica::StoredRecord stored{shared.record, std::nullopt, {}};
    ASSERT_TRUE(joined->adopt_records(std::span(&stored, 1)));
    EXPECT_NE(joined->keys().key(epoch), nullptr);
}

// Whatever answer is the last that arrives, the next connection ends as a member, once.
TEST_F(Joining, GoesOnFromWhereverItBroke) {
    for (int arrive = 0; arrive < 8; ++arrive) {
        int arrived = 0;
        const auto broken = connect([&](const ServerMessage&) { return arrived++ == arrive; });
        const auto whole = connect([](const ServerMessage&) { return false; });
        ASSERT_TRUE(whole->done()) << arrive;
        EXPECT_EQ(whole->view().members().size(), 2U) << arrive;
    }
}

}  // namespace
}  // namespace cairn::engine
