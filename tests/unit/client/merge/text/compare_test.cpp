#include "client/merge/text/compare.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "client/merge/text/patches.h"
#include "client/merge/text/plain_text.h"
#include "client/merge/text/text_document.h"
#include "tests/support/text/histories.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

// The decision paper of two people: base, an edit here, one there, and one that saw both.
struct Paper {
    TextEdit base{ordered_id("a", 0), {}, {{0, 0, "We ship in March."}}};
    TextEdit month{ordered_id("a", 1), {base.id}, {{11, 5, "May"}}};
    TextEdit verb{ordered_id("b", 0), {base.id}, {{3, 4, "launch"}}};
    TextEdit end{ordered_id("b", 1), {month.id, verb.id}, {{17, 0, " OK"}}};
    TextDocument document;

    Paper() {
        for (const TextEdit& edit : {base, month, verb, end})
            EXPECT_TRUE(document.receive(edit).has_value());
    }
};

std::vector<TextId> written_by(const std::vector<BlameRun>& runs) {
    std::vector<TextId> authors;
    for (const BlameRun& run : runs) authors.insert(authors.end(), run.scalars, run.edit);
    return authors;
}

TEST(Compare, ShowsTheTextOfAnyVersion) {
    const Paper paper;
    const TextGraph& graph = paper.document.graph();
    EXPECT_EQ(paper.document.text(), "We launch in May. OK");
    EXPECT_EQ(text_at(graph, {}), "");
    EXPECT_EQ(text_at(graph, {paper.base.id}), "We ship in March.");
    EXPECT_EQ(text_at(graph, {paper.month.id}), "We ship in May.");
    EXPECT_EQ(text_at(graph, {paper.verb.id}), "We launch in March.");
    EXPECT_EQ(text_at(graph, paper.document.heads()), "We launch in May. OK");
}

TEST(Compare, NamesWhatChangedBetweenAnyTwoVersions) {
    const Paper paper;
    const TextGraph& graph = paper.document.graph();
    EXPECT_EQ(difference(graph, {paper.base.id}, {paper.month.id}), (Patches{{11, 5, "May"}}));
    // Neither is in the other's past.
    EXPECT_EQ(difference(graph, {paper.month.id}, {paper.verb.id}),
              (Patches{{3, 4, "launch"}, {13, 3, "March"}}));
}

TEST(Compare, BlamesEveryRunOnItsEdit) {
    const Paper paper;
    const auto runs = blame(paper.document.graph());
    ASSERT_TRUE(runs.has_value());
    EXPECT_EQ(*runs,
              (std::vector<BlameRun>{{paper.base.id, 3},
                                     {paper.verb.id, 6},
                                     {paper.base.id, 4},
                                     {paper.month.id, 3},
                                     {paper.base.id, 1},
                                     {paper.end.id, 3}}));
}

TEST(Compare, TakesOneEditBackAndKeepsTheOthers) {
    const Paper paper;
    const auto patches = reverting(paper.document.graph(), {paper.month.id});
    ASSERT_TRUE(patches.has_value());
    EXPECT_EQ(apply_patches(paper.document.text(), patches->patches), "We launch in March. OK");
}

TEST(Compare, RefusesWhatItCannotKnow) {
    const Paper paper;
    const auto unknown = text_at(paper.document.graph(), {ordered_id("z", 0)});
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error(), TextFault::unknown_parent);
    const auto opened = TextDocument::open("text", {ordered_id("a", 0)});
    ASSERT_TRUE(opened.has_value());
    const auto runs = blame(opened->graph());
    ASSERT_FALSE(runs.has_value());
    EXPECT_EQ(runs.error(), TextFault::needs_graph);
}

TEST(Compare, EqualsThePlainVersionOnRandomHistories) {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Chance chance = seeded_chance(seed + 500);
        Replicas replicas(3, seeded_chance(seed));
        for (int i = 0; i < 100; ++i) replicas.step();
        replicas.sync_all();
        PlainText plain;
        for (const TextEdit& edit : replicas.edits()) ASSERT_TRUE(plain.receive(edit).has_value());
        const TextGraph& graph = replicas.documents()[0].graph();
        ASSERT_EQ(written_by(*blame(graph)), plain.authors());
        std::string before;
        std::vector<TextId> before_heads;
        for (int i = 0; i < 10; ++i) {
            std::vector<TextId> heads;
            for (std::uint64_t n = chance(3); n > 0; --n)
                heads.push_back(replicas.edits()[chance(replicas.edits().size())].id);
            const std::string text = *plain.text_at(heads);
            ASSERT_EQ(text_at(graph, heads), text);
            const auto patches = difference(graph, before_heads, heads);
            ASSERT_EQ(apply_patches(before, *patches), text);
            before = text;
            before_heads = heads;
        }
        const TextId& undone = replicas.edits()[chance(replicas.edits().size())].id;
        plain.set_void(undone, true);
        ASSERT_EQ(
            apply_patches(replicas.documents()[0].text(), reverting(graph, {undone})->patches),
            plain.text());
    }
}

std::string sorted(std::string text) {
    std::sort(text.begin(), text.end());
    return text;
}

// What comes back may stand elsewhere: among characters that a void edit had removed there are no
// positions (docs/decisions/052-undo-beside-void-edits.md). But nothing else comes or goes.
TEST(Compare, TakesBackWhatWasWrittenBesideVoidEditsAndNothingElse) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Chance chance = seeded_chance(seed + 900);
        Replicas replicas(3, seeded_chance(seed));
        for (int i = 0; i < 20; ++i) replicas.step();
        replicas.sync_all();
        TextDocument document = replicas.documents()[0];
        for (std::uint64_t n = 1 + chance(4); n > 0; --n) {
            const TextId forbidden = replicas.edits()[chance(replicas.edits().size())].id;
            ASSERT_TRUE(document.set_void({&forbidden, 1}, true).has_value());
        }
        const std::string before = document.text();
        const auto commit = [&](std::uint64_t number) {
            std::vector<TextId> ids;
            for (std::size_t i = 0; i < document.pending().size(); ++i)
                ids.push_back(ordered_id("z", number * 100 + i));
            document.commit(ids);
            return ids;
        };
        for (std::uint64_t n = 1 + chance(3); n > 0; --n) {
            const auto position = static_cast<std::uint32_t>(chance(document.length() + 1));
            const auto removed =
                static_cast<std::uint32_t>(chance(document.length() - position + 1));
            ASSERT_TRUE(document.edit(position, removed, chance(3) == 0 ? "" : "new").has_value());
        }
        const std::vector<TextId> written = commit(1);
        if (written.empty()) continue;
        const auto back = reverting(document.graph(), written);
        ASSERT_TRUE(back.has_value());
        for (const Patch& patch : back->patches)
            ASSERT_TRUE(document.edit(patch.position, patch.removed, patch.inserted).has_value());
        commit(2);
        ASSERT_EQ(sorted(document.text()), sorted(before));
    }
}

}  // namespace
}  // namespace cairn::text
