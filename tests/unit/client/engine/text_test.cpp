// Texts that two places write at once, held open, taken back and traced to who wrote them.
#include <gtest/gtest.h>

#include "client/engine/text_editing.h"
#include "client/engine/text_history.h"
#include "client/engine/undo_commands.h"
#include "client/merge/text/limits.h"
#include "client/plan/catalog.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

class Texts : public testing::Test {
protected:
    std::string notes(Workspace& workspace) { return laptops.shown(workspace, item, "notes"); }
    Result<Undone, EngineError> undo_here(const ChangeId& change) {
        return undo(laptops.here(), to_base32(change.view()), {}, laptops.now());
    }
    ChangeId newest(Workspace& workspace) { return workspace.read().newest_changes(1)[0].id; }

    Workspaces laptops;
    ItemId item = laptops.make(laptops.here(), "Beta");
    merge::Cell cell{item, plan::field::notes, {}};
};

TEST_F(Texts, SetAtTwoPlacesHoldsTheWordsOfBoth) {
    laptops.set(laptops.here(), item, "notes=We launch in March if Legal agrees.");
    laptops.split();
    laptops.set(laptops.here(), item, "notes=We launch in April if Legal agrees.");
    laptops.set(laptops.there(), item, "notes=We launch in March if Legal and Security agree.");
    laptops.exchange();
    EXPECT_EQ(notes(laptops.here()), "We launch in April if Legal and Security agree.");
    EXPECT_EQ(notes(laptops.there()), notes(laptops.here()));
    EXPECT_TRUE(laptops.here().read().conflicts().empty()) << "a text never asks";
}

TEST_F(Texts, SayWhenThereIsNothingToWrite) {
    laptops.set(laptops.here(), item, "notes=Done.");
    const std::vector<Assignment> same{{"notes", "Done."}};
    const auto again = set_fields(laptops.here(), item, same, laptops.now());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, EngineFault::nothing_to_do);
    const std::vector<std::string> fields{"notes"};
    ASSERT_TRUE(unset_fields(laptops.here(), item, fields, laptops.now()));
    EXPECT_EQ(notes(laptops.here()), "");
    EXPECT_FALSE(unset_fields(laptops.here(), item, fields, laptops.now())) << "empty already";
}

TEST_F(Texts, AreCutIntoEditsThatFitAndRefusedBeyondTheLimits) {
    const std::string chapter(300'000, 'x');
    laptops.set(laptops.here(), item, "notes=" + chapter);
    EXPECT_TRUE(notes(laptops.here()) == chapter);
    const std::vector<Assignment> pasted{{"notes", std::string(100'000'000, 'y')}};
    const auto refused = set_fields(laptops.here(), item, pasted, laptops.now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, EngineFault::too_large);
    const std::vector<Assignment> bytes{{"notes", "caf\xE9"}};
    const auto latin = set_fields(laptops.here(), item, bytes, laptops.now());
    ASSERT_FALSE(latin);
    EXPECT_EQ(latin.error().fault, EngineFault::wrong_value);
    EXPECT_TRUE(notes(laptops.here()) == chapter) << "nothing was harmed";
    laptops.split();
    laptops.exchange();
    EXPECT_TRUE(notes(laptops.there()) == chapter);
}

// U+202E turns the direction, U+0378 is not assigned, U+10FFFF is no character, U+0301 is a part of
// the one before.
TEST_F(Texts, OfAnyCharactersMergeScalarByScalar) {
    const std::string turned = "\xE2\x80\xAE";
    const std::string unassigned = "\xCD\xB8";
    const std::string last = "\xF4\x8F\xBF\xBF";
    const std::string accent = "\xCC\x81";
    laptops.set(laptops.here(), item, "notes=a" + turned + "b e" + accent + " c" + last + "d");
    laptops.split();
    laptops.set(laptops.here(), item, "notes=a" + unassigned + "b e" + accent + " c" + last + "d");
    laptops.set(laptops.there(), item, "notes=a" + turned + "b e c" + turned + "d");
    laptops.exchange();
    EXPECT_EQ(notes(laptops.here()), "a" + unassigned + "b e c" + turned + "d");
    EXPECT_EQ(notes(laptops.there()), notes(laptops.here()));
}

TEST_F(Texts, KeepTheTypingOfTwoProcessesThatHoldTheSameTextOpen) {
    laptops.set(laptops.here(), item, "notes=one two");
    OpenText left(laptops.here(), cell);
    OpenText right(laptops.here(), cell);
    ASSERT_TRUE(left.edit(0, 0, "zero "));
    ASSERT_TRUE(right.edit(7, 0, " three"));
    EXPECT_TRUE(left.refresh().empty()) << "not while something waits to be saved";
    ASSERT_TRUE(left.save(laptops.now()));
    ASSERT_TRUE(right.save(laptops.now()));
    const text::Patches news = left.refresh();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0], (text::Patch{12, 0, " three"}));
    EXPECT_EQ(text::map_position(news, 15, text::Lean::right), 21U) << "a cursor moves along";
    static_cast<void>(right.refresh());
    EXPECT_EQ(left.text(), "zero one two three");
    EXPECT_EQ(right.text(), left.text());
    EXPECT_EQ(notes(laptops.here()), left.text());
    ASSERT_TRUE(right.edit(0, 5, ""));
    ASSERT_TRUE(right.save(laptops.now()));
    static_cast<void>(left.refresh());
    EXPECT_EQ(left.text(), "one two three");
    const auto nothing = right.save(laptops.now());
    ASSERT_TRUE(nothing);
    EXPECT_FALSE(nothing->has_value());
}

TEST_F(Texts, HeldOpenTakeInWhatReachesBackBehindTheirOpening) {
    laptops.set(laptops.here(), item, "notes=one two");
    laptops.split();
    laptops.set(laptops.there(), item, "notes=one two three");
    laptops.set(laptops.here(), item, "notes=zero one two");
    OpenText open(laptops.here(), cell);
    laptops.exchange();
    const text::Patches news = open.refresh();
    EXPECT_EQ(text::apply_patches("zero one two", news), "zero one two three");
    EXPECT_EQ(open.text(), notes(laptops.here()));
    ASSERT_TRUE(open.edit(0, 0, "minus one "));
    ASSERT_TRUE(open.save(laptops.now()));
    EXPECT_EQ(notes(laptops.here()), "minus one zero one two three");
}

TEST_F(Texts, TellWhoWroteWhat) {
    laptops.set(laptops.here(), item, "notes=We launch.");
    const ChangeId first = newest(laptops.here());
    laptops.set(laptops.here(), item, "notes=We certainly launch.");
    const ChangeId second = newest(laptops.here());
    const std::vector<WrittenRun> runs = blame(laptops.here(), cell);
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[0].text, "We ");
    EXPECT_EQ(runs[1].text, "certainly ");
    EXPECT_EQ(runs[2].text, "launch.");
    EXPECT_EQ(runs[0].change, first);
    EXPECT_EQ(runs[1].change, second);
    EXPECT_EQ(runs[2].change, first);
    EXPECT_LT(runs[0].wall.ms, runs[1].wall.ms);
    EXPECT_TRUE(blame(laptops.here(), {item, plan::field::why, {}}).empty());
}

TEST_F(Texts, UndoTakesBackOneChangeAndKeepsTheOthers) {
    laptops.set(laptops.here(), item, "notes=We launch.");
    laptops.set(laptops.here(), item, "notes=We launch in March.");
    const ChangeId march = newest(laptops.here());
    laptops.set(laptops.here(), item, "notes=Surely We launch in March.");
    const auto undone = undo_here(march);
    ASSERT_TRUE(undone) << undone.error().sentence;
    EXPECT_TRUE(undone->left_alone.empty());
    EXPECT_EQ(notes(laptops.here()), "Surely We launch.");
}

TEST_F(Texts, UndoNamesWhatSomebodyElseHasTouchedSince) {
    laptops.set(laptops.here(), item, "notes=We launch.");
    laptops.set(laptops.here(), item, "notes=We launch early in March.");
    const ChangeId march = newest(laptops.here());
    laptops.split();
    laptops.set(laptops.there(), item, "notes=We launch in March.");
    laptops.exchange();
    const auto undone = undo_here(march);
    ASSERT_TRUE(undone);
    EXPECT_EQ(notes(laptops.here()), "We launch.");
    ASSERT_EQ(undone->left_alone.size(), 1U);
    EXPECT_EQ(undone->left_alone[0].why, merge::LeftAlone::partly_replaced);
    laptops.set(laptops.here(), item, "notes=Cancelled!");
    const auto again = undo_here(march);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, EngineFault::nothing_to_do);
}

// I12, and all the way round: done, undone, done again, undone again.
TEST_F(Texts, UndoAndRedoShowWhatWasShown) {
    laptops.set(laptops.here(), item, "notes=We launch in March, come what may.");
    const Hash32 before = laptops.here().read().hashes().view;
    laptops.set(laptops.here(), item, "notes=In April we launch, whatever comes.");
    const Hash32 with = laptops.here().read().hashes().view;
    const ChangeId change = newest(laptops.here());
    for (int round = 0; round < 3; ++round) {
        const auto undone = undo_here(change);
        ASSERT_TRUE(undone) << "round " << round << ": " << undone.error().sentence;
        EXPECT_EQ(laptops.here().read().hashes().view, before) << "round " << round;
        const auto redone = undo_here(undone->committed.change);
        ASSERT_TRUE(redone) << "round " << round << ": " << redone.error().sentence;
        EXPECT_EQ(laptops.here().read().hashes().view, with) << "round " << round;
    }
}

TEST_F(Texts, UndoOfALongOneTakesAllItsEdits) {
    laptops.set(laptops.here(), item, "notes=short");
    laptops.set(laptops.here(), item, "notes=short " + std::string(200'000, 'x'));
    ASSERT_TRUE(undo_here(newest(laptops.here())));
    EXPECT_EQ(notes(laptops.here()), "short");
}

TEST_F(Texts, AreFoundByTheirWordsAsTheyReadNow) {
    laptops.set(laptops.here(), item, "notes=Ask the quartermaster");
    ASSERT_EQ(laptops.here().read().search("quartermaster", 9).size(), 1U);
    laptops.set(laptops.here(), item, "notes=Ask the bosun");
    EXPECT_TRUE(laptops.here().read().search("quartermaster", 9).empty());
    EXPECT_EQ(laptops.here().read().search("bosun", 9).size(), 1U);
}

TEST_F(Texts, AreNamedByTheItemsKind) {
    EXPECT_TRUE(text_cell(laptops.here(), item, "notes"));
    const auto due = text_cell(laptops.here(), item, "due");
    ASSERT_FALSE(due);
    EXPECT_NE(due.error().sentence.find("notes"), std::string::npos);
    EXPECT_FALSE(text_cell(laptops.here(), item, "pros")) << "a task has none";
}

}  // namespace
}  // namespace cairn::engine
