#include "client/cli/terminal_text.h"

#include <gtest/gtest.h>

namespace cairn::cli {
namespace {

constexpr const char* replaced = "\xEF\xBF\xBD";

TEST(TerminalText, ControlCharactersDoNotGetThrough) {
    EXPECT_EQ(printable("a\x1b[31mb"), std::string("a") + replaced + "[31mb");
    EXPECT_EQ(printable("\xC2\x9B"), replaced) << "CSI in one character";
    EXPECT_EQ(printable("\x7f"), replaced);
    EXPECT_EQ(printable("\xE2\x80\xAE"), replaced) << "right to left override";
    EXPECT_EQ(printable("a\xFFz"), std::string("a") + replaced + "z") << "not UTF-8";
    EXPECT_EQ(printable("a\tb\nc"), "a b c");
    EXPECT_EQ(printable("a\nb\rc", true), "a\nb c");
    EXPECT_EQ(printable("Größe 東京"), "Größe 東京");
}

TEST(TerminalText, WideCharactersCountTwoAndCombiningOnesNone) {
    EXPECT_EQ(width_of("abc"), 3U);
    EXPECT_EQ(width_of("東京"), 4U);
    EXPECT_EQ(width_of("e\xCC\x81"), 1U);
}

TEST(TerminalText, EmojiJoinedIntoOneCountTwo) {
    EXPECT_EQ(width_of("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"),
              2U)
        << "man, woman and girl, a family";
    EXPECT_EQ(width_of("\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD"), 2U) << "thumb of a skin tone";
    EXPECT_EQ(width_of("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"), 2U) << "a flag";
    EXPECT_EQ(width_of("\xE2\x9D\xA4\xEF\xB8\x8F"), 2U) << "a heart shown as emoji";
    EXPECT_EQ(width_of("\xF0\x9F\x91\x8D\xF0\x9F\x91\x8D"), 4U) << "two thumbs";
    EXPECT_EQ(fit("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA and more", 4),
              "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA …");
}

TEST(TerminalText, WhatIsCutFitsAndSaysSo) {
    EXPECT_EQ(fit("abcdef", 6), "abcdef");
    EXPECT_EQ(fit("abcdef", 4), "abc…");
    EXPECT_EQ(fit("東京都", 4), "東…") << "half of a wide character is none";
    EXPECT_EQ(fit("abc", 1), "…");
}

}  // namespace
}  // namespace cairn::cli
