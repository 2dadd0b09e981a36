#include "client/merge/text/text_buffer.h"

#include <gtest/gtest.h>

#include "client/merge/text/patches.h"
#include "client/merge/text/scalars.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

TEST(TextBuffer, EqualsAStringUnderRandomEdits) {
    const Chance chance = seeded_chance(1);
    std::string expected;
    for (int i = 0; i < 3000; ++i) expected += i % 5 == 0 ? "€" : "w";
    TextBuffer buffer(expected);
    for (int i = 0; i < 4000; ++i) {
        const bool grows = chance(2) == 0;
        const auto at = static_cast<std::uint32_t>(chance(buffer.length() + 1U));
        const auto removed = static_cast<std::uint32_t>(
            chance(std::min<std::uint64_t>(buffer.length() - at, chance(20) == 0 ? 3000 : 9) + 1));
        std::string inserted;
        for (std::uint64_t n = chance(chance(30) == 0 ? 3000 : 9); n > 0 && grows; --n)
            inserted += chance(4) == 0 ? "😀" : "i";
        buffer.remove(at, removed);
        buffer.insert(at, inserted, static_cast<std::uint32_t>(count_scalars(inserted)));
        expected = apply_patches(expected, {{at, removed, inserted}});
        ASSERT_EQ(buffer.bytes(), expected.size());
        ASSERT_EQ(buffer.length(), count_scalars(expected));
        if (i % 50 == 0) {
            ASSERT_EQ(buffer.text(), expected);
        }
    }
    buffer.remove(0, buffer.length());
    EXPECT_EQ(buffer.text(), "");
    buffer.insert(0, "again", 5);
    EXPECT_EQ(buffer.text(), "again");
}

}  // namespace
}  // namespace cairn::text
