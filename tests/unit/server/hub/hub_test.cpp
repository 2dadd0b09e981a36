// The hub by itself: batches in, answers out. Whole conversations are in tests/unit/shared/sync.
#include <algorithm>

#include <gtest/gtest.h>

#include "shared/identity/hello_proof.h"
#include "shared/roster/server_statement.h"
#include "tests/support/envelopes.h"
#include "tests/support/sync/fragile_store.h"
#include "tests/support/sync/office.h"

namespace cairn::server {
namespace {

using cairn::test::FragileStore;
using cairn::test::Office;
using cairn::test::SmallWorkspace;
using cairn::test::TestDisk;

// An office whose workspace is on the server already, and a hub to be asked directly.
struct HubTest : testing::Test {
    HubTest() { office.found(); }

    Hub& hub() {
        if (!hub_) hub_ = std::make_unique<Hub>(fragile, office.secrets, limits);
        return *hub_;
    }
    std::vector<HubOutput> process(std::vector<HubInput> inputs) {
        return hub().process(std::move(inputs), WallTime{1'800'000'000'000});
    }
    static HubInput input(std::uint64_t session, ServerRequest request) {
        return {.session = {session}, .request = std::move(request)};
    }
    HubInput join(std::uint64_t session, const DeviceSecrets& device) {
        Join request;
        request.hello.workspace = office.id();
        request.hello.roster_length = office.plan.view.length();
        request.admission.device = device.id();
        request.admission.peer = device.channel_key();
        return input(session, request);
    }
    static HubInput push(std::uint64_t session,
                         const std::vector<Envelope>& envelopes,
                         bool needed = false) {
        StoreEnvelopes request;
        for (const Envelope& envelope : envelopes)
            request.envelopes.push_back({.envelope = envelope, .needed = needed});
        return input(session, request);
    }
    std::vector<Envelope> chain(const DeviceSecrets& device, std::size_t count) {
        EnvelopeHeader header;
        header.workspace = office.id();
        header.device = device.id();
        header.roster_head = office.plan.view.head();
        std::vector<Envelope> envelopes;
        for (std::size_t i = 0; i < count; ++i) {
            header.number = header.number.next();
            header.previous = envelopes.empty() ? EnvelopeHash{} : envelopes.back().hash();
            header.sealed_bytes = 272;
            envelopes.push_back(cairn::test::make_envelope(header, device, random));
        }
        return envelopes;
    }
    template <class Answer>
    static std::vector<Answer> answers(const std::vector<HubOutput>& outputs,
                                       std::uint64_t session) {
        std::vector<Answer> found;
        for (const HubOutput& output : outputs)
            if (output.session.value == session)
                if (const auto* answer = std::get_if<Answer>(&output.answer))
                    found.push_back(*answer);
        return found;
    }

    Office office;
    HubLimits limits;
    SeededRandom random{31};
    TestDisk disk;
    FragileStore fragile{office.store, disk};
    std::unique_ptr<Hub> hub_;
    const DeviceSecrets& owner = office.plan.founder.device;
};

TEST_F(HubTest, MakesOneCommitForAllWhoWait) {
    process({join(1, owner), join(2, owner)});
    const auto mine = chain(owner, 3);
    const std::size_t before = disk.commits;
    const auto outputs = process({push(1, {mine[0]}), push(2, {mine[1]}), push(1, {mine[2]})});
    EXPECT_EQ(disk.commits, before + 1);
    EXPECT_EQ(answers<EnvelopesJudged>(outputs, 1).size(), 2U);
    EXPECT_EQ(answers<EnvelopesJudged>(outputs, 2).size(), 1U);
    EXPECT_EQ(hub().stats().envelopes_taken, 3U);
    // Both hear of all three, after their answers.
    const auto grown = answers<OrderGrew>(outputs, 2);
    ASSERT_EQ(grown.size(), 1U);
    EXPECT_EQ(grown[0].envelopes->size(), 3U);
    EXPECT_TRUE(std::holds_alternative<OrderGrew>(outputs.back().answer));
}

TEST_F(HubTest, SaysNothingOfWhatCouldNotBeCommitted) {
    process({join(1, owner)});
    const auto mine = chain(owner, 1);
    disk.broken = true;
    EXPECT_THROW(process({push(1, mine)}), std::runtime_error);
    // As the owner of a hub must do then.
    disk.broken = false;
    hub_.reset();
    EXPECT_EQ(office.store.load(office.id())->head, Position{0});
    process({join(1, owner)});
    const auto outputs = process({push(1, mine)});
    ASSERT_EQ(answers<EnvelopesJudged>(outputs, 1).size(), 1U);
    EXPECT_EQ(answers<EnvelopesJudged>(outputs, 1)[0].result.accepted.size(), 1U);
}

TEST_F(HubTest, AnswersARepeatedPushWithTheSamePositionAndTakesNothing) {
    process({join(1, owner)});
    const auto mine = chain(owner, 2);
    process({push(1, mine)});
    const std::size_t before = disk.commits;
    const auto outputs = process({push(1, mine)});
    EXPECT_EQ(disk.commits, before);
    const PushResult result = answers<EnvelopesJudged>(outputs, 1)[0].result;
    ASSERT_EQ(result.accepted.size(), 2U);
    EXPECT_EQ(result.accepted[1].position, Position{2});
    EXPECT_TRUE(answers<OrderGrew>(outputs, 1).empty());
    EXPECT_EQ(hub().stats().envelopes_taken, 2U);
}

TEST_F(HubTest, ABadEnvelopeNeverStopsTheOthers) {
    process({join(1, owner)});
    const auto mine = chain(owner, 3);
    SeededRandom other_random(77);
    const auto stranger = DeviceSecrets::make(other_random);
    const auto strange = chain(stranger, 1);
    const auto outputs = process({push(1, {strange[0], mine[0], mine[2], mine[1]})});
    const PushResult result = answers<EnvelopesJudged>(outputs, 1)[0].result;
    ASSERT_EQ(result.refused.size(), 2U);
    EXPECT_EQ(result.refused[0].code, PushRefusal::unknown_author);
    EXPECT_EQ(result.refused[1].code, PushRefusal::missing_previous);
    EXPECT_EQ(result.refused[1].wanted, EnvelopeNumber{2});
    EXPECT_EQ(result.accepted.size(), 2U);
    EXPECT_EQ(hub().stats().envelopes_refused.at(PushRefusal::unknown_author), 1U);
}

TEST_F(HubTest, AFullWorkspaceStillTakesWhatADeviceIsGuaranteed) {
    const auto mine = chain(owner, 4);
    const std::size_t one = mine[0].bytes().size();
    limits.workspace_bytes_max = one;
    limits.device_bytes_guaranteed = 3 * one;
    process({join(1, owner)});
    const auto result = answers<EnvelopesJudged>(process({push(1, mine)}), 1)[0].result;
    EXPECT_EQ(result.accepted.size(), 3U);
    ASSERT_EQ(result.refused.size(), 1U);
    EXPECT_EQ(result.refused[0].code, PushRefusal::over_quota);
    // A full quota never blocks reading.
    const auto read = process({input(1, ReadPage{.after = {}, .bytes_max = SIZE_MAX})});
    EXPECT_EQ(answers<PageRead>(read, 1)[0].envelopes.size(), 3U);
}

TEST_F(HubTest, ReadsNothingBeyondTheHeadWhateverAPeerNames) {
    process({join(1, owner)});
    process({push(1, chain(owner, 2))});
    for (const std::uint64_t after : {std::uint64_t{3}, UINT64_MAX}) {
        const auto read = process({input(1, ReadPage{.after = {after}, .bytes_max = SIZE_MAX})});
        EXPECT_TRUE(answers<PageRead>(read, 1)[0].envelopes.empty()) << after;
        const Fetch fetch{.device = owner.id(), .tip = {}, .after = {after}};
        const auto branch = process({input(1, ReadBranch{.fetch = fetch, .bytes_max = SIZE_MAX})});
        EXPECT_TRUE(answers<BranchRead>(branch, 1)[0].envelopes.empty()) << after;
    }
}

TEST_F(HubTest, ADamagedWorkspaceHarmsNoOther) {
    WorkspaceId damaged;
    damaged.bytes.fill(9);
    office.store.commit({AddWorkspace{.workspace = damaged, .settled = true, .made = {}},
                         PutRecord{.workspace = damaged,
                                   .index = {0},
                                   .hash = {},
                                   .record = {.record = Bytes(80, 1), .receipt = {}}}});
    const LookUp broken{.workspace = damaged, .ticket = {}, .handshake = {}};
    const LookUp sound{.workspace = office.id(), .ticket = {}, .handshake = {}};
    const auto outputs = process({input(1, broken), input(2, sound), input(3, broken)});
    for (const std::uint64_t session : {1U, 3U}) {
        ASSERT_EQ(answers<Dismissed>(outputs, session).size(), 1U);
        EXPECT_EQ(answers<Dismissed>(outputs, session)[0].why.code, RefusalCode::storage_failed);
    }
    ASSERT_EQ(answers<Found>(outputs, 2).size(), 1U);
    EXPECT_NE(answers<Found>(outputs, 2)[0].roster, nullptr);
    EXPECT_EQ(hub().stats().damaged, 2U);
}

// A second workspace beside the office's, founded by hand.
struct TwoWorkspaces : HubTest {
    TwoWorkspaces() {
        const Bytes& first = other.records[0];
        const RecordPlace place{
            .workspace = other_id, .index = {0}, .hash = *other.view.record_hash({0})};
        const Receipt receipt =
            sign_receipt(office.secrets.signing(), place, office.store.incarnation());
        office.store.commit({AddWorkspace{.workspace = other_id, .settled = true, .made = {}},
                             PutRecord{.workspace = other_id,
                                       .index = {0},
                                       .hash = place.hash,
                                       .record = {.record = first, .receipt = receipt}}});
    }
    HubInput join_other(std::uint64_t session) {
        HubInput joined = join(session, other.founder.device);
        std::get<Join>(joined.request).hello.workspace = other_id;
        return joined;
    }
    Envelope of_other() {
        EnvelopeHeader header;
        header.workspace = other_id;
        header.device = other.founder.device.id();
        header.number = {1};
        header.roster_head = *other.view.record_hash({0});
        header.sealed_bytes = 272;
        return cairn::test::make_envelope(header, other.founder.device, random);
    }
    static bool is_dismissed(const std::vector<HubOutput>& outputs, std::uint64_t session) {
        const auto dismissed = answers<Dismissed>(outputs, session);
        return dismissed.size() == 1 && dismissed[0].why.code == RefusalCode::storage_failed &&
               answers<EnvelopesJudged>(outputs, session).empty();
    }

    SmallWorkspace other{43};
    WorkspaceId other_id = other.view.workspace();
};

TEST_F(TwoWorkspaces, DamageThatIsReadIsToldToWhoeverAskedForIt) {
    process({join(1, owner), join_other(2), join_other(3)});
    disk.damaged = other_id;
    const ReadPage read{.after = {}, .bytes_max = SIZE_MAX};
    const auto outputs = process({input(1, read), input(2, read)});
    EXPECT_EQ(answers<PageRead>(outputs, 1).size(), 1U);
    EXPECT_TRUE(is_dismissed(outputs, 2));
    EXPECT_TRUE(answers<Dismissed>(outputs, 3).empty());
    const auto damage = hub().take_damage();
    ASSERT_EQ(damage.size(), 1U);
    EXPECT_EQ(damage[0].workspace(), other_id);
    process({input(3, read)});
    EXPECT_TRUE(hub().take_damage().empty()) << "it was told already";
    EXPECT_EQ(hub().stats().damaged, 2U);
}

TEST_F(TwoWorkspaces, DamageThatIsMetByACommitHoldsUpThatWorkspaceAlone) {
    process({join(1, owner), join_other(2), join_other(3)});
    const auto mine = chain(owner, 2);
    // What the other one's push reads before the commit is sound: only its writing fails.
    const auto others = of_other();
    disk.damaged_for_writing = other_id;
    const auto outputs = process({push(2, {others}), push(1, mine)});
    EXPECT_EQ(answers<EnvelopesJudged>(outputs, 1).at(0).result.accepted.size(), 2U);
    EXPECT_TRUE(is_dismissed(outputs, 2));
    EXPECT_TRUE(is_dismissed(outputs, 3));
    EXPECT_EQ(office.store.load(office.id())->head, Position{2});
    EXPECT_EQ(office.store.load(other_id)->head, Position{0});
    // Once it can be written again, it goes on from what the disk has.
    disk.damaged_for_writing.reset();
    process({join_other(4)});
    const auto again = process({push(4, {others})});
    EXPECT_EQ(answers<EnvelopesJudged>(again, 4).at(0).result.accepted.at(0).position, Position{1});
}

TEST_F(HubTest, AnEnvelopeThatIsMissingFromTheOrderIsDamageAndNoEndlessReading) {
    process({join(1, owner)});
    process({push(1, chain(owner, 3))});
    disk.lost_after = Position{2};
    const ReadPage rest{.after = {2}, .bytes_max = SIZE_MAX};
    EXPECT_EQ(answers<Dismissed>(process({input(1, rest)}), 1).size(), 1U);
}

TEST_F(HubTest, ALongBranchIsWalkedOnceHoweverManyFetchAtTheSameTime) {
    constexpr std::size_t length = 200;
    process({join(1, owner), join(2, owner)});
    const auto one = chain(owner, length);
    const auto two = chain(owner, length);
    process({push(1, one), push(1, two)});
    disk.finds = 0;
    const auto fetch = [&](std::uint64_t session,
                           const std::vector<Envelope>& branch,
                           std::uint64_t after) {
        const Fetch wanted{.device = owner.id(), .tip = branch.back().hash(), .after = {after}};
        const auto outputs = process({input(session, ReadBranch{.fetch = wanted, .bytes_max = 1})});
        const BranchRead read = answers<BranchRead>(outputs, session).at(0);
        EXPECT_EQ(read.envelopes.at(0).hash, branch[after].hash());
        EXPECT_EQ(read.reaches_tip, after + 1 == length);
    };
    for (std::uint64_t after = 0; after < length; ++after) {
        fetch(1, one, after);
        fetch(2, two, after);
    }
    EXPECT_LE(disk.finds, 2 * (length + 1));
}

TEST_F(HubTest, ABranchIsWalkedOnWhenMoreOfItIsWanted) {
    constexpr std::size_t length = 64;
    process({join(1, owner)});
    const auto mine = chain(owner, length);
    process({push(1, mine)});
    disk.finds = 0;
    for (std::uint64_t after = length / 2;; after /= 2) {
        const Fetch wanted{.device = owner.id(), .tip = mine.back().hash(), .after = {after}};
        const auto outputs = process({input(1, ReadBranch{.fetch = wanted, .bytes_max = 1})});
        const BranchRead read = answers<BranchRead>(outputs, 1).at(0);
        EXPECT_EQ(read.envelopes.at(0).hash, mine[after].hash());
        if (after == 0) break;
    }
    EXPECT_LE(disk.finds, length + 1);
}

TEST_F(HubTest, CopiesOfADeviceNeverEndEachOthersConnections) {
    limits.sessions_per_device_max = 2;
    process({join(1, owner), join(2, owner)});
    for (const std::uint64_t copy : {3U, 4U, 3U}) {
        const auto outputs = process({join(copy, owner)});
        ASSERT_EQ(outputs.size(), 1U);
        ASSERT_EQ(answers<Dismissed>(outputs, copy).size(), 1U);
        const Refused why = answers<Dismissed>(outputs, copy)[0].why;
        EXPECT_EQ(why.code, RefusalCode::too_many);
        EXPECT_GE(why.retry_after_ms, 30'000U);
        EXPECT_NE(why.sentence.find("invite"), std::string::npos) << why.sentence;
    }
    EXPECT_EQ(hub().stats().sessions, 2U);
    EXPECT_TRUE(process({push(4, chain(owner, 1))}).empty()) << "it is not connected";
    process({input(1, Leave{})});
    EXPECT_EQ(answers<Joined>(process({join(3, owner)}), 3).size(), 1U);
}

TEST_F(HubTest, AFullWorkspaceTurnsFurtherDevicesAway) {
    limits.sessions_per_workspace_max = 1;
    SeededRandom other_random(78);
    const auto other = DeviceSecrets::make(other_random);
    process({join(1, owner)});
    const auto outputs = process({join(2, other)});
    ASSERT_EQ(answers<Dismissed>(outputs, 2).size(), 1U);
    EXPECT_EQ(answers<Dismissed>(outputs, 2)[0].why.code, RefusalCode::too_many);
    EXPECT_EQ(hub().stats().sessions, 1U);
    process({input(1, Leave{})});
    EXPECT_EQ(answers<Joined>(process({join(2, other)}), 2).size(), 1U);
}

TEST_F(HubTest, APresenceNoteReachesAllOtherMembers) {
    process({join(1, owner), join(2, owner)});
    PresenceNote note;
    note.device = owner.id();
    const auto outputs = process({input(1, Relay{.note = note})});
    EXPECT_TRUE(answers<PresencePassed>(outputs, 1).empty());
    EXPECT_EQ(answers<PresencePassed>(outputs, 2).size(), 1U);
}

TEST_F(HubTest, ARecordThatIsHeldIsAcceptedAgainAndToldToNobody) {
    process({join(1, owner), join(2, owner)});
    const AppendRecord again{.record = {.record = office.plan.records[1], .receipt = {}}};
    const auto outputs = process({input(1, again)});
    const auto judged = answers<RecordJudged>(outputs, 1);
    ASSERT_EQ(judged.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<RecordAccepted>(judged[0].verdict));
    EXPECT_TRUE(answers<RosterGrew>(outputs, 2).empty());
}

TEST_F(HubTest, ANewRecordIsToldToAllInOnePage) {
    process({join(1, owner), join(2, owner), join(3, owner)});
    const Bytes record = make_invite_opened(office.plan.by(office.plan.founder), {}, {});
    const auto outputs = process({input(1, AppendRecord{.record = {record, {}}})});
    const auto second = answers<RosterGrew>(outputs, 2);
    const auto third = answers<RosterGrew>(outputs, 3);
    ASSERT_EQ(second.size(), 1U);
    ASSERT_EQ(third.size(), 1U);
    EXPECT_EQ(second[0].page->records.at(0).record, record);
    EXPECT_EQ(second[0].page, third[0].page);
}

TEST_F(HubTest, ARecordThatCannotBeReadIsRefusedByTheHashItsSenderKnows) {
    process({join(1, owner)});
    Bytes unknown = office.plan.records[1];
    const std::size_t body = unknown.size() - Signature::size;
    std::fill(unknown.begin(), unknown.begin() + static_cast<std::ptrdiff_t>(body), 0xEE);
    for (const Bytes& record : {unknown, Bytes(3, 1), Bytes{}}) {
        const auto outputs = process({input(1, AppendRecord{.record = {record, {}}})});
        const auto judged = answers<RecordJudged>(outputs, 1);
        ASSERT_EQ(judged.size(), 1U);
        const auto& refused = std::get<RecordRefused>(judged[0].verdict);
        EXPECT_EQ(refused.code, RecordRefusal::invalid);
        const std::size_t length = record.size() > Signature::size ? body : 0;
        EXPECT_EQ(refused.hash, hash_of_record(ByteView(record).first(length)));
    }
}

// Two founders who hold the same ticket, both admitted while it was open.
struct TwoFounders : HubTest {
    TwoFounders() {
        secret = TicketSecret(std::array<std::uint8_t, 16>{8});
        office.store.commit({AddTicket{.secret = secret, .label = "", .made = {}}});
        const auto found = process({look_up(1, one), look_up(2, two)});
        for (const std::uint64_t session : {1U, 2U})
            EXPECT_EQ(answers<Found>(found, session)[0].ticket, TicketNumber{2});
        process({join_with_ticket(1, one), join_with_ticket(2, two)});
    }
    HubInput look_up(std::uint64_t session, const SmallWorkspace& plan) const {
        const WorkspaceId id = plan.view.workspace();
        const HandshakeHash handshake;
        return input(session,
                     LookUp{.workspace = id,
                            .ticket = TicketProof{prove_ticket(secret, handshake, id)},
                            .handshake = handshake});
    }
    static HubInput join_with_ticket(std::uint64_t session, const SmallWorkspace& plan) {
        Join request;
        request.hello.workspace = plan.view.workspace();
        request.admission.standing = Standing::founder;
        request.admission.ticket = TicketNumber{2};
        request.admission.peer = plan.founder.device.channel_key();
        return input(session, request);
    }
    static HubInput begin(std::uint64_t session, const SmallWorkspace& plan) {
        return input(session, AppendRecord{.record = {.record = plan.records[0], .receipt = {}}});
    }
    static bool accepted(const std::vector<HubOutput>& outputs, std::uint64_t session) {
        const auto judged = answers<RecordJudged>(outputs, session);
        return judged.size() == 1 && std::holds_alternative<RecordAccepted>(judged[0].verdict);
    }
    SmallWorkspace one{41};
    SmallWorkspace two{42};
    TicketSecret secret;
};

TEST_F(TwoFounders, OneTicketBeginsOneWorkspaceInOneBatch) {
    const auto outputs = process({begin(1, one), begin(2, two)});
    EXPECT_TRUE(accepted(outputs, 1));
    EXPECT_FALSE(accepted(outputs, 2));
}

TEST_F(TwoFounders, OneTicketBeginsOneWorkspaceOneAfterTheOther) {
    EXPECT_TRUE(accepted(process({begin(2, two)}), 2));
    EXPECT_FALSE(accepted(process({begin(1, one)}), 1));
    EXPECT_EQ(office.store.tickets().back().used_by, two.view.workspace());
    EXPECT_EQ(hub().stats().records_refused.at(RecordRefusal::not_allowed), 1U);
}

TEST_F(TwoFounders, AClosedTicketBeginsNothing) {
    office.store.commit({CloseTicket{.number = {2}}});
    EXPECT_FALSE(accepted(process({begin(1, one)}), 1));
}

}  // namespace
}  // namespace cairn::server
