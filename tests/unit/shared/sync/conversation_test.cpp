// Whole conversations: real client sessions, real server sessions, a real hub over a store in
// memory.
#include <gtest/gtest.h>

#include "shared/sync/presence.h"
#include "tests/support/sync/office.h"

namespace cairn {
namespace {

using test::as_device;
using test::as_invited;
using test::Office;
using test::TestReplica;
using test::with_ticket;

bool alike(const TestReplica& a, const TestReplica& b) {
    return a.frontier() == b.frontier() && a.view().head() == b.view().head();
}

TEST(Conversation, ATicketLetsAWorkspaceBegin) {
    Office office;
    auto owner = office.laptop(office.plan.founder.device, 10);
    owner->write();
    auto connection = office.connect(*owner, with_ticket(office.ticket, office.id()));
    office.server->settle();
    EXPECT_TRUE(connection->live());
    EXPECT_TRUE(owner->all_receipted());
    EXPECT_EQ(owner->outbox_size(), 0U);
    EXPECT_EQ(owner->cursor.position.value, 1U);
    EXPECT_EQ(office.store.tickets().front().used_by, office.id());
}

// A founding under the office's ticket, of which only the first record arrived.
void cut_founding_short(Office& office) {
    office.found();
    const ReceiptedRecord first = office.store.load(office.id())->roster.front();
    office.store = server::MemoryStore(office.store.incarnation());
    office.store.commit(
        {server::AddTicket{.secret = office.ticket, .label = "t", .made = {}},
         server::AddWorkspace{.workspace = office.id(), .settled = false, .made = {}},
         server::PutRecord{.workspace = office.id(),
                           .index = {0},
                           .hash = *office.plan.view.record_hash({0}),
                           .record = first},
         server::UseTicket{.number = {1}, .workspace = office.id()}});
    office.restart();
}

TEST(Conversation, AFoundingThatWasCutShortGoesOnWithItsTicket) {
    Office office;
    cut_founding_short(office);
    TestReplica owner(office.plan.founder.device, office.id(), 10);
    owner.adopt(office.plan.records);
    auto connection = office.connect(owner, with_ticket(office.ticket, office.id()));
    office.server->settle();
    EXPECT_TRUE(connection->live());
    EXPECT_TRUE(owner.all_receipted());
    EXPECT_TRUE(office.store.load(office.id())->settled);
}

TEST(Conversation, AUsedTicketLetsNoStrangerIn) {
    Office office;
    office.found();
    SeededRandom random(5);
    TestReplica stranger(DeviceSecrets::make(random), office.id(), 11);
    auto connection = office.connect(stranger, with_ticket(office.ticket, office.id()));
    office.server->settle();
    ASSERT_TRUE(connection->failure());
    EXPECT_EQ(connection->failure()->refusal, RefusalCode::not_authenticated);
}

TEST(Conversation, AnOpenTicketLetsNoStrangerIntoAWorkspaceThatIsHere) {
    Office office;
    office.found();
    const TicketSecret open(std::array<std::uint8_t, 16>{8});
    office.store.commit({server::AddTicket{.secret = open, .label = "t", .made = {}}});
    for (const bool knows_of_records : {false, true}) {
        SeededRandom random(5);
        TestReplica stranger(DeviceSecrets::make(random), office.id(), 11);
        if (knows_of_records) stranger.adopt(office.plan.records);
        auto connection = office.connect(stranger, with_ticket(open, office.id()));
        bool welcomed = false;
        connection->on_server_message = [&](const ServerMessage& message) {
            welcomed = welcomed || !std::holds_alternative<Refused>(message);
            return true;
        };
        office.server->settle();
        EXPECT_FALSE(welcomed);
        ASSERT_TRUE(connection->failure());
        EXPECT_EQ(connection->failure()->refusal, RefusalCode::not_authenticated);
    }
}

TEST(Conversation, WhoBringsAWorkspaceAndIsCutOffBeforeItsOwnRecordGoesOn) {
    Office office;
    const auto admin = office.plan.join(Role::admin).device;
    cut_founding_short(office);
    TestReplica bringer(admin, office.id(), 10);
    bringer.adopt(office.plan.records);
    auto connection = office.connect(bringer, with_ticket(office.ticket, office.id()));
    office.server->settle();
    EXPECT_TRUE(connection->live());
    EXPECT_EQ(office.store.load(office.id())->roster.size(), office.plan.records.size());
}

TEST(Conversation, AFounderWhomAnotherOvertookSeesNoRecord) {
    const Office office;
    ServerSession session({}, Instant{});
    Hello hello;
    hello.protocol = protocol_version;
    hello.workspace = office.id();
    hello.proof = TicketProof{};
    session.receive(hello, Instant{});
    ASSERT_TRUE(session.next_request());
    Found found;
    found.ticket_is_open = true;
    session.answer(found);
    ASSERT_TRUE(session.next_request());
    session.answer(Joined{});
    ASSERT_TRUE(std::holds_alternative<Welcome>(*session.next()));
    session.receive(RosterPull{}, Instant{});
    EXPECT_FALSE(session.next_request());
    EXPECT_TRUE(session.over());
}

TEST(Conversation, ATicketAdmitsOneWorkspaceOnly) {
    Office office;
    office.found();
    test::SmallWorkspace other(99);
    TestReplica second(other.founder.device, other.view.workspace(), 11);
    second.adopt(other.records);
    auto connection = office.connect(second, with_ticket(office.ticket, other.view.workspace()));
    office.server->settle();
    ASSERT_TRUE(connection->failure());
    EXPECT_EQ(connection->failure()->refusal, RefusalCode::not_authenticated);
    EXPECT_EQ(connection->failure()->retry, Retry::after_person);
}

TEST(Conversation, AnUnknownWorkspaceWithoutATicketIsRefusedInWords) {
    Office office;
    auto owner = office.laptop(office.plan.founder.device, 10);
    const auto failure = office.sync(*owner);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->refusal, RefusalCode::workspace_unknown);
    EXPECT_NE(failure->sentence.find("ticket"), std::string::npos);
}

TEST(Conversation, TwoLaptopsExchangeWhatTheyWrote) {
    Office office;
    const auto friend_device = office.plan.join(Role::editor).device;
    auto owner = office.found();
    auto other = office.laptop(friend_device, 11);
    for (int i = 0; i < 50; ++i) owner->write();
    for (int i = 0; i < 30; ++i) other->write();
    EXPECT_FALSE(office.sync(*owner));
    EXPECT_FALSE(office.sync(*other));
    EXPECT_FALSE(office.sync(*owner));
    EXPECT_TRUE(alike(*owner, *other));
    EXPECT_EQ(owner->envelope_count(), 80U);
    EXPECT_EQ(owner->repeated + other->repeated, 0U);
}

TEST(Conversation, WhatWasPushedComesBackAsAHashOnly) {
    Office office;
    auto owner = office.found();
    for (int i = 0; i < 20; ++i) owner->write();
    EXPECT_FALSE(office.sync(*owner));
    EXPECT_EQ(owner->cursor.position.value, 20U);
    EXPECT_EQ(owner->bytes_received, 0U);
}

TEST(Conversation, LivePagesReachWhoIsConnected) {
    Office office;
    const auto friend_device = office.plan.join(Role::editor).device;
    auto owner = office.found();
    auto other = office.laptop(friend_device, 11);
    auto first = office.connect(*owner);
    auto second = office.connect(*other);
    office.server->settle();
    owner->write();
    office.server->settle();
    EXPECT_EQ(other->envelope_count(), 1U);
    other->write();
    owner->write();
    office.server->settle();
    EXPECT_TRUE(alike(*owner, *other));
    EXPECT_EQ(owner->cursor, other->cursor);
}

TEST(Conversation, AnEnvelopeLargerThanTheWindowTravelsInParts) {
    Office office;
    const auto friend_device = office.plan.join(Role::editor).device;
    auto owner = office.found();
    auto other = office.laptop(friend_device, 11);
    owner->write();
    owner->write(limits::sealed_bytes_max);
    owner->write(3 * limits::mib);
    owner->write();
    EXPECT_FALSE(office.sync(*owner));
    EXPECT_FALSE(office.sync(*other));
    EXPECT_TRUE(alike(*owner, *other));
    EXPECT_EQ(other->envelope_count(), 4U);
}

TEST(Conversation, AManyPagedBacklogArrivesWholeAndOnce) {
    Office office;
    const auto friend_device = office.plan.join(Role::editor).device;
    auto owner = office.found();
    auto other = office.laptop(friend_device, 11);
    for (int i = 0; i < 400; ++i) owner->write(20'000);
    EXPECT_FALSE(office.sync(*owner));
    EXPECT_FALSE(office.sync(*other));
    EXPECT_TRUE(alike(*owner, *other));
    EXPECT_EQ(other->repeated, 0U);
}

TEST(Conversation, AnInviteLetsItsHolderJoinAndGoOn) {
    Office office;
    auto owner = office.found();
    const InviteSecret secret = office.plan.open_invite({.role_cap = Role::editor, .expires = {}});
    owner->records_wanted.push_back(office.plan.records.back());
    owner->write();
    EXPECT_FALSE(office.sync(*owner));
    ASSERT_EQ(owner->view().length(), office.plan.view.length());

    const auto joiner = office.plan.use_invite(secret);
    TestReplica guest(joiner.device, office.id(), 12);
    guest.records_wanted.push_back(office.plan.records.back());
    auto connection = office.connect(guest, as_invited(secret, office.id()));
    office.server->settle();
    EXPECT_TRUE(connection->live());
    EXPECT_EQ(guest.envelope_count(), 1U);
    guest.write();
    office.server->settle();
    EXPECT_FALSE(office.sync(*owner));
    EXPECT_TRUE(alike(*owner, guest));
}

TEST(Conversation, AnInviteHolderSeesNoEnvelopeAndAppendsNothingElse) {
    Office office;
    auto owner = office.found();
    const InviteSecret secret = office.plan.open_invite({.role_cap = Role::editor, .expires = {}});
    owner->records_wanted.push_back(office.plan.records.back());
    EXPECT_FALSE(office.sync(*owner));
    // The founder's own valid record, brought by a stranger with an invite.
    const auto another = office.plan.open_invite({.role_cap = Role::admin, .expires = {}});
    TestReplica guest(DeviceSecrets::make(office.plan.random), office.id(), 12);
    guest.records_wanted.push_back(office.plan.records.back());
    auto connection = office.connect(guest, as_invited(secret, office.id()));
    office.server->settle();
    ASSERT_EQ(guest.records_not_taken.size(), 1U);
    EXPECT_EQ(guest.records_not_taken[0].code, RecordRefusal::not_allowed);
    EXPECT_NE(connection->client().state(), ClientSession::State::live);
    static_cast<void>(another);
}

TEST(Conversation, AClosedInviteOpensNothing) {
    Office office;
    auto owner = office.found();
    const InviteSecret secret = office.plan.open_invite({.role_cap = Role::editor, .expires = {}});
    owner->records_wanted.push_back(office.plan.records.back());
    office.plan.take(
        make_invite_closed(office.plan.by(office.plan.founder), {office.plan.invite_id(secret)}));
    owner->records_wanted.push_back(office.plan.records.back());
    EXPECT_FALSE(office.sync(*owner));
    TestReplica guest(DeviceSecrets::make(office.plan.random), office.id(), 12);
    auto connection = office.connect(guest, as_invited(secret, office.id()));
    office.server->settle();
    ASSERT_TRUE(connection->failure());
    EXPECT_EQ(connection->failure()->refusal, RefusalCode::not_authenticated);
    EXPECT_EQ(guest.view().length().value, 0U);
}

TEST(Conversation, ADeviceWithAnotherChannelKeyIsRefused) {
    Office office;
    auto owner = office.found();
    const auto thief = DeviceSecrets::make(office.plan.random);
    TestReplica replica(thief, office.id(), 13);
    replica.adopt(office.plan.records);
    auto connection = office.connect(replica, as_device(office.plan.founder.device, office.id()));
    office.server->settle();
    ASSERT_TRUE(connection->failure());
    EXPECT_EQ(connection->failure()->refusal, RefusalCode::not_authenticated);
}

TEST(Conversation, TwoRecordsAtOnceAreOrderedByCompareAndSwap) {
    Office office;
    auto friend_person = office.plan.join(Role::admin);
    auto owner = office.found();
    auto other = office.laptop(friend_person.device, 11);
    auto first = office.connect(*owner);
    auto second = office.connect(*other);
    office.server->settle();
    // Both build on the same head.
    const Bytes one = make_invite_opened(office.plan.by(office.plan.founder), {}, {.expires = {}});
    const Bytes two = make_invite_opened(office.plan.by(friend_person),
                                         InviteSecret(std::array<std::uint8_t, 16>{1}),
                                         {.expires = {}});
    ASSERT_TRUE(first->client().append_record(one));
    ASSERT_TRUE(second->client().append_record(two));
    office.server->settle();
    EXPECT_EQ(owner->view().head(), other->view().head());
    EXPECT_EQ(owner->records_not_taken.size() + other->records_not_taken.size(), 1U);
    EXPECT_EQ(other->records_not_taken.at(0).code, RecordRefusal::not_on_head);
    EXPECT_EQ(other->view().length().value, office.plan.view.length().value + 1);
}

// A liar who shows this laptop an older list: it may not build the record for ever.
TEST(Conversation, AServerThatRefusesARecordForItsPlaceAndShowsNoneThereHoldsRecordsBack) {
    Office office;
    auto owner = office.found();
    auto connection = office.connect(*owner);
    office.server->settle();
    const Bytes record =
        make_invite_opened(office.plan.by(office.plan.founder), {}, {.expires = {}});
    ASSERT_TRUE(connection->client().append_record(record));
    const RecordRefused refused{.hash = read_record(record)->hash,
                                .code = RecordRefusal::not_on_head,
                                .sentence = {},
                                .length = owner->view().length()};
    const auto effects = connection->client().receive(refused, office.server->now);
    ASSERT_FALSE(effects);
    EXPECT_EQ(effects.error().fault, SyncFault::order_broken);
}

TEST(Conversation, PresenceReachesTheOthersOnly) {
    Office office;
    auto friend_person = office.plan.join(Role::editor);
    auto owner = office.found();
    auto other = office.laptop(friend_person.device, 11);
    auto first = office.connect(*owner);
    auto second = office.connect(*other);
    office.server->settle();
    PresenceNote note{
        .device = {}, .counter = 1, .epoch = {}, .sealed = Bytes(40, 3), .signature = {}};
    sign_presence(owner->device(), office.id(), note);
    first->client().send_presence(note);
    office.server->settle();
    ASSERT_EQ(other->presence.size(), 1U);
    EXPECT_EQ(other->presence[0], note);
    EXPECT_TRUE(owner->presence.empty());
}

}  // namespace
}  // namespace cairn
