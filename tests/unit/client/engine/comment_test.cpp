// Comments, who is meant by them, and what they put into inboxes.
#include <gtest/gtest.h>

#include "client/engine/comment_commands.h"
#include "client/engine/draft_session.h"
#include "client/engine/lookup.h"
#include "client/engine/move_commands.h"
#include "client/engine/own_inbox.h"
#include "client/engine/undo_commands.h"
#include "client/plan/catalog.h"
#include "shared/roster/build.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

// A lead and somebody who may only comment, or more, each with a device.
class Comments : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(introduce_me(here(), laptops.now()));
        InviteSecret secret;
        random.fill(secret.writable());
        InviteTerms terms;
        terms.role_cap = role();
        terms.expires = {laptops.now().ms + 1'000'000'000};
        adopt(here(), make_invite_opened(author(), secret, terms));
        DeviceSecrets device = DeviceSecrets::make(random);
        const auto used =
            make_invite_used({here().roster(), device, laptops.now()}, secret, random);
        ASSERT_TRUE(used);
        adopt(here(), *used);
        auto made = Workspace::begin_joined({(folder.path() / "guest.cairn").string(), {}},
                                            std::move(device),
                                            here().replica().records({}, 64),
                                            "Guest",
                                            random);
        ASSERT_TRUE(made);
        guest_.emplace(std::move(*made));
        const auto share = make_key_share(author(),
                                          here().keys(),
                                          here().roster().current_epoch()->id,
                                          {guest().device()->id()},
                                          random);
        ASSERT_TRUE(share);
        adopt(here(), *share);
        adopt(guest(), *share);
        exchange();
    }
    [[nodiscard]] virtual Role role() const { return Role::commenter; }
    Author author() { return {here().roster(), *here().device(), laptops.now()}; }
    static void adopt(Workspace& workspace, const Bytes& record) {
        const replica::StoredRecord stored{record, std::nullopt, {}};
        ASSERT_TRUE(workspace.adopt_records(std::span(&stored, 1)));
    }
    void exchange() {
        Workspaces::send(here(), guest());
        Workspaces::send(guest(), here());
        ASSERT_EQ(here().read().hashes(), guest().read().hashes());
    }
    Workspace& here() { return laptops.here(); }
    Workspace& guest() { return *guest_; }
    ItemId person(const std::string& name) {
        const auto made = new_item(here(), {"person", name, merge::root_item(), {}}, laptops.now());
        EXPECT_TRUE(made);
        return made->item;
    }
    Commented say(Workspace& who, const ItemId& on, const std::string& text) {
        const auto said = comment(who, on, text, laptops.now());
        EXPECT_TRUE(said) << said.error().sentence;
        return *said;
    }
    std::vector<ItemId> mentioned(const std::string& text) {
        const auto mentions = mentions_in(here(), text);
        EXPECT_TRUE(mentions) << mentions.error().sentence;
        return mentions->people;
    }

    Workspaces laptops;
    SeededRandom random{7};
    test::TemporaryFolder folder;
    std::optional<Workspace> guest_;
    ItemId beta = laptops.make(laptops.here(), "Beta");
};

TEST_F(Comments, OfACommenterReachEverybodyAndNothingElseOfTheirsDoes) {
    const ItemId said = say(guest(), beta, "Is this the last date?").comment;
    EXPECT_EQ(
        set_fields(guest(), beta, std::vector<Assignment>{{"due", "2027-01-01"}}, laptops.now())
            .error()
            .fault,
        EngineFault::not_allowed);
    EXPECT_FALSE(new_item(guest(), {"task", "Mine", beta, {}}, laptops.now()));
    exchange();
    const auto comments = comments_on(here(), beta);
    ASSERT_EQ(comments.size(), 1U);
    EXPECT_EQ(comments[0].comment, said);
    EXPECT_EQ(comments[0].text, "Is this the last date?");
    EXPECT_EQ(comments[0].author, guest().me());
    EXPECT_EQ(title_of(here(), said), "comment on Beta");
}

TEST_F(Comments, AreAnsweredResolvedChangedAndDeleted) {
    const ItemId question = say(guest(), beta, "Who signs?").comment;
    exchange();
    const ItemId answer = say(here(), question, "I do").comment;
    ASSERT_TRUE(close_comment(here(), question, true, laptops.now()));
    EXPECT_EQ(close_comment(here(), question, true, laptops.now()).error().fault,
              EngineFault::nothing_to_do);
    ASSERT_TRUE(edit_comment(here(), answer, "QA does", laptops.now()));
    exchange();
    const auto comments = comments_on(guest(), beta);
    ASSERT_EQ(comments.size(), 2U);
    EXPECT_TRUE(comments[0].closed);
    EXPECT_EQ(comments[1].text, "QA does");
    EXPECT_EQ(comments[1].depth, 1);
    EXPECT_EQ(subject_of(guest(), answer), beta);
    ASSERT_TRUE(delete_comment(guest(), question, laptops.now()));
    exchange();
    EXPECT_TRUE(comments_on(here(), beta).empty());
    ASSERT_TRUE(undo(guest(), {}, {}, laptops.now()));
    EXPECT_EQ(comments_on(guest(), beta).size(), 2U);
}

TEST_F(Comments, AreChangedByTheirAuthorOnly) {
    const ItemId said = say(here(), beta, "Mine").comment;
    exchange();
    EXPECT_EQ(edit_comment(guest(), said, "Yours", laptops.now()).error().fault,
              EngineFault::not_allowed);
    EXPECT_EQ(delete_comment(guest(), said, laptops.now()).error().fault, EngineFault::not_allowed);
    EXPECT_EQ(close_comment(guest(), said, true, laptops.now()).error().fault,
              EngineFault::not_allowed);
    EXPECT_FALSE(edit_comment(here(), beta, "No comment", laptops.now()));
    EXPECT_FALSE(comment(here(), beta, " \n ", laptops.now()));
    ASSERT_TRUE(trash_items(here(), std::vector{beta}, laptops.now()));
    EXPECT_FALSE(comment(here(), beta, "Too late", laptops.now()));
}

TEST_F(Comments, KnowWhoIsMeantWhateverTheirNameBecomes) {
    const ItemId qa = person("QA lead");
    const ItemId release = person("Release lead");
    EXPECT_EQ(mentioned("ask @QA lead, or @release lead!"), (std::vector{qa, release}));
    EXPECT_EQ(mentioned("@qa and @QA lead again"), std::vector{qa});
    EXPECT_EQ(mentioned("write to qa@example.org @ 5"), std::vector<ItemId>{});
    EXPECT_EQ(mentioned("@" + to_base32(qa.view()).substr(0, 8)), std::vector{qa});
    const ItemId said = say(here(), beta, "@QA lead, please look").comment;
    laptops.set(here(), qa, "title=Quality");
    EXPECT_EQ(find_comment(here(), said)->mentions, std::vector{qa});
    ASSERT_TRUE(edit_comment(here(), said, "@Release lead, please look", laptops.now()));
    EXPECT_EQ(find_comment(here(), said)->mentions, std::vector{release});
}

TEST_F(Comments, NameNobodyOrSeveralAndSayso) {
    person("QA lead");
    person("QA tester");
    EXPECT_EQ(mentions_in(here(), "@QA?").error().fault, EngineFault::ambiguous);
    const auto nobody = mentions_in(here(), "@zaphod!");
    ASSERT_TRUE(nobody);
    EXPECT_EQ(nobody->unknown, std::vector<std::string>{"zaphod"});
    EXPECT_TRUE(nobody->people.empty());
}

TEST_F(Comments, MentionsAnswersAndChangesOfOthersAreInTheInboxUntilSeen) {
    laptops.set(here(), beta, "owner=me");
    exchange();
    ASSERT_EQ(own_inbox(guest())->size(), 0U) << "what is nobody's of mine";
    say(guest(), beta, "Late again");
    say(guest(), beta, "@Lead, look");
    exchange();
    EXPECT_EQ(own_inbox(guest())->size(), 0U) << "own words are no news";
    auto mine = own_inbox(here());
    ASSERT_TRUE(mine);
    EXPECT_EQ(mine->mentions.size(), 1U);
    EXPECT_EQ(mine->comments.size(), 1U);
    EXPECT_TRUE(mine->changed.empty());
    mark_shown(here(), *mine);
    say(guest(), beta, "Later than what was shown");
    exchange();
    EXPECT_EQ(mark_seen(here()), 2U);
    EXPECT_EQ(own_inbox(here())->size(), 1U) << "what was not shown stays";
    mark_shown(here(), *own_inbox(here()));
    EXPECT_EQ(mark_seen(here()), 1U);
    EXPECT_EQ(mark_seen(here()), 0U);
    say(here(), mine->comments[0].comment, "Not by much");
    exchange();
    EXPECT_EQ(own_inbox(guest())->comments.size(), 1U) << "an answer to me";
}

class CommentsOfEditors : public Comments {
protected:
    [[nodiscard]] Role role() const override { return Role::editor; }
};

TEST_F(CommentsOfEditors, AreNotRewrittenByAnybodyElse) {
    const ItemId said = say(here(), beta, "Mine").comment;
    exchange();
    const std::vector<Assignment> wish{{"text", "Yours"}};
    EXPECT_EQ(set_fields(guest(), said, wish, laptops.now()).error().fault,
              EngineFault::not_allowed);
    EXPECT_EQ(find_comment(guest(), said)->text, "Mine");
}

TEST_F(CommentsOfEditors, AndTheInboxTellThatAnItemWasTakenFromMe) {
    laptops.set(here(), beta, "owner=me");
    exchange();
    mark_shown(here(), *own_inbox(here()));
    const std::vector<Assignment> wish{{"owner", "me"}};
    ASSERT_TRUE(set_fields(guest(), beta, wish, laptops.now()));
    exchange();
    const auto mine = own_inbox(here());
    ASSERT_EQ(mine->changed.size(), 1U);
    EXPECT_EQ(mine->changed[0].item, beta);
}

}  // namespace
}  // namespace cairn::engine
