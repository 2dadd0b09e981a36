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

TEST(TerminalText, WhatIsCutFitsAndSaysSo) {
    EXPECT_EQ(fit("abcdef", 6), "abcdef");
    EXPECT_EQ(fit("abcdef", 4), "abc…");
    EXPECT_EQ(fit("東京都", 4), "東…") << "half of a wide character is none";
    EXPECT_EQ(fit("abc", 1), "…");
}

}  // namespace
}  // namespace cairn::cli
