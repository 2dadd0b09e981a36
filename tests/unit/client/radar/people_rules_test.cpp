// Rules about owners, stakeholders, devices. Today is 2027-01-15, a Friday.
#include <gtest/gtest.h>

#include "tests/unit/client/radar/watch.h"

namespace cairn::radar {
namespace {

TEST(OwnerMissing, MattersForWhatIsSoonUnderWayOrARecord) {
    Watch watch;
    watch.plan.add("person", "Ann");
    watch.plan.add("task", "Soon", {{"due", "2027-01-20"}});
    watch.plan.add("task", "Later", {{"due", "2027-06-20"}});
    watch.plan.add("task", "Begun", {{"status", "in-progress"}});
    watch.plan.add("task", "Owned", {{"due", "2027-01-20"}, {"owner", "Ann"}});
    watch.plan.add("task", "Accountable", {{"due", "2027-01-20"}});
    watch.plan.link("Accountable", "accountable", "Ann");
    watch.plan.add("risk", "Rain");
    watch.plan.add("risk", "Settled", {{"status", "closed"}});
    EXPECT_EQ(watch.titles(owner_missing), "Soon, Begun, Rain");
    EXPECT_EQ(watch.find(owner_missing)[0].help, "cairn set Soon owner=NAME");
}

TEST(OwnerInactive, IsWorkLeftBehind) {
    Watch watch;
    watch.plan.add("person", "Gone", {{"active", "no"}});
    watch.plan.add("person", "Trashed");
    watch.plan.add("person", "Ann", {{"active", "yes"}});
    watch.plan.add("task", "Left", {{"owner", "Gone"}});
    watch.plan.add("task", "Lost", {{"owner", "Trashed"}});
    watch.plan.add("task", "Kept", {{"owner", "Ann"}});
    watch.plan.add("task", "Ended", {{"owner", "Gone"}, {"status", "done"}});
    watch.plan.trash("Trashed");
    EXPECT_EQ(watch.titles(owner_inactive), "Left, Lost");
}

TEST(OwnerOverloaded, CountsWhatEndsSoonByCapacity) {
    Watch watch;
    watch.plan.add("person", "Ann");
    watch.plan.add("person", "Half", {{"capacity", "50"}});
    for (int i = 0; i < 10; ++i)
        watch.plan.add("task", "A" + std::to_string(i), {{"owner", "Ann"}, {"due", "2027-01-20"}});
    for (int i = 0; i < 6; ++i)
        watch.plan.add("task", "H" + std::to_string(i), {{"owner", "Half"}, {"due", "2027-01-20"}});
    watch.plan.add("task", "Later", {{"owner", "Ann"}, {"due", "2027-06-20"}});
    EXPECT_EQ(watch.titles(owner_overloaded), "Half");
    watch.plan.add("task", "One more", {{"owner", "Ann"}, {"due", "2027-01-20"}});
    EXPECT_EQ(watch.titles(owner_overloaded), "Ann, Half");
}

TEST(StakeholderUnheard, GoesByTheCadenceThatWasAgreed) {
    Watch watch;
    watch.plan.add("person", "Late", {{"cadence", "1w"}, {"last-contact", "2027-01-01"}});
    watch.plan.add("person", "Heard", {{"cadence", "1w"}, {"last-contact", "2027-01-08"}});
    watch.plan.add("person", "Never", {{"cadence", "2w"}});
    watch.plan.add("person", "Nobody");
    watch.plan.add("person", "Left", {{"cadence", "1w"}, {"active", "no"}});
    EXPECT_EQ(watch.titles(stakeholder_unheard), "Late, Never");
    EXPECT_EQ(watch.find(stakeholder_unheard)[0].since, day("2027-01-08"));
}

TEST(DeviceSilent, IsOneThatMayHoldWorkThatNobodyKnows) {
    Watch watch;
    watch.plan.add("person", "Ann");
    const auto heard = [&](const std::string& last) {
        return [&watch, last](Sight& sight) {
            sight.devices.push_back({watch.plan.id("Ann"), "laptop", day(last)});
        };
    };
    EXPECT_EQ(watch.titles(device_silent, heard("2027-01-09")), "");
    EXPECT_EQ(watch.titles(device_silent, heard("2027-01-08")), "Ann");
}

TEST(ConflictOpen, IsOneThatNobodyDecidedForDays) {
    Watch watch;
    watch.plan.add("task", "Pour");
    const auto since = [&](const std::string& first) {
        return [&watch, first](Sight& sight) {
            sight.conflicts.push_back({watch.plan.id("Pour"), "due", day(first)});
        };
    };
    EXPECT_EQ(watch.titles(conflict_open, since("2027-01-13")), "");
    EXPECT_EQ(watch.find(conflict_open, since("2027-01-12"))[0].why,
              "nobody has decided which due holds");
}

TEST(StaleStatus, IsAProgramThatNobodyReportedOnInItsCadence) {
    Watch watch;
    watch.plan.add("program", "Never", {{"start", "2027-01-04"}});
    watch.plan.add("program", "Ahead", {{"start", "2027-02-04"}});
    watch.plan.add("program", "Weekly", {{"start", "2027-01-04"}});
    watch.plan.add("update", "Week 2", {{"as-of", "2027-01-11"}}, "Weekly");
    watch.plan.add("program", "Daily", {{"start", "2027-01-04"}, {"cadence", "1ed"}});
    watch.plan.add("update", "Wednesday", {{"as-of", "2027-01-13"}}, "Daily");
    EXPECT_EQ(watch.titles(stale_status), "Never, Daily");
    EXPECT_EQ(watch.find(stale_status)[1].since, day("2027-01-14"));
}

}  // namespace
}  // namespace cairn::radar
