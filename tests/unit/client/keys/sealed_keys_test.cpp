#include "client/keys/sealed_keys.h"

#include <gtest/gtest.h>

#include "shared/base/byte_io.h"
#include "shared/base/random.h"

namespace cairn::keys {
namespace {

SecretText phrase(std::string_view text) { return *SecretText::from(bytes_of(text)); }

class SealedKeys : public testing::Test {
protected:
    SealedKeys() {
        SeededRandom random(3);
        secrets = DeviceSecrets::make(random).to_secret_bytes();
        file = *seal_keys(secrets, phrase("four odd words"), random);
    }
    // At this place of the file stands another number.
    [[nodiscard]] Bytes with_u32(std::size_t at, std::uint32_t value) const {
        Bytes changed = file;
        ByteWriter out;
        out.u32(value);
        std::copy(out.bytes().begin(),
                  out.bytes().end(),
                  changed.begin() + static_cast<std::ptrdiff_t>(at));
        return changed;
    }
    DeviceSecretBytes secrets;
    Bytes file;
    static constexpr std::size_t passes_at = 24;
    static constexpr std::size_t memory_at = 28;
};

TEST_F(SealedKeys, OpenUnderTheirPassphraseAndNoOther) {
    const auto opened = open_keys(file, phrase("four odd words"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, secrets);
    EXPECT_EQ(open_keys(file, phrase("four odd word")).error().fault, KeyFault::wrong_passphrase);
    EXPECT_EQ(check_sealed(file).value(), cost_min);
}

TEST_F(SealedKeys, ShowNothingOfTheSecrets) {
    for (std::size_t at = 0; at + 8 <= secrets.view().size(); ++at) {
        const ByteView piece = secrets.view().subspan(at, 8);
        EXPECT_EQ(std::search(file.begin(), file.end(), piece.begin(), piece.end()), file.end());
    }
}

TEST_F(SealedKeys, ThatWereChangedAnywhereAreRefused) {
    const SecretText right = phrase("four odd words");
    for (const std::size_t at : {std::size_t{40}, std::size_t{60}, file.size() - 1}) {
        Bytes changed = file;
        changed[at] ^= 1;
        EXPECT_EQ(open_keys(changed, right).error().fault, KeyFault::wrong_passphrase) << at;
    }
    Bytes changed = file;
    changed[5] ^= 1;
    EXPECT_EQ(open_keys(changed, right).error().fault, KeyFault::damaged);
}

TEST_F(SealedKeys, OfEveryWrongLengthAreDamaged) {
    for (std::size_t length = 0; length < file.size(); ++length)
        EXPECT_EQ(check_sealed(ByteView(file).first(length)).error().fault, KeyFault::damaged);
    Bytes longer = file;
    longer.push_back(0);
    EXPECT_EQ(check_sealed(longer).error().fault, KeyFault::damaged);
}

// A thief who can write the file must not get keys that are cheap to guess at, nor stop a laptop.
TEST_F(SealedKeys, ThatAskForTooLittleOrTooMuchWorkAreRefusedBeforeAnyIsDone) {
    for (const std::uint32_t passes : {0U, 1U, 2U, 17U, 0xffffffffU})
        EXPECT_EQ(check_sealed(with_u32(passes_at, passes)).error().fault, KeyFault::weak_cost);
    for (const std::uint32_t memory : {0U, 8U, 262'143U, 1'048'577U, 0xffffffffU})
        EXPECT_EQ(check_sealed(with_u32(memory_at, memory)).error().fault, KeyFault::weak_cost);
    EXPECT_TRUE(check_sealed(with_u32(passes_at, 16)));
    EXPECT_EQ(open_keys(with_u32(memory_at, 8), phrase("four odd words")).error().fault,
              KeyFault::weak_cost);
}

TEST_F(SealedKeys, NeedAPassphraseOfSomeLength) {
    SeededRandom random(4);
    EXPECT_EQ(seal_keys(secrets, phrase("1234567"), random).error().fault,
              KeyFault::weak_passphrase);
    EXPECT_FALSE(SecretText::from(Bytes(SecretText::bytes_max + 1, 'x')));
}

}  // namespace
}  // namespace cairn::keys
