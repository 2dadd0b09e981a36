// Every rule of schema/PROTOCOL.md section 9, each refused with its own code.
#include <set>

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/rule_cases.h"

namespace cairn::test {
namespace {

std::vector<RuleCase> all_cases() {
    std::vector<RuleCase> all;
    for (auto part : {cases_of_the_frame(),
                      cases_of_epochs(),
                      cases_of_invites(),
                      cases_of_joining(),
                      cases_of_pins(),
                      cases_of_losses()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

class RosterRule : public testing::TestWithParam<RuleCase> {};

TEST_P(RosterRule, RefusesWithItsCodeAndChangesNothing) {
    SmallWorkspace workspace(1);
    const Bytes record = GetParam().make(workspace);
    const RecordHash head = workspace.view.head();

    const auto appended = workspace.view.append(record);

    ASSERT_FALSE(appended.has_value());
    EXPECT_EQ(appended.error().fault, GetParam().fault) << appended.error().sentence;
    EXPECT_FALSE(appended.error().sentence.empty());
    EXPECT_EQ(workspace.view.head(), head);
    workspace.start_epoch(workspace.founder);  // and the roster goes on
}

INSTANTIATE_TEST_SUITE_P(All, RosterRule, testing::ValuesIn(all_cases()), [](const auto& rule) {
    return rule.param.name;
});

TEST(RosterRules, EachCodeHasACase) {
    // Of a whole roster's size, or of its first records: limits_test.cpp and view_test.cpp.
    std::set<RosterFault> seen{RosterFault::roster_full,
                               RosterFault::epoch_expected,
                               RosterFault::too_many_members,
                               RosterFault::too_many_invites,
                               RosterFault::key_missing};  // of builders
    for (const RuleCase& rule : all_cases()) seen.insert(rule.fault);
    for (auto code = static_cast<std::uint16_t>(RosterFault::too_long);
         code <= static_cast<std::uint16_t>(RosterFault::not_oneself);
         ++code)
        EXPECT_TRUE(seen.contains(static_cast<RosterFault>(code))) << code;
}

}  // namespace
}  // namespace cairn::test
