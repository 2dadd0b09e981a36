#include "client/merge/text/text_document.h"

#include <gtest/gtest.h>

#include "client/merge/text/plain_text.h"
#include "tests/support/text/histories.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

// Everything received, and what its patches made of "".
std::string received(TextDocument& document, const std::vector<TextEdit>& edits) {
    TextBuffer shown;
    for (const TextEdit& edit : edits) {
        const auto patches = document.receive(edit);
        EXPECT_TRUE(patches.has_value());
        if (!patches) return {};
        for (const Patch& patch : *patches) {
            shown.remove(patch.position, patch.removed);
            const TextBuffer inserted(patch.inserted);
            shown.insert(patch.position, patch.inserted, inserted.length());
        }
    }
    return shown.text();
}

void type(TextDocument& document,
          const TextId& id,
          std::uint32_t position,
          std::uint32_t removed,
          std::string_view inserted) {
    ASSERT_TRUE(document.edit(position, removed, inserted).has_value());
    document.commit({&id, 1});
}

TEST(TextDocument, AgreesWithEveryConformanceHistory) {
    const std::vector<TextCase> cases = load_conformance();
    if (cases.empty()) GTEST_SKIP() << "no conformance histories; set CAIRN_SHARED";
    for (std::size_t i = 0; i < cases.size(); ++i) {
        TextDocument document;
        ASSERT_EQ(received(document, cases[i].edits), cases[i].end_text) << "history " << i;
        ASSERT_EQ(document.text(), cases[i].end_text) << "history " << i;
    }
}

// Every edit of a document, as another device would get it.
std::vector<TextEdit> edits_of(const TextDocument& document) {
    const TextGraph& graph = document.graph();
    std::vector<TextEdit> edits;
    for (EditNumber edit = 0; edit < graph.size(); ++edit) {
        const auto parents = graph.parents_of(edit);
        edits.push_back({graph.id_of(edit),
                         graph.ids_of({parents.begin(), parents.end()}),
                         graph.patches_of(edit)});
    }
    return edits;
}

void commit_pending(TextDocument& document) {
    std::vector<TextId> ids(document.pending().size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        ids[i] = ordered_id("me", document.graph().size() + i);
    document.commit(ids);
}

TEST(TextDocument, ReplaysSequentialTracesTypedHere) {
    for (const char* name : {"automerge-paper", "rustcode"}) {
        const auto trace = load_trace(name);
        if (!trace) GTEST_SKIP() << "no traces; set CAIRN_SHARED";
        TextDocument document;
        for (std::size_t i = 0; i < trace->edits.size(); ++i) {
            for (const Patch& patch : trace->edits[i].patches)
                ASSERT_TRUE(
                    document.edit(patch.position, patch.removed, patch.inserted).has_value());
            if (i % 500 == 0) commit_pending(document);
        }
        commit_pending(document);
        EXPECT_EQ(document.text(), trace->end_text) << name;
        TextDocument other;
        EXPECT_EQ(received(other, edits_of(document)), trace->end_text) << name;
    }
}

TEST(TextDocument, ReplaysTheConcurrentTraceReceived) {
    const auto trace = load_trace("friendsforever");
    if (!trace) GTEST_SKIP() << "no traces; set CAIRN_SHARED";
    TextDocument document;
    EXPECT_EQ(received(document, trace->edits), trace->end_text);
    EXPECT_EQ(document.text(), trace->end_text);
}

TEST(TextDocument, EqualsThePlainVersionOnRandomHistories) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Replicas replicas(2 + seed % 4, seeded_chance(seed));
        replicas.keep_shown();
        for (int i = 0; i < 150; ++i) replicas.step();
        replicas.sync_all();
        PlainText plain;
        for (const TextEdit& edit : replicas.edits()) ASSERT_TRUE(plain.receive(edit).has_value());
        for (std::size_t i = 0; i < replicas.documents().size(); ++i) {
            ASSERT_EQ(replicas.documents()[i].text(), plain.text());
            ASSERT_EQ(replicas.shown()[i], plain.text());
        }
    }
}

TEST(TextDocument, MergesWhatBothTypedAfterOpeningWithoutHistory) {
    const std::vector<TextId> heads = {ordered_id("a", 7), ordered_id("b", 3)};
    auto document = TextDocument::open("one two", heads);
    ASSERT_TRUE(document.has_value());
    type(*document, ordered_id("a", 8), 0, 3, "1");
    const auto patches = document->receive({ordered_id("b", 4), heads, {{7, 0, "!"}}});
    ASSERT_TRUE(patches.has_value());
    EXPECT_EQ(document->text(), "1 two!");
    EXPECT_EQ(*patches, (Patches{{5, 0, "!"}}));
}

TEST(TextDocument, AsksForTheHistoryWhenAnEditIsOlderThanItsOpening) {
    auto document = TextDocument::open("one", {ordered_id("a", 7), ordered_id("b", 3)});
    ASSERT_TRUE(document.has_value());
    const auto older = document->receive({ordered_id("b", 4), {ordered_id("b", 3)}, {{0, 0, "!"}}});
    ASSERT_FALSE(older.has_value());
    EXPECT_EQ(older.error(), TextFault::needs_graph);
    EXPECT_EQ(document->text(), "one");
}

TEST(TextDocument, CutsALongPasteIntoEditsThatFitAValue) {
    TextDocument document;
    std::string text;
    for (int i = 0; i < 60'000; ++i) text += i % 7 == 0 ? "€" : "x";
    ASSERT_TRUE(document.edit(0, 0, text).has_value());
    const std::size_t edits = document.pending().size();
    EXPECT_EQ(edits, 2U);
    const std::vector<TextId> ids = {ordered_id("a", 0), ordered_id("a", 1)};
    document.commit(ids);
    EXPECT_EQ(document.text(), text);
    EXPECT_EQ(document.heads(), std::vector<TextId>{ids[1]});
    TextDocument other;
    EXPECT_EQ(received(other, edits_of(document)), text);
    // Somebody who had only the first of the two.
    ASSERT_TRUE(document.receive({ordered_id("b", 0), {ids[0]}, {{10, 1, "#"}}}).has_value());
    EXPECT_EQ(document.text().substr(0, 30), apply_patches(text, {{10, 1, "#"}}).substr(0, 30));
    EXPECT_EQ(document.length(), 60'000U);
}

TEST(TextDocument, RefusesWhatDoesNotFitAndStaysAsItWas) {
    TextDocument document;
    type(document, ordered_id("a", 0), 0, 0, "Helo");
    type(document, ordered_id("a", 1), 3, 0, "l");
    const TextId base = ordered_id("a", 0);
    const auto fault_of = [&](std::vector<TextId> parents, Patches patches) {
        const auto result = document.receive({ordered_id("x", 0), parents, patches});
        return result ? std::optional<TextFault>() : result.error();
    };
    EXPECT_EQ(fault_of({base}, {{5, 0, "?"}}), TextFault::beyond_end);
    EXPECT_EQ(fault_of({base}, {{0, 4, ""}, {0, 1, ""}}), TextFault::beyond_end);
    EXPECT_EQ(fault_of({document.heads()}, {{6, 0, "?"}}), TextFault::beyond_end);
    EXPECT_EQ(fault_of({base}, {}), TextFault::nothing_done);
    EXPECT_EQ(fault_of({base}, {{0, 0, "\xFF"}}), TextFault::not_text);
    EXPECT_EQ(fault_of({ordered_id("q", 9)}, {{0, 0, "?"}}), TextFault::unknown_parent);
    EXPECT_EQ(fault_of(std::vector<TextId>(1025, base), {{0, 0, "?"}}),
              TextFault::too_many_parents);
    EXPECT_EQ(fault_of({base}, {{0, 0, std::string(70'000, 'x')}}), TextFault::too_large);
    EXPECT_EQ(document.text(), "Hello");
    EXPECT_EQ(fault_of({base}, {{4, 0, "!"}}), std::nullopt);
    EXPECT_EQ(document.text(), "Hello!");
    ASSERT_TRUE(document.edit(0, 0, "x").has_value());
    EXPECT_EQ(fault_of({base}, {{0, 0, "?"}}), TextFault::unfinished);
    EXPECT_FALSE(document.edit(99, 0, "x").has_value());
    EXPECT_FALSE(document.edit(0, 99, "x").has_value());
    EXPECT_FALSE(document.edit(0, 0, "\xC0").has_value());
}

TEST(TextDocument, EqualsThePlainVersionWhenEditsTurnVoidAndBack) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Replicas replicas(3, seeded_chance(seed));
        for (int i = 0; i < 60; ++i) replicas.step();
        const Chance chance = seeded_chance(seed + 1000);
        TextDocument document;
        PlainText plain;
        std::string shown;
        for (const TextEdit& edit : replicas.edits()) {
            const auto patches = document.receive(edit);
            ASSERT_TRUE(patches.has_value());
            shown = apply_patches(shown, *patches);
            ASSERT_TRUE(plain.receive(edit).has_value());
            ASSERT_EQ(document.text(), plain.text()) << "after receiving";
            if (chance(4) != 0) continue;
            const TextId& any = replicas.edits()[chance(document.graph().size())].id;
            const bool is_void = chance(3) != 0;
            const auto flipped = document.set_void({&any, 1}, is_void);
            ASSERT_TRUE(flipped.has_value());
            shown = apply_patches(shown, *flipped);
            plain.set_void(any, is_void);
            ASSERT_EQ(document.text(), plain.text());
            ASSERT_EQ(shown, plain.text());
        }
        EXPECT_EQ(document.text(), plain.text());
    }
}

TEST(TextDocument, MapsLocalEditsBesideVoidWork) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Replicas replicas(3, seeded_chance(seed));
        for (int i = 0; i < 40; ++i) replicas.step();
        const Chance chance = seeded_chance(seed + 2000);
        TextDocument document;
        PlainText plain;
        for (const TextEdit& edit : replicas.edits()) {
            ASSERT_TRUE(document.receive(edit).has_value());
            ASSERT_TRUE(plain.receive(edit).has_value());
        }
        for (std::uint64_t own = 0; own < 20; ++own) {
            const TextId& any = replicas.edits()[chance(replicas.edits().size())].id;
            ASSERT_TRUE(document.set_void({&any, 1}, chance(3) != 0).has_value());
            plain.set_void(any, document.graph().is_void(*document.graph().find(any)));
            for (int i = 0; i < 3; ++i) {
                const auto at = static_cast<std::uint32_t>(chance(document.length() + 1U));
                const auto removed =
                    static_cast<std::uint32_t>(chance(std::min(4U, document.length() - at + 1U)));
                ASSERT_TRUE(document.edit(at, removed, "xyz").has_value());
            }
            TextEdit edit{ordered_id("o", own), document.heads(), document.pending().at(0)};
            document.commit({&edit.id, 1});
            ASSERT_TRUE(plain.receive(edit).has_value());
            ASSERT_EQ(document.text(), plain.text());
        }
    }
}

// Taken up at any edit that all before it led to and all after it builds on.
TEST(TextDocument, ResumesAtACriticalVersionAsIfItHadNeverClosed) {
    const TextId base = ordered_id("a", 1);
    const TextEdit mine{ordered_id("a", 2), {base}, {{3, 0, " two"}}};
    const TextEdit theirs{ordered_id("b", 1), {base}, {{0, 0, "zero "}}};
    const TextEdit late{ordered_id("c", 1), {base}, {{0, 3, "1"}}};
    auto resumed =
        TextDocument::resume("zero one two", {{base}, 3, {1, 3}}, {{{mine, 7}, {theirs, 12}}});
    ASSERT_TRUE(resumed.has_value());
    EXPECT_EQ(resumed->graph().past(), (TextPast{3, 12}));
    ASSERT_TRUE(resumed->receive(late).has_value());
    TextDocument whole;
    for (const TextEdit& edit : {TextEdit{base, {}, {{0, 0, "one"}}}, mine, theirs, late})
        ASSERT_TRUE(whole.receive(edit).has_value());
    EXPECT_EQ(resumed->text(), whole.text());
    EXPECT_EQ(resumed->heads(), whole.heads());
}

TEST(TextDocument, ResumesNothingThatDoesNotBelongTogether) {
    const TextId base = ordered_id("a", 1);
    const TextEdit next{ordered_id("a", 2), {base}, {{3, 0, " two"}}};
    const auto resume = [&](std::string_view text, std::uint32_t length, const TextEdit& edit) {
        return TextDocument::resume(text, {{base}, length, {1, 3}}, {{{edit, 7}}}).has_value();
    };
    EXPECT_TRUE(resume("one two", 3, next));
    EXPECT_FALSE(resume("one tw", 3, next)) << "another text";
    EXPECT_FALSE(resume("one two", 2, next)) << "another length where it begins";
    EXPECT_FALSE(resume("one two", 3, {next.id, {ordered_id("z", 1)}, next.patches}));
    EXPECT_FALSE(resume("one two", 3, {next.id, {base}, {{9, 0, " two"}}})) << "beyond the end";
    EXPECT_FALSE(resume("one two", 3, {next.id, {}, next.patches})) << "before the beginning";
}

}  // namespace
}  // namespace cairn::text
