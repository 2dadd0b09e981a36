// The system's keyring itself, where there is one: `dbus-run-session` starts a session with an own
// keyring for the program again.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "client/keys/key_store.h"
#include "shared/base/random.h"
#include "shared/platform/system.h"
#include "tests/support/temporary_folder.h"

namespace cairn::keys {
namespace {

const Result<SecretText, std::string> nobody = refuse(std::string("nobody"));
constexpr const char* inside = "CAIRN_TEST_KEYRING";

TEST(SystemKeyring, KeepsKeysOfADevice) {
    if (!platform::environment(inside)) GTEST_SKIP() << "run by the test below";
    const test::TemporaryFolder folder;
    SeededRandom random(3);
    const auto keyring = platform::system_keyring();
    const KeyStore store(folder.path() / "Apollo.key", *keyring);
    const DeviceSecretBytes secrets = DeviceSecrets::make(random).to_secret_bytes();
    const auto kept = store.keep_in_keyring(secrets, "Cairn: Apollo", random);
    ASSERT_TRUE(kept) << kept.error().sentence;
    const auto loaded = store.load([] { return nobody; });
    ASSERT_TRUE(loaded) << loaded.error().sentence;
    EXPECT_EQ(*loaded, secrets);
    ASSERT_TRUE(store.keep_plain(secrets));
    EXPECT_EQ(store.keeper().value(), Keeper::plain);
}

TEST(SystemKeyring, OfADesktopKeepsKeysOfADevice) {
    if (std::system("command -v dbus-run-session gnome-keyring-daemon >/dev/null") != 0)
        GTEST_SKIP() << "needs dbus-run-session and gnome-keyring-daemon";
    const test::TemporaryFolder home;
    const std::string script =
        "echo -n pass | gnome-keyring-daemon --unlock --components=secrets; " +
        std::filesystem::canonical("/proc/self/exe").string() +
        " --gtest_filter=SystemKeyring.KeepsKeysOfADevice";
    const std::string run = "cd " + home.path().string() +
                            " && env HOME=$PWD XDG_RUNTIME_DIR=$PWD XDG_DATA_HOME=$PWD " + inside +
                            "=1 dbus-run-session -- sh -c '" + script + "' >log 2>&1";
    const int code = std::system(run.c_str());
    std::ifstream log(home.path() / "log");
    EXPECT_EQ(code, 0) << std::string(std::istreambuf_iterator<char>(log), {});
}

TEST(SystemKeyring, ThatIsAbsentIsSaidToBe) {
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
    const auto keyring = platform::system_keyring();
    const auto stored = keyring->store("x", "x", bytes_of("secret"));
    ASSERT_FALSE(stored);
    EXPECT_NE(stored.error().sentence.find("keyring"), std::string::npos);
    EXPECT_NE(stored.error().sentence.find("cairn device lock"), std::string::npos);
}

}  // namespace
}  // namespace cairn::keys
