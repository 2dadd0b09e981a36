// Two laptops and a server, the real programs. Answers have the keys of docs/JSON.md.
#include <gtest/gtest.h>

#include "shared/base/random.h"
#include "tests/scenarios/cli/programs.h"
#include "tests/support/documents/json_document.h"

namespace cairn::scenarios {
namespace {

constexpr int ok = 0;
constexpr int refused = 1;
constexpr int needs_person = 3;
constexpr int no_network = 4;

class TwoLaptops : public testing::Test {
protected:
    void SetUp() override {
        server.start();
        ASSERT_EQ(one({"init", "Apollo", "--owner", "Release lead"}).code, ok);
        ASSERT_EQ(one({"new", "Beta"}).code, ok);
        const Ended synced = one({"sync", "--server", server.ticket()});
        ASSERT_EQ(synced.code, ok) << synced.errors;
    }
    void let_in(const std::string& role = "editor") {
        const Ended invite = one({"invite", "--role", role, "--unattended", "--json"});
        ASSERT_EQ(invite.code, ok) << invite.out;
        expect_keys("invite", invite.json());
        const Ended joined = two({"join", invite.json()["line"], "--name", "QA lead", "--json"});
        ASSERT_EQ(joined.code, ok) << joined.out << joined.errors;
        expect_keys("join", joined.json());
        EXPECT_EQ(joined.json()["role"], role);
    }
    void expect_keys(const std::string& row, const nlohmann::json& answer) {
        test::Keys keys;
        test::keys_of(answer, "", keys);
        test::Keys documented = test::documented_keys("docs/JSON.md").at(row);
        // What is empty or absent shows none of the keys within it.
        for (const auto& [key, value] : answer.items()) {
            if (!value.empty()) continue;
            const std::string start = key + (value.is_array() ? "[]" : ".");
            const auto within = [&](const std::string& name) { return name.rfind(start, 0) == 0; };
            if (std::erase_if(documented, within) > 0 && value.is_null()) documented.insert(key);
        }
        EXPECT_EQ(keys, documented) << row;
    }

    test::TemporaryFolder folder;
    Server server{folder};
    Laptop one{folder, "one"};
    Laptop two{folder, "two"};
};

TEST_F(TwoLaptops, MeetWithEqualPlansAndKnowEachOther) {
    let_in();
    EXPECT_EQ(two({"show", "Beta"}).code, ok);
    const Ended synced = one({"sync", "--json"});
    ASSERT_EQ(synced.code, ok) << synced.out;
    expect_keys("sync", synced.json());
    EXPECT_EQ(two({"sync"}).code, ok);
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(one.hash(), two.hash());
    const auto members = one({"members", "--json"}).lines();
    ASSERT_EQ(members.size(), 2U);
    EXPECT_EQ(members[1]["name"], "QA lead");
    const auto status = one({"status", "--json"}).json();
    expect_keys("status", status);
    EXPECT_EQ(status["unsent_changes"], 0);
    EXPECT_EQ(status["unsent_envelopes"], 0);
    EXPECT_TRUE(status["reached_ms"].is_number());
}

TEST_F(TwoLaptops, MeetByAFileWhenThereIsNoServer) {
    let_in();
    one({"sync"});
    server.stop();
    const std::string there = (folder.path() / "there.cairnbundle").string();
    const std::string back = (folder.path() / "back.cairnbundle").string();
    one({"set", "Beta", "due=2027-03-01"});
    two({"set", "Beta", "owner=me"});
    const Ended written = one({"bundle", "write", there, "--for", "QA lead", "--json"});
    ASSERT_EQ(written.code, ok) << written.out;
    expect_keys("bundle write", written.json());
    const Ended read = two({"bundle", "read", there, "--json"});
    ASSERT_EQ(read.code, ok) << read.out;
    expect_keys("bundle read", read.json());
    EXPECT_EQ(read.json()["changes_received"], 1);
    ASSERT_EQ(two({"bundle", "write", back}).code, ok);
    ASSERT_EQ(one({"bundle", "read", back}).code, ok);
    EXPECT_EQ(one.hash(), two.hash());

    server.start();
    EXPECT_EQ(two({"sync"}).code, ok);  // brings both people's work
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(one.hash(), two.hash());
    EXPECT_EQ(one({"bundle", "read", there, "-w", "nowhere"}).code, refused);
    EXPECT_EQ(one({"bundle", "read", (folder.path() / "missing").string()}).code, refused);
}

TEST_F(TwoLaptops, AConflictIsSeenByBothAndADecisionClearsItForBoth) {
    let_in();
    one({"sync"});
    one({"set", "Beta", "due=2027-03-01"});
    two({"set", "Beta", "due=2027-04-01"});
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(two({"sync"}).code, needs_person);
    EXPECT_EQ(one({"sync"}).code, needs_person);
    const Ended conflicts = two({"conflicts", "--json"});
    EXPECT_EQ(conflicts.code, needs_person);
    expect_keys("conflicts", conflicts.json());
    EXPECT_EQ(conflicts.json()["candidates"].size(), 2U);
    const Ended resolved = two({"resolve", "Beta", "due", "--pick", "2", "--json"});
    EXPECT_EQ(resolved.code, ok) << resolved.out;
    expect_keys("resolve", resolved.json());
    EXPECT_EQ(two({"sync"}).code, ok);
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(one({"conflicts"}).code, ok);
    EXPECT_EQ(one.hash(), two.hash());
}

TEST_F(TwoLaptops, ACommenterSpeaksAndIsAnsweredAndWritesNothingElse) {
    one({"set", "Beta", "owner=me"});
    one({"sync"});
    let_in("commenter");
    EXPECT_EQ(two({"set", "Beta", "due=2027-03-01"}).code, refused);
    const Ended said = two({"comment", "Beta", "Too early, @Release lead!", "--json"});
    ASSERT_EQ(said.code, ok) << said.out << said.errors;
    expect_keys("comment", said.json());
    EXPECT_EQ(two({"sync"}).code, ok);
    EXPECT_EQ(one({"sync"}).code, ok);
    const auto inbox = one({"inbox", "--json"}).lines();
    ASSERT_EQ(inbox.size(), 1U);
    EXPECT_EQ(inbox[0]["what"], "mention");
    EXPECT_EQ(inbox[0]["by"], "QA lead");
    EXPECT_EQ(one({"inbox", "--done"}).code, ok);
    EXPECT_TRUE(one({"inbox", "--json"}).lines().empty());
    EXPECT_EQ(one({"comment", inbox[0]["comment"], "A week more, @QA lead"}).code, ok);
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(two({"sync"}).code, ok);
    EXPECT_EQ(two({"inbox", "--json"}).json()["what"], "mention");
    EXPECT_EQ(one.hash(), two.hash());
}

TEST_F(TwoLaptops, ADraftStaysAtHomeSurvivesASyncAndConflictsVisiblyWhenPublished) {
    let_in();
    one({"set", "Beta", "due=2027-03-01"});
    one({"sync"});
    two({"sync"});
    EXPECT_EQ(one({"draft", "new", "what if"}).code, ok);
    EXPECT_EQ(one({"set", "Beta", "due=2027-05-01", "--draft", "what if"}).code, ok);
    two({"set", "Beta", "due=2027-04-01"});
    two({"sync"});
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(one.hash(), two.hash()) << "nothing of a draft leaves";
    EXPECT_EQ(one({"show", "Beta", "--draft", "what if", "--json"}).json()["fields"]["due"],
              "2027-05-01");
    const Ended shown = one({"draft", "show", "what if", "--json"});
    EXPECT_EQ(shown.json()["conflicts"].size(), 1U) << shown.out;
    EXPECT_EQ(one({"draft", "publish", "what if"}).code, needs_person);
    EXPECT_EQ(one({"sync"}).code, needs_person);
    EXPECT_EQ(two({"sync"}).code, needs_person);
    EXPECT_EQ(one.hash(), two.hash());
    EXPECT_EQ(one({"inbox", "--json"}).json()["what"], "conflict") << "one of the values is mine";
    EXPECT_EQ(one({"conflicts"}).code, needs_person);
    EXPECT_EQ(one({"resolve", "Beta", "due", "--pick", "1"}).code, ok);
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(two({"sync"}).code, ok);
}

TEST_F(TwoLaptops, AReaderReadsAndIsRefusedWhenWriting) {
    let_in("reader");
    EXPECT_EQ(two({"show", "Beta"}).code, ok);
    const Ended written = two({"set", "Beta", "due=2027-03-01", "--json"});
    EXPECT_EQ(written.code, refused);
    EXPECT_EQ(written.json()["error"]["code"], "not_allowed");
}

TEST_F(TwoLaptops, InvitesAreListedAndClosed) {
    const std::string line = one({"invite", "--json"}).json()["line"];
    const auto invites = one({"invite", "list", "--json"}).lines();
    ASSERT_EQ(invites.size(), 1U);
    expect_keys("invite list", invites[0]);
    const std::string id = invites[0]["id"];
    const Ended closed = one({"invite", "close", id.substr(0, 8), "--json"});
    ASSERT_EQ(closed.code, ok) << closed.out;
    expect_keys("invite close", closed.json());
    EXPECT_TRUE(one({"invite", "list", "--json"}).lines().empty());
    EXPECT_EQ(two({"join", line}).code, refused);
}

TEST_F(TwoLaptops, AnInviteCanBeShownAsACode) {
    const Ended invite = one({"invite", "--qr"});
    ASSERT_EQ(invite.code, ok) << invite.errors;
    EXPECT_EQ(invite.out.rfind("cairn-invite:", 0), 0U);
    EXPECT_NE(invite.out.find("█"), std::string::npos);
}

TEST_F(TwoLaptops, WithoutTheServerWorkGoesOnAndSyncSaysThereIsNoNetwork) {
    server.stop();
    EXPECT_EQ(one({"new", "Docs"}).code, ok);
    const Ended synced = one({"sync", "--timeout", "2", "--json"});
    EXPECT_EQ(synced.code, no_network);
    EXPECT_EQ(synced.json()["error"]["code"], "no_network");
    EXPECT_EQ(one({"status", "--json"}).json()["unsent_changes"], 1);
    server.start();
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(one({"status", "--json"}).json()["unsent_changes"], 0);
}

// Some 50 KB that no compression makes much smaller.
std::string noise(Random& random) {
    constexpr std::size_t length = 60'000;
    Bytes bytes(length);
    random.fill(bytes);
    std::string text(length, ' ');
    for (std::size_t i = 0; i < length; ++i) text[i] = static_cast<char>('!' + bytes[i] % 90);
    return text;
}

TEST_F(TwoLaptops, WhatAFullServerRefusesIsKeptAndSentWhenThereIsRoom) {
    server.stop();
    server.start({"limits.device_guaranteed_mib=0", "limits.workspace_mib=1"});
    SeededRandom random{3};
    constexpr int items = 30;
    for (int i = 0; i < items; ++i) ASSERT_EQ(one({"new", "--", noise(random)}).code, ok);
    const Ended full = one({"sync", "--json"});
    EXPECT_EQ(full.code, refused) << full.out;
    expect_keys("sync", full.json());
    EXPECT_GE(full.json()["envelopes_refused"], 1);
    EXPECT_EQ(full.json()["refusals"].size(), 1U) << full.out;
    const Ended said = one({"sync"});
    EXPECT_EQ(said.code, refused);
    EXPECT_EQ(said.out.find("Synced"), std::string::npos) << said.out;
    EXPECT_NE(said.errors.find("is kept here"), std::string::npos) << said.errors;
    server.stop();
    server.start();
    EXPECT_EQ(one({"sync"}).code, ok);
    EXPECT_EQ(one({"status", "--json"}).json()["unsent_envelopes"], 0);
}

TEST_F(TwoLaptops, AServerThatWasNotReachedDoesNotReplaceTheOneThatWorks) {
    const test::TemporaryFolder elsewhere;
    const Server silent(elsewhere);
    const std::string ticket = silent.ticket();
    EXPECT_EQ(one({"sync", "--server", ticket, "--timeout", "2"}).code, no_network);
    const Ended synced = one({"sync"});
    EXPECT_EQ(synced.code, ok) << synced.errors;
}

TEST_F(TwoLaptops, AServerIsNotReplacedWhileAnotherProcessWatchesIt) {
    const Running watching = one.start({"sync", "--watch"});
    const auto busy = [&](const std::vector<std::string>& words) {
        const Ended ended = one(words);
        return ended.code == refused && ended.json()["error"]["code"] == "busy";
    };
    // It watches once it has sent this; a sync before that would take the lock from it.
    one({"new", "Docs"});
    EXPECT_TRUE(wait_until([&] {
        const auto status = one({"status", "--json"}).json();
        return status["unsent_changes"] == 0 && status["unsent_envelopes"] == 0;
    }));
    EXPECT_TRUE(busy({"sync", "--json"}));
    const std::string before = one({"status", "--json"}).json()["server"];
    const test::TemporaryFolder elsewhere;
    const Server other(elsewhere);
    EXPECT_TRUE(busy({"sync", "--server", other.ticket(), "--json"}));
    EXPECT_EQ(one({"status", "--json"}).json()["server"], before);
}

TEST_F(TwoLaptops, AWatcherSendsWhatAnotherProcessWritesAndBringsWhatOthersDo) {
    let_in();
    Running watching = two.start({"sync", "--watch"});
    one({"new", "Docs"});
    ASSERT_EQ(one({"sync"}).code, ok);
    EXPECT_TRUE(wait_until([&] { return two({"show", "Docs"}).code == ok; }));
    EXPECT_EQ(two({"sync", "--json"}).json()["error"]["code"], "busy");
    two({"new", "Code"});
    EXPECT_TRUE(wait_until([&] {
        return one({"sync"}).code == ok && one({"show", "Code"}).code == ok;
    }));
    EXPECT_EQ(watching.stop(), ok);
    EXPECT_EQ(two({"sync"}).code, ok) << "the lock went with the watcher";
}

}  // namespace
}  // namespace cairn::scenarios
