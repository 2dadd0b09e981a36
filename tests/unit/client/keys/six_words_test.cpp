#include "client/keys/six_words.h"

#include <set>

#include <gtest/gtest.h>

#include "client/keys/word_list.h"
#include "shared/base/random.h"

namespace cairn::keys {
namespace {

TEST(SixWords, AreWordsThatTheirFirstFourLettersTell) {
    std::set<std::string_view> starts;
    for (std::size_t i = 0; i < word_count; ++i) {
        EXPECT_GE(word(i).size(), 3U);
        starts.insert(word(i).substr(0, 4));
    }
    EXPECT_EQ(starts.size(), word_count);
    EXPECT_EQ(word(0), "abandon");
    EXPECT_EQ(word(word_count - 1), "zoo");
}

TEST(SixWords, OfTheSameAreTheSameInEveryVersion) {
    EXPECT_EQ(to_string(*six_words(Hash32{})), "hello nest whip level girl crater");
}

TEST(SixWords, OfWhatDiffersInOneBitDiffer) {
    SeededRandom random(2);
    auto compared = random.make<Hash32>();
    const SixWords before = *six_words(compared);
    compared.bytes[31] ^= 1;
    const SixWords after = *six_words(compared);
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NE(before[i], after[i]) << i;
}

}  // namespace
}  // namespace cairn::keys
