#include "client/merge/text/plain_text.h"

#include <gtest/gtest.h>

#include "tests/support/text/histories.h"

namespace cairn::text {
namespace {

TextEdit edit(std::string_view author,
              std::uint64_t sequence,
              std::vector<TextId> parents,
              Patches patches) {
    return {ordered_id(author, sequence), std::move(parents), std::move(patches)};
}

// "Helo" with an l and an exclamation mark added by two people at once.
std::vector<TextEdit> hello() {
    const TextEdit base = edit("a", 0, {}, {{0, 0, "Helo"}});
    return {base, edit("a", 1, {base.id}, {{3, 0, "l"}}), edit("b", 0, {base.id}, {{4, 0, "!"}})};
}

PlainText merged(const std::vector<TextEdit>& edits) {
    PlainText text;
    for (const TextEdit& edit : edits) EXPECT_TRUE(text.receive(edit).has_value());
    return text;
}

TextFault fault_of(PlainText& text, const TextEdit& edit) {
    const auto received = text.receive(edit);
    EXPECT_FALSE(received.has_value());
    return received ? TextFault::malformed : received.error();
}

TEST(PlainText, AgreesWithEveryConformanceHistory) {
    const std::vector<TextCase> cases = load_conformance();
    if (cases.empty()) GTEST_SKIP() << "no conformance histories; set CAIRN_SHARED";
    ASSERT_EQ(cases.size(), 1000U);
    for (std::size_t i = 0; i < cases.size(); ++i)
        ASSERT_EQ(merged(cases[i].edits).text(), cases[i].end_text) << "history " << i;
}

TEST(PlainText, MergesInEitherOrderOfArrival) {
    std::vector<TextEdit> edits = hello();
    EXPECT_EQ(merged(edits).text(), "Hello!");
    std::swap(edits[1], edits[2]);
    EXPECT_EQ(merged(edits).text(), "Hello!");
}

TEST(PlainText, OrdersInsertionsAtOnePlaceByEditId) {
    const TextEdit base = edit("m", 0, {}, {{0, 0, "()"}});
    const TextEdit first = edit("a", 0, {base.id}, {{1, 0, "first"}});
    const TextEdit second = edit("b", 0, {base.id}, {{1, 0, "second"}});
    EXPECT_EQ(merged({base, first, second}).text(), "(firstsecond)");
    EXPECT_EQ(merged({base, second, first}).text(), "(firstsecond)");
}

TEST(PlainText, CountsScalarValuesAndSplitsNone) {
    const TextEdit base = edit("a", 0, {}, {{0, 0, "añ€😀z"}});
    const TextEdit after = edit("a", 1, {base.id}, {{3, 1, "é"}, {5, 0, "!"}});
    EXPECT_EQ(merged({base, after}).text(), "añ€éz!");
}

TEST(PlainText, CountsAnEditReceivedTwiceOnce) {
    std::vector<TextEdit> edits = hello();
    edits.push_back(edits[1]);
    EXPECT_EQ(merged(edits).text(), "Hello!");
}

TEST(PlainText, ShowsNothingOfAVoidEditAndKeepsItsPlace) {
    const std::vector<TextEdit> edits = hello();
    // Written after the void "l", so its position counts it.
    const TextEdit later = edit("c", 0, {edits[1].id}, {{4, 1, "y"}});
    PlainText text = merged({edits[0], edits[1], edits[2], later});
    text.set_void(edits[1].id, true);
    EXPECT_EQ(text.text(), "Hely!");
    text.set_void(edits[1].id, false);
    EXPECT_EQ(text.text(), "Helly!");
}

TEST(PlainText, RestoresWhatOnlyAVoidEditRemoved) {
    const TextEdit base = edit("a", 0, {}, {{0, 0, "one two"}});
    const TextEdit removal = edit("b", 0, {base.id}, {{3, 4, ""}});
    const TextEdit after = edit("a", 1, {removal.id}, {{3, 0, "!"}});
    PlainText text = merged({base, removal, after});
    EXPECT_EQ(text.text(), "one!");
    text.set_void(removal.id, true);
    EXPECT_EQ(text.text(), "one! two");
}

TEST(PlainText, ShowsTheTextOfAnyVersion) {
    const std::vector<TextEdit> edits = hello();
    const PlainText text = merged(edits);
    EXPECT_EQ(text.text_at({}), "");
    EXPECT_EQ(text.text_at({edits[0].id}), "Helo");
    EXPECT_EQ(text.text_at({edits[2].id}), "Helo!");
    EXPECT_EQ(text.text_at({edits[1].id, edits[2].id}), "Hello!");
    EXPECT_EQ(text.text_at({ordered_id("z", 0)}), std::nullopt);
}

TEST(PlainText, NamesTheAuthorOfEveryCharacter) {
    const std::vector<TextEdit> edits = hello();
    const TextId& a = edits[0].id;
    EXPECT_EQ(merged(edits).authors(), (std::vector<TextId>{a, a, a, edits[1].id, a, edits[2].id}));
}

TEST(PlainText, RefusesWhatDoesNotFitAndStaysAsItWas) {
    PlainText text = merged(hello());
    const TextId base = ordered_id("a", 0);
    EXPECT_EQ(fault_of(text, edit("x", 0, {base}, {{5, 0, "?"}})), TextFault::beyond_end);
    EXPECT_EQ(fault_of(text, edit("x", 0, {base}, {{0, 5, ""}})), TextFault::beyond_end);
    EXPECT_EQ(fault_of(text, edit("x", 0, {base}, {{0, 4, ""}, {0, 1, ""}})),
              TextFault::beyond_end);
    EXPECT_EQ(fault_of(text, edit("x", 0, {base}, {{0, 0, ""}})), TextFault::nothing_done);
    EXPECT_EQ(fault_of(text, edit("x", 0, {base}, {})), TextFault::nothing_done);
    EXPECT_EQ(fault_of(text, edit("x", 0, {base}, {{0, 0, "\xED\xA0\x80"}})), TextFault::not_text);
    EXPECT_EQ(fault_of(text, edit("x", 0, {base}, {{0, 0, std::string(1, '\0')}})),
              TextFault::not_text);
    EXPECT_EQ(fault_of(text, edit("x", 0, {ordered_id("q", 9)}, {{0, 0, "?"}})),
              TextFault::unknown_parent);
    EXPECT_EQ(text.text(), "Hello!");
}

}  // namespace
}  // namespace cairn::text
