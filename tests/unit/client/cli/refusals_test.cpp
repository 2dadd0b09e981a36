// Wrong input of every kind: an exit code, a sentence that says what to do, nothing changed.
#include <fstream>

#include <gtest/gtest.h>

#include "shared/platform/file.h"
#include "shared/roster/invite_line.h"
#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

class Refusals : public testing::Test {
protected:
    Refusals() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        cairn.make({"Beta"});
    }
    // The code of the refusal, after a check that it says the same to people.
    std::string refused(std::vector<std::string> words) {
        const Answer text = cairn(words);
        EXPECT_NE(text.exit, Exit::ok) << words[0];
        EXPECT_TRUE(text.out.empty()) << text.out;
        EXPECT_EQ(text.errors.rfind("cairn: ", 0), 0U) << text.errors;
        words.emplace_back("--json");
        const Answer answer = cairn(words);
        EXPECT_EQ(answer.exit, text.exit);
        EXPECT_TRUE(answer.errors.empty());
        const auto error = answer.json().at("error");
        EXPECT_EQ(error.size(), 2U);
        EXPECT_FALSE(error.at("message").get<std::string>().empty());
        return error.at("code");
    }
    CommandLine cairn;
};

TEST_F(Refusals, AnInviteEndsInTheFuture) {
    EXPECT_EQ(refused({"invite", "--expires", "2020-01-01"}), "wrong_use");
    EXPECT_EQ(refused({"invite", "--expires", "2027-01-12"}), "wrong_use");
    EXPECT_EQ(refused({"invite", "--expires", "+1d"}), "no_server");
}

TEST_F(Refusals, ALineWhoseTimeIsOverIsNotTried) {
    InviteLine line;
    line.server.host = "cairn.example";
    line.server.port = 7447;
    line.role_cap = Role::editor;
    line.expires = {1'800'000'000'000};
    EXPECT_EQ(refused({"join", encode_line(line), "--as", "Late"}), "bad_line");
    const Answer answer = cairn({"join", encode_line(line), "--as", "Late"});
    EXPECT_NE(answer.errors.find("Ask whoever sent it for a new one"), std::string::npos)
        << answer.errors;
    EXPECT_FALSE(engine::Home(cairn.home()).has_keys("Late"));
}

TEST_F(Refusals, OfSyncTellAMissingKeyFolderFromABusyServer) {
    std::filesystem::create_directories(cairn.home() / "keys" / "Apollo.watch");
    EXPECT_EQ(refused({"sync"}), "disk");
    std::filesystem::remove_all(cairn.home() / "keys");
    EXPECT_EQ(refused({"sync"}), "no_keys");
}

TEST_F(Refusals, NameTheReasonInACode) {
    cairn.make({"Twin"});
    cairn.make({"Twin"});
    const std::string before = cairn({"doctor", "--hash"}).out;
    EXPECT_EQ(refused({"show", "nothing like it"}), "no_item");
    EXPECT_EQ(refused({"show", "Twin"}), "ambiguous");
    EXPECT_EQ(refused({"set", "Beta", "frob=1"}), "no_field");
    EXPECT_EQ(refused({"set", "Beta", "influence=3"}), "no_field") << "of persons only";
    EXPECT_EQ(refused({"set", "Beta", "due=someday"}), "wrong_value");
    EXPECT_EQ(refused({"set", "Beta", "progress=900"}), "wrong_value");
    EXPECT_EQ(refused({"set", "Beta", "owner=nobody here"}), "wrong_value");
    EXPECT_EQ(refused({"set", "Beta", "labels=x"}), "wrong_value");
    EXPECT_EQ(refused({"set", "Beta", "due"}), "wrong_use");
    EXPECT_EQ(refused({"add", "Beta", "due", "x"}), "wrong_value");
    EXPECT_EQ(refused({"add", "Beta", "labels", ""}), "wrong_value");
    EXPECT_EQ(refused({"new", ""}), "wrong_value");
    EXPECT_EQ(refused({"new", "X", "--kind", "frob"}), "wrong_value");
    EXPECT_EQ(refused({"new", "\xFF"}), "wrong_value");
    EXPECT_EQ(refused({"ls", "--kind", "frob"}), "wrong_value");
    EXPECT_EQ(refused({"link", "Beta", "frobs", "Beta"}), "wrong_value");
    EXPECT_EQ(refused({"link", "Beta", "depends", "Beta"}), "wrong_value");
    EXPECT_EQ(refused({"restore", "Beta"}), "nothing_to_do");
    EXPECT_EQ(refused({"undo", "zzzz"}), "nothing_to_do");
    EXPECT_EQ(refused({"resolve", "Beta", "due", "--pick", "1"}), "no_conflict");
    EXPECT_EQ(refused({"resolve", "Beta", "due"}), "wrong_use");
    EXPECT_EQ(refused({"query", "SELECT nonsense"}), "wrong_value");
    EXPECT_EQ(refused({"query", "DELETE FROM edit"}), "wrong_value");
    EXPECT_EQ(refused({"import", "/no/such/file"}), "disk");
    EXPECT_EQ(refused({"export", "-o", "/no/such/folder/plan.json"}), "disk");
    EXPECT_EQ(refused({"init", "Apollo"}), "workspace_exists");
    EXPECT_EQ(refused({"init", "../Apollo"}), "wrong_value");
    EXPECT_EQ(refused({"init", "B", "--server", "nonsense"}), "bad_line");
    EXPECT_EQ(refused({"join", "nonsense"}), "bad_line");
    EXPECT_EQ(refused({"sync"}), "no_server");
    EXPECT_EQ(refused({"invite"}), "no_server");
    EXPECT_EQ(refused({"ls", "-w", "Nowhere"}), "no_workspace");
    EXPECT_EQ(cairn({"doctor", "--hash"}).out, before) << "nothing was changed";
}

TEST_F(Refusals, OfValuesThatCannotBeMeant) {
    cairn.make({"Gate one", "--kind", "gate"});
    cairn.make({"Ann", "--kind", "person"});
    const std::string before = cairn({"doctor", "--hash"}).out;
    for (const char* assignment : {"title=",
                                   "title= ",
                                   "estimate=-3d",
                                   "work-done=-1h",
                                   "duration=-2d",
                                   "owner=Gate one",
                                   "team=Ann",
                                   "calendar=Ann",
                                   "status=published"}) {
        EXPECT_EQ(refused({"set", "Beta", assignment}), "wrong_value") << assignment;
        EXPECT_EQ(refused({"new", "X", "--set", assignment}), "wrong_value") << assignment;
    }
    EXPECT_EQ(refused({"unset", "Beta", "title"}), "wrong_value");
    EXPECT_EQ(refused({"new", " \t"}), "wrong_value");
    const std::string said = cairn({"set", "Beta", "status=published"}).errors;
    EXPECT_NE(said.find("the states of a task are planned"), std::string::npos) << said;
    EXPECT_EQ(cairn({"doctor", "--hash"}).out, before);
    EXPECT_EQ(cairn({"set", "Beta", "owner=Ann", "estimate=0d", "status=done"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"link", "Beta", "depends", "Gate one", "--set", "lag=-2d"}).exit, Exit::ok)
        << "the next may begin before the one before ends";
}

// A plan that was changed here and in its file: two values of one field.
TEST_F(Refusals, OfADecisionAboutValuesThatWereNotListed) {
    const auto import = [&](const std::string& due) {
        const auto file = cairn.file("plan.csv", "id,title,due\n1,Pour," + due + "\n");
        EXPECT_EQ(cairn({"import", file.string()}).exit, Exit::ok);
    };
    import("2027-03-01");
    cairn({"set", "Pour", "due=2027-03-02"});
    import("2027-03-03");
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"resolve", "Pour", "due", "--pick", "1"},
             {"resolve", "Pour", "due", "2027-03-09"},
             {"set", "Pour", "due=2027-03-09"},
             {"unset", "Pour", "due"},
         }) {
        EXPECT_EQ(refused(words), "unseen_conflict") << words[0];
        EXPECT_EQ(cairn(words).exit, Exit::needs_person) << words[0];
    }
    EXPECT_EQ(cairn({"set", "Pour", "progress=5"}).exit, Exit::ok) << "another field";
    EXPECT_EQ(cairn({"conflicts", "Beta"}).exit, Exit::ok);
    EXPECT_EQ(refused({"resolve", "Pour", "due", "--pick", "1"}), "unseen_conflict");
    EXPECT_EQ(cairn({"conflicts", "--json"}).lines().size(), 1U);
    import("2027-03-04");
    EXPECT_EQ(refused({"resolve", "Pour", "due", "--pick", "1"}), "unseen_conflict");
    EXPECT_EQ(cairn({"conflicts", "Pour"}).exit, Exit::needs_person);
    EXPECT_EQ(cairn({"resolve", "Pour", "due", "--pick", "1"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"conflicts"}).exit, Exit::ok);
}

TEST_F(Refusals, ExitCodesTellWrongUseFromRefusal) {
    EXPECT_EQ(cairn({"frob"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"show"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"ls", "--frob"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"mv", "Beta"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"mv", "Beta", "--top", "--under", "Beta"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"invite", "--uses", "0"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"set", "Beta", "due"}).exit, Exit::wrong_use);
    EXPECT_EQ(cairn({"set", "Beta", "due=x"}).exit, Exit::refused);
}

TEST_F(Refusals, AServerThatDoesNotAnswerIsNoNetworkAndNothingIsLost) {
    const Answer synced = cairn({"sync", "--server", "cairn-ticket:broken"});
    EXPECT_EQ(synced.exit, Exit::refused) << "the line is at fault, not the network";
    EXPECT_EQ(cairn({"status", "--json"}).json()["server"], nullptr);
}

TEST_F(Refusals, ADamagedFileIsSaidToBeOne) {
    const auto file = cairn.home() / "Apollo.cairn";
    std::filesystem::remove(file.string() + "-wal");
    std::ofstream(file, std::ios::binary | std::ios::trunc) << std::string(8192, 'x');
    EXPECT_EQ(refused({"ls"}), "not_a_workspace");
    EXPECT_EQ(refused({"set", "Beta", "due=2027-03-01"}), "not_a_workspace");
    EXPECT_EQ(refused({"query", "SELECT * FROM items"}), "not_a_workspace");
}

TEST_F(Refusals, AnEmptyFileIsNoWorkspace) {
    std::filesystem::remove(cairn.home() / "Apollo.cairn-wal");
    std::ofstream(cairn.home() / "Apollo.cairn", std::ios::trunc).close();
    EXPECT_EQ(refused({"ls"}), "not_a_workspace");
}

TEST_F(Refusals, WithoutItsKeysAPlanCanBeReadButNotChanged) {
    std::filesystem::remove(cairn.home() / "keys" / "Apollo.key");
    EXPECT_EQ(cairn({"ls"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"search", "Beta"}).exit, Exit::ok);
    EXPECT_EQ(refused({"set", "Beta", "due=2027-03-01"}), "no_keys");
    EXPECT_EQ(refused({"device"}), "no_keys");
    EXPECT_EQ(cairn({"status", "--json"}).json()["keys"], false);
}

TEST_F(Refusals, AHomeThatIsNoFolderIsRefused) {
    std::filesystem::remove_all(cairn.home());
    std::ofstream(cairn.home()) << "a file";
    EXPECT_EQ(refused({"init", "Borealis"}), "disk");
    EXPECT_EQ(cairn({"workspaces"}).exit, Exit::ok);
}

TEST_F(Refusals, SyncWaitsForNobodyWhileAnotherProcessWatches) {
    const auto lock = platform::FileLock::try_take(cairn.home() / "keys" / "Apollo.watch");
    ASSERT_TRUE(lock);
    EXPECT_EQ(refused({"sync"}), "busy");
    EXPECT_EQ(cairn({"new", "Written meanwhile"}).exit, Exit::ok);
}

TEST_F(Refusals, InitKeepsKeysWhosePlanFileIsGone) {
    const std::string key = (cairn.home() / "keys" / "Apollo.key").string();
    const auto before = platform::read_file(key, 4096);
    ASSERT_TRUE(before.has_value());
    std::filesystem::rename(cairn.home() / "Apollo.cairn", cairn.home() / "elsewhere");
    EXPECT_EQ(refused({"init", "Apollo"}), "workspace_exists");
    EXPECT_NE(cairn({"init", "Apollo"}).errors.find(key), std::string::npos);
    EXPECT_EQ(platform::read_file(key, 4096).value(), *before);
}

TEST_F(Refusals, KeysOfAnotherDeviceOpenThePlanForReadingOnly) {
    cairn({"init", "Borealis", "-q"});
    const auto keys = cairn.home() / "keys";
    std::filesystem::rename(keys / "Borealis.key", keys / "Apollo.key");
    EXPECT_EQ(refused({"new", "X", "-w", "Apollo"}), "no_keys");
    EXPECT_EQ(refused({"device", "-w", "Apollo"}), "no_keys");
    EXPECT_NE(cairn({"new", "X", "-w", "Apollo"}).errors.find("belongs to another device"),
              std::string::npos);
    EXPECT_EQ(cairn({"show", "Beta", "-w", "Apollo"}).exit, Exit::ok);
    const Answer status = cairn({"status", "-w", "Apollo"});
    EXPECT_NE(status.out.find("belongs to another device"), std::string::npos);
    EXPECT_NE(status.out.find("Unsent:    2 changes"), std::string::npos) << status.out;
}

TEST_F(Refusals, NoAnswerIsWrittenOverAWorkspaceOrItsKeys) {
    const std::string plan = (cairn.home() / "Apollo.cairn").string();
    const std::string key = (cairn.home() / "keys" / "new").string();
    for (const std::string& file : {plan, plan + "-wal", key}) {
        EXPECT_EQ(refused({"export", "-o", file}), "wrong_value");
        EXPECT_EQ(refused({"report", "weekly", "-o", file}), "wrong_value");
        EXPECT_EQ(refused({"bundle", "write", file}), "wrong_value");
    }
    EXPECT_EQ(cairn({"ls"}).exit, Exit::ok);
    const std::string other = (cairn.folder() / "other").string();
    EXPECT_EQ(cairn({"bundle", "write", other}).exit, Exit::ok);
    EXPECT_EQ(cairn({"export", "-o", other}).exit, Exit::ok) << "what is no database is replaced";
}

TEST_F(Refusals, ABundleSaysWhatItLacks) {
    const std::string file = (cairn.folder() / "plan.cairnbundle").string();
    std::filesystem::rename(cairn.home() / "keys", cairn.home() / "lost");
    const Answer without = cairn({"bundle", "write", file, "--json"});
    EXPECT_EQ(without.exit, Exit::needs_person);
    EXPECT_GT(without.json()["unsealed"], 0);
    EXPECT_NE(cairn({"bundle", "write", file}).out.find("not in it"), std::string::npos);
    std::filesystem::rename(cairn.home() / "lost", cairn.home() / "keys");
    const Answer with = cairn({"bundle", "write", file, "--json"});
    EXPECT_EQ(with.exit, Exit::ok);
    EXPECT_EQ(with.json()["unsealed"], 0);
}

}  // namespace
}  // namespace cairn::cli
