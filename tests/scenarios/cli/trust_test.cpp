// Keys at rest, six words, recovery kits and meetings without a server, with the real programs.
#include <fstream>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "tests/scenarios/cli/programs.h"

namespace cairn::scenarios {
namespace {

constexpr int ok = 0;
constexpr int refused = 1;
constexpr int no_network = 4;

class Trust : public testing::Test {
protected:
    void SetUp() override {
        server.start();
        ASSERT_EQ(ada({"init", "Apollo", "--owner", "Ada"}).code, ok);
        ASSERT_EQ(ada({"new", "Beta"}).code, ok);
        ASSERT_EQ(ada({"sync", "--server", server.ticket()}).code, ok);
        let_in(ben, "Ben");
    }
    void let_in(const Laptop& laptop, const std::string& name) {
        const Ended invite = ada({"invite", "--role", "editor", "--unattended", "--json"});
        ASSERT_EQ(invite.code, ok) << invite.out;
        const Ended joined =
            laptop({"join", invite.json()["line"], "--name", name, "--as", "Apollo"});
        ASSERT_EQ(joined.code, ok) << joined.out << joined.errors;
        sync(ada);
        sync(laptop);
    }
    static void sync(const Laptop& laptop) {
        const Ended synced = laptop({"sync"});
        EXPECT_EQ(synced.code, ok) << synced.out << synced.errors;
    }
    std::string file(const std::string& name, const std::string& content) {
        const std::string path = (folder.path() / name).string();
        std::ofstream(path) << content;
        return path;
    }
    std::vector<std::string> kit_of_ada() {
        const Ended made = ada({"recovery", "make", "--json"});
        EXPECT_EQ(made.code, ok) << made.out << made.errors;
        return made.json()["rows"];
    }
    static std::string joined(const std::vector<std::string>& rows) {
        std::string text;
        for (const std::string& row : rows) text += row + "\n";
        return text;
    }

    test::TemporaryFolder folder;
    Server server{folder};
    Laptop ada{folder, "ada"};
    Laptop ben{folder, "ben"};
    Laptop next{folder, "next"};  // the laptop after the lost one
};

TEST_F(Trust, KeysUnderAPassphraseServeWhoGivesIt) {
    const std::string right = file("right", "four odd words\n");
    const std::string wrong = file("wrong", "four odd word\n");
    const auto with = [&](const std::string& passphrase, const std::string& line) {
        return ada.as_typed(line, {{"CAIRN_PASSPHRASE_FILE", passphrase}});
    };
    ASSERT_EQ(with(right, "cairn device lock").code, ok);
    EXPECT_EQ(ada({"ls"}).code, ok) << "reading needs none";
    const Ended locked = ada({"new", "Gamma", "--json"});
    EXPECT_EQ(locked.code, refused);
    EXPECT_EQ(locked.json()["error"]["code"], "locked");
    EXPECT_EQ(with(wrong, "cairn new Gamma --json").json()["error"]["code"], "wrong_passphrase");
    EXPECT_EQ(with(right, "cairn new Gamma").code, ok);
    EXPECT_EQ(with(right, "cairn sync").code, ok);
    EXPECT_EQ(with(right, "cairn device unlock").code, ok);
    EXPECT_EQ(ada({"sync"}).code, ok);
}

TEST_F(Trust, SixWordsAreTheSameOnBothScreensUntilALaptopComesIn) {
    const auto at_ada = ada({"verify", "Ben", "--json"}).json();
    const auto at_ben = ben({"verify", "Ada", "--json"}).json();
    EXPECT_EQ(at_ada["words"].size(), 6U);
    EXPECT_EQ(at_ada["words"], at_ben["words"]);
    EXPECT_EQ(at_ada["trust"], "unverified");
    ASSERT_EQ(ben({"verify", "Ada", "--same"}).code, ok);
    EXPECT_EQ(ben({"verify", "Ada", "--json"}).json()["trust"], "verified");
    EXPECT_TRUE(ben({"status", "--json"}).json()["changed_since_verified"].empty());

    kit_of_ada();
    sync(ben);
    EXPECT_EQ(ben({"status", "--json"}).json()["changed_since_verified"].size(), 1U);
    EXPECT_NE(ben({"status"}).out.find("have changed since you compared words"), std::string::npos);
    EXPECT_EQ(ben({"verify", "Ada", "--json"}).json()["trust"], "changed");
}

TEST_F(Trust, APrintedKitBringsItsMemberBackWithEverythingThoughNobodyIsOnline) {
    ada({"set", "Beta", "due=2027-03-01"});
    const auto rows = kit_of_ada();
    sync(ben);
    const std::string kit = file("kit", joined(rows));
    const Ended recovered = next({"recover", kit, "--as", "Apollo", "--json"});
    ASSERT_EQ(recovered.code, ok) << recovered.out << recovered.errors;
    EXPECT_EQ(recovered.json()["role"], "owner");
    EXPECT_EQ(next({"show", "Beta", "--json"}).json()["fields"]["due"], "2027-03-01");
    EXPECT_EQ(next({"device", "--json"}).json()["name"], "Ada");
    EXPECT_EQ(next({"recover", kit, "--as", "Again", "--json"}).json()["error"]["code"],
              "workspace_exists");

    const std::string lost = ada({"device", "--json"}).json()["device"];
    const Ended shut_out = next({"device", "revoke", lost});
    ASSERT_EQ(shut_out.code, ok) << shut_out.out << shut_out.errors;
    EXPECT_NE(ada({"sync"}).code, ok);
    ASSERT_EQ(next({"set", "Beta", "due=2027-04-01"}).code, ok);
    sync(next);
    sync(ben);
    EXPECT_EQ(ben({"show", "Beta", "--json"}).json()["fields"]["due"], "2027-04-01");
    EXPECT_EQ(next.hash(), ben.hash());
    EXPECT_EQ(ben({"members", "--json"}).lines().size(), 2U);
}

TEST_F(Trust, AKitThatWasMistypedOrRevokedBringsNobodyIn) {
    auto rows = kit_of_ada();
    const std::string kit = file("kit", joined(rows));
    rows[2][6] = rows[2][6] == '7' ? '8' : '7';
    const Ended mistyped = next({"recover", file("typed", joined(rows)), "--json"});
    EXPECT_EQ(mistyped.code, refused);
    EXPECT_EQ(mistyped.json()["error"]["code"], "bad_line");
    EXPECT_EQ(std::string(mistyped.json()["error"]["message"]).find("Row 3 "), 0U);

    const std::string id = ada({"recovery", "list", "--json"}).json()["kit"];
    ASSERT_EQ(ada({"device", "revoke", id}).code, ok);
    EXPECT_EQ(ada({"recovery", "list", "--json"}).out, "");
    EXPECT_NE(next({"recover", kit}).code, ok);
    EXPECT_EQ(next({"ls"}).code, refused) << "nothing came";
}

class Lan : public Trust {
protected:
    // Goes to whoever waits there, as soon as somebody does.
    [[nodiscard]] Ended go(const Laptop& laptop) const {
        Ended met;
        EXPECT_TRUE(wait_until([&] {
            met = laptop({"lan", "127.0.0.1:" + std::to_string(port), "--json"});
            return met.code != no_network ||
                   met.out.find("Is `cairn lan` running") == std::string::npos;
        }));
        return met;
    }
    [[nodiscard]] Running wait(const Laptop& laptop) const {
        return laptop.start({"lan", "--port", std::to_string(port)});
    }
    int port = free_port();
};

TEST_F(Lan, LaptopsMeetWithoutAServerAndThenWithIt) {
    server.stop();
    ada({"set", "Beta", "due=2027-03-01"});
    ben({"set", "Beta", "owner=me"});
    {
        const Running waiting = wait(ada);
        const Ended met = go(ben);
        ASSERT_EQ(met.code, ok) << met.out << met.errors;
        EXPECT_EQ(met.json()["name"], "Ada");
        EXPECT_EQ(met.json()["changes_received"], 1);
        EXPECT_EQ(met.json()["envelopes_sent"], 1);
        EXPECT_EQ(ada.hash(), ben.hash());
        const Ended again = go(ben);
        EXPECT_EQ(again.json()["envelopes_received"], 0);
        EXPECT_EQ(again.json()["envelopes_sent"], 0);
    }
    server.start();
    sync(ben);
    sync(ada);
    EXPECT_EQ(ada.hash(), ben.hash());
    EXPECT_EQ(ada({"status", "--json"}).json()["unsent_envelopes"], 0);
}

TEST_F(Lan, WhoWasRemovedIsToldNothing) {
    let_in(next, "Cleo");
    sync(ben);
    ASSERT_EQ(ada({"members", "remove", "Ben"}).code, ok);
    ada({"new", "For members alone"});
    ben({"new", "From outside"});
    server.stop();
    const std::string before = ben.hash();
    {
        const Running waiting = wait(ada);
        EXPECT_NE(go(ben).code, ok);
        // Cleo hears of the removal here first, and then does as Ada does.
        EXPECT_EQ(go(next).code, ok);
    }
    const Running waiting = wait(next);
    EXPECT_NE(go(ben).code, ok);
    EXPECT_EQ(ben.hash(), before);
    EXPECT_EQ(ada.hash(), next.hash());
    EXPECT_EQ(ada({"search", "outside", "--json"}).out, "");
}

TEST_F(Lan, StrangersLearnNotEvenWhoIsThere) {
    ASSERT_EQ(next({"init", "Borealis", "--owner", "Mallory"}).code, ok);
    const Running waiting = wait(ada);
    const Ended met = go(next);
    EXPECT_EQ(met.code, refused);
    EXPECT_EQ(met.json()["error"]["code"], "distrust");
    EXPECT_EQ(go(ben).code, ok) << "and nobody is kept away by them";
}

// Two machines with a wire between them and nothing else, if this one lets us make them.
TEST_F(Lan, LaptopsOfTwoNetworkNamespacesMeetAndThenTheServer) {
    const std::string wire =
        "ip link add cairn0 type veth peer name cairn1 && ip link set cairn1 netns $1 && "
        "ip addr add 10.231.7.1/24 dev cairn0 && ip link set cairn0 up";
    const std::string try_out = "unshare -n sh -c 'ip link show >/dev/null' 2>/dev/null";
    if (std::system(try_out.c_str()) != 0)
        GTEST_SKIP() << "network namespaces (unshare -n, ip) are not to be had here";
    server.stop();
    ada({"set", "Beta", "due=2027-03-01"});
    ben({"set", "Beta", "owner=me"});
    const std::string at = ":" + std::to_string(port);
    const std::string there =
        file("there", "exec " + ben.shell({"lan", "--port", std::to_string(port)}) + "\n");
    const std::string here = file(
        "here",
        "unshare -n sh " + there +
            " </dev/null >/dev/null 2>&1 & there=$!\nset -- $there\n"
            "here() { [ \"$(readlink /proc/$1/ns/net)\" = \"$(readlink /proc/$$/ns/net)\" ]; }\n"
            "n=0; while here $1 && [ $n -lt 500 ]; do n=$((n+1)); done\n" +
            wire +
            " && nsenter -t $1 -n sh -c 'ip addr add 10.231.7.2/24 dev cairn1 && ip link set "
            "cairn1 up' || exit 77\n"
            "n=0; until " +
            ada.shell({"lan", "10.231.7.2" + at}) +
            "; do n=$((n+1)); [ $n -lt 100 ] || break; done\n"
            "code=$?; kill $there; exit $code\n");
    const int ended = std::system(("unshare -n sh " + here + " >/dev/null 2>&1").c_str());
    if (WEXITSTATUS(ended) == 77) GTEST_SKIP() << "no wire can be laid between namespaces here";
    EXPECT_EQ(WEXITSTATUS(ended), 0);
    EXPECT_EQ(ada.hash(), ben.hash());
    server.start();
    sync(ada);
    sync(ben);
    EXPECT_EQ(ada.hash(), ben.hash());
}

}  // namespace
}  // namespace cairn::scenarios
