// Radar, boards of record, board, roadmap, templates.
#include <gtest/gtest.h>

#include "client/boards/boards.h"
#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

bool says(const Answer& answer, const std::string& words) {
    return (answer.out + answer.errors).find(words) != std::string::npos;
}

class Records : public testing::Test {
protected:
    Records() { cairn({"init", "Apollo", "-q"}); }
    std::vector<std::string> codes(std::vector<std::string> words = {}) {
        words.insert(words.begin(), "radar");
        words.emplace_back("--json");
        std::vector<std::string> all;
        for (const json& line : cairn(words).lines()) all.push_back(line.at("code"));
        return all;
    }
    CommandLine cairn;
};

TEST_F(Records, OfTheRadarAreFoundExplainedAndMuted) {
    EXPECT_TRUE(says(cairn({"radar"}), "Nothing ahead that the radar knows of."));
    cairn.make({"Beta",
                "--kind",
                "milestone",
                "--set",
                "exit=Works",
                "--set",
                "due=2027-01-02",
                "--set",
                "owner=me"});
    EXPECT_EQ(codes(), std::vector<std::string>{"overdue"});
    const Answer answer = cairn({"radar"});
    EXPECT_TRUE(says(answer, "milestone \"Beta\" should have ended")) << answer.out;
    EXPECT_TRUE(says(answer, "overdue: certain, since 2027-01-02"));
    EXPECT_TRUE(says(answer, "try: cairn set "));
    EXPECT_TRUE(says(cairn({"radar", "mute", "Beta", "overdue", "--until", "+3d"}), "Muted"));
    EXPECT_TRUE(codes().empty());
    EXPECT_TRUE(says(cairn({"radar"}), "1 finding muted."));
    EXPECT_EQ(cairn({"radar", "mute", "Beta", "overdue", "--until", "+3d"}).exit, Exit::refused);
    cairn.let_days_pass(4);
    EXPECT_EQ(codes({"--rule", "overdue"}).size(), 1U) << "the mute has ended";
    cairn({"radar", "mute", "Beta", "overdue"});
    EXPECT_EQ(cairn({"radar", "unmute", "Beta", "overdue"}).exit, Exit::ok);
    EXPECT_EQ(codes({"--rule", "overdue"}).size(), 1U);
    EXPECT_EQ(cairn({"radar", "unmute", "Beta", "overdue"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"radar", "mute", "Beta", "nonsense"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"radar", "--rule", "nonsense"}).exit, Exit::wrong_use);
}

TEST_F(Records, OfTheRadarThatAreAlikeAreToldThreeTimes) {
    for (const char* title : {"One", "Two", "Three", "Four", "Five"})
        cairn.make({title, "--set", "due=2027-01-20"});
    const Answer brief = cairn({"radar"});
    EXPECT_TRUE(says(brief, "\"Three\" has no owner"));
    EXPECT_FALSE(says(brief, "\"Four\""));
    EXPECT_TRUE(says(brief, "and 2 more like it: cairn radar --rule owner-missing")) << brief.out;
    EXPECT_TRUE(says(cairn({"radar", "--rule", "owner-missing"}), "\"Five\""));
    EXPECT_EQ(codes().size(), 5U);
}

TEST_F(Records, OfTheRadarDoNotTakeAnUnknownLengthForADate) {
    cairn.make({"Someday"});
    cairn.make({"Later"});
    cairn({"link", "Later", "depends", "Someday"});
    EXPECT_TRUE(codes().empty()) << "neither has a date, nor a length that would give one";
    cairn({"set", "Later", "duration=3d"});
    EXPECT_FALSE(codes({"--rule", "owner-missing"}).empty());
}

TEST_F(Records, OfTheRadarSeeThePast) {
    const std::string id = cairn.make({"Guess", "--set", "estimate=1d", "--set", "owner=me"});
    for (const char* estimate : {"2d", "3d"})
        cairn({"set", id, std::string("estimate=") + estimate});
    EXPECT_TRUE(codes({"--rule", "estimate-unsteady"}).empty());
    cairn({"set", id, "estimate=4d"});
    EXPECT_EQ(codes({"--rule", "estimate-unsteady"}).size(), 1U);
}

TEST_F(Records, HaveFiltersColumnsAndOrdersThatCanBeRead) {
    for (const boards::Board& board : boards::boards()) {
        const std::string name(board.name);
        EXPECT_EQ(cairn({name}).exit, Exit::ok) << name;
        EXPECT_EQ(cairn({name, "--all", "--check"}).exit, Exit::ok) << name;
        EXPECT_TRUE(says(cairn({name}), "There are none")) << name;
    }
}

TEST_F(Records, ListWhatMattersAndCheckWhatIsMissing) {
    cairn.make({"Rain", "--kind", "risk", "--set", "impact=4", "--set", "probability=3"});
    cairn.make({"Snow", "--kind", "risk", "--set", "impact=5"});
    cairn.make({"Hail", "--kind", "risk", "--set", "status=closed"});
    const Answer list = cairn({"risks"});
    EXPECT_LT(list.out.find("Snow"), list.out.find("Rain")) << "the worst first";
    EXPECT_FALSE(says(list, "Hail"));
    EXPECT_TRUE(says(cairn({"risks", "--all"}), "Hail"));
    EXPECT_FALSE(says(cairn({"risks", "impact>4"}), "Rain"));
    const auto checked = cairn({"risks", "impact:4", "--check", "--json"}).lines();
    ASSERT_EQ(checked.size(), 1U);
    EXPECT_EQ(checked[0]["gaps"][0]["field"], "owner");
    EXPECT_TRUE(
        says(cairn({"risks", "--check"}), "no response: avoid, reduce, transfer or accept"));
    const json map = cairn({"risks", "--map", "--json"}).json();
    EXPECT_EQ(map["cells"][0]["across"], 3);
    EXPECT_EQ(map["cells"][0]["up"], 4);
    EXPECT_EQ(map["unweighed"].size(), 1U);
    EXPECT_TRUE(says(cairn({"risks", "--map"}), "4x3  "));
    EXPECT_EQ(cairn({"goals", "--map"}).exit, Exit::wrong_use);
}

TEST_F(Records, BeginFromATemplateAsOneChange) {
    const json made =
        cairn({"new", "My first 90 days", "--template", "onboarding", "--json"}).json();
    EXPECT_GT(made["items"].size(), 15U);
    EXPECT_TRUE(says(cairn({"tree"}), "    "));
    EXPECT_EQ(cairn.fields("My first 90 days").at("due"), "2027-04-15");
    cairn({"undo"});
    EXPECT_TRUE(cairn({"ls", "kind:task", "--json"}).lines().empty()) << "one undo takes all back";
    for (const json& known : cairn({"templates", "--json"}).lines())
        EXPECT_EQ(cairn({"new", "X", "--template", known["name"]}).exit, Exit::ok) << known;
    EXPECT_EQ(cairn({"ls", "kind:coe-action at-root:yes", "--json"}).lines().size(), 1U);
    EXPECT_EQ(cairn({"ls", "kind:task mitigates:any", "--json"}).lines().size(), 1U);
    EXPECT_EQ(cairn({"new", "X", "--template", "nonsense"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"new", "X", "--template", "coe", "--kind", "task"}).exit, Exit::wrong_use);
}

TEST_F(Records, BeginFromATemplateOfTheirOwn) {
    cairn.make(
        {"Hand-over",
         "--kind",
         "template",
         "--set",
         "body=initiative: {title}\n  task: List it | due=+5d\n  task: Walk | depends=List it\n"});
    EXPECT_EQ(cairn({"new", "Ledger", "--template", "hand-over"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"ls", "depends:\"List it\"", "--json"}).lines().size(), 1U);
    cairn({"set", "Hand-over", "body=initiative: {title}\n  tsk: List it\n"});
    const Answer wrong = cairn({"new", "Ledger 2", "--template", "Hand-over"});
    EXPECT_EQ(wrong.exit, Exit::refused);
    EXPECT_TRUE(says(wrong, "ine 2 of the template: a line is KIND: TITLE")) << wrong.errors;
    EXPECT_TRUE(cairn({"ls", "\"Ledger 2\"", "--json"}).lines().empty());
}

TEST_F(Records, AreDrawnAsWideAsTheTerminal) {
    EXPECT_TRUE(says(cairn({"roadmap"}), "Nothing here has dates."));
    EXPECT_TRUE(says(cairn({"board"}), "No item is like that."));
    cairn.make({"Apollo", "--kind", "program"});
    cairn.make({"Beta", "--kind", "milestone", "--under", "Apollo", "--set", "due=2027-02-15"});
    cairn.make({"Pour",
                "--under",
                "Beta",
                "--set",
                "start=2027-01-18",
                "--set",
                "finish=2027-02-05",
                "--set",
                "status=in-progress"});
    cairn.options.columns = 70;
    const Answer roadmap = cairn({"roadmap", "--tasks"});
    EXPECT_TRUE(says(roadmap, "Beta")) << roadmap.out;
    EXPECT_TRUE(says(roadmap, "Jan 2027")) << roadmap.out;
    EXPECT_TRUE(says(roadmap, "│")) << "today";
    const auto rows = cairn({"roadmap", "--tasks", "--json"}).lines();
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows.back()["start"], "2027-01-18");
    EXPECT_EQ(rows.back()["finish"], "2027-02-05");
    const Answer board = cairn({"board"});
    EXPECT_TRUE(says(board, "in-progress (1)")) << board.out;
    EXPECT_TRUE(says(board, "▌"));
    EXPECT_EQ(cairn({"board", "--by", "nonsense"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"board", "--by", "kind", "--json"}).lines().size(), 2U);
}

}  // namespace
}  // namespace cairn::cli
