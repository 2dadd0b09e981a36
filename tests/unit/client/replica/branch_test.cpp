// A laptop that was copied or restored from a backup: its chain branches, and nothing is lost.
#include <gtest/gtest.h>

#include "client/replica/doctor.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

// The founder's laptop on disk, and a colleague's.
class ReplicaBranch : public testing::Test {
protected:
    ReplicaBranch()
        : workspace(11),
          ben(workspace.join(Role::editor)),
          original(workspace, workspace.founder, test_schema(), folder.file("original.cairn")),
          colleague(workspace, ben),
          item(random_item(workspace)) {
        original.create(item, merge::root_item());
        original.set(item, title, "tbase");
        sync(original, colleague);
    }

    // As a backup would be: without the log, which is folded into the file before.
    Laptop copy(const std::string& name) {
        original.replica.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
        std::filesystem::copy_file(folder.file("original.cairn"), folder.file(name));
        replica::ReplicaOptions options;
        options.path = folder.file(name);
        options.device = workspace.founder.id();
        options.schema = &test_schema();
        return {workspace, workspace.founder, replica::Replica::open(options, workspace.random)};
    }
    static void expect_same(Laptop& a, Laptop& b) {
        EXPECT_EQ(a.read().hashes(), b.read().hashes());
        EXPECT_EQ(a.replica.frontier(), b.replica.frontier());
        for (Laptop* laptop : {&a, &b})
            for (const replica::Finding& finding : replica::examine(laptop->replica))
                ADD_FAILURE() << finding.sentence;
    }

    TemporaryFolder folder;
    SmallWorkspace workspace;
    Person ben;
    Laptop original;
    Laptop colleague;
    ItemId item;
};

TEST_F(ReplicaBranch, KeepsTheWorkOfBothCopies) {
    Laptop clone = copy("clone.cairn");
    original.set(item, title, "tby the original");
    clone.set(item, title, "tby the clone");
    sync(original, colleague);
    sync(clone, colleague);
    original.pull_from(colleague);

    EXPECT_TRUE(colleague.replica.frontier().is_branched(workspace.founder.id()));
    ASSERT_EQ(colleague.read().conflicts().size(), 1U);
    EXPECT_EQ(colleague.read().conflicts().front().candidates.size(), 2U);
    expect_same(original, colleague);
    expect_same(clone, colleague);

    original.set(item, title, "tsettled");
    clone.set(item, votes, "i1");
    sync(original, colleague);
    sync(clone, colleague);
    original.pull_from(colleague);
    EXPECT_TRUE(clone.read().conflicts().empty());
    expect_same(original, clone);
}

TEST_F(ReplicaBranch, GoesOnWhereTheOriginalWasIfNothingContradicts) {
    Laptop restored = copy("restored.cairn");
    original.set(item, title, "tafter the backup");
    sync(original, colleague);
    const replica::ReceiveReport report = restored.pull_from(colleague);
    EXPECT_TRUE(report.own_branch);
    restored.set(item, title, "tafter the restore");
    sync(restored, colleague);
    EXPECT_FALSE(colleague.replica.frontier().is_branched(workspace.founder.id()));
    EXPECT_EQ(colleague.value(item, title), "tafter the restore");
    expect_same(restored, colleague);
}

TEST_F(ReplicaBranch, AppliesAChangeOnceThatLeftInTwoEnvelopes) {
    original.set(item, votes, "i5");  // pending when the backup is made
    Laptop restored = copy("restored.cairn");
    original.set(item, votes, "i10");
    original.seal();
    restored.set(item, votes, "i100");
    restored.seal();
    colleague.pull_from(original);
    colleague.pull_from(restored);

    EXPECT_EQ(colleague.value(item, votes), "i115");
    sync(restored, colleague);
    sync(original, colleague);
    restored.pull_from(colleague);
    expect_same(original, colleague);
    expect_same(restored, colleague);
    EXPECT_EQ(original.value(item, votes), "i115");
}

TEST_F(ReplicaBranch, AppliesAChangeOnceThatTwoCopiesSentBehindItsOwnEnd) {
    sync(original, colleague);
    Laptop behind = copy("behind.cairn");
    original.set(item, title, "tpending in two files");
    Laptop clone = copy("clone.cairn");
    sync(original, colleague);
    sync(clone, colleague);
    behind.pull_from(original);
    behind.pull_from(clone);
    colleague.pull_from(behind);
    EXPECT_EQ(behind.read().counts().changes, colleague.read().counts().changes);
    expect_same(behind, colleague);
}

TEST_F(ReplicaBranch, DoesNotSealAgainWhatHadLeftBeforeTheRestore) {
    original.set(item, votes, "i5");
    Laptop restored = copy("restored.cairn");
    original.seal();
    colleague.pull_from(original);
    EXPECT_EQ(restored.read().counts().pending_changes, 1U);
    restored.pull_from(colleague);
    EXPECT_EQ(restored.read().counts().pending_changes, 0U);
    EXPECT_EQ(restored.seal(), 0U);
    restored.set(item, votes, "i1");
    sync(restored, colleague);
    EXPECT_EQ(colleague.value(item, votes), "i6");
    EXPECT_FALSE(colleague.replica.frontier().is_branched(workspace.founder.id()));
    expect_same(restored, colleague);
}

TEST_F(ReplicaBranch, LeavesWhatTheOriginalNeverSealedToTheRestoredOne) {
    original.set(item, votes, "i5");
    original.seal();
    Laptop restored = copy("restored.cairn");
    restored.set(item, votes, "i1");
    original.set(item, votes, "i20");
    sync(original, colleague);
    sync(restored, colleague);
    restored.set(item, title, "tmore");
    original.set(item, title, "tother");
    sync(original, colleague);
    sync(restored, colleague);
    original.pull_from(colleague);
    EXPECT_EQ(original.value(item, votes), "i26");
    expect_same(original, colleague);
    expect_same(restored, colleague);
}

}  // namespace
}  // namespace cairn::test
