// ls with a filter, columns, order and groups; views; set --where.
#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

bool says(const Answer& answer, const std::string& words) {
    return (answer.out + answer.errors).find(words) != std::string::npos;
}

class FilteredLists : public testing::Test {
protected:
    FilteredLists() {
        cairn({"init", "Apollo", "-q"});
        cairn.make({"Beta", "--kind", "milestone"});
        cairn.make({"Pour", "--under", "Beta", "--set", "owner=me", "--set", "due=2027-02-01"});
        cairn.make({"Dig", "--under", "Beta", "--set", "due=2027-01-20", "--set", "points=5"});
        cairn.make({"Paint", "--set", "points=8"});
    }
    std::string titles(std::vector<std::string> words) {
        words.emplace_back("--json");
        std::string all;
        for (const json& line : cairn(words).lines())
            all += (all.empty() ? "" : ", ") + line.at("title").get<std::string>();
        return all;
    }
    CommandLine cairn;
};

TEST_F(FilteredLists, ShowWhatTheFilterTakes) {
    EXPECT_EQ(titles({"ls", "kind:task"}), "Pour, Dig, Paint");
    EXPECT_EQ(titles({"ls", "kind:task under:Beta -owner:me"}), "Dig");
    EXPECT_EQ(titles({"ls", "kind:task", "due<2027-01-31"}), "Dig") << "quotes may be left out";
    EXPECT_EQ(titles({"ls", "points>=5", "--sort", "-points", "--limit", "1"}), "Paint");
    EXPECT_EQ(titles({"ls", "kind:task", "--under", "Beta"}), "Pour, Dig");
    EXPECT_TRUE(says(cairn({"ls", "kind:risk"}), "No item is like that."));
}

TEST_F(FilteredLists, HaveTheColumnsAndGroupsThatWereAskedFor) {
    const Answer columns =
        cairn({"ls", "kind:task", "--columns", "title,points", "--sort", "title"});
    EXPECT_TRUE(says(columns, "TITLE  POINTS\n")) << columns.out;
    EXPECT_LT(columns.out.find("Dig"), columns.out.find("Paint"));
    const Answer groups = cairn({"ls", "kind:task", "--group", "owner"});
    EXPECT_TRUE(says(groups, "planner (1)\n")) << groups.out;
    EXPECT_TRUE(says(groups, "no owner (2)\n")) << groups.out;
    EXPECT_EQ(cairn({"ls", "Pour", "--group", "owner", "--json"}).lines()[0]["group"], "planner");
}

TEST_F(FilteredLists, SayWhatTheyDoNotUnderstand) {
    const Answer filter = cairn({"ls", "kind:task ownr:me"});
    EXPECT_EQ(filter.exit, Exit::wrong_use);
    EXPECT_TRUE(says(filter, "column 11: there is no field 'ownr'; did you mean 'owner'?"));
    EXPECT_EQ(cairn({"ls", "--sort", "dew"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"ls", "--columns", "titl"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"ls", "--group", "owner,due"}).exit, Exit::wrong_use);
}

TEST_F(FilteredLists, LookIntoThePastToo) {
    cairn.let_days_pass(2);
    cairn({"set", "Dig", "points=1"});
    EXPECT_EQ(titles({"ls", "points>=5"}), "Paint");
    EXPECT_EQ(titles({"ls", "points>=5", "--as-of", "yesterday"}), "Dig, Paint");
}

TEST_F(FilteredLists, AreKeptAsViews) {
    EXPECT_TRUE(says(cairn({"view", "list"}), "cairn view new NAME FILTER"));
    cairn({"view", "new", "Mine", "kind:task owner:me", "--columns", "title,due"});
    EXPECT_TRUE(says(cairn({"view", "list"}), "Mine  kind:task owner:me"));
    EXPECT_EQ(titles({"view", "show", "mine"}), "Pour");
    EXPECT_TRUE(says(cairn({"view", "show", "Mine"}), "TITLE  DUE"));
    EXPECT_EQ(cairn({"view", "new", "Mine", "kind:task"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"view", "new", "Wrong", "knd:task"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"view", "rm", "Mine"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"view", "show", "Mine"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"view", "show", "Pour"}).exit, Exit::refused) << "it is no view";
}

TEST_F(FilteredLists, AreEditedAsOneChange) {
    const std::vector<std::string> words = {
        "set", "--where", "kind:task", "points=5", "--json", "--dry-run"};
    const json preview = cairn(words).json();
    EXPECT_EQ(preview["change"], nullptr);
    EXPECT_EQ(preview["unchanged"], 1) << "Dig";
    ASSERT_EQ(preview["edits"].size(), 2U);
    EXPECT_EQ(preview["edits"][1]["before"], 8);
    EXPECT_EQ(preview["edits"][1]["after"], 5);
    EXPECT_EQ(titles({"ls", "points:5"}), "Dig") << "a preview writes nothing";
    EXPECT_TRUE(says(cairn({"set", "--where", "kind:task", "points=5"}), "Saved in 2 items"));
    EXPECT_EQ(titles({"ls", "points:5"}), "Pour, Dig, Paint");
    cairn({"undo"});
    EXPECT_EQ(titles({"ls", "points:5"}), "Dig") << "one undo takes all of it back";
}

TEST_F(FilteredLists, KnowFieldsOfTheTeamsOwn) {
    cairn.make({"Cost centre", "--kind", "field", "--set", "type=integer"});
    cairn.make({"Size", "--kind", "field"});
    cairn({"add", "Size", "choices", "Small", "Large"});
    EXPECT_EQ(cairn({"set", "Pour", "cost centre=4711", "Size=large"}).exit, Exit::ok);
    EXPECT_EQ(titles({"ls", "\"Cost centre\">=4000"}), "Pour");
    EXPECT_EQ(titles({"ls", "kind:task Size:none"}), "Dig, Paint");
    EXPECT_TRUE(says(cairn({"ls", "Size:any", "--columns", "title,Size"}), "Pour   Large"));
    EXPECT_EQ(cairn({"set", "Pour", "Cost centre=many"}).exit, Exit::refused);
    EXPECT_TRUE(says(cairn({"set", "Pour", "Size=huge"}), "'huge' is none of: "));
    cairn({"set", "--where", "kind:task", "Size=Small"});
    EXPECT_EQ(titles({"ls", "Size:Small"}), "Pour, Dig, Paint");
    EXPECT_EQ(cairn({"set", "Pour", "Size="}).exit, Exit::ok);
    EXPECT_EQ(titles({"ls", "Size:any"}), "Dig, Paint");
}

TEST_F(FilteredLists, AreEditedWhollyOrNotAtAll) {
    const Answer mixed = cairn({"set", "--where", "Pour or kind:person", "points=1"});
    EXPECT_EQ(mixed.exit, Exit::refused);
    EXPECT_TRUE(says(mixed, "Nothing was changed. \"planner\": A person has no field 'points'"));
    EXPECT_EQ(titles({"ls", "points:1"}), "");
    EXPECT_EQ(cairn({"set", "--where", "kind:risk", "due=fri"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"set", "--where", "Dig", "points=5"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"set", "Dig"}).exit, Exit::wrong_use);
    EXPECT_EQ(
        cairn({"set", "Dig", "notes=Deep", "--dry-run", "--json"}).json()["edits"][0]["after"],
        "Deep");
}

}  // namespace
}  // namespace cairn::cli
