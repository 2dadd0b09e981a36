#include "client/radar/radar.h"

#include <set>

#include <gtest/gtest.h>

#include "client/radar/mute.h"
#include "tests/unit/client/radar/watch.h"

namespace cairn::radar {
namespace {

class Radar : public testing::Test {
protected:
    Seen look_at(const std::string& below = {}) {
        const outline::Outline outline = plan.outline();
        Sight sight{.outline = outline, .today = plan.today()};
        sight.handle = [&](const ItemId& item) { return plan.text().name_item(item); };
        return look(sight, below.empty() ? std::nullopt : std::optional(plan.id(below)));
    }
    std::multiset<std::string> codes(const std::string& below = {}) {
        std::multiset<std::string> all;
        for (const Finding& finding : look_at(below).findings) all.emplace(finding.code);
        return all;
    }
    test::OutlineBuilder plan;
};

TEST_F(Radar, SeesNothingInAnEmptyPlan) {
    EXPECT_TRUE(look_at().findings.empty());
    EXPECT_EQ(look_at().muted, 0U);
}

TEST_F(Radar, TellsTheMostUrgentFirst) {
    plan.add("program", "Apollo");
    plan.add("milestone", "Beta", {{"due", "2027-01-10"}}, "Apollo");
    const Seen seen = look_at();
    ASSERT_FALSE(seen.findings.empty());
    EXPECT_EQ(seen.findings.front().code, "overdue");
}

TEST_F(Radar, LooksAtOneProgramAndThoseWhoWorkForIt) {
    plan.add("person", "Ann", {{"cadence", "1w"}});
    plan.add("person", "Bo", {{"cadence", "1w"}});
    plan.add("program", "Apollo");
    plan.add("task", "Late", {{"due", "2027-01-10"}, {"owner", "Ann"}}, "Apollo");
    plan.add("program", "Borealis");
    plan.add("task", "Late too", {{"due", "2027-01-10"}, {"owner", "Bo"}}, "Borealis");
    EXPECT_EQ(codes().count("overdue"), 2U);
    EXPECT_EQ(codes("Apollo").count("overdue"), 1U);
    EXPECT_EQ(codes().count("stakeholder-unheard"), 2U);
    EXPECT_EQ(codes("Apollo").count("stakeholder-unheard"), 1U);
}

TEST_F(Radar, KeepsSilentAboutWhatIsMuted) {
    plan.add("risk", "Rain", {{"muted", "owner-missing"}});
    plan.add("risk", "Snow", {{"muted", "owner-missing until 2027-01-15"}});
    plan.add("risk", "Hail", {{"muted", "owner-missing until 2027-01-14"}});
    EXPECT_EQ(codes().count("owner-missing"), 1U) << "Hail: its day is over";
    EXPECT_EQ(codes().count("risk-unmitigated"), 3U) << "only that one rule is muted";
    EXPECT_EQ(look_at().muted, 2U);
}

TEST(Rules, HaveCodesOfTheirOwn) {
    std::set<std::string_view> codes;
    for (const Rule& rule : rules()) {
        EXPECT_TRUE(codes.insert(rule.code).second) << rule.code;
        EXPECT_FALSE(rule.help.empty());
        EXPECT_EQ(find_rule(rule.code), &rule);
    }
    EXPECT_EQ(find_rule("nonsense"), nullptr);
}

TEST(Mute, IsAWordAndMayHaveALastDay) {
    EXPECT_EQ(to_text({"overdue", std::nullopt}), "overdue");
    EXPECT_EQ(to_text({"overdue", day("2027-03-01")}), "overdue until 2027-03-01");
    EXPECT_EQ(parse_mute("overdue until 2027-03-01")->until, day("2027-03-01"));
    EXPECT_EQ(parse_mute("overdue")->until, std::nullopt);
    EXPECT_FALSE(parse_mute("overdue until soon"));
}

}  // namespace
}  // namespace cairn::radar
