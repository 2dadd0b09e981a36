// Work beyond the pin of a right that was lost: applied nowhere, whatever came first, and kept
// (I4, I6).
#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "client/merge/place.h"
#include "client/replica/doctor.h"
#include "client/seal/seal.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

using replica::EditStatus;
using replica::EnvelopeReason;
using replica::EnvelopeState;

class ReplicaPins : public testing::Test {
protected:
    ReplicaPins()
        : workspace(31),
          ben_himself(workspace.join(Role::editor)),
          cleo_herself(workspace.join(Role::editor)),
          ada(workspace, workspace.founder),
          ben(workspace, ben_himself),
          cleo(workspace, cleo_herself),
          item(random_item(workspace)) {
        ada.create(item, merge::root_item());
        ada.set(item, title, "tbase");
        sync(ada, ben);
        ben.set(item, title, "tpinned");
        sync(ada, ben);
        cleo.pull_from(ada);
    }

    [[nodiscard]] MemberId member() { return workspace.view.member_of(ben.person.id())->id; }
    // Ada's, with what she holds as pins; she alone hears of it.
    void remove_ben() {
        const auto tips = ada.replica.frontier().tips();
        workspace.take(make_member_removed(
            workspace.by(ada.person), ada.person.keys, member(), {.tips = tips}, workspace.random));
        ada.adopt();
    }
    void change_role(Role role) {
        const auto tips = ada.replica.frontier().tips();
        workspace.take(make_role_changed(workspace.by(ada.person), member(), role, {.tips = tips}));
        ada.adopt();
    }
    void expect_same_everywhere() {
        for (Laptop* laptop : {&ada, &ben, &cleo}) {
            laptop->adopt();
            EXPECT_EQ(laptop->read().hashes(), ada.read().hashes());
            for (const replica::Finding& finding : replica::examine(laptop->replica))
                ADD_FAILURE() << finding.sentence;
        }
    }
    // Of the last change that this laptop took in.
    static EditStatus last_status(Laptop& laptop) {
        const auto changes = laptop.read().newest_changes(1);
        return laptop.read().edits_of(changes.at(0).row).at(0).status;
    }

    SmallWorkspace workspace;
    Person ben_himself;
    Person cleo_herself;
    Laptop ada;
    Laptop ben;
    Laptop cleo;
    ItemId item;
};

TEST_F(ReplicaPins, WhatCameBeforeTheRemovalIsTakenBackWhereItWasApplied) {
    ben.set(item, title, "tlate");
    ben.set(item, labels, "b1", "tred");
    ben.set(item, votes, "i5");
    sync(ben, cleo);
    ASSERT_EQ(cleo.value(item, title), "tlate");
    remove_ben();

    cleo.adopt();

    EXPECT_EQ(cleo.value(item, title), "tpinned");
    EXPECT_EQ(cleo.value(item, labels, "tred"), "n");
    EXPECT_EQ(cleo.value(item, votes), "n") << "nothing, as if nobody had ever counted";
    ada.pull_from(cleo);
    EXPECT_EQ(ada.value(item, title), "tpinned");
    ben.adopt();
    EXPECT_EQ(ben.value(item, title), "tpinned");
    EXPECT_EQ(last_status(ben), EditStatus::void_right) << "he sees what became of it";
    expect_same_everywhere();
}

TEST_F(ReplicaPins, WhatComesAfterTheRemovalIsKeptAndAppliedNowhere) {
    remove_ben();
    cleo.adopt();
    ben.set(item, title, "tlate");
    ben.seal();

    EXPECT_EQ(cleo.pull_from(ben).applied, 1U);

    EXPECT_EQ(cleo.value(item, title), "tpinned");
    EXPECT_EQ(last_status(cleo), EditStatus::void_right);
    ada.pull_from(cleo);
    EXPECT_EQ(ada.replica.frontier(), ben.replica.frontier()) << "relayed all the same";
    expect_same_everywhere();
}

TEST_F(ReplicaPins, MovesAndLinksAreTakenBackToo) {
    const ItemId other = random_item(workspace);
    ada.create(other, merge::root_item());
    sync(ada, ben);
    cleo.pull_from(ada);
    const ItemId own = random_item(workspace);
    const merge::LiveValue live{.live = true, .from = item, .type = 1, .to = other};
    const ItemId link = merge::link_item(workspace.view.workspace(), item, 1, other);
    ben.create(own, merge::root_item());
    ben.move(item, other);
    ben.set(link, merge::field_live, live.to_value().canonical());
    sync(ben, cleo);
    ASSERT_EQ(cleo.read().children(other).size(), 1U);
    ASSERT_EQ(cleo.replica.database().integer("SELECT count(*) FROM links"), 1);
    remove_ben();

    cleo.adopt();

    EXPECT_TRUE(cleo.read().children(other).empty());
    EXPECT_EQ(cleo.replica.database().integer("SELECT count(*) FROM links"), 0);
    EXPECT_EQ(cleo.read().children(merge::root_item()).size(), 2U);
    ada.pull_from(cleo);
    expect_same_everywhere();
}

TEST_F(ReplicaPins, WhatOthersPutBelowAnItemThatNoLongerCountsIsTold) {
    const ItemId own = random_item(workspace);
    ben.create(own, merge::root_item());
    sync(ben, cleo);
    const ItemId below = random_item(workspace);
    cleo.create(below, own);
    cleo.seal();
    EXPECT_TRUE(cleo.read().conflicts().empty());
    remove_ben();

    cleo.adopt();
    ada.pull_from(cleo);

    for (Laptop* laptop : {&ada, &cleo}) {
        const auto told = laptop->read().conflicts();
        ASSERT_EQ(told.size(), 1U);
        EXPECT_EQ(told[0].kind, replica::ConflictKind::under_lost);
        EXPECT_EQ(told[0].item, below);
        EXPECT_EQ(told[0].others, std::vector{own});
        EXPECT_EQ(laptop->replica.database().integer(
                      "SELECT count(*) FROM notices WHERE kind = 'under_lost'"),
                  1);
    }
    cleo.move(below, item);
    EXPECT_TRUE(cleo.read().conflicts().empty());
    sync(cleo, ada);
    EXPECT_EQ(cleo.read().hashes(), ada.read().hashes());
    EXPECT_EQ(ada.read().children(item).size(), 1U);
}

TEST_F(ReplicaPins, AConflictWithWhatWasTakenBackIsNoneAnyMore) {
    ben.set(item, title, "tlate");
    cleo.set(item, title, "tmeanwhile");
    sync(ben, cleo);
    ASSERT_EQ(cleo.read().counts().conflicts, 1U);
    remove_ben();

    cleo.adopt();

    EXPECT_EQ(cleo.read().counts().conflicts, 0U);
    EXPECT_EQ(cleo.value(item, title), "tmeanwhile");
    ada.pull_from(cleo);
    expect_same_everywhere();
}

TEST_F(ReplicaPins, TextOfSomebodyRemovedIsHiddenAndPositionsStillCountIt) {
    ada.type(item, notes, 0, 0, "plan");
    sync(ada, ben);
    cleo.pull_from(ada);
    ben.type(item, notes, 0, 0, "late ");
    sync(ben, cleo);
    cleo.type(item, notes, 9, 0, "s");
    cleo.seal();
    ASSERT_EQ(cleo.value(item, notes), "tlate plans");
    remove_ben();

    ada.pull_from(cleo);
    cleo.adopt();

    EXPECT_EQ(ada.value(item, notes), "tplans");
    EXPECT_EQ(cleo.value(item, notes), "tplans");
    ben.pull_from(cleo);
    expect_same_everywhere();
}

TEST_F(ReplicaPins, ABranchBelowThePinGainsNothing) {
    // The thief has a copy of the chain as it was before the pinned envelope.
    SeededRandom random(5);
    const EpochEntry& epoch = *workspace.view.current_epoch();
    cairn::Run run;
    run.sittings.push_back(random.make<SittingId>());
    run.items.push_back(item);
    RunChange change;
    change.edit_count = 1;
    run.changes.push_back(change);
    RunEdit edit;
    edit.field = title;
    edit.value = "tforged";
    run.edits.push_back(edit);
    const Envelope forged = cairn::seal(run,
                                        {.workspace = workspace.view.workspace(),
                                         .number = {1},
                                         .previous = {},
                                         .epoch = epoch.id,
                                         .roster_head = workspace.view.head()},
                                        *ben.person.keys.key(epoch.id),
                                        ben.person.device,
                                        random);
    remove_ben();

    EXPECT_EQ(ada.receive({forged}).applied, 1U);

    EXPECT_EQ(ada.value(item, title), "tpinned");
    EXPECT_EQ(last_status(ada), EditStatus::void_right);
    EXPECT_TRUE(replica::examine(ada.replica).empty());
}

TEST_F(ReplicaPins, UntilThePinnedEnvelopeComesItsAncestorsAreNotKnownToBeSuch) {
    ben.set(item, title, "tsecond");
    sync(ada, ben);
    remove_ben();
    Laptop late(workspace, cleo_herself);
    late.adopt();
    std::vector<Envelope> all = ada.replica.lacking(Frontier(), SIZE_MAX);
    const Envelope pinned =
        *ada.replica.envelope(ada.replica.frontier().tips_of(ben.person.id()).at(0).hash);
    std::erase_if(all, [&](const Envelope& one) { return one.hash() == pinned.hash(); });

    late.receive(all);
    EXPECT_EQ(late.value(item, title), "tbase");
    late.receive({pinned});

    EXPECT_EQ(late.value(item, title), "tsecond");
    EXPECT_EQ(late.read().hashes(), ada.read().hashes());
    EXPECT_TRUE(replica::examine(late.replica).empty());
}

TEST_F(ReplicaPins, ARaisedPinGivesTheWorkBack) {
    ben.set(item, title, "tlate");
    sync(ben, cleo);
    remove_ben();
    const RecordIndex loss{workspace.view.length().value - 1};
    cleo.adopt();
    ASSERT_EQ(cleo.value(item, title), "tpinned");

    workspace.take(
        make_pins_raised(workspace.by(ada.person),
                         loss,
                         {{ben.person.id(), cleo.replica.frontier().tips_of(ben.person.id())}}));
    ada.adopt();
    ada.pull_from(cleo);
    cleo.adopt();

    EXPECT_EQ(cleo.value(item, title), "tlate");
    EXPECT_EQ(ada.value(item, title), "tlate");
    expect_same_everywhere();
}

TEST_F(ReplicaPins, WhatAReaderHadNotSentWaitsUntilTheRoleComesBack) {
    ben.set(item, title, "tunsent");
    change_role(Role::reader);

    ben.adopt();
    EXPECT_EQ(ben.value(item, title), "tpinned");
    EXPECT_EQ(ben.seal(), 0U);
    EXPECT_FALSE(ben.replica.commit({}, {1}).has_value());
    change_role(Role::editor);
    ben.adopt();

    EXPECT_EQ(ben.value(item, title), "tunsent");
    EXPECT_EQ(ben.seal(), 1U);
    ada.pull_from(ben);
    cleo.pull_from(ben);
    EXPECT_EQ(ada.value(item, title), "tunsent");
    expect_same_everywhere();
}

TEST_F(ReplicaPins, ADemotedCommenterKeepsCommentingAndLosesTheRest) {
    const ItemId comment = merge::comment_item(
        merge::comment_prefix(workspace.view.workspace(), member()), {1, 2, 3, 4, 5, 6, 7, 8});
    ben.set(item, title, "tlate");
    ben.set(comment, title, "tI think");
    sync(ben, cleo);
    change_role(Role::commenter);

    cleo.adopt();

    EXPECT_EQ(cleo.value(item, title), "tpinned");
    EXPECT_EQ(cleo.value(comment, title), "tI think");
    ben.adopt();
    ben.set(comment, title, "tstill");
    sync(ben, cleo);
    EXPECT_EQ(cleo.value(comment, title), "tstill");
    ada.pull_from(cleo);
    expect_same_everywhere();
}

}  // namespace
}  // namespace cairn::test
