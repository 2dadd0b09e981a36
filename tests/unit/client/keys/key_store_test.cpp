#include "client/keys/key_store.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "shared/base/random.h"
#include "shared/platform/file.h"
#include "tests/support/memory_keyring.h"
#include "tests/support/temporary_folder.h"

namespace cairn::keys {
namespace {

// No file of this process may grow: every write fails, as on a full disk.
class FullDisk {
public:
    FullDisk() {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit none{0, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int) = SIG_DFL;
};

class KeyStores : public testing::Test {
protected:
    KeyStores() : secrets(DeviceSecrets::make(random).to_secret_bytes()) {}

    Result<void, KeyError> keep(Keeper keeper) {
        switch (keeper) {
            case Keeper::plain:
                return store.keep_plain(secrets);
            case Keeper::passphrase:
                return store.keep_under(secrets, right, random);
            case Keeper::keyring:
                return store.keep_in_keyring(secrets, "Cairn: Apollo", random);
        }
        return {};
    }
    void stop_a_change(Keeper from, Keeper to, int calls, bool full) {
        SCOPED_TRACE(testing::Message()
                     << name_of(from) << " to " << name_of(to) << ", calls " << calls);
        keyring.calls_left = 1000;
        ASSERT_TRUE(keep(from));
        keyring.calls_left = calls;
        {
            std::optional<FullDisk> disk;
            if (full) disk.emplace();
            const auto kept = keep(to);
            EXPECT_FALSE(full && kept);
        }
        keyring.calls_left = 1000;
        const auto loaded = store.load(answer(right));
        ASSERT_TRUE(loaded) << loaded.error().sentence;
        EXPECT_EQ(*loaded, secrets);
    }
    [[nodiscard]] AskPassphrase answer(const SecretText& text) const {
        return [text]() -> Result<SecretText, std::string> { return text; };
    }

    test::TemporaryFolder temporary;
    SeededRandom random{3};
    test::MemoryKeyring keyring;
    KeyStore store{temporary.path() / "keys" / "Apollo.key", keyring};
    DeviceSecretBytes secrets;
    SecretText right = *SecretText::from(bytes_of("four odd words"));
    AskPassphrase nobody = []() -> Result<SecretText, std::string> {
        return refuse(std::string("There is nobody to ask."));
    };
};

TEST_F(KeyStores, GiveBackWhatEachKeeperGot) {
    for (const Keeper keeper :
         {Keeper::plain, Keeper::passphrase, Keeper::keyring, Keeper::plain}) {
        ASSERT_TRUE(keep(keeper));
        EXPECT_EQ(store.keeper().value(), keeper);
        const auto loaded = store.load(answer(right));
        ASSERT_TRUE(loaded) << loaded.error().sentence;
        EXPECT_EQ(*loaded, secrets);
    }
    EXPECT_TRUE(keyring.kept.empty()) << "nothing is left where they are not kept any more";
}

TEST_F(KeyStores, AreReadableByTheirOwnerAlone) {
    for (const Keeper keeper : {Keeper::plain, Keeper::passphrase, Keeper::keyring}) {
        ASSERT_TRUE(keep(keeper));
        const auto mode = std::filesystem::status(store.file()).permissions();
        EXPECT_EQ(mode & std::filesystem::perms::all,
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
}

TEST_F(KeyStores, HoldNoSecretInTheFileUnlessItIsPlain) {
    const auto file_has_secret = [&] {
        const Bytes file = *platform::read_file(store.file(), 4096);
        const ByteView seed = secrets.view().first(16);
        return std::search(file.begin(), file.end(), seed.begin(), seed.end()) != file.end();
    };
    ASSERT_TRUE(keep(Keeper::plain));
    EXPECT_TRUE(file_has_secret());
    ASSERT_TRUE(keep(Keeper::passphrase));
    EXPECT_FALSE(file_has_secret());
    ASSERT_TRUE(keep(Keeper::keyring));
    EXPECT_FALSE(file_has_secret());
}

TEST_F(KeyStores, SayWhyTheyStayShut) {
    EXPECT_EQ(store.load(nobody).error().fault, KeyFault::missing);
    ASSERT_TRUE(keep(Keeper::passphrase));
    EXPECT_EQ(store.load(nobody).error().fault, KeyFault::locked);
    EXPECT_EQ(store.load(answer(*SecretText::from(bytes_of("wrong word")))).error().fault,
              KeyFault::wrong_passphrase);
    ASSERT_TRUE(keep(Keeper::keyring));
    keyring.kept.clear();
    EXPECT_EQ(store.load(nobody).error().fault, KeyFault::no_keyring);
    for (const char* content :
         {"", "x", "cairn-keys keyring 1\n", "cairn-keys keyring 1\n../x\n"}) {
        ASSERT_TRUE(
            platform::write_file(store.file(), bytes_of(content), platform::Privacy::owner_only));
        EXPECT_EQ(store.load(nobody).error().fault, KeyFault::damaged) << content;
    }
}

// From each keeper to each, with the keyring closed after every number of calls, and with a disk
// that is full: the keys open afterwards, by the old keeper or by the new one.
TEST_F(KeyStores, LoseNoKeyWhateverStopsAChange) {
    const auto all = {Keeper::plain, Keeper::passphrase, Keeper::keyring};
    for (const Keeper from : all)
        for (const Keeper to : all) {
            const bool asks = from == Keeper::passphrase || to == Keeper::passphrase;
            const bool closes = from == Keeper::keyring || to == Keeper::keyring;
            for (int calls = 0; calls <= (closes && !asks ? 4 : 0); ++calls)
                for (const bool full : {false, true}) stop_a_change(from, to, calls, full);
        }
}

TEST_F(KeyStores, TrustAKeyringOnlyAfterItGaveTheKeysBack) {
    ASSERT_TRUE(keep(Keeper::plain));
    keyring.forgetful = true;
    EXPECT_EQ(keep(Keeper::keyring).error().fault, KeyFault::no_keyring);
    EXPECT_EQ(store.keeper().value(), Keeper::plain);
    EXPECT_EQ(*store.load(nobody), secrets);
}

}  // namespace
}  // namespace cairn::keys
