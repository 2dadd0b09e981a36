#include "shared/wire/run_builder.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

constexpr EnvelopeHash tip_a{{1}};
constexpr EnvelopeHash tip_b{{2}};

TEST(RunBuilder, ListsEverythingOnce) {
    RunBuilder builder{ChangeId{{9}}};
    for (std::uint64_t counter = 0; counter < 3; ++counter) {
        const EnvelopeHash deps[] = {tip_a, tip_b};
        builder.begin_change(SittingId{{5}}, counter, WallTime{10}, deps);
        EXPECT_EQ(builder.entry(tip_b, {4}), 0U);
        EXPECT_EQ(builder.own_entry({4}), 1U);
        builder.add_edit(ItemId{{6}}, 1, "", "n", {});
    }
    const auto run = builder.take();
    EXPECT_EQ(run.predecessor, ChangeId{{9}});
    EXPECT_EQ(run.tips, (std::vector{tip_a, tip_b}));
    EXPECT_EQ(run.entries, (std::vector<RunEntry>{{2, {4}}, {0, {4}}}));
    EXPECT_EQ(run.sittings.size(), 1U);
    EXPECT_EQ(run.items.size(), 1U);
    EXPECT_EQ(run.dep_tips, (std::vector<std::uint32_t>{0, 1, 0, 1, 0, 1}));
    ASSERT_EQ(run.changes.size(), 3U);
    EXPECT_EQ(run.changes[2].edit_first, 2U);
    EXPECT_EQ(run.changes[2].dep_first, 4U);
}

TEST(RunBuilder, BeginsAnewAfterTake) {
    RunBuilder builder{ChangeId{{9}}};
    builder.begin_change(SittingId{{5}}, 0, WallTime{10}, {});
    builder.add_edit(ItemId{{6}}, 1, "", "tone", {});
    const auto first = builder.take();
    EXPECT_EQ(builder.change_count(), 0U);
    EXPECT_EQ(builder.bytes_estimate(), 0U);
    builder.begin_change(SittingId{{5}}, 1, WallTime{10}, {});
    builder.add_edit(ItemId{{6}}, 1, "", "ttwo", {});
    const auto second = builder.take();
    EXPECT_EQ(first.edits.at(0).value, "tone");
    EXPECT_EQ(second.edits.at(0).value, "ttwo");
    EXPECT_EQ(second.items.size(), 1U);
}

TEST(RunBuilder, EstimatesTheSizeOfTheRun) {
    RunBuilder builder{ChangeId{}};
    for (std::uint8_t i = 0; i < 200; ++i) {
        builder.begin_change(SittingId{{1}}, i, WallTime{i * 60'000}, {});
        const RunReference over{RunReference::Where::entry, builder.own_entry({i + 1U}), i, i};
        for (std::uint8_t k = 0; k < 5; ++k)
            builder.add_edit(ItemId{{i, k}}, 10U + k, "", "tReview the plan", {&over, 1});
    }
    const auto estimate = static_cast<double>(builder.bytes_estimate());
    const auto bytes = static_cast<double>(encode_run(builder.take()).size());
    EXPECT_GT(bytes / estimate, 0.8);
    EXPECT_LT(bytes / estimate, 1.2);
}

}  // namespace
}  // namespace cairn
