#include <algorithm>

#include <gtest/gtest.h>

#include "client/merge/text/edit_codec.h"
#include "client/merge/text/graph_codec.h"
#include "client/merge/text/limits.h"
#include "client/merge/text/patches.h"
#include "shared/base/byte_io.h"
#include "tests/support/text/histories.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

std::optional<TextFault> fault_of(std::string_view text) {
    const auto decoded = decode_patches(text);
    return decoded ? std::optional<TextFault>() : decoded.error();
}

TEST(EditCodec, WritesPatchesAsReadableText) {
    const Patches patches = {{5, 3, "soon"}, {0, 0, "ñ;"}, {12, 1, ""}};
    EXPECT_EQ(encode_patches(patches), "5-3+4:soon;0+3:ñ;;12-1;");
    EXPECT_EQ(decode_patches("5-3+4:soon;0+3:ñ;;12-1;"), patches);
}

TEST(EditCodec, RefusesEveryOtherSpelling) {
    EXPECT_EQ(fault_of(""), TextFault::nothing_done);
    EXPECT_EQ(fault_of("5;"), TextFault::nothing_done);
    for (const std::string_view text : {"x",
                                        "5-3",
                                        "05-3;",
                                        "5-0;",
                                        "5-03;",
                                        "5+0:;",
                                        "5+4:soo;",
                                        "5+4:soon",
                                        "5+4soon;",
                                        "-1+1:x;",
                                        "5--3;",
                                        "5-3;;",
                                        "4294967296-1;",
                                        "5-3+99999999999:x;",
                                        "5+1:x-1;"})
        EXPECT_EQ(fault_of(text), TextFault::malformed) << text;
    EXPECT_EQ(fault_of("5+1:\xC3;"), TextFault::not_text);
    EXPECT_EQ(fault_of(std::string("5+1:\0;", 6)), TextFault::not_text);
    EXPECT_EQ(fault_of("0+70000:" + std::string(70'000, 'x') + ";"), TextFault::too_large);
}

TEST(EditCodec, CutsWhatIsTooLongIntoValuesThatFit) {
    const Chance chance = seeded_chance(7);
    Patches patches = {{0, 0, std::string(200'000, 'y')}};
    for (std::uint32_t i = 0; i < 20'000; ++i)
        patches.push_back(
            {static_cast<std::uint32_t>(chance(200'000 - i)), 1, i % 3 == 0 ? "" : "€"});
    const std::vector<Patches> lists = cut_for_values(patches);
    EXPECT_GT(lists.size(), 3U);
    TextBuffer expected;
    TextBuffer actual;
    const auto apply = [](TextBuffer& text, const Patches& list) {
        for (const Patch& patch : list) {
            text.remove(patch.position, patch.removed);
            text.insert(patch.position, patch.inserted, TextBuffer(patch.inserted).length());
        }
    };
    apply(expected, patches);
    for (const Patches& list : lists) {
        const std::string text = encode_patches(list);
        ASSERT_LE(text.size(), limits::edit_bytes_max);
        ASSERT_EQ(decode_patches(text), list);
        apply(actual, list);
    }
    EXPECT_EQ(actual.text(), expected.text());
}

TEST(GraphCodec, BringsBackTheWholeHistory) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Replicas replicas(4, seeded_chance(seed));
        for (int i = 0; i < 200; ++i) replicas.step();
        replicas.sync_all();
        const TextDocument& document = replicas.documents()[0];
        const Bytes bytes = encode_graph(document.graph());
        const auto read = decode_document(bytes);
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->text(), document.text());
        EXPECT_EQ(read->graph().size(), document.graph().size());
        for (const TextEdit& edit : replicas.edits()) {
            const auto number = read->graph().find(edit.id);
            ASSERT_TRUE(number.has_value());
            EXPECT_EQ(read->graph().patches_of(*number), edit.patches);
            const auto parents = read->graph().parents_of(*number);
            std::vector<TextId> ids = read->graph().ids_of({parents.begin(), parents.end()});
            std::vector<TextId> expected = edit.parents;
            std::sort(ids.begin(), ids.end());
            std::sort(expected.begin(), expected.end());
            EXPECT_EQ(ids, expected);
        }
        EXPECT_EQ(encode_graph(read->graph()), bytes);
    }
}

TEST(GraphCodec, RefusesEveryCutAndSurvivesEveryFlip) {
    Replicas replicas(3, seeded_chance(5));
    for (int i = 0; i < 30; ++i) replicas.step();
    replicas.sync_all();
    Bytes bytes = encode_graph(replicas.documents()[0].graph());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decode_document(ByteView(bytes).first(size)).has_value()) << size;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (const std::uint8_t flip :
             {std::uint8_t{0x01}, std::uint8_t{0x80}, std::uint8_t{0xFF}}) {
            bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ flip);
            const auto read = decode_document(bytes);
            if (read) {
                EXPECT_TRUE(decode_document(encode_graph(read->graph())).has_value());
            }
            bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ flip);
        }
    }
}

TEST(GraphCodec, ClaimsOfMillionsCostNothing) {
    ByteWriter bytes;
    bytes.u8(1).varint(limits::edits_max);
    for (int column = 0; column < 7; ++column) bytes.varint(0);
    const auto read = decode_document(bytes.bytes());
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error(), TextFault::malformed);
}

}  // namespace
}  // namespace cairn::text
