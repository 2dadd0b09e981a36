// Who keeps this device's keys, and what commands do meanwhile.
#include <gtest/gtest.h>

#include "client/keys/key_store.h"
#include "shared/platform/file.h"
#include "tests/unit/client/cli/command_line.h"

namespace cairn::cli {
namespace {

class DeviceKeysAtRest : public testing::Test {
protected:
    DeviceKeysAtRest() {
        cairn({"init", "Apollo", "--owner", "Lead", "-q"});
        cairn.make({"Beta"});
    }
    std::string keeper() { return cairn({"status", "--json"}).json()["keeper"]; }
    std::string code(const std::vector<std::string>& words) {
        std::vector<std::string> in_json = words;
        in_json.emplace_back("--json");
        const auto answer = cairn(in_json).json();
        return answer.contains("error") ? answer["error"]["code"] : "";
    }
    CommandLine cairn;
    const std::string secret = "four odd words";
};

TEST_F(DeviceKeysAtRest, ArePlainAtFirstAndThatIsSaid) {
    EXPECT_EQ(keeper(), "plain");
    EXPECT_NE(cairn({"status"}).out.find("not encrypted"), std::string::npos);
    EXPECT_NE(cairn({"doctor"}).out.find("not encrypted"), std::string::npos);
    const Answer made = cairn({"init", "Borealis"});
    EXPECT_NE((made.out + made.errors).find("not encrypted"), std::string::npos);
}

TEST_F(DeviceKeysAtRest, OpenForWhoKnowsThePassphrase) {
    cairn.passphrase = secret;
    ASSERT_EQ(cairn({"device", "lock"}).exit, Exit::ok);
    EXPECT_EQ(keeper(), "passphrase");
    EXPECT_EQ(cairn({"new", "Written"}).exit, Exit::ok);
    EXPECT_EQ(cairn({"doctor"}).exit, Exit::ok);
    ASSERT_EQ(cairn({"device", "unlock"}).exit, Exit::ok);
    cairn.passphrase.clear();
    EXPECT_EQ(keeper(), "plain");
    EXPECT_EQ(cairn({"new", "Written, too"}).exit, Exit::ok);
}

TEST_F(DeviceKeysAtRest, OpenForNobodyElse) {
    const std::string before = cairn({"ls", "--json"}).out;
    cairn.passphrase = secret;
    ASSERT_EQ(cairn({"device", "lock"}).exit, Exit::ok);
    cairn.passphrase = "other words";
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"new", "X"}, {"ls"}, {"doctor"}, {"device", "unlock"}, {"device", "lock"}}) {
        EXPECT_EQ(code(words), "wrong_passphrase") << words[0];
        EXPECT_EQ(cairn(words).exit, Exit::refused) << words[0];
    }
    cairn.passphrase = secret;
    EXPECT_EQ(cairn({"ls", "--json"}).out, before) << "nothing was written";
}

TEST_F(DeviceKeysAtRest, ThatAreLockedLeaveThePlanReadable) {
    cairn.passphrase = secret;
    ASSERT_EQ(cairn({"device", "lock"}).exit, Exit::ok);
    cairn.passphrase.clear();
    EXPECT_EQ(cairn({"ls"}).exit, Exit::ok);
    EXPECT_EQ(code({"new", "X"}), "locked");
    EXPECT_EQ(code({"sync"}), "locked");
    EXPECT_EQ(code({"device"}), "locked");
    EXPECT_EQ(cairn({"status", "--json"}).json()["keys"], false);
    EXPECT_EQ(code({"device", "unlock"}), "locked");
}

TEST_F(DeviceKeysAtRest, AreNotLockedByAMistypedPassphrase) {
    cairn.typed = {secret, "four odd word"};
    EXPECT_EQ(code({"device", "lock"}), "wrong_passphrase");
    EXPECT_EQ(keeper(), "plain");
    cairn.passphrase = "short";
    EXPECT_EQ(code({"device", "lock"}), "wrong_value");
    cairn.typed = {secret, secret};
    EXPECT_EQ(cairn({"device", "lock"}).exit, Exit::ok);
    cairn.passphrase = secret;
    EXPECT_EQ(keeper(), "passphrase");
}

TEST_F(DeviceKeysAtRest, GoToTheKeyringAndComeBack) {
    ASSERT_EQ(cairn({"device", "lock", "--keyring"}).exit, Exit::ok);
    EXPECT_EQ(keeper(), "keyring");
    EXPECT_EQ(cairn({"new", "Written"}).exit, Exit::ok);
    cairn.keyring.calls_left = 0;
    EXPECT_EQ(code({"new", "X"}), "no_keyring");
    EXPECT_EQ(cairn({"ls"}).exit, Exit::ok);
    cairn.keyring.calls_left = 1000;
    ASSERT_EQ(cairn({"device", "unlock"}).exit, Exit::ok);
    EXPECT_TRUE(cairn.keyring.kept.empty());
}

TEST_F(DeviceKeysAtRest, FallBackToNothingByThemselves) {
    cairn.keyring.calls_left = 0;
    EXPECT_EQ(code({"device", "lock", "--keyring"}), "no_keyring");
    EXPECT_EQ(keeper(), "plain");
}

// Neither in what is answered nor in what is complained of, however a command ends. (I7)
TEST_F(DeviceKeysAtRest, AreNeverPrinted) {
    const keys::KeyStore store(cairn.home() / "keys" / "Apollo.key", cairn.keyring);
    const DeviceSecretBytes secrets = *store.load({});
    cairn.passphrase = secret;
    std::string said;
    const auto say = [&](const std::vector<std::string>& words) {
        for (const bool json : {false, true}) {
            std::vector<std::string> all = words;
            if (json) all.emplace_back("--json");
            const Answer answer = cairn(all);
            said += answer.out + answer.errors;
        }
    };
    const auto say_all = [&] {
        for (const std::vector<std::string>& words :
             std::vector<std::vector<std::string>>{{"status"},
                                                   {"device"},
                                                   {"doctor"},
                                                   {"members"},
                                                   {"workspaces"},
                                                   {"sync"},
                                                   {"device", "lock"},
                                                   {"device", "lock", "--keyring"},
                                                   {"new", "X"}})
            say(words);
    };
    say_all();
    cairn.passphrase = "wrong and odd words";
    say_all();
    EXPECT_EQ(said.find(secret), std::string::npos);
    EXPECT_EQ(said.find("wrong and odd"), std::string::npos);
    for (std::size_t at = 0; at < 96; at += 32) {
        const ByteView part = secrets.view().subspan(at, 10);
        EXPECT_EQ(said.find(to_hex(part)), std::string::npos) << at;
        EXPECT_EQ(said.find(to_base32(part)), std::string::npos) << at;
        EXPECT_EQ(said.find(text_of(part)), std::string::npos) << at;
    }
}

}  // namespace
}  // namespace cairn::cli
