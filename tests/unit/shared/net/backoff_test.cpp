#include "shared/net/backoff.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

TEST(Backoff, DoublesUpToItsLongestDelayWithinItsJitter) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE(seed);
        SeededRandom random(seed);
        Backoff backoff({.first_ms = 1000, .longest_ms = 60'000});
        for (const std::int64_t full : {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000}) {
            const std::int64_t delay = backoff.next_delay_ms(random);
            EXPECT_GE(delay, full / 2);
            EXPECT_LE(delay, full);
        }
    }
}

TEST(Backoff, BeginsAnewAfterReset) {
    SeededRandom random(1);
    Backoff backoff;
    for (int i = 0; i < 20; ++i) static_cast<void>(backoff.next_delay_ms(random));
    backoff.reset();
    EXPECT_LE(backoff.next_delay_ms(random), BackoffLimits{}.first_ms);
}

TEST(Backoff, SpreadsClientsThatBeganTogether) {
    SeededRandom random(2);
    std::int64_t sum = 0;
    std::int64_t least = INT64_MAX;
    std::int64_t most = 0;
    for (int i = 0; i < 1000; ++i) {
        const std::int64_t delay = Backoff().next_delay_ms(random);
        sum += delay;
        least = std::min(least, delay);
        most = std::max(most, delay);
    }
    EXPECT_NEAR(750, static_cast<double>(sum) / 1000, 20);
    EXPECT_LT(least, 510);
    EXPECT_GT(most, 990);
}

TEST(Backoff, NeverOverflows) {
    SeededRandom random(3);
    Backoff backoff({.first_ms = INT64_MAX / 2, .longest_ms = INT64_MAX - 1});
    for (int i = 0; i < 5; ++i) EXPECT_GE(backoff.next_delay_ms(random), INT64_MAX / 4);
}

}  // namespace
}  // namespace cairn
