// What people do, command after command.
#include <gtest/gtest.h>

#include "client/engine/server_contact.h"
#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

class Commands : public testing::Test {
protected:
    Commands() { cairn({"init", "Apollo", "--owner", "Lead", "-q"}); }
    bool says(const Answer& answer, const std::string& text) {
        return answer.out.find(text) != std::string::npos;
    }
    CommandLine cairn;
};

TEST_F(Commands, ItemsAreNamedByTheStartOfTheirIdOrByTheirTitle) {
    const std::string id = cairn.make({"Beta launch", "--kind", "milestone"});
    EXPECT_EQ(cairn({"show", id.substr(0, 6), "--json"}).json()["id"], id);
    EXPECT_EQ(cairn({"show", "beta LAUNCH", "--json"}).json()["id"], id);
    EXPECT_EQ(cairn({"show", "me", "--json"}).json()["title"], "Lead");
}

TEST_F(Commands, ATitleOfOneLivingItemNamesItThoughAnotherIsInTheTrash) {
    const std::string old = cairn.make({"Beta"});
    cairn({"trash", "Beta"});
    const std::string present = cairn.make({"Beta"});
    EXPECT_EQ(cairn({"show", "Beta", "--json"}).json()["id"], present);
    EXPECT_EQ(cairn({"restore", "Beta"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"show", old, "--json"}).json()["trashed"], false);
    EXPECT_EQ(cairn({"show", "Beta"}).exit, Exit::refused) << "now there are two";
}

TEST_F(Commands, ExactCaseDecidesBetweenTitles) {
    const std::string upper = cairn.make({"BETA"});
    const std::string lower = cairn.make({"Beta"});
    EXPECT_EQ(cairn({"show", "BETA", "--json"}).json()["id"], upper);
    EXPECT_EQ(cairn({"show", "Beta", "--json"}).json()["id"], lower);
    EXPECT_EQ(cairn({"show", "beta"}).exit, Exit::refused);
}

TEST_F(Commands, SetReadsDatesAsPeopleWriteThemAndUnsetEmpties) {
    const std::string id = cairn.make({"Beta"});
    EXPECT_EQ(cairn({"set", "Beta", "due=2027-03-01", "status=blocked: no steel"}).exit, Exit::ok);
    EXPECT_EQ(cairn.fields(id)["due"], "2027-03-01");
    EXPECT_EQ(cairn.fields(id)["status"], (json{{"state", "blocked"}, {"reason", "no steel"}}));
    EXPECT_EQ(cairn({"unset", "Beta", "due"}).exit, Exit::ok);
    EXPECT_FALSE(cairn.fields(id).contains("due"));
    EXPECT_EQ(cairn({"unset", "Beta", "due"}).exit, Exit::refused) << "it is empty already";
}

TEST_F(Commands, UnsetEmptiesASet) {
    const std::string id = cairn.make({"Beta"});
    EXPECT_EQ(cairn({"add", "Beta", "labels", "red", "green"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"unset", "Beta", "labels"}).exit, Exit::ok);
    EXPECT_FALSE(cairn.fields(id).contains("labels"));
    EXPECT_EQ(cairn({"unset", "Beta", "labels"}).exit, Exit::refused) << "it is empty already";
}

TEST_F(Commands, SetsHoldElementsThatAreAddedAndRemoved) {
    const std::string id = cairn.make({"Beta"});
    cairn({"add", "Beta", "labels", "launch", "urgent"});
    EXPECT_EQ(cairn.fields(id)["labels"], (json{"launch", "urgent"}));
    EXPECT_EQ(cairn({"rm", "Beta", "labels", "urgent"}).exit, Exit::ok);
    EXPECT_EQ(cairn.fields(id)["labels"], (json{"launch"}));
    EXPECT_EQ(cairn({"rm", "Beta", "labels", "urgent"}).exit, Exit::refused);
    EXPECT_TRUE(says(cairn({"search", "launch"}), "Beta"));
    EXPECT_TRUE(says(cairn({"query", "SELECT label FROM labels"}), "\nlaunch\n"));
    cairn({"undo"});
    EXPECT_EQ(cairn.fields(id)["labels"], (json{"launch", "urgent"}));
    cairn({"undo"});
    EXPECT_FALSE(cairn.fields(id).contains("labels"));
}

TEST_F(Commands, LinksHaveFieldsAndReadFromBothEnds) {
    cairn.make({"Beta"});
    cairn.make({"Launch"});
    EXPECT_EQ(cairn({"link", "Launch", "depends", "Beta", "--set", "lag=2d"}).exit, Exit::ok);
    const Answer links = cairn({"ls", "--links", "--json"});
    ASSERT_EQ(links.lines().size(), 1U);
    EXPECT_EQ(links.json()["type"], "depends");
    EXPECT_TRUE(links.json()["fields"].contains("lag"));
    EXPECT_TRUE(says(cairn({"show", "Beta"}), "needed-by"));
    EXPECT_EQ(cairn({"unlink", "Beta", "needed-by", "Launch"}).exit, Exit::ok);
    EXPECT_TRUE(cairn({"ls", "--links", "--json"}).lines().empty());
    EXPECT_EQ(cairn({"unlink", "Launch", "depends", "Beta"}).exit, Exit::refused);
}

TEST_F(Commands, ItemsMoveBelowAndBesideOthersButNotBelowThemselves) {
    cairn.make({"Beta"});
    cairn.make({"Docs", "--under", "Beta"});
    cairn.make({"Code", "--under", "Beta"});
    const auto order = [&] {
        std::string titles;
        for (const json& line : cairn({"tree", "Beta", "--json"}).lines())
            titles += line["title"].get<std::string>() + " ";
        return titles;
    };
    EXPECT_EQ(order(), "Beta Docs Code ");
    EXPECT_EQ(cairn({"mv", "Code", "--before", "Docs"}).exit, Exit::ok);
    EXPECT_EQ(order(), "Beta Code Docs ");
    EXPECT_EQ(cairn({"mv", "Beta", "--under", "Docs"}).exit, Exit::refused);
    EXPECT_EQ(cairn({"mv", "Docs", "--top"}).exit, Exit::ok);
    EXPECT_EQ(order(), "Beta Code ");
}

TEST_F(Commands, UndoGoesBackStepByStepAndUndoOfAnUndoIsRedo) {
    const std::string id = cairn.make({"Beta"});
    cairn({"set", "Beta", "due=2027-03-01"});
    cairn({"set", "Beta", "due=2027-04-01"});
    cairn({"trash", "Beta"});
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"show", id, "--json"}).json()["trashed"], false);
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok);
    EXPECT_EQ(cairn.fields(id)["due"], "2027-03-01");
    const Answer third = cairn({"undo", "--json"});
    EXPECT_FALSE(cairn.fields(id).contains("due"));
    EXPECT_EQ(cairn({"undo", third.json()["change"]}).exit, Exit::ok) << "redo";
    EXPECT_EQ(cairn.fields(id)["due"], "2027-03-01");
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok) << "of what was redone";
    EXPECT_FALSE(cairn.fields(id).contains("due"));
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok) << "of `new`";
    EXPECT_EQ(cairn({"show", id, "--json"}).json()["trashed"], true);
    EXPECT_EQ(cairn({"undo"}).exit, Exit::refused) << "the person's own item stays";
    EXPECT_EQ(cairn({"show", "me"}).exit, Exit::ok);
}

TEST_F(Commands, UndoOfMovesAndReordersGoesBackStepByStep) {
    cairn.make({"A"});
    cairn.make({"B"});
    cairn.make({"C"});
    const auto order = [&] {
        std::string titles;
        for (const json& line : cairn({"tree", "--json"}).lines())
            if (line["kind"] == "task")
                titles += std::string(line["depth"].get<std::size_t>(), '>') +
                          line["title"].get<std::string>() + " ";
        return titles;
    };
    cairn({"mv", "C", "--before", "A"});
    cairn({"mv", "C", "--under", "B"});
    EXPECT_EQ(order(), "A B >C ");
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok);
    EXPECT_EQ(order(), "C A B ");
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok);
    EXPECT_EQ(order(), "A B C ");
}

TEST_F(Commands, UndoSaysWhatItLeftAlone) {
    const std::string id = cairn.make({"Beta"});
    const std::string change =
        cairn({"set", "Beta", "due=2027-03-01", "progress=10", "--json"}).json()["change"];
    cairn({"set", "Beta", "due=2027-05-01"});
    const Answer undone = cairn({"undo", change.substr(0, 10), "--json"});
    ASSERT_EQ(undone.exit, Exit::ok);
    ASSERT_EQ(undone.json()["left_alone"].size(), 1U);
    EXPECT_EQ(undone.json()["left_alone"][0]["field"], "due");
    EXPECT_EQ(undone.json()["left_alone"][0]["why"], "replaced_since");
    EXPECT_EQ(cairn.fields(id)["due"], "2027-05-01");
    EXPECT_FALSE(cairn.fields(id).contains("progress"));
}

TEST_F(Commands, AnImportCanBeTriedReadAgainAndUndone) {
    const auto csv = cairn.file("plan.csv", "Key,Summary,Labels\n1,Pour,wet;deep\n2,Dig,\n");
    const std::vector<std::string> words{
        "import", csv.string(), "--map", "id=Key,title=Summary,labels=Labels", "--json"};
    auto dry = words;
    dry.emplace_back("--dry-run");
    EXPECT_EQ(cairn(dry).json()["added"], 2);
    EXPECT_EQ(cairn({"show", "Pour"}).exit, Exit::refused);
    EXPECT_EQ(cairn(words).json()["added"], 2);
    EXPECT_EQ(cairn.fields("Pour")["labels"], (json{"deep", "wet"}));
    EXPECT_EQ(cairn(words).json()["added"], 0);
    EXPECT_EQ(cairn({"undo"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"show", "Pour", "--json"}).json()["trashed"], true);
}

TEST_F(Commands, AMapMayBeAFile) {
    const auto csv = cairn.file("plan.csv", "a,b\n1,Pour\n");
    const auto map = cairn.file("plan.map", "# our columns\nid = a\ntitle = b\n");
    EXPECT_EQ(cairn({"import", csv.string(), "--map", map.string()}).exit, Exit::ok);
    EXPECT_EQ(cairn({"show", "Pour"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"import", csv.string(), "--map", "none.map"}).exit, Exit::refused);
}

TEST_F(Commands, ExportGivesWhatTheItemsBelowOneAreAndTheLinksWithin) {
    cairn.make({"Beta"});
    cairn.make({"Docs", "--under", "Beta"});
    cairn.make({"Launch"});
    cairn({"link", "Docs", "depends", "Beta"});
    cairn({"link", "Launch", "depends", "Beta"});
    const json all = cairn({"export"}).json();
    EXPECT_EQ(all["items"].size(), 4U) << "the person, too";
    EXPECT_EQ(all["links"].size(), 2U);
    const json part = cairn({"export", "--under", "Beta"}).json();
    EXPECT_EQ(part["items"].size(), 2U);
    EXPECT_EQ(part["links"].size(), 1U);
    cairn({"trash", "Launch"});
    EXPECT_EQ(cairn({"export"}).json()["items"].size(), 4U) << "nothing is lost";
    const auto file = cairn.folder() / "plan.csv";
    EXPECT_EQ(cairn({"export", "--format", "csv", "-o", file.string()}).exit, Exit::ok);
    EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(Commands, AWorkspaceIsChosenByOptionByFolderOrBecauseItIsTheOnlyOne) {
    cairn({"init", "Borealis", "-q"});
    EXPECT_EQ(cairn({"ls"}).exit, Exit::refused) << "which of the two?";
    EXPECT_EQ(cairn({"ls", "-w", "Borealis"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"workspaces", "--here", "Apollo"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"status", "--json"}).json()["workspace"], "Apollo");
    EXPECT_EQ(cairn({"status", "--json", "-w", "Borealis"}).json()["workspace"], "Borealis");
}

TEST_F(Commands, StatusTellsWhatIsUnsentAndTheLastWordOfEachMember) {
    cairn.make({"Beta"});
    const json status = cairn({"status", "--json"}).json();
    EXPECT_EQ(status["unsent_changes"], 2);
    EXPECT_EQ(status["server"], nullptr);
    EXPECT_EQ(status["reached_ms"], nullptr);
    ASSERT_EQ(status["members"].size(), 1U);
    EXPECT_EQ(status["members"][0]["name"], "Lead");
    EXPECT_EQ(status["members"][0]["last_word_ms"], 1'800'000'002'000);
    const Answer text = cairn({"status"});
    for (const char* part : {"Server:", "Unsent:", "Parked:", "Conflicts:", "Lead (you)"})
        EXPECT_TRUE(says(text, part)) << part;
}

TEST_F(Commands, StatusNamesAnEnvelopeWhosePredecessorNobodyHas) {
    cairn.make({"Beta"});
    cairn.lose_an_envelope("Apollo");
    const json parked = cairn({"status", "--json"}).json()["parked"];
    ASSERT_EQ(parked.size(), 1U);
    EXPECT_EQ(parked[0]["name"], "Lead");
    EXPECT_EQ(parked[0]["number"], 3);
    EXPECT_EQ(parked[0]["reason"], "missing_previous");
    EXPECT_EQ(parked[0]["written_ms"], 1'800'000'004'000);
    const Answer text = cairn({"status"});
    EXPECT_EQ(text.exit, Exit::needs_person);
    EXPECT_TRUE(says(text, "1 envelope and 0 edits\n"));
    EXPECT_TRUE(says(text, "number 3 from Lead's device "));
    EXPECT_TRUE(says(text, "waits for number 2 of the same device, which never came here."));
    EXPECT_TRUE(says(text, "Lead does again what is missing"));
}

TEST_F(Commands, StatusSaysWhySyncStoppedUntilTheServerIsReachedAgain) {
    {
        engine::Workspace workspace = cairn.open("Apollo");
        engine::note_trouble(workspace, {{1'800'000'000'000}, "The lists part at record 14."});
    }
    const Answer text = cairn({"status"});
    EXPECT_EQ(text.exit, Exit::needs_person);
    EXPECT_TRUE(says(text, "The lists part at record 14."));
    EXPECT_EQ(cairn({"status", "--json"}).json()["trouble"]["at_ms"], 1'800'000'000'000);
    {
        engine::Workspace workspace = cairn.open("Apollo");
        engine::note_reached(workspace, {1'800'000'009'000});
    }
    EXPECT_EQ(cairn({"status"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"status", "--json"}).json()["trouble"], nullptr);
}

TEST_F(Commands, StatusCountsWhatConflictsListsAndNobodyMustDecide) {
    cairn.make({"Beta"});
    cairn.make({"Docs"});
    EXPECT_TRUE(says(cairn({"status"}), "Conflicts: none\n"));
    cairn({"link", "Beta", "depends", "Docs"});
    cairn({"link", "Docs", "depends", "Beta"});
    const json status = cairn({"status", "--json"}).json();
    EXPECT_EQ(status["conflicts"], 0);
    EXPECT_EQ(status["notices"], 1);
    EXPECT_EQ(cairn({"conflicts", "--json"}).lines().size(), 1U);
    EXPECT_TRUE(says(cairn({"status"}), "Conflicts: none to decide, and 1 notice"));
}

TEST_F(Commands, DoctorFindsNothingWrongAndItsHashFollowsThePlan) {
    const std::string before = cairn({"doctor", "--hash"}).out;
    cairn.make({"Beta"});
    EXPECT_NE(cairn({"doctor", "--hash"}).out, before);
    EXPECT_EQ(cairn({"doctor"}).exit, Exit::ok);
}

TEST_F(Commands, TheLogTellsWhatWasDoneToAnItem) {
    const std::string id = cairn.make({"Beta"});
    cairn({"set", "Beta", "due=2027-03-01"});
    cairn.make({"Launch"});
    const auto all = cairn({"log", "--json"}).lines();
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0]["edits"][1]["value"], "Launch");
    const auto own = cairn({"log", "Beta", "--json"}).lines();
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[0]["edits"][0]["value"], "2027-03-01");
    EXPECT_EQ(own[1]["edits"].size(), 2U);
    EXPECT_EQ(cairn({"log", "Beta", "--json", "--limit", "1"}).lines().size(), 1U);
}

TEST_F(Commands, EmptyPlacesSayWhatToDoNext) {
    CommandLine fresh;
    EXPECT_TRUE(says(fresh({"workspaces"}), "cairn init"));
    EXPECT_TRUE(says(cairn({"ls", "--under", "trash"}), "empty"));
    EXPECT_TRUE(says(cairn({"ls", "--links"}), "cairn link"));
    EXPECT_TRUE(says(cairn({"conflicts"}), "everybody agrees"));
    EXPECT_TRUE(says(cairn({"search", "nowhere"}), "Nothing was found"));
}

// Of more than 4 MiB, an import is several changes.
TEST_F(Commands, UndoOfALargeImportTakesBackAllItsPartsAndRedoBringsThemBack) {
    std::string csv = "id,title,notes\n";
    for (int row = 1; row <= 100; ++row) {
        csv += std::to_string(row) + ",Row " + std::to_string(row) + "," +
               std::string(60'000, static_cast<char>('a' + row % 26)) + "\n";
    }
    ASSERT_EQ(cairn({"import", cairn.file("large.csv", csv).string()}).exit, Exit::ok);
    ASSERT_GE(cairn({"log", "--json", "--limit", "2"}).lines().size(), 2U);
    const auto listed = [&] { return cairn({"ls", "--kind", "task", "--json"}).lines().size(); };
    ASSERT_EQ(listed(), 100U);
    const Answer undone = cairn({"undo", "--json"});
    ASSERT_EQ(undone.exit, Exit::ok);
    EXPECT_EQ(listed(), 0U);
    EXPECT_EQ(cairn({"undo"}).exit, Exit::refused) << "there was nothing before";
    EXPECT_EQ(cairn({"undo", undone.json()["change"]}).exit, Exit::ok);
    EXPECT_EQ(listed(), 100U);
    EXPECT_EQ(cairn({"ls", "--under", "trash", "--json"}).lines().size(), 0U);
}

TEST_F(Commands, NothingIsPutBelowWhatIsInTheTrash) {
    const std::string top = cairn.make({"Beta"});
    cairn.make({"Phase", "--under", "Beta"});
    cairn({"trash", "Beta"});
    const std::uint64_t before = cairn({"log", "--json"}).lines().size();
    const auto csv = cairn.file("plan.csv", "title\nPour\n");
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"new", "Task", "--under", "Phase"},
                                               {"new", "Task", "--under", "Beta"},
                                               {"import", csv.string(), "--under", "Phase"}}) {
        const Answer answer = cairn(words);
        EXPECT_EQ(answer.exit, Exit::refused) << words[0];
        EXPECT_NE(answer.errors.find("with: cairn restore " + top.substr(0, 4)), std::string::npos)
            << answer.errors;
    }
    EXPECT_EQ(cairn({"log", "--json"}).lines().size(), before);
}

TEST_F(Commands, TheInboxTellsOfAFinishBeforeItsStartOnceForEachItem) {
    cairn.make({"Beta", "--set", "start=2027-03-05"});
    EXPECT_EQ(cairn({"status", "--json"}).json()["notices"], 0);
    cairn({"set", "Beta", "finish=2027-03-01"});
    const auto listed = cairn({"conflicts", "--json"});
    EXPECT_EQ(listed.exit, Exit::ok) << "a notice is nothing to decide";
    ASSERT_EQ(listed.lines().size(), 1U);
    EXPECT_EQ(listed.lines()[0]["kind"], "finish_before_start");
    EXPECT_EQ(listed.lines()[0]["title"], "Beta");
    EXPECT_EQ(cairn({"status", "--json"}).json()["notices"], 1);
    EXPECT_EQ(cairn({"show", "Beta", "--json"}).json()["conflicts"], 1);
    EXPECT_TRUE(says(cairn({"conflicts", "Beta"}), "finishes before it starts"));
    cairn({"set", "Beta", "finish=2027-03-09", "started=2027-03-06T09:00"});
    EXPECT_TRUE(cairn({"conflicts", "--json"}).lines().empty());
    cairn({"set", "Beta", "finished=2027-03-05T09:00"});
    EXPECT_EQ(cairn({"conflicts", "--json"}).lines()[0]["field"], "finished");
    cairn({"trash", "Beta"});
    EXPECT_TRUE(cairn({"conflicts", "--json"}).lines().empty());
}

TEST_F(Commands, TheInboxTellsOnceOfAnOwnerWhoIsGone) {
    cairn.make({"Ann", "--kind", "person"});
    const std::string open = cairn.make({"Pour", "--set", "owner=Ann"});
    cairn.make({"Dig", "--set", "owner=Ann", "--set", "status=done"});
    cairn.make({"Paint"});
    cairn.make({"Seal", "--set", "owner=me"});
    EXPECT_TRUE(cairn({"conflicts", "--json"}).lines().empty()) << "no owner is no news";
    cairn({"set", "Ann", "active=no"});
    auto listed = cairn({"conflicts", "--json"}).lines();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["kind"], "owner_gone");
    EXPECT_EQ(listed[0]["title"], "Ann");
    EXPECT_EQ(listed[0]["others"], json::array({open})) << "what is done needs nobody";
    cairn({"unset", "Ann", "active"});
    EXPECT_TRUE(cairn({"conflicts", "--json"}).lines().empty());
    cairn({"trash", "Ann"});
    EXPECT_EQ(cairn({"conflicts", "--json"}).lines().size(), 1U);
    cairn({"set", "Pour", "owner=me"});
    EXPECT_TRUE(cairn({"conflicts", "--json"}).lines().empty());
}

TEST_F(Commands, CsvIsWrittenAsAsked) {
    cairn.make({"Beta", "--set", "due=2027-03-01", "--set", "notes==1+1"});
    const auto csv = cairn({"export",
                            "--format",
                            "csv",
                            "--fields",
                            "notes,due",
                            "--delimiter",
                            ";",
                            "--bom",
                            "--guard-formulas"});
    EXPECT_EQ(csv.out.rfind("\xEF\xBB\xBFid;kind;parent;title;notes;due", 0), 0U) << csv.out;
    EXPECT_TRUE(says(csv, ";Beta;'=1+1;2027-03-01")) << csv.out;
    EXPECT_EQ(cairn({"export", "--bom"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"export", "--format", "csv", "--fields", "frob"}).exit, Exit::refused);
}

TEST_F(Commands, ATitleCannotSpeakToTheTerminal) {
    cairn.make({"\x1b]0;owned\x07 red\x1b[31m \xE2\x80\xAE"});
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"ls"}, {"tree"}, {"log"}, {"search", "red"}, {"status"}, {"undo"}}) {
        const Answer answer = cairn(words);
        EXPECT_EQ(answer.out.find('\x1b'), std::string::npos) << words[0];
        EXPECT_EQ(answer.out.find('\x07'), std::string::npos) << words[0];
        EXPECT_EQ(answer.out.find("\xE2\x80\xAE"), std::string::npos) << words[0];
    }
    EXPECT_EQ(cairn({"show", "\x1b[31m"}).errors.find('\x1b'), std::string::npos);
}

TEST_F(Commands, ANewStartTakesTheFinishAlong) {
    const std::string build = cairn.make({"Build it",
                                          "--set",
                                          "start=2027-01-04",
                                          "--set",
                                          "finish=2027-01-08",
                                          "--set",
                                          "duration=5d"});
    const std::string gate = cairn.make({"Gate",
                                         "--kind",
                                         "milestone",
                                         "--set",
                                         "start=2027-01-04T12:00",
                                         "--set",
                                         "finish=2027-01-04T12:00"});
    cairn({"set", build, "start=2027-02-01"});
    EXPECT_EQ(cairn.fields(build)["span"]["finish"], "2027-02-05T17:00");
    cairn({"set", gate, "start=2027-03-01T09:00"});
    EXPECT_EQ(cairn.fields(gate)["span"]["finish"], "2027-03-01T09:00");
    cairn({"set", build, "finish=2027-02-12", "start=2027-02-08"});
    EXPECT_EQ(cairn.fields(build)["span"]["finish"], "2027-02-12T17:00") << "both were typed";
    cairn({"set", "--where", "kind:task", "start=2027-03-01"});
    EXPECT_EQ(cairn.fields(build)["span"]["finish"], "2027-03-05T17:00");
    cairn({"undo"});
    EXPECT_EQ(cairn.fields(build)["span"]["start"], "2027-02-08T08:00");
    EXPECT_EQ(cairn.fields(build)["span"]["finish"], "2027-02-12T17:00");
}

}  // namespace
}  // namespace cairn::cli
