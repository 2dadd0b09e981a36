#include "shared/base/utf8.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace cairn {
namespace {

char as_char(std::uint32_t byte) { return static_cast<char>(static_cast<std::uint8_t>(byte)); }

// By definition D92, without a look at what is forbidden.
std::string encode(std::uint32_t c) {
    if (c < 0x80) return {as_char(c)};
    if (c < 0x800) return {as_char(0xC0 | c >> 6), as_char(0x80 | (c & 0x3F))};
    if (c < 0x10000)
        return {
            as_char(0xE0 | c >> 12), as_char(0x80 | (c >> 6 & 0x3F)), as_char(0x80 | (c & 0x3F))};
    return {as_char(0xF0 | c >> 18),
            as_char(0x80 | (c >> 12 & 0x3F)),
            as_char(0x80 | (c >> 6 & 0x3F)),
            as_char(0x80 | (c & 0x3F))};
}

bool is_scalar(std::uint32_t c) { return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF); }

TEST(Utf8, TakesEveryScalarValueAndNoOther) {
    for (std::uint32_t c = 0; c < 0x1FFFFF; ++c) {
        const std::string text = encode(c);
        const std::size_t length = is_scalar(c) ? text.size() : 0;
        ASSERT_EQ(utf8_sequence_length(text, 0), length) << std::hex << c;
    }
}

TEST(Utf8, RefusesOverlongForms) {
    for (const std::string text : {"\xC0\x80",
                                   "\xC1\xBF",
                                   "\xE0\x80\x80",
                                   "\xE0\x9F\xBF",
                                   "\xF0\x80\x80\x80",
                                   "\xF0\x8F\xBF\xBF"})
        EXPECT_FALSE(is_utf8(text)) << text.size();
}

TEST(Utf8, RefusesEveryCutSequenceAndStrayByte) {
    for (const std::uint32_t c : {0xE9U, 0x20ACU, 0x1F642U}) {
        const std::string whole = encode(c);
        for (std::size_t n = 1; n < whole.size(); ++n) {
            EXPECT_FALSE(is_utf8(whole.substr(0, n)));
            EXPECT_FALSE(is_utf8(whole.substr(0, n) + "a"));
            EXPECT_FALSE(is_utf8("a" + whole.substr(n)));
        }
    }
    EXPECT_FALSE(is_utf8("\xFF"));
    EXPECT_FALSE(is_utf8("a\xFE"));
}

TEST(Utf8, TakesTextOfManySequences) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("a" + encode(0xE9) + encode(0x20AC) + encode(0x1F642) + "b"));
    EXPECT_TRUE(is_utf8(std::string(1, '\0')));
}

}  // namespace
}  // namespace cairn
