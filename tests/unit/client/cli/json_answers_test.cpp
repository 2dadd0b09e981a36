// docs/JSON.md is true: each command answers with the keys it lists, no more and no fewer.
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "client/engine/server_contact.h"
#include "tests/support/documents/json_document.h"
#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using test::Keys;
using test::keys_of;

class JsonAnswers : public testing::Test {
protected:
    void say(const std::string& row, std::vector<std::string> words) {
        words.emplace_back("--json");
        const Answer answer = cairn(words);
        for (const nlohmann::json& line : answer.lines()) {
            ASSERT_FALSE(line.contains("error")) << row << ": " << line;
            keys_of(line, "", answers[row]);
        }
    }

    CommandLine cairn;
    std::map<std::string, Keys> answers;
};

TEST_F(JsonAnswers, HaveTheKeysOfTheDocument) {
    say("init", {"init", "Apollo"});
    say("workspaces", {"workspaces"});
    say("workspaces --here", {"workspaces", "--here", "Apollo"});
    const auto csv = cairn.file("plan.csv", "title,due\nPour,someday\n");
    const auto dates = cairn.file("dates.csv",
                                  "id,title,start,finish,depends\n"
                                  "1,Dig,2027-03-01,2027-03-05,\n"
                                  "2,Cure,2027-03-01,2027-03-02,1\n");
    say("import", {"import", csv.string()});
    say("import", {"import", dates.string()});
    const auto newer = cairn.file("dates.csv", "id,title\n1,Dig deep\n");
    say("import", {"import", newer.string()});
    say("new", {"new", "Beta"});
    say("new", {"new", "Launch", "--under", "Beta"});
    say("set", {"set", "Beta", "due=2027-03-01", "progress=5"});
    say("unset", {"unset", "Beta", "due"});
    const std::string change = cairn({"log", "--json", "--limit", "2"}).lines()[1]["id"];
    say("add", {"add", "Beta", "labels", "a", "b"});
    say("rm", {"rm", "Beta", "labels", "a"});
    say("link", {"link", "Launch", "depends", "Beta"});
    say("ls --links", {"ls", "--links"});
    say("comment", {"comment", "Beta", "Look at this, @nobody and @planner"});
    say("show", {"show", "Beta"});
    say("unlink", {"unlink", "Launch", "depends", "Beta"});
    say("mv", {"mv", "Launch", "--top"});
    say("trash", {"trash", "Launch"});
    say("restore", {"restore", "Launch"});
    say("undo", {"undo", change});
    cairn.editor = [](const std::filesystem::path& notes) {
        std::ofstream(notes) << "Ask Legal.";
        return 0;
    };
    say("edit", {"edit", "Beta"});
    say("blame", {"blame", "Beta"});
    say("draft new", {"draft", "new", "What if"});
    cairn({"set", "Beta", "due=2027-05-01", "--draft", "What if"});
    say("draft list", {"draft", "list"});
    say("draft drop", {"draft", "drop", "What if"});
    say("draft restore", {"draft", "restore", "What if"});
    say("draft rename", {"draft", "rename", "What if", "Even so"});
    say("draft publish", {"draft", "publish", "Even so"});
    say("inbox --done", {"inbox", "--done"});
    say("ls", {"ls"});
    say("ls --group", {"ls", "kind:task", "--group", "owner"});
    say("view new", {"view", "new", "Tasks", "kind:task", "--sort", "due"});
    say("view list", {"view", "list"});
    say("view show", {"view", "show", "Tasks"});
    say("view rm", {"view", "rm", "Tasks"});
    say("set --where", {"set", "--where", "kind:task", "points=3"});
    say("set --dry-run", {"set", "--where", "kind:task", "points=4", "--dry-run"});
    say("new --template", {"new", "Rain", "--template", "risk"});
    cairn({"set", "Rain", "impact=3", "probability=3"});
    cairn({"new", "Snow", "--kind", "risk"});
    say("templates", {"templates"});
    say("risks", {"risks"});
    say("risks --check", {"risks", "--check"});
    say("risks --map", {"risks", "--map"});
    say("board", {"board"});
    cairn({"set", "Launch", "start=2027-05-03", "finish=2027-05-05"});
    say("roadmap", {"roadmap", "--tasks"});
    say("radar", {"radar"});
    say("radar rules", {"radar", "rules"});
    say("radar mute", {"radar", "mute", "Rain", "owner-missing"});
    say("radar unmute", {"radar", "unmute", "Rain", "owner-missing"});
    say("cutline", {"cutline", "kind:task", "--capacity", "2d"});
    say("report", {"report", "weekly"});
    say("report -o", {"report", "weekly", "-o", (cairn.folder() / "weekly.md").string()});
    cairn.make({"Which bank?", "--kind", "decision"});
    say("approve", {"approve", "Which bank?"});
    cairn({"set", "Which bank?", "question=Which?"});
    say("approvals", {"approvals"});
    say("tree", {"tree"});
    say("search", {"search", "Beta"});
    say("log", {"log"});
    say("link", {"link", "Launch", "depends", "Beta", "--set", "lag=2d"});
    say("diff", {"diff", "--since", "today"});
    cairn.make({"Wait", "--set", "duration=1d"});
    say("link", {"link", "Wait", "depends", "Launch"});
    say("link", {"link", "Launch", "depends", "Wait"});
    say("why", {"why", "Wait"});
    say("critical", {"critical"});
    say("schedule", {"schedule"});
    say("schedule --apply", {"schedule", "--apply"});
    cairn.make({"Old", "--set", "start=2027-03-01", "--set", "duration=1d"});
    say("baseline take", {"baseline", "take", "Then"});
    say("baseline list", {"baseline", "list"});
    cairn({"set", "Wait", "duration=2d"});
    cairn.make({"Late", "--set", "start=2027-03-01", "--set", "duration=1d"});
    cairn({"trash", "Old"});
    cairn({"schedule", "--apply"});
    say("baseline compare", {"baseline", "compare", "Then"});
    say("ask", {"ask", "Wait", "Beta", "2027-03-01"});
    say("promise", {"promise", "Wait", "Beta", "2027-03-01"});
    say("agree", {"agree", "Wait", "Beta"});
    say("agreements", {"agreements"});
    cairn.lose_an_envelope("Apollo");
    {
        engine::Workspace workspace = cairn.open("Apollo");
        engine::note_trouble(workspace, {{1}, "The server is another one."});
    }
    say("rotate", {"rotate"});  // without a server it waits
    say("status", {"status"});
    say("members withdraw", {"members", "withdraw", "1"});
    say("members", {"members"});
    say("device", {"device"});
    say("server", {"server"});
    say("device list", {"device", "list"});
    cairn.passphrase = "four odd words";
    say("device lock", {"device", "lock"});
    say("device unlock", {"device", "unlock"});
    say("doctor --hash", {"doctor", "--hash"});
    say("export -o", {"export", "-o", (cairn.folder() / "plan.json").string()});
    auto documented = test::documented_keys("docs/JSON.md");
    documented["status"].erase("paused[]");  // nobody is
    documented["status"].erase("changed_since_verified[]");
    documented["schedule"].erase("in_conflict[]");  // nothing is
    documented["schedule --apply"].erase("in_conflict[]");
    for (const auto& [row, keys] : answers) {
        ASSERT_TRUE(documented.contains(row)) << row << " is not in the document";
        EXPECT_EQ(keys, documented.at(row)) << row;
    }
}

TEST_F(JsonAnswers, OfTheDoctorNameWhatTheyFind) {
    say("doctor", {"init", "Apollo"});
    answers.clear();
    say("doctor", {"doctor"});
    Keys documented = test::documented_keys("docs/JSON.md").at("doctor");
    documented.erase("findings[].code");
    documented.erase("findings[].message");
    documented.erase("paused[]");
    std::erase_if(documented, [](const auto& key) { return key.starts_with("distrust[]"); });
    EXPECT_EQ(answers["doctor"], documented) << "a healthy file has no findings";
}

TEST(JsonDocument, NamesEveryErrorCode) {
    std::ifstream file("docs/JSON.md");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    for (int fault = 0; fault <= static_cast<int>(engine::EngineFault::disk); ++fault) {
        const std::string code = engine::name_of(static_cast<engine::EngineFault>(fault));
        EXPECT_NE(text.find("`" + code + "`"), std::string::npos) << code;
    }
}

}  // namespace
}  // namespace cairn::cli
