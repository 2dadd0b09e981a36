#include "client/merge/text/word_diff.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "client/merge/text/patches.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

// Length of the longest common subsequence, by the book.
std::size_t common_length(const std::vector<std::uint32_t>& a,
                          const std::vector<std::uint32_t>& b) {
    std::vector<std::size_t> row(b.size() + 1, 0);
    for (const std::uint32_t x : a) {
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = x == b[j] ? diagonal + 1 : std::max(above, row[j]);
            diagonal = above;
        }
    }
    return row.back();
}

std::vector<std::uint32_t> random_numbers(const Chance& chance, std::size_t most, unsigned kinds) {
    std::vector<std::uint32_t> numbers(chance(most + 1));
    for (std::uint32_t& number : numbers) number = static_cast<std::uint32_t>(chance(kinds));
    return numbers;
}

std::vector<std::uint32_t> kept(const std::vector<std::uint32_t>& all,
                                const std::vector<bool>& marked) {
    std::vector<std::uint32_t> rest;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!marked[i]) rest.push_back(all[i]);
    return rest;
}

TEST(DifferenceMarks, AreMinimalOnShortLists) {
    const Chance chance = seeded_chance(1);
    for (int i = 0; i < 3000; ++i) {
        const auto a = random_numbers(chance, 30, 1 + static_cast<unsigned>(chance(6)));
        const auto b = random_numbers(chance, 30, 1 + static_cast<unsigned>(chance(6)));
        const Marks marks = difference_marks(a, b);
        const auto common = kept(a, marks.removed);
        ASSERT_EQ(common, kept(b, marks.inserted));
        ASSERT_EQ(common.size(), common_length(a, b));
    }
}

TEST(DifferenceMarks, StayRightWhereTheSearchIsCutShort) {
    const Chance chance = seeded_chance(2);
    std::vector<std::uint32_t> a(20'000);
    std::vector<std::uint32_t> b(30'000);
    for (std::uint32_t& number : a) number = static_cast<std::uint32_t>(chance(1000));
    for (std::uint32_t& number : b) number = static_cast<std::uint32_t>(chance(1000));
    const Marks marks = difference_marks(a, b);
    EXPECT_EQ(kept(a, marks.removed), kept(b, marks.inserted));
}

TEST(WordDifference, TurnsOneTextIntoTheOther) {
    const Chance chance = seeded_chance(3);
    const std::vector<std::string> words = {
        "plan", "plans", " ", ", ", "\n", "größe", "größer", "計画", "計", "€", "😀", "😁", "été"};
    for (int i = 0; i < 2000; ++i) {
        std::string before;
        std::string after;
        for (std::uint64_t n = chance(20); n > 0; --n) before += words[chance(words.size())];
        for (std::uint64_t n = chance(20); n > 0; --n) after += words[chance(words.size())];
        ASSERT_EQ(apply_patches(before, word_difference(before, after)), after);
    }
}

TEST(WordDifference, ChangesWordsNotScatteredLetters) {
    EXPECT_EQ(word_difference("ship the beta in march", "ship a release in march"),
              (Patches{{5, 3, "a"}, {7, 4, "release"}}));
}

TEST(WordDifference, KeepsWhatAChangedWordHasInCommonAtItsEnds) {
    EXPECT_EQ(word_difference("the plan is", "the plans is"), (Patches{{8, 0, "s"}}));
    EXPECT_EQ(word_difference("ñandú😀", "ñandú😁"), (Patches{{5, 1, "😁"}}));
}

TEST(WordDifference, SaysNothingOfEqualTexts) {
    EXPECT_TRUE(word_difference("same", "same").empty());
    EXPECT_TRUE(word_difference("", "").empty());
}

TEST(WordDifference, EndsSoonOnLargeTextsWithNothingInCommon) {
    std::string before;
    std::string after;
    for (int i = 0; i < 60'000; ++i) {
        before += "a" + std::to_string(i) + " ";
        after += "b" + std::to_string(i * 7) + "\n";
    }
    EXPECT_EQ(apply_patches(before, word_difference(before, after)), after);
}

}  // namespace
}  // namespace cairn::text
