#include "client/cli/arguments.h"

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

const std::vector<std::string>& commands() {
    static const std::vector<std::string> names = {
        "init",      "workspaces",  "import",     "new",    "show",         "ls",      "tree",
        "set",       "unset",       "add",        "rm",     "link",         "unlink",  "mv",
        "trash",     "restore",     "search",     "log",    "diff",         "undo",    "conflicts",
        "resolve",   "status",      "sync",       "invite", "join",         "members", "query",
        "export",    "doctor",      "device",     "view",   "radar",        "roadmap", "board",
        "templates", "risks",       "decisions",  "coe",    "stakeholders", "goals",   "checks",
        "feedback",  "experiments", "principles", "server"};
    return names;
}

TEST(Arguments, EveryCommandHasHelpWithExamples) {
    CommandLine cairn;
    for (const std::string& name : commands()) {
        const Answer answer = cairn({name, "--help"});
        EXPECT_EQ(answer.exit, Exit::ok) << name;
        EXPECT_NE(answer.out.find("\nExamples:\n"), std::string::npos) << answer.out;
        EXPECT_NE(answer.out.find("\n  cairn " + name), std::string::npos) << answer.out;
        EXPECT_TRUE(answer.errors.empty()) << name;
    }
}

TEST(Arguments, HelpListsEveryCommand) {
    CommandLine cairn;
    const Answer answer = cairn({"--help"});
    for (const std::string& name : commands())
        EXPECT_NE(answer.out.find("\n  " + name + " "), std::string::npos) << name;
}

TEST(Arguments, AMistypedCommandIsGuessed) {
    CommandLine cairn;
    EXPECT_NE(cairn({"serch", "x"}).errors.find("Did you mean 'search'?"), std::string::npos);
    EXPECT_NE(cairn({"-w", "ls", "frobnicate"}).errors.find("no command 'frobnicate'"),
              std::string::npos);
    EXPECT_EQ(cairn({"serch", "--json"}).json()["error"]["code"], "wrong_use");
}

TEST(Arguments, AnOptionTakesOneValueEachTime) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    const std::string id = cairn.make({"--set", "due=2027-03-01", "--set", "progress=5", "Beta"});
    EXPECT_EQ(cairn.fields(id)["due"], "2027-03-01");
    EXPECT_EQ(cairn.fields(id)["progress"], 5);
}

TEST(Arguments, CommonOptionsStandBeforeOrAfterTheCommand) {
    CommandLine cairn;
    cairn({"init", "Apollo", "-q"});
    EXPECT_EQ(cairn({"-w", "Apollo", "--json", "status"}).json()["workspace"], "Apollo");
    EXPECT_EQ(cairn({"status", "--json", "-w", "Apollo"}).json()["workspace"], "Apollo");
}

TEST(Arguments, TheVersionIsTold) {
    CommandLine cairn;
    const Answer answer = cairn({"--version"});
    EXPECT_EQ(answer.exit, Exit::ok);
    EXPECT_EQ(answer.out.rfind("cairn ", 0), 0U);
}

}  // namespace
}  // namespace cairn::cli
