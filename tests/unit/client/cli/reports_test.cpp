// report, approve, approvals.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Today is 2027-01-15, a Friday.
class Reports : public testing::Test {
protected:
    Reports() {
        cairn({"init", "Apollo", "-q"});
        cairn.make({"Apollo", "--kind", "program", "--set", "owner=me"});
        cairn.make({"Beta",
                    "--kind",
                    "milestone",
                    "--under",
                    "Apollo",
                    "--set",
                    "due=2027-02-01",
                    "--set",
                    "exit=Stands"});
        cairn.make({"Rain",
                    "--kind",
                    "risk",
                    "--under",
                    "Apollo",
                    "--set",
                    "impact=4",
                    "--set",
                    "probability=4"});
    }
    std::string weekly(std::vector<std::string> words = {}) {
        words.insert(words.begin(), {"report", "weekly"});
        const Answer answer = cairn(words);
        EXPECT_EQ(answer.exit, Exit::ok) << answer.errors;
        return answer.out;
    }

    CommandLine cairn;
};

TEST_F(Reports, ForAPastDayStayTheSameToTheByte) {
    cairn.make({"Which bank?", "--kind", "decision", "--under", "Apollo", "--set", "approver=me"});
    cairn({"approve", "Which bank?"});
    for (const char* format : {"md", "html"}) {
        for (const char* kind : {"weekly", "program", "launch", "coe", "decisions"}) {
            const std::vector<std::string> words{
                "report", kind, "--as-of", "2027-01-15", "--format", format};
            const std::string then = cairn(words).out;
            ASSERT_FALSE(then.empty());
            cairn.let_days_pass(3);
            cairn({"set", "Beta", "due=2027-03-01"});
            cairn({"set", "Which bank?", std::string("question=Again ") + kind + format});
            cairn({"set", "Apollo", std::string("title=Apollo ") + kind + format});
            cairn.make({"New", "--under", "Beta"});
            EXPECT_EQ(cairn(words).out, then) << kind;
            cairn({"undo"});
        }
    }
    EXPECT_NE(weekly(), weekly({"--as-of", "2027-01-15"}));
}

TEST_F(Reports, TellWhatTheEditsCameTo) {
    cairn.make({"Pour", "--under", "Beta"});
    cairn.make({"Paint", "--under", "Beta"});
    cairn.make({"Which bank?", "--kind", "decision", "--under", "Apollo"});
    cairn.let_days_pass(7);
    cairn({"set", "Beta", "due=2027-02-11", "owner=me"});
    cairn({"set", "Pour", "status=done"});
    cairn({"trash", "Paint"});
    cairn.make({"Roof", "--kind", "deliverable", "--under", "Apollo"});
    cairn({"set", "Rain", "status=closed"});
    cairn({"set", "Which bank?", "status=decided"});
    const std::string text = weekly();
    EXPECT_TRUE(says(text, "| milestone Beta | 2027-02-01 | 2027-02-11 | +10 days | planner |"))
        << text;
    EXPECT_TRUE(says(text, "deliverable “Roof” (planner)"));
    EXPECT_TRUE(says(text, "1 task done, 1 task removed"));
    EXPECT_TRUE(says(text, "“Beta” from nobody to planner (planner)"));
    EXPECT_TRUE(says(text, "closed: “Rain” (planner)"));
    EXPECT_TRUE(says(text, "decided: “Which bank?” (planner)"));
    EXPECT_TRUE(says(weekly({"--since", "2027-01-22"}), "+10 days")) << "a day from its start";
    cairn.let_days_pass(1);
    EXPECT_TRUE(says(weekly({"--since", "2027-01-23"}), "Nothing has changed."));
}

TEST_F(Reports, LookBackToTheLastOneOfAnEarlierDay) {
    const std::string file = (cairn.folder() / "weekly.html").string();
    EXPECT_TRUE(
        says(weekly({"--since", "last"}), "since 2027-01-09 (no earlier report was made here)"));
    EXPECT_EQ(cairn({"report", "weekly", "-o", file}).exit, Exit::ok);
    EXPECT_TRUE(says(content(file), "<!DOCTYPE html>"));
    cairn.let_days_pass(14);
    cairn({"set", "Beta", "due=2027-02-11"});
    EXPECT_TRUE(says(weekly({"--since", "last"}), "since the report of 2027-01-15"));
    cairn({"report", "weekly", "--since", "last", "-o", file});
    EXPECT_TRUE(says(weekly({"--since", "last"}), "+10 days"))
        << "written again on its day, it looks back as far";
    const std::string then = content(file);
    cairn.let_days_pass(2);
    cairn({"set", "Beta", "due=2027-02-12"});
    const std::string since = weekly({"--since", "last"});
    EXPECT_TRUE(says(since, "since the report of 2027-01-29")) << since;
    EXPECT_TRUE(says(since, "2027-02-11 | 2027-02-12 | +1 day"));
    const std::string again = (cairn.folder() / "again.html").string();
    cairn({"report", "weekly", "--since", "last", "--as-of", "2027-01-29", "-o", again});
    EXPECT_EQ(content(again), then) << "a report can be made again";
}

TEST_F(Reports, RefuseWhatMakesNoSense) {
    EXPECT_EQ(cairn({"report", "daily"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"report", "weekly", "--as-of", "2027-01-01", "--since", "2027-01-10"}).exit,
              Exit::refused);
    EXPECT_EQ(cairn({"report", "weekly", "--program", "Zeus"}).exit, Exit::refused);
    const Answer early =
        cairn({"report", "weekly", "--program", "Apollo", "--as-of", "2026-12-01"});
    EXPECT_EQ(early.exit, Exit::refused);
    EXPECT_TRUE(says(early.errors, "was not there yet")) << early.errors;
    EXPECT_EQ(cairn({"report", "weekly", "-o", "/no/such/folder/x.md"}).exit, Exit::refused);
}

TEST_F(Reports, ReadAnEmptyPlan) {
    CommandLine other;
    other({"init", "Empty", "-q"});
    for (const char* kind : {"weekly", "program", "launch", "coe", "decisions"})
        EXPECT_EQ(other({"report", kind}).exit, Exit::ok) << kind;
}

TEST_F(Reports, DrawTheLineWhereCapacityEnds) {
    cairn.make({"Roof", "--kind", "deliverable", "--set", "estimate=4d", "--set", "class=should"});
    cairn.make({"Wall", "--kind", "deliverable", "--set", "class=must", "--set", "owner=me"});
    cairn.make({"Brick", "--under", "Wall", "--set", "estimate=2d", "--set", "progress=50"});
    cairn.make({"Door", "--kind", "deliverable", "--set", "estimate=1d"});
    const auto fitting = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "cutline");
        words.emplace_back("--json");
        std::string all;
        for (const json& line : cairn(words).lines())
            all += std::string(line["title"]) + (line["fits"] ? "+ " : "- ");
        return all;
    };
    EXPECT_EQ(fitting({"--capacity", "6d"}), "Wall+ Roof+ Door+ ");
    EXPECT_EQ(fitting({"--capacity", "3d"}), "Wall+ Roof- Door- ") << "rank is rank";
    EXPECT_EQ(fitting({"--until", "2027-01-18"}), "Wall+ Roof- Door- ") << "one owner, two days";
    EXPECT_EQ(fitting({"--until", "Beta"}), "Wall+ Roof+ Door+ ");
    EXPECT_TRUE(says(cairn({"cutline", "--capacity", "3d"}).out, "──── the line ────"));
    EXPECT_EQ(cairn({"cutline"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"cutline", "--until", "Rain"}).exit, Exit::refused);
}

class Approvals : public Reports {
protected:
    Approvals() {
        decision = cairn.make({"Which bank?",
                               "--kind",
                               "decision",
                               "--under",
                               "Apollo",
                               "--set",
                               "door=one-way",
                               "--set",
                               "question=Which?"});
        option = cairn.make({"North", "--kind", "option", "--under", decision});
        cairn({"set", decision, "approver=me"});
    }
    std::string state() { return cairn({"approvals", decision, "--json"}).lines().at(0)["state"]; }

    std::string decision;
    std::string option;
};

TEST_F(Approvals, NameWhatStoodThereAndLapseWhenItChanges) {
    EXPECT_EQ(state(), "waiting");
    EXPECT_EQ(cairn({"approve", decision, "--note", "in the review"}).exit, Exit::ok);
    EXPECT_EQ(state(), "approved");
    cairn({"set", decision, "status=decided", "decided-on=today", "due=2027-02-01"});
    EXPECT_EQ(state(), "approved") << "what follows from the approval is no part of it";
    EXPECT_TRUE(says(cairn({"report", "decisions"}).out,
                     "planner approved it as it stands on 2027-01-15: in the review"));
    cairn({"set", option, "pros=Cheap"});
    EXPECT_EQ(state(), "lapsed");
    const json changed = cairn({"approvals", "--json"}).lines().at(0)["changed"];
    EXPECT_EQ(changed.at(0)["field"], "pros");
    EXPECT_EQ(changed.at(0)["item"], option);
    EXPECT_TRUE(says(cairn({"report", "decisions"}).out,
                     "and has lapsed: pros of “North” was changed by planner on 2027-01-15"));
    EXPECT_EQ(cairn({"approve", decision}).exit, Exit::ok);
    EXPECT_EQ(state(), "approved");
    EXPECT_EQ(cairn({"approve", decision}).exit, Exit::refused) << "so already";
    cairn({"set", option, "pros=Dear"});
    cairn({"set", option, "pros=Cheap"});
    EXPECT_EQ(state(), "lapsed") << "it reads the same, and is another edit";
}

TEST_F(Approvals, LapseWhenAPartComesOrGoes) {
    cairn({"approve", decision});
    const std::string south = cairn.make({"South", "--kind", "option", "--under", decision});
    EXPECT_EQ(state(), "lapsed");
    cairn({"trash", south});
    EXPECT_EQ(state(), "approved");
    cairn({"trash", option});
    EXPECT_EQ(state(), "lapsed");
}

TEST_F(Approvals, AreTakenBackAndRefusedWhereTheyMeanNothing) {
    EXPECT_EQ(cairn({"approve", decision, "--withdraw"}).exit, Exit::refused);
    cairn({"approve", decision});
    EXPECT_EQ(cairn({"approve", decision, "--withdraw"}).exit, Exit::ok);
    EXPECT_EQ(state(), "waiting");
    EXPECT_EQ(cairn({"approve", "Rain"}).exit, Exit::refused);
    cairn.make({"Dana", "--kind", "person"});
    EXPECT_EQ(cairn({"approve", decision, "--for", "Rain"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"approve", decision, "--for", "Dana", "--note", "by mail"}).exit, Exit::ok);
    EXPECT_TRUE(says(cairn({"report", "decisions"}).out,
                     "Dana approved it as it stands on 2027-01-15 (recorded by planner): by mail"));
}

TEST_F(Approvals, OfAGateCoverItsChecks) {
    const std::string gate = cairn.make({"Go",
                                         "--kind",
                                         "gate",
                                         "--under",
                                         "Beta",
                                         "--set",
                                         "rollback=Switch",
                                         "--set",
                                         "owner=me"});
    const std::string check = cairn.make({"Load",
                                          "--kind",
                                          "check",
                                          "--under",
                                          gate,
                                          "--set",
                                          "required-by=2027-01-20",
                                          "--set",
                                          "owner=me"});
    cairn({"set", gate, "approver=me"});
    EXPECT_TRUE(says(cairn({"report", "launch"}).out, "**NOT READY**: 1 check is not met"));
    cairn({"set", check, "status=passed", "evidence=Graph"});
    EXPECT_TRUE(says(cairn({"report", "launch"}).out, "planner has not approved it yet"));
    cairn({"approve", gate});
    EXPECT_TRUE(says(cairn({"report", "launch"}).out, "**READY**"))
        << cairn({"report", "launch"}).out;
    cairn({"set", check, "status=failed"});
    const std::string page = cairn({"report", "launch"}).out;
    EXPECT_TRUE(says(page, "**NOT READY**"));
    EXPECT_TRUE(says(page, "has lapsed: status of “Load”")) << page;
}

}  // namespace
}  // namespace cairn::cli
