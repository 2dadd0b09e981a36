// The hub by itself: batches in, answers out. Whole conversations are in tests/unit/shared/sync.
#include <algorithm>

#include <gtest/gtest.h>

#include "shared/identity/hello_proof.h"
#include "tests/support/envelopes.h"
#include "tests/support/sync/office.h"

namespace cairn::server {
namespace {

using cairn::test::Office;
using cairn::test::SmallWorkspace;

// A store whose disk can fail.
class FragileStore final : public LogStore {
public:
    explicit FragileStore(LogStore& store) : store_(&store) {}
    bool broken = false;
    int commits = 0;

    void commit(const std::vector<Write>& writes) override {
        if (broken) throw std::runtime_error("the disk is broken");
        ++commits;
        store_->commit(writes);
    }
    [[nodiscard]] Incarnation incarnation() const override { return store_->incarnation(); }
    void renew(const Incarnation& incarnation) override { store_->renew(incarnation); }
    std::vector<WorkspaceId> workspaces() override { return store_->workspaces(); }
    std::optional<WorkspaceState> load(const WorkspaceId& id) override { return store_->load(id); }
    std::optional<EnvelopePlace> find(const WorkspaceId& id, const EnvelopeHash& hash) override {
        return store_->find(id, hash);
    }
    std::optional<Hash32> running(const WorkspaceId& id, Position position) override {
        return store_->running(id, position);
    }
    std::vector<OrderedEnvelope> read(const WorkspaceId& id,
                                      Position after,
                                      std::size_t bytes_max) override {
        return store_->read(id, after, bytes_max);
    }
    std::vector<Ticket> tickets() override { return store_->tickets(); }

private:
    LogStore* store_;
};

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
    FragileStore fragile{office.store};
    std::unique_ptr<Hub> hub_;
    const DeviceSecrets& owner = office.plan.founder.device;
};

TEST_F(HubTest, MakesOneCommitForAllWhoWait) {
    process({join(1, owner), join(2, owner)});
    const auto mine = chain(owner, 3);
    const int before = fragile.commits;
    const auto outputs = process({push(1, {mine[0]}), push(2, {mine[1]}), push(1, {mine[2]})});
    EXPECT_EQ(fragile.commits, before + 1);
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
    fragile.broken = true;
    EXPECT_THROW(process({push(1, mine)}), std::runtime_error);
    // As the owner of a hub must do then.
    fragile.broken = false;
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
    const int before = fragile.commits;
    const auto outputs = process({push(1, mine)});
    EXPECT_EQ(fragile.commits, before);
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

TEST_F(HubTest, ANewConnectionOfADeviceEndsItsOldestWhenThereAreTooMany) {
    limits.sessions_per_device_max = 2;
    process({join(1, owner), join(2, owner)});
    const auto outputs = process({join(3, owner)});
    ASSERT_EQ(answers<Dismissed>(outputs, 1).size(), 1U);
    EXPECT_EQ(answers<Joined>(outputs, 3).size(), 1U);
    EXPECT_EQ(hub().stats().sessions, 2U);
    // What the dismissed one had still asked is not answered, and harms nobody.
    EXPECT_TRUE(process({push(1, chain(owner, 1))}).empty());
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
