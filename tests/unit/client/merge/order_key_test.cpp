#include "client/merge/order_key.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "shared/base/random.h"

namespace cairn::merge {
namespace {

OrderKey hex(std::string_view text) { return OrderKey::from_hex(text).value(); }

OrderKey random_key(SeededRandom& random) {
    std::string bytes(1 + random.below(order_key_bytes_max), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(3) == 0 ? random.below(256) : 0);
    bytes.back() = static_cast<char>(1 + random.below(255));
    return OrderKey::from_bytes(bytes).value();
}

TEST(OrderKey, TakesOneSpellingOnly) {
    for (const char* text : {"80", "01", "0001", "ff", "00000001"}) {
        EXPECT_EQ(hex(text).to_hex(), text);
    }
    for (const char* text : {"", "0", "00", "8000", "8", "FF", "0g", "80 "}) {
        EXPECT_FALSE(OrderKey::from_hex(text).has_value()) << text;
    }
    EXPECT_TRUE(is_order_key_hex(std::string(128, 'a')));
    EXPECT_FALSE(is_order_key_hex(std::string(130, 'a')));
}

TEST(OrderKey, AscendsInHexAsInBytes) {
    SeededRandom random(1);
    for (int round = 0; round < 1000; ++round) {
        const OrderKey a = random_key(random);
        const OrderKey b = random_key(random);
        ASSERT_EQ(a < b, a.to_hex() < b.to_hex()) << "seed 1, round " << round;
    }
}

TEST(KeyBetween, LiesStrictlyBetweenAnyTwoKeys) {
    SeededRandom random(2);
    for (int round = 0; round < 5000; ++round) {
        OrderKey a = random_key(random);
        OrderKey b = random_key(random);
        if (b < a) std::swap(a, b);
        const auto inner = key_between(a, b);
        if (inner) {
            ASSERT_TRUE(a < *inner && *inner < b) << "seed 2, round " << round;
        }
        const auto below = key_between(std::nullopt, a);
        if (below) {
            ASSERT_LT(*below, a);
        }
        const auto above = key_between(b, std::nullopt);
        if (above) {
            ASSERT_GT(*above, b);
        }
    }
}

TEST(KeyBetween, FindsTheLastKeyThatFits) {
    const std::string zeros(2 * (order_key_bytes_max - 1), '0');
    const std::string full(2 * (order_key_bytes_max - 1), 'f');
    EXPECT_EQ(key_between(hex(zeros + "01"), hex(zeros + "03")), hex(zeros + "02"));
    EXPECT_FALSE(key_between(hex(zeros + "01"), hex(zeros + "02")).has_value());
    EXPECT_EQ(key_between(std::nullopt, hex(zeros + "02")), hex(zeros + "01"));
    EXPECT_FALSE(key_between(std::nullopt, hex(zeros + "01")).has_value());
    EXPECT_EQ(key_between(hex(full + "fe"), std::nullopt), hex(full + "ff"));
    EXPECT_FALSE(key_between(hex(full + "ff"), std::nullopt).has_value());
}

TEST(KeyBetween, RefusesEqualAndSwappedEnds) {
    EXPECT_FALSE(key_between(hex("80"), hex("80")).has_value());
    EXPECT_FALSE(key_between(hex("81"), hex("80")).has_value());
    EXPECT_FALSE(keys_between(hex("81"), hex("80"), 3).has_value());
    EXPECT_TRUE(key_between(hex("80"), hex("8001")).has_value());
}

std::size_t length_after(std::size_t inserts, bool open_lo, bool open_hi) {
    std::optional<OrderKey> lo;
    std::optional<OrderKey> hi;
    if (!open_lo) lo = hex("40");
    if (!open_hi) hi = hex("c0");
    OrderKey last = key_between(lo, hi).value();
    for (std::size_t i = 1; i < inserts; ++i) {
        last = (open_hi || !open_lo ? key_between(last, hi) : key_between(lo, last)).value();
    }
    return last.bytes().size();
}

TEST(KeyBetween, StaysShortWhenAppending) {
    EXPECT_LE(length_after(10'000, true, true), 3U);
    EXPECT_LE(length_after(100'000, true, true), 8U);
}

TEST(KeyBetween, StaysShortWhenPrepending) {
    EXPECT_LE(length_after(10'000, true, false), 3U);
    EXPECT_LE(length_after(100'000, true, false), 8U);
}

TEST(KeyBetween, TakesAThousandInsertsAtOneInnerSpot) {
    EXPECT_LE(length_after(1000, false, false), order_key_bytes_max);
}

TEST(KeysBetween, AreAscendingInsideTheirEndsAndShort) {
    SeededRandom random(3);
    for (int round = 0; round < 100; ++round) {
        std::optional<OrderKey> lo;
        std::optional<OrderKey> hi;
        if (random.below(4) != 0) lo = hex("40");
        if (random.below(4) != 0) hi = hex("4180");
        const std::size_t count = random.below(300);
        const auto keys = keys_between(lo, hi, count).value();
        ASSERT_EQ(keys.size(), count);
        ASSERT_TRUE(std::is_sorted(keys.begin(), keys.end(), std::less_equal<>())) << round;
        if (count == 0) continue;
        if (lo) {
            ASSERT_LT(*lo, keys.front());
        }
        if (hi) {
            ASSERT_LT(keys.back(), *hi);
        }
        for (const OrderKey& key : keys) ASSERT_LE(key.bytes().size(), 4U);
    }
}

TEST(KeysBetween, SpreadsAnImportOfTenThousandRowsOverThreeBytes) {
    const auto keys = keys_between(std::nullopt, std::nullopt, 10'000).value();
    ASSERT_EQ(keys.size(), 10'000U);
    for (const OrderKey& key : keys) ASSERT_LE(key.bytes().size(), 2U);
    for (std::size_t i = 1; i < keys.size(); ++i) {
        ASSERT_LT(keys[i - 1], keys[i]);
        ASSERT_TRUE(key_between(keys[i - 1], keys[i]).has_value());
    }
}

}  // namespace
}  // namespace cairn::merge
