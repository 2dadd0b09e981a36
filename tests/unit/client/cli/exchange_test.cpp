// export and import, from one workspace to another and back.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

class TwoWorkspaces : public testing::Test {
protected:
    TwoWorkspaces() {
        cairn({"init", "Apollo", "--owner", "Lead"});
        cairn.make({"Launch", "--kind", "program", "--set", "start=2027-02-01"});
        cairn.make({"Build", "--under", "Launch", "--set", "duration=20d", "--set", "owner=me"});
        cairn.make({"Test", "--under", "Launch", "--set", "duration=5d"});
        cairn.make({"No steel", "--kind", "risk", "--set", "probability=4"});
        cairn.make({"Old", "--kind", "task"});
        cairn({"link", "Test", "depends", "Build"});
        cairn({"add", "Build", "labels", "wet", "deep"});
        cairn({"set", "Build", "notes=As it was **agreed**", "votes=3", "status=blocked: rain"});
        cairn({"comment", "Build", "Why so long?"});
        cairn({"mv", "Test", "--before", "Build"});
        cairn({"trash", "Old"});
        cairn({"init", "Boreas", "--owner", "Other"});
        plan = (cairn.folder() / "plan.json").string();
        in("Apollo", {"export", "-o", plan});
    }
    Answer in(const std::string& workspace, std::vector<std::string> words) {
        words.insert(words.end(), {"-w", workspace});
        return cairn(words);
    }
    json ask(const std::string& workspace, std::vector<std::string> words) {
        words.emplace_back("--json");
        return in(workspace, words).json();
    }
    json hash(const std::string& workspace) { return ask(workspace, {"doctor", "--hash"})["plan"]; }
    // Of the file: what `edit` does to its document.
    template <class Edit>
    void change_file(Edit edit) {
        std::ifstream before(plan);
        json root = json::parse(before);
        before.close();
        edit(root);
        std::ofstream(plan) << root.dump();
    }

    CommandLine cairn;
    std::string plan;
};

TEST_F(TwoWorkspaces, APlanInJsonGivesAnEqualStateInAnEmptyWorkspace) {
    EXPECT_NE(hash("Apollo"), hash("Boreas"));
    const json report = ask("Boreas", {"import", plan});
    EXPECT_EQ(report["dropped_count"], 0) << report;
    EXPECT_EQ(hash("Apollo"), hash("Boreas"));
    EXPECT_EQ(in("Boreas", {"tree", "Launch"}).out, in("Apollo", {"tree", "Launch"}).out);
    const json again = ask("Boreas", {"import", plan});
    EXPECT_EQ(again["added"], 0);
    EXPECT_EQ(again["changed"], 0);
    EXPECT_EQ(again["links_added"], 0);
    EXPECT_NE(in("Boreas", {"import", plan}).out.find("Nothing to do"), std::string::npos);
    EXPECT_NE(in("Apollo", {"import", plan}).out.find("Nothing to do"), std::string::npos)
        << "where it comes from";
    EXPECT_EQ(cairn({"undo", "-w", "Boreas"}).exit, Exit::ok);
    EXPECT_NE(hash("Apollo"), hash("Boreas")) << "one undo takes it back";
}

TEST_F(TwoWorkspaces, ANewerFileIsPreviewedAndThenReplacesWhatItSaysOtherwise) {
    change_file([](json& root) {
        for (json& item : root["items"]) {
            if (item["fields"].value("title", "") == "Test") item["fields"]["title"] = "Prove";
            if (item["fields"].value("title", "") != "Build") continue;
            item["fields"]["labels"] = {"deep"};
            item["fields"]["votes"] = 5;
            item["fields"]["notes"] = "As it was agreed";
            item["fields"].erase("owner");
        }
        root["links"] = json::array();
    });
    const std::string before = hash("Apollo");
    const Answer preview = in("Apollo", {"import", plan, "--dry-run"});
    EXPECT_NE(preview.out.find("Prove: title 'Test' -> 'Prove'"), std::string::npos) << preview.out;
    EXPECT_NE(preview.out.find("Build: labels without 'wet'"), std::string::npos) << preview.out;
    EXPECT_NE(preview.out.find("links removed"), std::string::npos) << preview.out;
    EXPECT_EQ(hash("Apollo"), before);
    in("Apollo", {"import", plan});
    const json build = ask("Apollo", {"show", "Build"})["fields"];
    EXPECT_EQ(build["labels"], json{"deep"});
    EXPECT_EQ(build["votes"], 5);
    EXPECT_EQ(build["notes"], "As it was agreed");
    EXPECT_FALSE(build.contains("owner"));
    EXPECT_EQ(ask("Apollo", {"status"})["conflicts"], 0);
    in("Boreas", {"import", plan});
    EXPECT_EQ(hash("Apollo"), hash("Boreas"));
    in("Apollo", {"undo"});
    EXPECT_EQ(hash("Apollo"), before);
}

TEST_F(TwoWorkspaces, APlanOfGanttProjectComesInByItsNature) {
    const auto file = cairn.file(
        "house.gan",
        "<project name=\"House\"><tasks><task id=\"1\" name=\"Dig\" start=\"2027-03-01\" "
        "duration=\"5\"><depend id=\"2\"/></task><task id=\"2\" name=\"Roof\" "
        "start=\"2027-03-08\" duration=\"2\"/></tasks></project>");
    EXPECT_EQ(ask("Boreas", {"import", file.string()})["format"], "gan");
    const std::string out = (cairn.folder() / "out.gan").string();
    const json report = ask("Boreas", {"export", "--format", "gan", "-o", out, "--under", "House"});
    EXPECT_EQ(report["rounded"], 0);
    EXPECT_EQ(ask("Boreas", {"import", out, "--dry-run"})["read"]["tasks"], 2);
}

TEST_F(TwoWorkspaces, AProgramTakesItsPeopleAlong) {
    for (const std::string format : {"mspdi", "gan"}) {
        const std::string file = (cairn.folder() / format).string();
        in("Apollo", {"export", "--format", format, "-o", file, "--under", "Launch"});
        const json read = ask("Boreas", {"import", file, "--dry-run"})["read"];
        EXPECT_EQ(read["resources"], 1) << format << read;
        EXPECT_EQ(read["tasks"], 2) << format << read;
    }
    const std::string file = (cairn.folder() / "launch.json").string();
    in("Apollo", {"export", "-o", file, "--under", "Launch"});
    EXPECT_EQ(ask("Boreas", {"import", file, "--dry-run"})["added"], 4) << "with a comment";
}

TEST_F(TwoWorkspaces, APlanOfTaskJugglerComesInByItsName) {
    const auto file = cairn.file("house.tjp",
                                 "project house \"House\" 2027-03-01 +4m\n"
                                 "task dig \"Dig\" { length 5d }\n"
                                 "task roof \"Roof\" { length 2d depends !dig }\n");
    const json report = ask("Boreas", {"import", file.string()});
    EXPECT_EQ(report["format"], "tjp");
    EXPECT_EQ(report["links_added"], 1);
    in("Boreas", {"schedule", "--apply"});
    EXPECT_NE(in("Boreas", {"tree"}).out.find("Roof  task, 2027-03-09"), std::string::npos)
        << in("Boreas", {"tree"}).out;
}

TEST_F(TwoWorkspaces, NobodyIsMadeTwice) {
    const auto table = [&](const std::string& name, const std::string& rows) {
        return cairn.file(name, "title,owner\n" + rows).string();
    };
    cairn.make({"Ben Lee", "--kind", "person", "-w", "Boreas"});
    cairn.make({"Twin", "--kind", "person", "-w", "Boreas"});
    cairn.make({"Twin", "--kind", "person", "-w", "Boreas"});
    const std::string first = table("a.csv", "Build,ben lee\nTest,Cleo\nShip,Twin\n");

    EXPECT_EQ(ask("Boreas", {"import", first})["already_here"], 1);

    const auto count = [&](const std::string& title) {
        std::size_t found = 0;
        for (const json& item : in("Boreas", {"ls", "kind:person", "--json"}).lines())
            found += item["title"] == title ? 1 : 0;
        return found;
    };
    EXPECT_EQ(count("Ben Lee") + count("ben lee"), 1U);
    EXPECT_EQ(count("Twin"), 3U) << "which of the two is meant nobody can say";
    EXPECT_EQ(in("Boreas", {"conflicts", "--json"}).lines().size(), 0U);
    EXPECT_NE(in("Boreas", {"ls", "owner:\"Ben Lee\""}).out.find("Build"), std::string::npos);
    in("Boreas", {"set", "Ben Lee", "title=Ben Lee-Ray"});
    EXPECT_NE(in("Boreas", {"import", first}).out.find("Nothing to do"), std::string::npos)
        << "known by the name of then";
    EXPECT_EQ(ask("Boreas", {"import", table("b.csv", "Pack,Cleo\n")})["added"], 1)
        << "whoever another import made is here, too";
    EXPECT_EQ(count("Cleo"), 1U);
}

TEST_F(TwoWorkspaces, EveryDrawingAndTextIsWritten) {
    in("Apollo", {"schedule", "--apply"});
    const auto text = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "export");
        return in("Apollo", words).out;
    };
    EXPECT_EQ(text({"--format", "svg", "--page", "a4"}).find("<svg"), 0U);
    EXPECT_NE(text({"--format", "svg"}).find(">Build<"), std::string::npos);
    EXPECT_NE(text({"--format", "mermaid"}).find("Build :"), std::string::npos);
    EXPECT_NE(text({"--format", "markdown"}).find("## Launch"), std::string::npos);
    EXPECT_EQ(text({"--format", "ics"}).find("BEGIN:VCALENDAR\r\n"), 0U);
    EXPECT_EQ(text({"--format", "markdown"}).find("Old"), std::string::npos) << "in the trash";
    EXPECT_NE(in("Apollo", {"export", "--format", "xlsx"}).exit, Exit::ok) << "to no terminal";
    const std::string sheet = (cairn.folder() / "plan.xlsx").string();
    EXPECT_EQ(ask("Apollo", {"export", "--format", "xlsx", "-o", sheet})["format"], "xlsx");
    std::ifstream written(sheet, std::ios::binary);
    std::string start(2, ' ');
    written.read(start.data(), 2);
    EXPECT_EQ(start, "PK");
    EXPECT_NE(in("Apollo", {"export", "--page", "a4"}).exit, Exit::ok) << "a page of JSON";
}

TEST_F(TwoWorkspaces, AFilterOrAViewSaysWhatIsWritten) {
    const std::string risks =
        in("Apollo", {"export", "--format", "csv", "--where", "kind:risk"}).out;
    EXPECT_NE(risks.find("No steel"), std::string::npos) << risks;
    EXPECT_EQ(risks.find("Build"), std::string::npos) << risks;
    in("Apollo", {"view", "new", "Tasks", "kind:task", "--columns", "title,status"});
    const std::string tasks = in("Apollo", {"export", "--format", "csv", "--view", "Tasks"}).out;
    EXPECT_EQ(tasks.find("id,kind,parent,title,status,depends\r\n"), 0U) << tasks;
    EXPECT_EQ(tasks.find("No steel"), std::string::npos) << tasks;
    EXPECT_NE(in("Apollo", {"export", "--view", "None"}).exit, Exit::ok);
    EXPECT_NE(in("Apollo", {"export", "--where", "kind:"}).exit, Exit::ok);
    const json one = ask("Apollo", {"export", "--where", "kind:task", "-o", plan});
    EXPECT_EQ(one["items"], 2);
    EXPECT_EQ(one["links"], 1);
}

}  // namespace
}  // namespace cairn::cli
