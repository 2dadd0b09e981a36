// What is parked, what is void, and that neither harms anything beside it (I8).
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "client/merge/derived_id.h"
#include "tests/unit/client/replica/verdicts.h"

namespace cairn::test {
namespace {

TEST_F(ReplicaVerdicts, ManyBranchesOfAMemberStopNobodyFromWriting) {
    std::vector<ItemId> items;
    std::vector<Envelope> branches;
    for (int i = 0; i < 1100; ++i) {
        items.push_back(random_item(workspace));
        HandmadeRun made(workspace.random);
        made.change().edit(items.back(), title, "tBen's");
        branches.push_back(seal(made.run, ben));
    }
    ASSERT_EQ(ada.receive(branches).applied, branches.size());
    sqlite::Database& database = ada.replica.database();
    const auto write = [&](const ItemId& to) {
        ada.set(to, title, "tAda's");
        EXPECT_EQ(ada.value(to, title), "tAda's");
        EXPECT_EQ(ada.read().heads({to, title, {}}).size(), 1U);
    };
    write(items.back());
    EXPECT_GE(database.integer("SELECT count(*) FROM news"), 76);  // for the next change
    write(items.front());
    EXPECT_EQ(database.integer("SELECT count(*) FROM news"), 0);
    EXPECT_GE(ada.seal(), 1U);
}

TEST_F(ReplicaVerdicts, OneBadEditHarmsNothingElseInItsChange) {
    HandmadeRun made(workspace.random);
    made.change()
        .edit(item, title, "tgood")
        .edit(item, title, "i7")
        .edit(item, status, "e9")
        .edit(item, 4711, "tof a newer version")
        .edit(random_item(workspace), merge::field_live, "tno link");
    EXPECT_EQ(ada.receive({seal(made.run, ben)}).applied, 1U);
    EXPECT_EQ(ada.value(item, title), "tgood");
    EXPECT_EQ(status_of(0), EditStatus::valid);
    EXPECT_EQ(status_of(1), EditStatus::void_form);
    EXPECT_EQ(status_of(2), EditStatus::parked);
    EXPECT_EQ(status_of(3), EditStatus::parked);
    EXPECT_EQ(status_of(4), EditStatus::void_form);
    const replica::Counts counts = ada.read().counts();
    EXPECT_EQ(counts.parked_edits, 2U);
    EXPECT_EQ(counts.void_edits, 2U);
    expect_sound();
}

TEST_F(ReplicaVerdicts, AnEditMayReplaceOnlyItsOwnFieldAndItsPast) {
    const ItemId other = random_item(workspace);
    const RunReference first{.where = RunReference::Where::back, .at = 1, .change = 0, .edit = 0};
    HandmadeRun made(workspace.random);
    made.change().edit(item, title, "tone");
    made.change().edit(other, title, "tother", {first});
    HandmadeRun ok(workspace.random);
    const Envelope envelope = seal(made.run, ben);
    EXPECT_EQ(ada.receive({envelope}).applied, 1U);
    EXPECT_EQ(ada.value(item, title), "tone");
    EXPECT_EQ(status_of(1), EditStatus::void_over);
    EXPECT_EQ(ada.value(other, title), "n");
    expect_sound();
}

TEST_F(ReplicaVerdicts, ACitationOfWhatWasNeverKnownToItsAuthorIsVoid) {
    const Person cleo = workspace.join(Role::editor);
    RingOpener opener(ada.person.keys);
    ASSERT_TRUE(ada.replica.adopt_records(stored(workspace.records), opener));
    HandmadeRun by_ben(workspace.random);
    by_ben.change().edit(item, title, "tBen's");
    const Envelope of_ben = seal(by_ben.run, ben);
    // Cleo's envelope names Ben's as a tip, but her change does not depend on it.
    HandmadeRun by_cleo(workspace.random);
    by_cleo.run.tips.push_back(of_ben.hash());
    by_cleo.run.entries.push_back({.tip = 1, .number = {1}});
    by_cleo.change().edit(
        item,
        title,
        "tCleo's",
        {RunReference{.where = RunReference::Where::entry, .at = 0, .change = 0, .edit = 0}});
    const Envelope of_cleo = seal(by_cleo.run, cleo);
    EXPECT_EQ(ada.receive({of_cleo}).parked, 1U);
    EXPECT_EQ(ada.receive({of_ben}).applied, 2U);
    EXPECT_EQ(ada.value(item, title), "tBen's");
    EXPECT_EQ(status_of(1), EditStatus::void_over);
    expect_sound();
}

TEST_F(ReplicaVerdicts, ACommenterWritesOnlyComments) {
    const Person cleo = workspace.join(Role::commenter);
    RingOpener opener(ada.person.keys);
    ASSERT_TRUE(ada.replica.adopt_records(stored(workspace.records), opener));
    const MemberId member = workspace.view.member_of(cleo.id())->id;
    const ItemId comment = merge::comment_item(
        merge::comment_prefix(workspace.view.workspace(), member), {1, 2, 3, 4, 5, 6, 7, 8});
    HandmadeRun made(workspace.random);
    made.change().edit(comment, title, "tI think").edit(item, title, "tmine now");
    EXPECT_EQ(ada.receive({seal(made.run, cleo)}).applied, 1U);
    EXPECT_EQ(ada.value(comment, title), "tI think");
    EXPECT_EQ(ada.value(item, title), "n");
    EXPECT_EQ(status_of(1), EditStatus::void_right);
    expect_sound();
}

TEST_F(ReplicaVerdicts, AReadersEnvelopeIsVoidAndWhatFollowsIsJudgedOnItsOwn) {
    const Person reader = workspace.join(Role::reader);
    RingOpener opener(ada.person.keys);
    ASSERT_TRUE(ada.replica.adopt_records(stored(workspace.records), opener));
    HandmadeRun made(workspace.random);
    made.change().edit(item, title, "tby a reader");
    EXPECT_EQ(ada.receive({seal(made.run, reader)}).invalid, 1U);
    EXPECT_EQ(ada.value(item, title), "nothing");
    const auto found = ada.read().envelopes(EnvelopeState::invalid, 10);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().reason, EnvelopeReason::author_may_not_write);
    EXPECT_EQ(ada.replica.frontier().tips().size(), 1U) << "void envelopes are kept and relayed";
    expect_sound();
}

TEST_F(ReplicaVerdicts, BehindAVoidEnvelopeThePredecessorIsTakenAsGiven) {
    HandmadeRun made(workspace.random);
    made.change().edit(item, title, "tone");
    const Envelope first = seal(made.run, ben);
    HandmadeRun wrong(workspace.random);  // says that nothing came before
    wrong.change().edit(item, title, "tunseen");
    const Envelope second = seal(wrong.run, ben, after(first));
    HandmadeRun next(workspace.random);
    next.run.predecessor = workspace.random.make<ChangeId>();
    next.change().edit(item, colour, "tred");
    const Envelope third = seal(next.run, ben, after(second));
    HandmadeRun misled(workspace.random);  // the third is readable: it must follow that
    misled.run.predecessor = workspace.random.make<ChangeId>();
    misled.change().edit(item, colour, "tgreen");
    const Envelope fourth = seal(misled.run, ben, after(third));

    const replica::ReceiveReport report = ada.receive({fourth, third, second, first});
    EXPECT_EQ(report.applied, 2U);
    EXPECT_EQ(report.invalid, 2U);
    EXPECT_EQ(ada.value(item, title), "tone");
    EXPECT_EQ(ada.value(item, colour), "tred");
    // Void counts as one change: 1, (2), 3.
    EXPECT_EQ(ada.read().heads({item, colour, {}}).front().lamport, Lamport{3});
    expect_sound();
}

TEST_F(ReplicaVerdicts, AWrongNumberIsVoid) {
    HandmadeRun made(workspace.random);
    made.change().edit(item, title, "tone");
    const Envelope first = seal(made.run, ben);
    const Envelope skipping = seal(cairn::Run(), ben, {.number = {3}, .previous = first.hash()});
    const Envelope without = seal(cairn::Run(), ben, {.number = {2}, .previous = {}});
    const Envelope beginning = seal(cairn::Run(), ben, {.number = {1}, .previous = first.hash()});
    const replica::ReceiveReport report = ada.receive({first, skipping, without, beginning});
    EXPECT_EQ(report.applied, 1U);
    EXPECT_EQ(report.invalid, 3U);
    expect_sound();
}

TEST_F(ReplicaVerdicts, UnprovenOrForeignEnvelopesAreNotStored) {
    HandmadeRun made(workspace.random);
    made.change().edit(item, title, "tone");
    Bytes bytes = seal(made.run, ben).bytes();
    bytes.back() ^= 1U;
    SmallWorkspace elsewhere(99);
    const EpochEntry& epoch = *elsewhere.view.current_epoch();
    const Envelope foreign = cairn::seal(made.run,
                                         {.workspace = elsewhere.view.workspace(),
                                          .number = {1},
                                          .previous = {},
                                          .epoch = epoch.id,
                                          .roster_head = elsewhere.view.head()},
                                         *elsewhere.founder.keys.key(epoch.id),
                                         elsewhere.founder.device,
                                         elsewhere.random);
    const replica::ReceiveReport report = ada.receive({*Envelope::parse(bytes), foreign});
    EXPECT_EQ(report.unproven, 1U);
    EXPECT_EQ(report.foreign, 1U);
    EXPECT_TRUE(ada.replica.frontier().tips().empty());
}

TEST_F(ReplicaVerdicts, WaitsForTheKeyAndThenApplies) {
    HandmadeRun made(workspace.random);
    made.change().edit(item, title, "tlater");
    const Envelope first = seal(made.run, ben);
    const Envelope second = seal(cairn::Run(), ben, after(first));
    const KeyRing keys = ada.person.keys;
    ada.person.keys = KeyRing();
    EXPECT_EQ(ada.receive({first, second}).parked, 2U);
    const auto parked = ada.read().envelopes(EnvelopeState::parked, 10);
    ASSERT_EQ(parked.size(), 2U);
    EXPECT_EQ(parked[0].reason, EnvelopeReason::missing_key);
    EXPECT_EQ(parked[1].reason, EnvelopeReason::previous_parked);
    EXPECT_EQ(ada.replica.frontier().tips().size(), 1U) << "parked ones are relayed";

    ada.person.keys = keys;
    RingOpener opener(keys);
    const EpochId epoch = first.header().epoch;
    const auto report = ada.replica.keys_arrived(std::span(&epoch, 1), opener);
    EXPECT_EQ(report.applied + report.invalid, 2U);
    EXPECT_EQ(ada.value(item, title), "tlater");
    expect_sound();
}

TEST_F(ReplicaVerdicts, WaitsForTheRosterAndThenApplies) {
    const Person cleo = workspace.join(Role::editor);  // Ada's file does not know yet
    HandmadeRun made(workspace.random);
    made.change().edit(item, title, "tfrom Cleo");
    EXPECT_EQ(ada.receive({seal(made.run, cleo)}).parked, 1U);
    RingOpener opener(ada.person.keys);
    const auto adopted = ada.replica.adopt_records(stored(workspace.records), opener);
    ASSERT_TRUE(adopted);
    EXPECT_EQ(adopted->applied, 1U);
    EXPECT_EQ(ada.value(item, title), "tfrom Cleo");
    expect_sound();
}

TEST_F(ReplicaVerdicts, AppliesParkedEditsOnceTheProgramKnowsTheField) {
    const TemporaryFolder folder;
    Laptop author(workspace, workspace.founder);
    author.set(item, newer, "i1");
    author.set(item, newer, "i2");
    author.seal();
    {
        Laptop old(workspace, ben, old_schema(), folder.file("old.cairn"));
        old.pull_from(author);
        EXPECT_EQ(old.read().counts().parked_edits, 2U);
        EXPECT_EQ(old.value(item, newer), "n");
        EXPECT_EQ(old.read().hashes().heads, author.read().hashes().heads);
    }
    replica::ReplicaOptions options;
    options.path = folder.file("old.cairn");
    options.device = ben.id();
    options.schema = &test_schema();
    options.schema_version = 2;
    replica::Replica upgraded = replica::Replica::open(options, workspace.random);
    EXPECT_EQ(upgraded.read().cell({item, newer, {}})->value, "i2");
    EXPECT_EQ(upgraded.read().counts().parked_edits, 0U);
    EXPECT_EQ(upgraded.read().hashes(), author.read().hashes());
}

// Statements begun on every connection that is opened while it lives.
class StatementsBegun {
public:
    StatementsBegun() {
        begun = 0;
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch));
    }
    ~StatementsBegun() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch)); }
    StatementsBegun(const StatementsBegun&) = delete;
    StatementsBegun& operator=(const StatementsBegun&) = delete;
    [[nodiscard]] std::size_t count() const { return begun; }

private:
    static int watch(sqlite3* connection, char**, const void*) {
        sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, &note, nullptr);
        return SQLITE_OK;
    }
    static int note(unsigned, void*, void*, void*) {
        ++begun;
        return 0;
    }
    inline static std::size_t begun = 0;
};

TEST_F(ReplicaVerdicts, JudgesParkedEditsOfOneFieldInTimeThatGrowsWithTheirNumber) {
    const auto statements_of_upgrade = [this](int edits) {
        const TemporaryFolder folder;
        Laptop author(workspace, workspace.founder);
        for (int i = 0; i < edits; ++i) author.set(item, newer, "i" + std::to_string(i));
        author.seal();
        {
            Laptop old(workspace, ben, old_schema(), folder.file("old.cairn"));
            old.pull_from(author);
        }
        replica::ReplicaOptions options;
        options.path = folder.file("old.cairn");
        options.device = ben.id();
        options.schema = &test_schema();
        options.schema_version = 2;
        const StatementsBegun statements;
        auto upgraded = replica::Replica::open(options, workspace.random);
        EXPECT_EQ(upgraded.read().cell({item, newer, {}})->value, "i" + std::to_string(edits - 1));
        return statements.count();
    };
    const std::size_t few = statements_of_upgrade(100);
    EXPECT_GT(few, 100U);
    EXPECT_LT(statements_of_upgrade(200), 2 * few + 100);
}

}  // namespace
}  // namespace cairn::test
