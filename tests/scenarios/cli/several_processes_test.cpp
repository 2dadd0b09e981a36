// One workspace, several processes at once.
#include <gtest/gtest.h>

#include "tests/scenarios/cli/programs.h"

namespace cairn::scenarios {
namespace {

TEST(SeveralProcesses, WriteAtOnceAndNothingIsLost) {
    const test::TemporaryFolder folder;
    const Laptop laptop(folder, "one");
    ASSERT_EQ(laptop({"init", "Apollo"}).code, 0);
    constexpr int writers = 8;
    {
        std::vector<Running> running;
        for (int i = 0; i < writers; ++i)
            running.push_back(laptop.start({"new", "Item " + std::to_string(i)}));
        EXPECT_TRUE(wait_until([&] {
            return laptop({"ls", "--kind", "task", "--json"}).lines().size() == writers;
        }));
    }
    EXPECT_EQ(laptop({"doctor"}).code, 0);
}

TEST(SeveralProcesses, AnswersOnAPipeHaveNoColourAndNoProgress) {
    const test::TemporaryFolder folder;
    const Laptop laptop(folder, "one");
    laptop({"init", "Apollo"});
    laptop({"new", "Beta"});
    for (const char* command : {"ls", "tree", "log", "status"}) {
        const Ended ended = laptop({command});
        EXPECT_EQ(ended.code, 0) << command;
        EXPECT_EQ(ended.out.find('\x1b'), std::string::npos) << command;
        EXPECT_TRUE(ended.errors.empty()) << ended.errors;
    }
}

}  // namespace
}  // namespace cairn::scenarios
