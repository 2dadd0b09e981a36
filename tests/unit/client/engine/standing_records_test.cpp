#include "client/engine/standing_records.h"

#include <gtest/gtest.h>

#include "shared/roster/build.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

constexpr WallTime end{1'800'000'500'000};

class StandingRecords : public testing::Test {
protected:
    Workspace& here() { return workspaces_.here(); }
    void adopt(const Bytes& record) {
        const replica::StoredRecord stored{.bytes = record, .receipt = {}, .incarnation = {}};
        const auto adopted = here().adopt_records(std::span(&stored, 1));
        ASSERT_TRUE(adopted) << adopted.error().sentence;
    }
    // Those that are due, one after the other.
    std::size_t adopt_all(WallTime server_now) {
        std::size_t count = 0;
        for (; const auto record = due(server_now); ++count) adopt(*record);
        return count;
    }
    std::optional<Bytes> due(WallTime server_now) { return standing_record(here(), server_now); }
    InviteId open_invite(std::uint8_t secret) {
        const InviteSecret of(std::array<std::uint8_t, 16>{secret});
        adopt(make_invite_opened(Author{here().roster(), *here().device(), workspaces_.now()},
                                 of,
                                 {.role_cap = Role::editor, .expires = end}));
        return derive_invite_keys(of, here().id()).id();
    }
    void join(std::uint8_t number) {
        const InviteSecret secret(std::array<std::uint8_t, 16>{number});
        open_invite(number);
        SeededRandom random(number);
        const DeviceSecrets device = DeviceSecrets::make(random);
        const auto used =
            make_invite_used(Author{here().roster(), device, workspaces_.now()}, secret, random);
        ASSERT_TRUE(used);
        adopt(*used);
    }
    Workspaces workspaces_;
};

TEST_F(StandingRecords, EndEveryInviteWhoseTimeIsOverByTheServersClockInOneRecord) {
    const InviteId first = open_invite(1);
    const InviteId second = open_invite(2);
    adopt_all({end.ms - 1});
    EXPECT_TRUE(here().roster().invite(first)->open());
    EXPECT_TRUE(here().roster().invite(second)->open());
    EXPECT_EQ(adopt_all(end), 1U);
    EXPECT_FALSE(here().roster().invite(first)->open());
    EXPECT_FALSE(here().roster().invite(second)->open());
}

TEST_F(StandingRecords, HandTheKeyToAllWhoLackItInOneRecord) {
    adopt_all({});
    join(1);
    join(2);
    ASSERT_EQ(here().roster().devices_without_current_key().size(), 2U);
    EXPECT_EQ(adopt_all({}), 1U);
    EXPECT_TRUE(here().roster().devices_without_current_key().empty());
}

TEST_F(StandingRecords, ReplaceAKeyThatHasBeenInUseForAMonth) {
    adopt_all({});
    const WallTime made = here().roster().current_epoch()->wall;
    constexpr std::int64_t ms_per_day = 86'400'000;
    EXPECT_FALSE(due({made.ms + 30 * ms_per_day - 1}));
    EXPECT_EQ(adopt_all({made.ms + 30 * ms_per_day}), 1U);
    EXPECT_EQ(here().roster().epochs().size(), 2U);
}

TEST_F(StandingRecords, ReplaceAKeyThatAClosedInviteHoldsOnceADay) {
    adopt_all({});
    const InviteSecret secret(std::array<std::uint8_t, 16>{5});
    const auto author = [&] {
        return Author{here().roster(), *here().device(), workspaces_.now()};
    };
    adopt(make_invite_opened(
        author(), secret, {.role_cap = Role::editor, .expires = end, .unattended = true}));
    const auto epoch = make_epoch(author(), here().keys(), here().random());
    ASSERT_TRUE(epoch);
    adopt(*epoch);
    const WallTime made = here().roster().current_epoch()->wall;
    constexpr std::int64_t ms_per_day = 86'400'000;

    EXPECT_EQ(adopt_all(end), 1U) << "it closes the invite";
    EXPECT_EQ(here().roster().epochs().size(), 2U) << "and waits with the key";
    EXPECT_EQ(adopt_all({made.ms + ms_per_day}), 1U);
    EXPECT_EQ(here().roster().epochs().size(), 3U);
    EXPECT_FALSE(due({made.ms + ms_per_day}));
}

TEST_F(StandingRecords, ReplaceAKeyThatAnInviteHoldsWhichIsUsedUp) {
    adopt_all({});
    const InviteSecret secret(std::array<std::uint8_t, 16>{5});
    const Author author{here().roster(), *here().device(), workspaces_.now()};
    adopt(make_invite_opened(
        author, secret, {.role_cap = Role::editor, .expires = end, .unattended = true}));
    const auto epoch = make_epoch(author, here().keys(), here().random());
    ASSERT_TRUE(epoch);
    adopt(*epoch);
    const WallTime made = here().roster().current_epoch()->wall;
    constexpr std::int64_t ms_per_day = 86'400'000;
    SeededRandom random(5);
    const DeviceSecrets joiner = DeviceSecrets::make(random);
    const auto used =
        make_invite_used(Author{here().roster(), joiner, workspaces_.now()}, secret, random);
    ASSERT_TRUE(used);
    adopt(*used);

    adopt_all({made.ms + ms_per_day - 1});
    EXPECT_EQ(here().roster().current_epoch()->wall, made) << "once a day";
    adopt_all({made.ms + ms_per_day});
    EXPECT_NE(here().roster().current_epoch()->wall, made);
    const BoxKey box = derive_invite_keys(secret, here().id()).box_key();
    EXPECT_FALSE(here().roster().sealed_to(*here().roster().current_epoch(), box));
}

TEST_F(StandingRecords, ReplaceAnOldKeyOnceHoweverWrongThisLaptopsClockIs) {
    adopt_all({});
    const WallTime made = here().roster().current_epoch()->wall;
    constexpr std::int64_t ms_per_year = 365LL * 86'400'000;
    const WallTime now{made.ms + 10 * ms_per_year};
    ASSERT_TRUE(due(now));
    adopt(*due(now));
    EXPECT_FALSE(due(now));
}

}  // namespace
}  // namespace cairn::engine
