#include "shared/wire/run.h"

#include <limits>

#include <gtest/gtest.h>

#include "shared/wire/limits.h"
#include "shared/wire/run_builder.h"
#include "tests/support/backlog.h"
#include "tests/support/random_run.h"

namespace cairn {
namespace {

TEST(RunCodec, GivesBackWhatWasPutIn) {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        SCOPED_TRACE(seed);
        SeededRandom random(seed);
        const auto run = test::random_run(random);
        const Bytes bytes = encode_run(run);
        const auto decoded = decode_run(bytes);
        ASSERT_TRUE(decoded) << decoded.error().sentence;
        EXPECT_TRUE(test::same_run(run, *decoded));
        EXPECT_EQ(encode_run(*decoded), bytes);
    }
}

TEST(RunCodec, CarriesAnEmptyRun) {
    const auto decoded = decode_run(encode_run(cairn::Run{}));
    ASSERT_TRUE(decoded) << decoded.error().sentence;
    EXPECT_TRUE(decoded->predecessor.is_zero());
    EXPECT_TRUE(decoded->changes.empty());
    EXPECT_TRUE(decoded->checkpoint.empty());
}

TEST(RunCodec, CarriesClocksAndCountersAtTheirEnds) {
    RunBuilder builder{ChangeId{}};
    const SittingId sitting{{1}};
    const std::int64_t ends[] = {
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), -1, 0};
    for (const std::int64_t wall : ends)
        builder.begin_change(sitting, static_cast<std::uint64_t>(wall), WallTime{wall}, {});
    const auto run = builder.take();
    const auto decoded = decode_run(encode_run(run));
    ASSERT_TRUE(decoded) << decoded.error().sentence;
    EXPECT_TRUE(test::same_run(run, *decoded));
}

TEST(RunCodec, CarriesTheLongestTexts) {
    RunBuilder builder{ChangeId{}};
    builder.begin_change(SittingId{{1}}, 0, WallTime{0}, {});
    const std::string element(limits::element_bytes_max, 'e');
    const std::string value(limits::value_bytes_max, 'v');
    for (std::uint8_t i = 0; i < 100; ++i) builder.add_edit(ItemId{{i}}, i, element, value, {});
    const auto run = builder.take();
    const auto decoded = decode_run(encode_run(run));
    ASSERT_TRUE(decoded) << decoded.error().sentence;
    EXPECT_TRUE(test::same_run(run, *decoded));
}

TEST(RunCodec, KeepsTextsWhenTheRunIsMoved) {
    RunBuilder builder{ChangeId{}};
    builder.begin_change(SittingId{{1}}, 0, WallTime{0}, {});
    builder.add_edit(ItemId{{7}}, 1, "red", "tShip it", {});
    auto decoded = decode_run(encode_run(builder.take()));
    ASSERT_TRUE(decoded);
    const auto moved = std::move(*decoded);
    EXPECT_EQ(moved.edits.at(0).element, "red");
    EXPECT_EQ(moved.edits.at(0).value, "tShip it");
}

TEST(RunCodec, TakesFewBytesForABacklog) {
    std::size_t bytes = 0;
    for (const auto& run : test::make_backlog({})) bytes += encode_run(run).size();
    EXPECT_LT(bytes / 10'000, 45U);  // before compression
}

}  // namespace
}  // namespace cairn
