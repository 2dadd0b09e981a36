#include "shared/sync/bundle.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

WorkspaceId some_workspace() {
    WorkspaceId id;
    id.bytes.fill(7);
    return id;
}

Page page_of(std::uint8_t byte) {
    Page page;
    page.fetched = true;
    page.entries.push_back({.position = {},
                            .part = {.total = 3, .offset = 0, .data = {byte, byte, byte}},
                            .held = {}});
    return page;
}

Bytes file_of(const std::vector<BundlePiece>& pieces) {
    Bytes file = bundle_start(some_workspace());
    for (const BundlePiece& piece : pieces) append(file, bundle_piece(piece));
    return file;
}

struct Parsed {
    std::vector<BundlePiece> pieces;
    std::size_t damaged = 0;
    bool lost = false;
    bool in_the_middle = false;
};

// In blocks of so many bytes.
Parsed parse(ByteView file, std::size_t block) {
    Parsed parsed;
    BundleParser parser;
    bool begun = false;
    while (!file.empty() && !parsed.lost) {
        const std::size_t some = std::min(block, file.size());
        parser.feed(file.first(some));
        file = file.subspan(some);
        if (!begun) {
            const auto workspace = parser.workspace();
            EXPECT_TRUE(workspace);
            begun = workspace && *workspace;
            if (!begun) continue;
            EXPECT_EQ(**workspace, some_workspace());
        }
        for (;;) {
            auto next = parser.next();
            parsed.lost = !next;
            if (!next || !*next) break;
            if (auto* piece = std::get_if<BundlePiece>(&**next))
                parsed.pieces.push_back(std::move(*piece));
            else
                ++parsed.damaged;
        }
    }
    parsed.in_the_middle = parser.in_the_middle();
    return parsed;
}

TEST(Bundle, GivesBackWhatWasWrittenHoweverItsBytesCome) {
    const std::vector<BundlePiece> pieces{
        RosterPage{.from = {1}, .records = {}, .length = {1}}, FrontierReply{}, page_of(1)};
    const Bytes file = file_of(pieces);
    for (const std::size_t block : {std::size_t{1}, std::size_t{50}, file.size()}) {
        const Parsed parsed = parse(file, block);
        EXPECT_EQ(parsed.pieces, pieces) << "in blocks of " << block;
        EXPECT_FALSE(parsed.in_the_middle);
    }
}

TEST(Bundle, RefusesAFileThatBeginsOtherwiseAtItsFirstBytes) {
    BundleParser parser;
    parser.feed(bytes_of("<?xml"));
    const auto workspace = parser.workspace();
    ASSERT_FALSE(workspace);
    EXPECT_EQ(workspace.error().fault, WireFault::malformed);
}

TEST(Bundle, GoesOnBehindAPieceThatCannotBeRead) {
    Bytes file = file_of({page_of(1)});
    const std::size_t first_ends = file.size();
    append(file, bundle_piece(page_of(2)));
    std::fill(file.begin() + static_cast<std::ptrdiff_t>(bundle_start(some_workspace()).size()) + 4,
              file.begin() + static_cast<std::ptrdiff_t>(first_ends),
              std::uint8_t{0xff});
    const Parsed parsed = parse(file, 10);
    EXPECT_EQ(parsed.damaged, 1U);
    EXPECT_EQ(parsed.pieces, std::vector<BundlePiece>{page_of(2)});
}

TEST(Bundle, TakesNoOtherMessagesOfTheConversation) {
    Bytes file = bundle_start(some_workspace());
    const Bytes pong = encode_message(ServerMessage(Pong{1}));
    append(file, Bytes{static_cast<std::uint8_t>(pong.size()), 0, 0, 0});
    append(file, pong);
    EXPECT_EQ(parse(file, 1000).damaged, 1U);
}

TEST(Bundle, KnowsThatItWasCutShort) {
    const Bytes file = file_of({page_of(1), page_of(2)});
    for (std::size_t bytes = 0; bytes < file.size(); ++bytes) {
        const Parsed parsed = parse(ByteView(file).first(bytes), 1000);
        const bool between =
            bytes == bundle_start(some_workspace()).size() || bytes == file_of({page_of(1)}).size();
        EXPECT_EQ(parsed.in_the_middle, !between) << bytes << " bytes";
        EXPECT_LE(parsed.pieces.size(), 1U);
    }
}

TEST(Bundle, EndsAtALengthThatNoPieceHas) {
    for (const Bytes& length : {Bytes{0, 0, 0, 0}, Bytes{0xff, 0xff, 0xff, 0x7f}}) {
        Bytes file = file_of({page_of(1)});
        append(file, length);
        append(file, bundle_piece(page_of(2)));
        const Parsed parsed = parse(file, 1000);
        EXPECT_TRUE(parsed.lost);
        EXPECT_EQ(parsed.pieces.size(), 1U);
    }
}

}  // namespace
}  // namespace cairn
