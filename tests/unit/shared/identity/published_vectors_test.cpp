// Wycheproof and CCTV through our own wrappers. Every verdict is pinned: replicas that judged one
// signature differently would never agree again, so no other library may take this one's place
// without giving all of them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

#include "shared/identity/aead.h"
#include "shared/identity/exchange.h"
#include "shared/identity/noise_cipher.h"
#include "shared/identity/sign.h"

namespace cairn {
namespace {

using nlohmann::json;

Bytes from_hex(const std::string& hex) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}
Bytes hex_at(const json& object, const char* key) {
    return from_hex(object.at(key).get<std::string>());
}

class PublishedVectors : public testing::Test {
protected:
    static json load(const std::string& name) {
        const char* shared = std::getenv("CAIRN_SHARED");
        const std::filesystem::path root = shared != nullptr ? shared : "../shared";
        std::ifstream in(root / "vectors" / name);
        return in ? json::parse(in) : json();
    }
    // Counts, by what is asked for and what was found.
    void count(const std::string& expected, bool accepted) {
        ++verdicts[expected + (accepted ? ": accepted" : ": refused")];
    }
    std::map<std::string, int> verdicts;
};

// As libsodium itself says, asked without any wrapper.
bool plain_libsodium(const Bytes& key, const Bytes& message, const Bytes& signature) {
    return key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(
               signature.data(), message.data(), message.size(), key.data()) == 0;
}

bool ours(const Bytes& key, const Bytes& message, const Bytes& signature) {
    const auto sized = Signature::from(signature);
    return sized && verify_bytes(key, message, *sized);
}

TEST_F(PublishedVectors, OfEd25519FromWycheproof) {
    const json document = load("wycheproof/ed25519_test.json");
    if (document.is_null()) GTEST_SKIP() << "no vectors; set CAIRN_SHARED";
    for (const auto& group : document.at("testGroups"))
        for (const auto& test : group.at("tests")) {
            const Bytes key = hex_at(group.at("publicKey"), "pk");
            const bool accepted = ours(key, hex_at(test, "msg"), hex_at(test, "sig"));
            EXPECT_EQ(accepted, plain_libsodium(key, hex_at(test, "msg"), hex_at(test, "sig")));
            EXPECT_EQ(accepted, test.at("result") == "valid") << test.at("tcId");
            count(test.at("result"), accepted);
        }
    const std::map<std::string, int> pinned{{"invalid: refused", 63}, {"valid: accepted", 88}};
    EXPECT_EQ(verdicts, pinned);
}

// RFC 8032 leaves these open, and libraries differ. What ours takes: the one ordinary signature,
// and those whose key has a component of small order that the equation without cofactor happens to
// fit; never a key or an R of small order, never an encoding that is not canonical.
TEST_F(PublishedVectors, OfEd25519FromCctv) {
    const json document = load("cctv/ed25519vectors.json");
    if (document.is_null()) GTEST_SKIP() << "no vectors; set CAIRN_SHARED";
    for (const auto& test : document) {
        std::set<std::string> flags;
        if (test.at("flags").is_array()) flags = test.at("flags").get<std::set<std::string>>();
        const Bytes key = hex_at(test, "key");
        const auto message = test.at("msg").get<std::string>();
        const ByteView view = bytes_of(message);
        const Bytes covered(view.begin(), view.end());
        const bool accepted = ours(key, covered, hex_at(test, "sig"));
        EXPECT_EQ(accepted, plain_libsodium(key, covered, hex_at(test, "sig")));
        count("all", accepted);
        for (const std::string& flag : flags) count(flag, accepted);
    }
    const std::map<std::string, int> pinned{{"all: accepted", 43},
                                            {"all: refused", 871},
                                            {"low_order_A: refused", 526},
                                            {"low_order_R: refused", 586},
                                            {"low_order_component_A: accepted", 42},
                                            {"low_order_component_A: refused", 732},
                                            {"low_order_component_R: accepted", 35},
                                            {"low_order_component_R: refused", 630},
                                            {"low_order_residue: refused", 583},
                                            {"non_canonical_A: refused", 226},
                                            {"non_canonical_R: refused", 316},
                                            {"reencoded_k: refused", 146}};
    EXPECT_EQ(verdicts, pinned);
}

TEST_F(PublishedVectors, OfX25519FromWycheproof) {
    const json document = load("wycheproof/x25519_test.json");
    if (document.is_null()) GTEST_SKIP() << "no vectors; set CAIRN_SHARED";
    for (const auto& group : document.at("testGroups"))
        for (const auto& test : group.at("tests")) {
            const ExchangeKey key(*ExchangeSecret::from(hex_at(test, "private")));
            const auto shared = key.agree(*ChannelKey::from(hex_at(test, "public")));
            const auto flags = test.at("flags").get<std::set<std::string>>();
            EXPECT_EQ(shared.has_value(), !flags.contains("ZeroSharedSecret")) << test.at("tcId");
            const std::string found = shared ? to_hex(shared->view()) : std::string(64, '0');
            EXPECT_EQ(found, test.at("shared").get<std::string>()) << test.at("tcId");
            count(test.at("result"), shared.has_value());
        }
    const std::map<std::string, int> pinned{
        {"acceptable: accepted", 223}, {"acceptable: refused", 31}, {"valid: accepted", 264}};
    EXPECT_EQ(verdicts, pinned);
}

TEST_F(PublishedVectors, OfChaCha20Poly1305FromWycheproof) {
    const json document = load("wycheproof/chacha20_poly1305_test.json");
    if (document.is_null()) GTEST_SKIP() << "no vectors; set CAIRN_SHARED";
    int other_nonces = 0;
    int as_noise = 0;
    for (const auto& group : document.at("testGroups"))
        for (const auto& test : group.at("tests")) {
            const Bytes key = hex_at(test, "key");
            const Bytes iv = hex_at(test, "iv");
            const Bytes bound = hex_at(test, "aad");
            const Bytes plain = hex_at(test, "msg");
            Bytes sealed = hex_at(test, "ct");
            append(sealed, hex_at(test, "tag"));
            AeadTerms terms{.key = key, .nonce = {}, .bound = bound};
            if (iv.size() != terms.nonce.size()) {  // nothing here can even name one
                EXPECT_EQ(test.at("result"), "invalid");
                ++other_nonces;
                continue;
            }
            std::copy(iv.begin(), iv.end(), terms.nonce.begin());
            Bytes opened(plain.size());
            const bool accepted = aead_open(opened, sealed, terms);
            EXPECT_EQ(accepted, test.at("result") == "valid") << test.at("tcId");
            count(test.at("result"), accepted);
            if (!accepted) continue;
            EXPECT_EQ(opened, plain);
            Bytes again(sealed.size());
            aead_seal(again, plain, terms);
            EXPECT_EQ(again, sealed);
            if (std::any_of(
                    iv.begin(), iv.begin() + 4, [](std::uint8_t byte) { return byte != 0; }))
                continue;
            std::uint64_t counter = 0;
            for (std::size_t i = 0; i < 8; ++i)
                counter |= static_cast<std::uint64_t>(iv[4 + i]) << (8 * i);
            NoiseCipher cipher(*NoiseKey::from(key), counter);
            Bytes through;
            EXPECT_TRUE(cipher.decrypt(through, bound, sealed));
            EXPECT_EQ(through, plain);
            ++as_noise;
        }
    const std::map<std::string, int> pinned{{"invalid: refused", 60}, {"valid: accepted", 256}};
    EXPECT_EQ(verdicts, pinned);
    EXPECT_EQ(other_nonces, 9);
    EXPECT_EQ(as_noise, 10);
}

}  // namespace
}  // namespace cairn
