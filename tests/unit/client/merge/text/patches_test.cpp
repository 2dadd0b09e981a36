#include "client/merge/text/patches.h"

#include <gtest/gtest.h>

#include "client/merge/text/scalars.h"

namespace cairn::text {
namespace {

TEST(Scalars, AreCountedAndCutWhole) {
    const std::string text = "añ€😀 plain ascii that fills words, then ñ€😀";
    EXPECT_EQ(count_scalars(text), 43U);
    EXPECT_EQ(bytes_of(text, 0), 0U);
    EXPECT_EQ(bytes_of(text, 3), 6U);
    EXPECT_EQ(bytes_of(text, 4), 10U);
    EXPECT_EQ(bytes_of(text, 42), text.size() - 4);
    EXPECT_EQ(bytes_of(text, 1000), text.size());
}

TEST(Scalars, RefuseWhatIsNotText) {
    EXPECT_TRUE(is_plain(""));
    EXPECT_TRUE(is_plain("eight bytes and more: ñ€😀"));
    EXPECT_FALSE(is_plain(std::string("eight by\0tes", 12)));
    EXPECT_FALSE(is_plain("eight by\xC3"));
    EXPECT_FALSE(is_plain("\xC0\x80"));
    EXPECT_FALSE(is_plain("\xF4\x90\x80\x80"));
}

TEST(PatchWriter, JoinsTypingAndDeleting) {
    PatchWriter writer;
    writer.insert(3, "a", 1);
    writer.insert(4, "ñ", 1);
    writer.insert(5, "b", 1);
    writer.remove(2, 1);
    writer.remove(1, 1);
    writer.remove(1, 2);
    writer.insert(1, "x", 1);
    EXPECT_EQ(writer.take(), (Patches{{3, 0, "añb"}, {1, 4, "x"}}));
    EXPECT_TRUE(writer.patches().empty());
}

TEST(Patches, ApplyInOrder) {
    EXPECT_EQ(apply_patches("añ€z", {{1, 2, "bc"}, {4, 0, "!"}, {0, 1, ""}}), "bcz!");
}

TEST(Patches, CarryACursor) {
    const Patches patches = {{2, 3, "xy"}};
    EXPECT_EQ(map_position(patches, 1, Lean::right), 1U);
    EXPECT_EQ(map_position(patches, 2, Lean::left), 2U);
    EXPECT_EQ(map_position(patches, 2, Lean::right), 4U);
    EXPECT_EQ(map_position(patches, 4, Lean::left), 2U);
    EXPECT_EQ(map_position(patches, 6, Lean::left), 5U);
    EXPECT_EQ(map_position({{0, 0, "ab"}, {1, 1, ""}}, 1, Lean::left), 2U);
}

}  // namespace
}  // namespace cairn::text
