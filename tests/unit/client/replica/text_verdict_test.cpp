// What is void of texts, and that it harms nothing beside it (I8).
#include "tests/unit/client/replica/verdicts.h"

namespace cairn::test {
namespace {

TEST_F(ReplicaVerdicts, ATextEditThatDoesNotFitHarmsNothingElse) {
    const auto own = [](std::uint32_t edit) { return RunReference{.edit = edit}; };
    HandmadeRun made(workspace.random);
    made.change()
        .edit(item, notes, "p0+5:hello;")
        .edit(item, notes, "p9+1:x;", {own(0)})
        .edit(item, notes, "p0+1:x;", {own(1)})
        .edit(item, notes, "p5-1;", {own(0)})
        .edit(item, notes, "tnot so")
        .edit(item, notes, "p0+2:\xC3(;", {own(0)})
        .edit(item, title, "tgood")
        .edit(item, notes, "p5+6: world;", {own(0)});
    EXPECT_EQ(ada.receive({seal(made.run, ben)}).applied, 1U);
    EXPECT_EQ(ada.value(item, notes), "thello world");
    EXPECT_EQ(ada.value(item, title), "tgood");
    EXPECT_EQ(status_of(1), EditStatus::void_text) << "beyond the end";
    EXPECT_EQ(status_of(2), EditStatus::void_text) << "upon a void edit";
    EXPECT_EQ(status_of(3), EditStatus::void_text) << "removes what is not there";
    EXPECT_EQ(status_of(4), EditStatus::void_form);
    EXPECT_EQ(status_of(5), EditStatus::void_form) << "no UTF-8";
    EXPECT_EQ(ada.read().counts().void_edits, 5U);
    expect_sound();
}

TEST_F(ReplicaVerdicts, AMillionTinyRunsOfTextAreTakenInBoundedTime) {
    std::string patches = "p";
    while (patches.size() < 65'000) patches += "0+1:x;";
    HandmadeRun made(workspace.random);
    made.run.arena.back().reserve(std::size_t{8} << 20U);
    made.change().edit(item, notes, patches);
    for (std::uint32_t i = 0; i < 99; ++i)
        made.edit(item, notes, patches, {RunReference{.edit = i}});
    EXPECT_EQ(ada.receive({seal(made.run, ben)}).applied, 1U);
    EXPECT_EQ(ada.read().counts().void_edits, 0U);
    EXPECT_GT(ada.value(item, notes).size(), 1'000'000U);
}

TEST_F(ReplicaVerdicts, AnAuthorLearnsThatATextEditDoesNotFit) {
    ada.type(item, notes, 0, 0, "short");
    replica::LocalEdit edit;
    edit.item = item;
    edit.field = notes;
    edit.value = "p9+1:x;";
    edit.over = ada.shown({item, notes, {}});
    const auto refused = ada.replica.commit({&edit, 1}, {ada.clock_ms});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, replica::CommitFault::form);
    EXPECT_EQ(ada.read().counts().changes, 1U);
    EXPECT_EQ(ada.value(item, notes), "tshort");
    expect_sound();
}

// What she wrote is not shown, but who builds on it counts it.
TEST_F(ReplicaVerdicts, TextOfACommenterIsCountedAndNotShown) {
    const Person cleo = workspace.join(Role::commenter);
    RingOpener opener(ada.person.keys);
    ASSERT_TRUE(ada.replica.adopt_records(stored(workspace.records), opener));
    HandmadeRun by_cleo(workspace.random);
    by_cleo.change().edit(item, notes, "p0+7:my own ;");
    const Envelope of_cleo = seal(by_cleo.run, cleo);
    HandmadeRun by_ben(workspace.random);
    by_ben.run.tips.push_back(of_cleo.hash());
    by_ben.run.entries.push_back({.tip = 1, .number = {1}});
    by_ben.change().edit(
        item,
        notes,
        "p7+4:plan;",
        {RunReference{.where = RunReference::Where::entry, .at = 0, .change = 0, .edit = 0}});
    by_ben.run.changes.back().dep_first = 0;
    by_ben.run.changes.back().dep_count = 1;
    by_ben.run.dep_tips.push_back(0);
    EXPECT_EQ(ada.receive({of_cleo, seal(by_ben.run, ben)}).applied, 2U);
    EXPECT_EQ(status_of(0), EditStatus::void_right);
    EXPECT_EQ(status_of(1), EditStatus::valid);
    EXPECT_EQ(ada.value(item, notes), "tplan");
    ada.type(item, notes, 4, 0, " B");
    EXPECT_EQ(ada.value(item, notes), "tplan B");
    expect_sound();
}

TEST_F(ReplicaVerdicts, MergesTextsOnceTheProgramKnowsTheField) {
    const TemporaryFolder folder;
    Laptop author(workspace, workspace.founder);
    HandmadeRun made(workspace.random);
    made.change().edit(item, notes, "p0+3:two;").edit(item, notes, "p9-1;", {RunReference{}});
    const Envelope of_ben = seal(made.run, ben);
    author.receive({of_ben});
    author.type(item, notes, 0, 0, "one ");
    author.type(item, notes, 7, 0, " three");
    author.seal();
    {
        Laptop old(workspace, ben, old_schema(), folder.file("old.cairn"));
        old.pull_from(author);
        EXPECT_EQ(old.read().counts().parked_edits, 4U);
    }
    replica::ReplicaOptions options;
    options.path = folder.file("old.cairn");
    options.device = ben.id();
    options.schema = &test_schema();
    options.schema_version = 2;
    replica::Replica upgraded = replica::Replica::open(options, workspace.random);
    EXPECT_EQ(upgraded.read().cell({item, notes, {}})->value, "tone two three");
    EXPECT_EQ(upgraded.read().counts().parked_edits, 0U);
    EXPECT_EQ(upgraded.read().counts().void_edits, 1U);
    EXPECT_EQ(upgraded.read().hashes(), author.read().hashes());
    EXPECT_EQ(upgraded.read().text({item, notes, {}}).document.text(), "one two three");
}

}  // namespace
}  // namespace cairn::test
