#include <gtest/gtest.h>

#include "client/engine/move_commands.h"
#include "client/engine/resolve_commands.h"
#include "client/engine/undo_commands.h"
#include "client/merge/schema.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

class Undo : public testing::Test {
protected:
    Result<Undone, EngineError> undo_here(const std::string& change = {}) {
        return undo(laptops.here(), change, {}, laptops.now());
    }
    Result<Undone, EngineError> redo_here(const std::string& change = {}) {
        return redo(laptops.here(), change, laptops.now());
    }
    static std::string text(const ChangeId& id) { return to_base32(id.view()); }

    Workspaces laptops;
    ItemId item = laptops.make(laptops.here(), "Beta");
};

TEST_F(Undo, LeavesAloneWhatAnotherPlaceWroteAtTheSameTime) {
    laptops.set(laptops.here(), item, "due=2027-03-01");
    laptops.split();
    laptops.set(laptops.here(), item, "due=2027-04-01");
    laptops.set(laptops.there(), item, "due=2027-05-01");
    laptops.exchange();
    const auto mine = laptops.here().read().newest_changes(3);
    const auto undone = undo_here(text(mine[1].id));
    ASSERT_FALSE(undone);
    EXPECT_EQ(undone.error().fault, EngineFault::nothing_to_do);
    EXPECT_EQ(laptops.here().read().conflicts().size(), 1U) << "it stays to be decided";
}

TEST_F(Undo, OfAResolutionShowsTheConflictAgain) {
    laptops.split();
    laptops.set(laptops.here(), item, "due=2027-04-01");
    laptops.set(laptops.there(), item, "due=2027-05-01");
    laptops.exchange();
    ASSERT_TRUE(resolve_by_candidate(laptops.here(), item, "due", 2, laptops.now()));
    ASSERT_TRUE(laptops.here().read().conflicts().empty());
    ASSERT_TRUE(undo_here());
    ASSERT_EQ(laptops.here().read().conflicts().size(), 1U);
    EXPECT_EQ(laptops.here().read().conflicts()[0].candidates.size(), 2U);
    laptops.exchange();
    EXPECT_EQ(laptops.there().read().conflicts().size(), 1U) << "everybody sees it";
}

TEST_F(Undo, ManyTimesGoesBackToTheBeginningAndManyRedosForthAgain) {
    for (const char* due : {"due=2027-01-01", "due=2027-02-01", "due=2027-03-01"})
        laptops.set(laptops.here(), item, due);
    const replica::StateHashes last{laptops.here().read().hashes()};
    std::vector<std::string> undos;
    for (const char* due : {"2027-02-01", "2027-01-01", ""}) {
        const auto undone = undo_here();
        ASSERT_TRUE(undone) << undone.error().sentence;
        EXPECT_EQ(laptops.shown(laptops.here(), item, "due"), due);
        undos.push_back(text(undone->committed.change));
    }
    for (auto change = undos.rbegin(); change != undos.rend(); ++change) {
        const auto redone = undo_here(*change);
        ASSERT_TRUE(redone) << redone.error().sentence;
    }
    EXPECT_EQ(laptops.shown(laptops.here(), item, "due"), "2027-03-01");
    EXPECT_EQ(laptops.here().read().hashes().view, last.view) << "I12";
}

TEST_F(Undo, OfANewItemPutsItIntoTheTrashWithItsFields) {
    laptops.set(laptops.here(), item, "due=2027-01-01");
    ASSERT_TRUE(undo_here());
    ASSERT_TRUE(undo_here());
    EXPECT_TRUE(laptops.here().read().in_trash(item));
    EXPECT_EQ(laptops.shown(laptops.here(), item, "title"), "Beta");
    const std::vector<ItemId> items{item};
    ASSERT_TRUE(restore_items(laptops.here(), items, laptops.now()));
    EXPECT_FALSE(laptops.here().read().in_trash(item));
}

TEST_F(Undo, OfAMoveIsRefusedWhereTheOldPlaceLiesBelowTheItemNow) {
    const ItemId docs = laptops.make(laptops.here(), "Docs", item);
    const std::vector<ItemId> moved{docs};
    const auto up = move_items(laptops.here(), moved, {merge::root_item(), {}, {}}, laptops.now());
    ASSERT_TRUE(up);
    const std::vector<ItemId> below{item};
    ASSERT_TRUE(move_items(laptops.here(), below, {docs, {}, {}}, laptops.now()));
    const auto undone = undo_here(text(up->change));
    ASSERT_FALSE(undone) << "Docs would hang below Beta, which hangs below Docs";
    EXPECT_EQ(laptops.here().read().item(docs)->parent, merge::root_item());
}

TEST_F(Undo, OfACountTakesItBackWhateverOthersCounted) {
    laptops.split();
    laptops.set(laptops.here(), item, "votes=3");
    laptops.set(laptops.there(), item, "votes=2");
    laptops.exchange();
    EXPECT_EQ(laptops.shown(laptops.here(), item, "votes"), "5");
    const auto changes = laptops.here().read().newest_changes(2);
    ASSERT_TRUE(undo_here(text(changes[1].id)));
    EXPECT_EQ(laptops.shown(laptops.here(), item, "votes"), "2");
}

TEST_F(Undo, AndRedoGoStepByStepUntilANewChangeEndsThat) {
    for (const char* due : {"due=2027-01-01", "due=2027-02-01", "due=2027-03-01"})
        laptops.set(laptops.here(), item, due);
    const auto due = [&] { return laptops.shown(laptops.here(), item, "due"); };
    ASSERT_TRUE(undo_here());
    ASSERT_TRUE(undo_here());
    EXPECT_EQ(due(), "2027-01-01");
    ASSERT_TRUE(redo_here());
    EXPECT_EQ(due(), "2027-02-01");
    ASSERT_TRUE(undo_here()) << "what was redone can be undone again";
    EXPECT_EQ(due(), "2027-01-01");
    ASSERT_TRUE(redo_here());
    ASSERT_TRUE(redo_here());
    EXPECT_EQ(due(), "2027-03-01");
    EXPECT_EQ(redo_here().error().fault, EngineFault::nothing_to_do);
    ASSERT_TRUE(undo_here());
    laptops.set(laptops.here(), item, "votes=1");
    EXPECT_EQ(redo_here().error().fault, EngineFault::nothing_to_do) << "something new was done";
}

TEST_F(Undo, OfOneItemOfAChangeOfManyLeavesTheRestAndTheRestCanFollow) {
    const ItemId docs = laptops.make(laptops.here(), "Docs");
    const std::vector<ItemId> both{item, docs};
    const auto trashed = trash_items(laptops.here(), both, laptops.now());
    ASSERT_TRUE(trashed);
    const std::vector<ItemId> only{docs};
    const std::string id = text(trashed->change);
    ASSERT_TRUE(undo(laptops.here(), id, only, laptops.now()));
    EXPECT_FALSE(laptops.here().read().in_trash(docs));
    EXPECT_TRUE(laptops.here().read().in_trash(item));
    ASSERT_TRUE(redo_here());
    EXPECT_TRUE(laptops.here().read().in_trash(docs));
    ASSERT_TRUE(undo(laptops.here(), id, only, laptops.now()));
    const auto rest = undo_here(id);
    ASSERT_TRUE(rest) << rest.error().sentence;
    EXPECT_TRUE(rest->left_alone.empty()) << "what was undone before is not worth a word";
    EXPECT_FALSE(laptops.here().read().in_trash(item));
    EXPECT_FALSE(laptops.here().read().in_trash(docs));
    const std::vector<ItemId> foreign{laptops.make(laptops.here(), "Other")};
    EXPECT_EQ(undo(laptops.here(), id, foreign, laptops.now()).error().fault,
              EngineFault::nothing_to_do);
}

TEST_F(Undo, AndRedoByNameSaysWhatIsInForce) {
    laptops.set(laptops.here(), item, "due=2027-01-01");
    const std::string id = text(laptops.here().read().newest_changes(1)[0].id);
    EXPECT_EQ(redo_here(id).error().fault, EngineFault::nothing_to_do);
    ASSERT_TRUE(undo_here(id));
    laptops.set(laptops.here(), item, "votes=1");
    EXPECT_EQ(undo_here(id).error().fault, EngineFault::nothing_to_do);
    ASSERT_TRUE(redo_here(id));
    EXPECT_EQ(laptops.shown(laptops.here(), item, "due"), "2027-01-01");
}

TEST_F(Undo, NamesAnUnknownChangeAndOneThatCouldBeSeveral) {
    EXPECT_EQ(undo_here("zzzz").error().fault, EngineFault::nothing_to_do);
    for (int i = 0; i < 40; ++i) laptops.set(laptops.here(), item, "votes=1");
    bool several = false;
    for (const char start : std::string("0123456789abcdefghjkmnpqrstvwxyz")) {
        const auto undone = undo_here(std::string(1, start));
        several = several || (!undone && undone.error().fault == EngineFault::ambiguous);
    }
    EXPECT_TRUE(several) << "40 changes begin with 32 letters";
}

}  // namespace
}  // namespace cairn::engine
