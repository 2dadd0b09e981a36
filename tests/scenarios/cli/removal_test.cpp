// Rights that are given and taken, with the real programs (I6). Answers have the keys of
// docs/JSON.md.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/scenarios/cli/programs.h"

namespace cairn::scenarios {
namespace {

constexpr int ok = 0;
constexpr int refused = 1;
constexpr int needs_person = 3;
constexpr int no_network = 4;

class Removal : public testing::Test {
protected:
    void SetUp() override {
        server.start();
        ASSERT_EQ(ada({"init", "Apollo", "--owner", "Ada"}).code, ok);
        ASSERT_EQ(ada({"new", "Beta"}).code, ok);
        ASSERT_EQ(ada({"sync", "--server", server.ticket()}).code, ok);
        let_in(ben, "Ben");
        let_in(cleo, "Cleo");
        for (const Laptop* laptop : {&ada, &ben, &cleo}) sync(*laptop);
        sync(ada);
    }
    void let_in(const Laptop& laptop, const std::string& name) {
        const Ended invite = ada({"invite", "--role", "editor", "--json"});
        ASSERT_EQ(invite.code, ok) << invite.out;
        ASSERT_EQ(laptop({"join", invite.json()["line"], "--name", name}).code, ok);
        sync(ada);
        sync(laptop);
    }
    static void sync(const Laptop& laptop) {
        const Ended synced = laptop({"sync"});
        EXPECT_EQ(synced.code, ok) << synced.out << synced.errors;
    }
    static std::string value(const Laptop& laptop, const std::string& field) {
        const auto shown = laptop({"show", "Beta", "--json"}).json();
        const auto& fields = shown["fields"];
        return fields.contains(field) ? fields[field].get<std::string>() : "";
    }

    test::TemporaryFolder folder;
    Server server{folder};
    Laptop ada{folder, "ada"};
    Laptop ben{folder, "ben"};
    Laptop cleo{folder, "cleo"};
};

TEST_F(Removal, LaterWorkOfWhoWasRemovedCountsNowhereAndTheySeeWhatBecameOfIt) {
    ben({"set", "Beta", "due=2027-03-01"});
    sync(ben);
    ben({"set", "Beta", "due=2027-09-09"});  // not sent

    const Ended removed = ada({"members", "remove", "Ben", "--json"});
    ASSERT_EQ(removed.code, ok) << removed.out << removed.errors;
    EXPECT_EQ(removed.json()["done"], true);
    EXPECT_NE(ben({"sync"}).code, ok);

    sync(cleo);
    sync(ada);
    for (const Laptop* laptop : {&ada, &ben, &cleo}) EXPECT_EQ(value(*laptop, "due"), "2027-03-01");
    const auto inbox = ben({"inbox", "--json"}).lines();
    ASSERT_EQ(inbox.size(), 1U);
    EXPECT_EQ(inbox[0]["what"], "taken");
    EXPECT_EQ(ben({"status"}).code, needs_person);
    EXPECT_EQ(ben({"status", "--json"}).json()["removed"], true);
    EXPECT_EQ(ben({"set", "Beta", "due=2027-10-10"}).code, refused);
    // The others go on under the new key.
    cleo({"set", "Beta", "due=2027-04-01"});
    sync(cleo);
    sync(ada);
    EXPECT_EQ(value(ada, "due"), "2027-04-01");
    EXPECT_EQ(ada.hash(), cleo.hash());
    EXPECT_EQ(ada({"members", "--json"}).lines().size(), 2U);
}

TEST_F(Removal, AWatchingLaptopThatIsRevokedIsCutOffAtOnce) {
    Running watching = ben.start({"sync", "--watch"});
    // Not asked by another `sync` of his: that one may take the line before the watching one does.
    ada({"set", "Beta", "due=2027-03-01"});
    sync(ada);
    ASSERT_TRUE(wait_until([&] { return value(ben, "due") == "2027-03-01"; })) << "it watches";
    const auto devices = ada({"device", "list", "--json"}).lines();
    const auto his = std::find_if(
        devices.begin(), devices.end(), [](const auto& one) { return one["name"] == "Ben"; });
    ASSERT_NE(his, devices.end());

    const Ended revoked = ada({"device", "revoke", (*his)["device"], "--json"});
    ASSERT_EQ(revoked.code, ok) << revoked.out << revoked.errors;

    EXPECT_NE(watching.wait(), ok);
    EXPECT_EQ(ben({"status", "--json"}).json()["removed"], true);
}

TEST_F(Removal, ARequestMadeOfflineWaitsAndIsJudgedAnew) {
    server.stop();
    const Ended asked = ada({"members", "role", "Ben", "reader", "--json"});
    EXPECT_EQ(asked.code, no_network);
    EXPECT_EQ(asked.json()["done"], false);
    const auto status = ada({"status", "--json"}).json();
    ASSERT_EQ(status["requests"].size(), 1U);
    EXPECT_EQ(status["requests"][0]["what"], "make Ben reader");
    const Ended second = ada({"rotate", "--json"});
    EXPECT_EQ(second.code, no_network);
    EXPECT_EQ(ada({"members", "withdraw", "2"}).code, ok);

    server.start();
    sync(ada);

    EXPECT_TRUE(ada({"status", "--json"}).json()["requests"].empty());
    EXPECT_EQ(ada({"members", "--json"}).lines()[1]["role"], "reader");
    sync(ben);
    EXPECT_EQ(ben({"set", "Beta", "due=2027-10-10"}).code, refused);
}

TEST_F(Removal, AnInviteThatHoldsTheKeyIsClosedAndTheKeyReplacedThoughItWasAskedOffline) {
    const std::string line = ada({"invite", "--unattended", "--json"}).json()["line"];
    const std::string id = ada({"invite", "list", "--json"}).json()["id"];
    server.stop();
    const Ended closed = ada({"invite", "close", id, "--json"});
    EXPECT_EQ(closed.code, no_network);
    EXPECT_EQ(closed.json()["closed"], id);
    EXPECT_EQ(closed.json()["done"], false);
    const auto waiting = ada({"status", "--json"}).json()["requests"];
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting[0]["what"], "close invite " + id.substr(0, 8));
    EXPECT_EQ(waiting[1]["what"], "change the key");

    server.start();
    sync(ada);

    EXPECT_TRUE(ada({"status", "--json"}).json()["requests"].empty());
    EXPECT_TRUE(ada({"invite", "list", "--json"}).lines().empty());
    const Laptop dora{folder, "dora"};
    EXPECT_EQ(dora({"join", line}).code, refused);
}

TEST_F(Removal, OwnersHandOverAndTheLastOneStays) {
    EXPECT_EQ(ada({"members", "role", "Ada", "admin"}).code, refused);
    const Ended alone = ada({"members", "remove", "Ada"});
    EXPECT_EQ(alone.code, refused);
    EXPECT_NE(alone.errors.find("Make somebody else an owner first"), std::string::npos);
    EXPECT_EQ(ada({"members", "role", "Ben", "owner"}).code, ok);
    EXPECT_EQ(ada({"members", "role", "Ada", "editor"}).code, ok);
    sync(ben);
    EXPECT_EQ(ada({"members", "remove", "Cleo"}).code, refused);
    EXPECT_EQ(ben({"members", "remove", "Ada"}).code, ok);
    EXPECT_EQ(ben({"rotate"}).code, ok);
}

TEST_F(Removal, WhatADemotedMemberHadNotSentWaitsForTheRole) {
    ben({"set", "Beta", "due=2027-03-01"});
    EXPECT_EQ(ada({"members", "role", "Ben", "reader"}).code, ok);
    sync(ben);
    EXPECT_EQ(value(ben, "due"), "");
    EXPECT_EQ(ada({"members", "keep", "Ben"}).code, refused) << "nothing of his is cut";
    EXPECT_EQ(ada({"members", "role", "Ben", "editor"}).code, ok);
    sync(ben);
    sync(ada);
    EXPECT_EQ(value(ada, "due"), "2027-03-01");
}

}  // namespace
}  // namespace cairn::scenarios
