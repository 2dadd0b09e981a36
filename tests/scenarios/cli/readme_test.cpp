// README.md is true: its first steps work as printed.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/scenarios/cli/programs.h"

namespace cairn::scenarios {
namespace {

std::vector<std::string> first_steps() {
    std::vector<std::string> steps;
    std::ifstream readme("README.md");
    bool within = false;
    for (std::string line; std::getline(readme, line);) {
        if (line.rfind("## ", 0) == 0) within = line == "## First steps";
        if (within && line.rfind("    cairn ", 0) == 0) steps.push_back(line.substr(4));
    }
    return steps;
}

TEST(Readme, FirstStepsWorkAsPrinted) {
    const test::TemporaryFolder folder;
    Server server(folder);
    server.start();
    std::string invite;
    int steps = 0;
    for (const std::string& step : first_steps()) {
        const bool joins = step.rfind("cairn join", 0) == 0;
        const bool watches = step.find("--watch") != std::string::npos;
        if (watches) continue;  // goes on for ever
        const Laptop laptop(folder, joins ? "two" : "one");
        const Ended ended = laptop.as_typed(step,
                                            {{"TICKET", server.ticket()},
                                             {"LINE", invite},
                                             {"EDITOR", "true"},
                                             {"STICK", folder.path().string()}});
        EXPECT_EQ(ended.code, 0) << step << "\n" << ended.errors;
        if (step.rfind("cairn invite", 0) == 0) invite = ended.out.substr(0, ended.out.find('\n'));
        ++steps;
    }
    EXPECT_GE(steps, 10);
}

}  // namespace
}  // namespace cairn::scenarios
