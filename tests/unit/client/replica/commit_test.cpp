#include <gtest/gtest.h>

#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

using replica::CommitFault;
using replica::LocalEdit;

LocalEdit title_edit(const ItemId& item, const std::string& value) {
    return {
        .item = item, .field = title, .element = {}, .value = value, .over = {}, .own_over = {}};
}

TEST(ReplicaCommit, ShowsWhatWasWritten) {
    SmallWorkspace workspace(1);
    Laptop laptop(workspace, workspace.founder);
    const ItemId item = random_item(workspace);

    laptop.create(item, merge::root_item());
    laptop.set(item, title, "tLaunch");
    laptop.set(item, title, "tLaunch in May");
    laptop.set(item, labels, "b1", "trisk");
    laptop.set(item, votes, "i3");
    laptop.set(item, votes, "i-5");

    EXPECT_EQ(laptop.value(item, title), "tLaunch in May");
    EXPECT_EQ(laptop.value(item, labels, "trisk"), "b1");
    EXPECT_EQ(laptop.value(item, votes), "i-2");
    const auto children = laptop.read().children(merge::root_item());
    ASSERT_EQ(children.size(), 1U);
    EXPECT_EQ(children.front().id, item);
    EXPECT_EQ(laptop.read().counts().pending_changes, 6U);
    EXPECT_TRUE(laptop.read().conflicts().empty());
}

TEST(ReplicaCommit, GivesEachChangeAGreaterLamport) {
    SmallWorkspace workspace(2);
    Laptop laptop(workspace, workspace.founder);
    const ItemId item = random_item(workspace);
    EXPECT_EQ(laptop.create(item, merge::root_item()).lamport, Lamport{1});
    EXPECT_EQ(laptop.set(item, title, "ta").lamport, Lamport{2});
}

TEST(ReplicaCommit, RefusesAllOfAChangeForOneBadEdit) {
    SmallWorkspace workspace(3);
    Laptop laptop(workspace, workspace.founder);
    const ItemId item = random_item(workspace);
    const auto refused = laptop.replica.commit(
        std::vector<LocalEdit>{title_edit(item, "tgood"), title_edit(item, "i7")}, {1});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, CommitFault::form);
    EXPECT_EQ(refused.error().edit, 1U);
    EXPECT_EQ(laptop.read().counts().edits, 0U);
    EXPECT_EQ(laptop.value(item, title), "nothing");
}

TEST(ReplicaCommit, RefusesToReplaceAnEditOfAnotherField) {
    SmallWorkspace workspace(4);
    Laptop laptop(workspace, workspace.founder);
    const ItemId item = random_item(workspace);
    laptop.create(item, merge::root_item());
    const auto written = laptop.set(item, title, "ta");
    LocalEdit edit = title_edit(random_item(workspace), "tb");
    edit.over = {written.edit(0)};
    const auto refused = laptop.replica.commit(std::vector{edit}, {1});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, CommitFault::over);
}

TEST(ReplicaCommit, TakesWhatTheFormWasShownNotWhatCameSince) {
    SmallWorkspace workspace(5);
    Laptop laptop(workspace, workspace.founder);
    const ItemId item = random_item(workspace);
    laptop.create(item, merge::root_item());
    laptop.set(item, title, "told");
    const auto shown = laptop.shown({item, title, {}});
    laptop.set(item, title, "tmeanwhile");
    LocalEdit late = title_edit(item, "tlate");
    late.over = shown;
    laptop.commit({late});

    const auto conflicts = laptop.read().conflicts();
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts.front().candidates.size(), 2U);
    EXPECT_EQ(conflicts.front().base, "told");

    laptop.set(item, title, "tresolved");
    EXPECT_TRUE(laptop.read().conflicts().empty());
    EXPECT_EQ(laptop.value(item, title), "tresolved");
}

TEST(ReplicaCommit, MayReplaceItsOwnEarlierEdit) {
    SmallWorkspace workspace(6);
    Laptop laptop(workspace, workspace.founder);
    const ItemId item = random_item(workspace);
    LocalEdit second = title_edit(item, "tb");
    second.own_over = {0};
    laptop.commit({title_edit(item, "ta"), second});
    EXPECT_EQ(laptop.value(item, title), "tb");
    EXPECT_EQ(laptop.read().heads({item, title, {}}).size(), 1U);
}

TEST(ReplicaCommit, RefusesAReaderAndLimitsACommenter) {
    SmallWorkspace workspace(7);
    const Person reader = workspace.join(Role::reader);
    Laptop laptop(workspace, reader);
    const auto refused =
        laptop.replica.commit(std::vector{title_edit(random_item(workspace), "ta")}, {1});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, CommitFault::not_permitted);
}

TEST(ReplicaCommit, IsThereAfterOpeningAgain) {
    SmallWorkspace workspace(8);
    const TemporaryFolder folder;
    const ItemId item = random_item(workspace);
    replica::StateHashes before;
    {
        Laptop laptop(workspace, workspace.founder, test_schema(), folder.file("plan.cairn"));
        laptop.create(item, merge::root_item());
        laptop.set(item, title, "tkept");
        before = laptop.read().hashes();
    }
    replica::ReplicaOptions options;
    options.path = folder.file("plan.cairn");
    options.device = workspace.founder.id();
    options.schema = &test_schema();
    replica::Replica again = replica::Replica::open(options, workspace.random);
    EXPECT_EQ(again.read().cell({item, title, {}})->value, "tkept");
    EXPECT_EQ(again.read().hashes(), before);
    EXPECT_EQ(again.workspace(), workspace.view.workspace());
}

}  // namespace
}  // namespace cairn::test
