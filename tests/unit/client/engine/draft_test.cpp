// Drafts: what they show, keep and publish (DESIGN 3.4).
#include <gtest/gtest.h>

#include "client/engine/draft_session.h"
#include "client/engine/lookup.h"
#include "client/engine/move_commands.h"
#include "client/engine/undo_commands.h"
#include "client/merge/schema.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

class Drafts : public testing::Test {
protected:
    Workspace& here() { return laptops.here(); }
    void begin(const std::string& name) { ASSERT_TRUE(new_draft(here(), name, laptops.now())); }
    std::unique_ptr<DraftSession> enter(const std::string& name) {
        auto session = DraftSession::enter(here(), name, laptops.now());
        EXPECT_TRUE(session) << session.error().sentence;
        return std::move(*session);
    }
    void set(const std::string& name, const ItemId& item, const std::string& assignment) {
        const auto session = enter(name);
        laptops.set(here(), item, assignment);
        ASSERT_TRUE(session->keep(laptops.now()));
    }
    std::string seen(const std::string& name, const ItemId& item, const std::string& field) {
        const auto session = enter(name);
        return laptops.shown(here(), item, field);
    }
    std::string due(const ItemId& item) { return laptops.shown(here(), item, "due"); }

    Workspaces laptops;
    ItemId beta = laptops.make(laptops.here(), "Beta");
};

TEST_F(Drafts, ChangeNothingButWhatTheirAuthorSeesInThem) {
    laptops.set(here(), beta, "due=2027-03-01");
    begin("pricing");
    const replica::StateHashes before = here().read().hashes();
    const replica::Counts counts = here().read().counts();
    set("pricing", beta, "due=2027-04-01");
    EXPECT_EQ(seen("pricing", beta, "due"), "2027-04-01");
    EXPECT_EQ(due(beta), "2027-03-01");
    EXPECT_EQ(here().read().hashes(), before);
    EXPECT_EQ(here().read().counts().changes, counts.changes);
    EXPECT_EQ(here().read().counts().pending_changes, counts.pending_changes);
}

TEST_F(Drafts, AreSeveralAtOnceAndKnowNothingOfEachOther) {
    begin("early");
    begin("late");
    set("early", beta, "due=2027-01-01");
    set("late", beta, "due=2027-12-01");
    EXPECT_EQ(seen("early", beta, "due"), "2027-01-01");
    EXPECT_EQ(seen("late", beta, "due"), "2027-12-01");
    ASSERT_TRUE(publish_draft(here(), "early", laptops.now()));
    EXPECT_EQ(due(beta), "2027-01-01");
    EXPECT_EQ(drafts(here()).size(), 1U);
}

TEST_F(Drafts, BuildOnTheirOwnItemsMovesAndLinks) {
    begin("new work");
    ItemId docs;
    {
        const auto session = enter("new work");
        docs = laptops.make(here(), "Docs", beta);
        ASSERT_TRUE(session->keep(laptops.now()));
    }
    EXPECT_FALSE(here().read().item(docs));
    set("new work", docs, "due=2027-05-01");
    {
        const auto session = enter("new work");
        const std::vector<ItemId> moved{docs};
        ASSERT_TRUE(move_items(here(), moved, {merge::root_item(), {}, {}}, laptops.now()));
        ASSERT_TRUE(link_items(here(), {docs, "depends", beta, {}}, laptops.now()));
        ASSERT_TRUE(session->keep(laptops.now()));
    }
    const auto published = publish_draft(here(), "new work", laptops.now());
    ASSERT_TRUE(published) << published.error().sentence;
    EXPECT_EQ(due(docs), "2027-05-01");
    EXPECT_EQ(here().read().item(docs)->parent, merge::root_item());
    EXPECT_EQ(here().read().links_from(docs).size(), 1U);
    EXPECT_TRUE(here().read().conflicts().empty());
    EXPECT_EQ(here().read().newest_changes(1)[0].id, published->change) << "one change";
    ASSERT_TRUE(undo(here(), {}, {}, laptops.now()));
    EXPECT_TRUE(here().read().in_trash(docs)) << "and one undo";
}

TEST_F(Drafts, PublishedAfterASyncConflictWithWhatOthersDidMeanwhile) {
    laptops.set(here(), beta, "due=2027-03-01");
    laptops.set(here(), beta, "votes=1");
    begin("pricing");
    set("pricing", beta, "due=2027-04-01");
    set("pricing", beta, "votes=2");
    laptops.split();
    laptops.set(laptops.there(), beta, "due=2027-05-01");
    laptops.exchange();
    EXPECT_EQ(seen("pricing", beta, "due"), "2027-04-01") << "the draft survives the sync";
    {
        const auto session = enter("pricing");
        EXPECT_EQ(here().read().conflicts().size(), 1U) << "and shows what will conflict";
    }
    EXPECT_TRUE(here().read().conflicts().empty());
    ASSERT_TRUE(publish_draft(here(), "pricing", laptops.now()));
    const auto conflicts = here().read().conflicts();
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts[0].candidates.size(), 2U);
    EXPECT_EQ(laptops.shown(here(), beta, "votes"), "3");
    laptops.exchange();
}

TEST_F(Drafts, EditedAgainAfterASyncStillReplaceWhatTheyReplacedBefore) {
    laptops.set(here(), beta, "due=2027-03-01");
    begin("pricing");
    set("pricing", beta, "due=2027-04-01");
    laptops.split();
    laptops.make(laptops.there(), "Somebody's own");
    laptops.exchange();
    set("pricing", beta, "due=2027-06-01");
    ASSERT_TRUE(publish_draft(here(), "pricing", laptops.now()));
    EXPECT_EQ(due(beta), "2027-06-01");
    EXPECT_TRUE(here().read().conflicts().empty());
}

TEST_F(Drafts, GoBackStepByStep) {
    begin("pricing");
    set("pricing", beta, "due=2027-04-01");
    set("pricing", beta, "due=2027-05-01");
    ASSERT_EQ(*enter("pricing")->step_back(laptops.now()), 1U);
    EXPECT_EQ(seen("pricing", beta, "due"), "2027-04-01");
    ASSERT_EQ(*enter("pricing")->step_back(laptops.now()), 0U);
    EXPECT_EQ(enter("pricing")->step_back(laptops.now()).error().fault, EngineFault::nothing_to_do);
    EXPECT_EQ(publish_draft(here(), "pricing", laptops.now()).error().fault,
              EngineFault::nothing_to_do);
}

TEST_F(Drafts, LeftWithoutKeepingAreAsBefore) {
    begin("pricing");
    {
        const auto session = enter("pricing");
        laptops.set(here(), beta, "due=2027-04-01");
    }
    EXPECT_EQ(seen("pricing", beta, "due"), "");
    laptops.set(here(), beta, "due=2027-01-01");
    EXPECT_EQ(due(beta), "2027-01-01") << "commits outside go to the plan again";
}

TEST_F(Drafts, AreDroppedRestoredAndRenamed) {
    begin("pricing");
    set("pricing", beta, "due=2027-04-01");
    EXPECT_FALSE(new_draft(here(), "pricing", laptops.now()));
    ASSERT_TRUE(drop_draft(here(), "pricing"));
    EXPECT_EQ(find_draft(here(), "pricing").error().fault, EngineFault::no_draft);
    ASSERT_TRUE(restore_draft(here(), "pricing"));
    ASSERT_TRUE(rename_draft(here(), "pricing", "prices"));
    EXPECT_EQ(seen("prices", beta, "due"), "2027-04-01");
    EXPECT_EQ(find_draft(here(), "pricing").error().fault, EngineFault::no_draft);
    for (const std::string& name : {std::string(), std::string(65, 'x'), std::string("a\nb")})
        EXPECT_EQ(new_draft(here(), name, laptops.now()).error().fault, EngineFault::wrong_value);
}

TEST_F(Drafts, FindWordsAndLeaveTheIndexAsItWas) {
    begin("names");
    set("names", beta, "title=Zanzibar");
    {
        const auto session = enter("names");
        EXPECT_EQ(here().read().search("zanzibar", 5).size(), 1U);
    }
    EXPECT_TRUE(here().read().search("zanzibar", 5).empty());
    EXPECT_EQ(here().read().search("beta", 5).size(), 1U);
}

TEST_F(Drafts, AreReadAsTheyWereWrittenAndRefusedWhenCutShort) {
    begin("pricing");
    set("pricing", beta, "due=2027-04-01");
    set("pricing", beta, "due=2027-05-01");
    const Draft draft = *find_draft(here(), "pricing");
    const Bytes bytes = encode_draft(draft);
    EXPECT_EQ(decode_draft("pricing", bytes), draft);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_FALSE(decode_draft("pricing", ByteView(bytes).first(length))) << length;
}

}  // namespace
}  // namespace cairn::engine
