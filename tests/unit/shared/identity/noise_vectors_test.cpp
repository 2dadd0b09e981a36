// The published vectors of Noise for 25519, ChaChaPoly and BLAKE2b, without pre-shared keys:
// every byte of every message, both ways, and the handshake hash.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "shared/identity/noise_handshake.h"

namespace cairn {
namespace {

using nlohmann::json;
using enum NoiseToken;

// Section 7.4 and 7.5 of the specification, and appendix 18.1 (deferred patterns, with a 1).
const std::vector<NoisePattern>& patterns() {
    static const std::vector<NoisePattern> all = {
        {"N", false, true, {{e, es}}},
        {"K", true, true, {{e, es, ss}}},
        {"X", false, true, {{e, es, s, ss}}},
        {"NN", false, false, {{e}, {e, ee}}},
        {"NK", false, true, {{e, es}, {e, ee}}},
        {"NX", false, false, {{e}, {e, ee, s, es}}},
        {"KN", true, false, {{e}, {e, ee, se}}},
        {"KK", true, true, {{e, es, ss}, {e, ee, se}}},
        {"KX", true, false, {{e}, {e, ee, se, s, es}}},
        {"XN", false, false, {{e}, {e, ee}, {s, se}}},
        noise_xk(),
        {"XX", false, false, {{e}, {e, ee, s, es}, {s, se}}},
        {"IN", false, false, {{e, s}, {e, ee, se}}},
        {"IK", false, true, {{e, es, s, ss}, {e, ee, se}}},
        {"IX", false, false, {{e, s}, {e, ee, se, s, es}}},
        {"NK1", false, true, {{e}, {e, ee, es}}},
        {"NX1", false, false, {{e}, {e, ee, s}, {es}}},
        {"X1N", false, false, {{e}, {e, ee}, {s}, {se}}},
        {"X1K", false, true, {{e, es}, {e, ee}, {s}, {se}}},
        {"XK1", false, true, {{e}, {e, ee, es}, {s, se}}},
        {"X1K1", false, true, {{e}, {e, ee, es}, {s}, {se}}},
        {"X1X", false, false, {{e}, {e, ee, s, es}, {s}, {se}}},
        {"XX1", false, false, {{e}, {e, ee, s}, {es, s, se}}},
        {"X1X1", false, false, {{e}, {e, ee, s}, {es, s}, {se}}},
        {"K1N", true, false, {{e}, {e, ee}, {se}}},
        {"K1K", true, true, {{e, es}, {e, ee}, {se}}},
        {"KK1", true, true, {{e}, {e, ee, se, es}}},
        {"K1K1", true, true, {{e}, {e, ee, es}, {se}}},
        {"K1X", true, false, {{e}, {e, ee, s, es}, {se}}},
        {"KX1", true, false, {{e}, {e, ee, se, s}, {es}}},
        {"K1X1", true, false, {{e}, {e, ee, s}, {se, es}}},
        {"I1N", false, false, {{e, s}, {e, ee}, {se}}},
        {"I1K", false, true, {{e, es, s}, {e, ee}, {se}}},
        {"IK1", false, true, {{e, s}, {e, ee, se, es}}},
        {"I1K1", false, true, {{e, s}, {e, ee, es}, {se}}},
        {"I1X", false, false, {{e, s}, {e, ee, s, es}, {se}}},
        {"IX1", false, false, {{e, s}, {e, ee, se, s}, {es}}},
        {"I1X1", false, false, {{e, s}, {e, ee, s}, {se, es}}}};
    return all;
}

const NoisePattern* pattern_named(std::string_view name) {
    for (const auto& pattern : patterns())
        if (pattern.name == name) return &pattern;
    return nullptr;
}

Bytes from_hex(const std::string& hex) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

Bytes hex_at(const json& object, const std::string& key) {
    return object.contains(key) ? from_hex(object.at(key).get<std::string>()) : Bytes();
}

// Gives the ephemeral key that the vector asks for.
class ScriptedRandom final : public Random {
public:
    explicit ScriptedRandom(Bytes script) : script_(std::move(script)) {}
    void fill(std::span<std::uint8_t> out) override {
        if (out.size() != script_.size()) throw std::logic_error("not what the vector gives");
        std::copy(script_.begin(), script_.end(), out.begin());
    }

private:
    Bytes script_;
};

NoiseParty party_of(const json& vector, NoiseRole role) {
    const std::string side = role == NoiseRole::initiator ? "init_" : "resp_";
    NoiseParty party{.role = role, .key = std::nullopt, .peer_known = std::nullopt};
    if (vector.contains(side + "static"))
        party.key.emplace(*ExchangeSecret::from(hex_at(vector, side + "static")));
    if (vector.contains(side + "remote_static"))
        party.peer_known = ChannelKey::from(hex_at(vector, side + "remote_static"));
    return party;
}

// True if both sides agree with the vector in everything.
void check(const NoisePattern& pattern, const json& vector) {
    NoiseHandshake initiator(
        pattern, party_of(vector, NoiseRole::initiator), hex_at(vector, "init_prologue"));
    NoiseHandshake responder(
        pattern, party_of(vector, NoiseRole::responder), hex_at(vector, "resp_prologue"));
    ScriptedRandom initiator_random(hex_at(vector, "init_ephemeral"));
    ScriptedRandom responder_random(hex_at(vector, "resp_ephemeral"));
    const auto& messages = vector.at("messages");
    ASSERT_GT(messages.size(), pattern.messages.size());

    for (std::size_t i = 0; i < pattern.messages.size(); ++i) {
        const bool even = i % 2 == 0;
        NoiseHandshake& from = even ? initiator : responder;
        NoiseHandshake& to = even ? responder : initiator;
        const auto sent =
            from.write(hex_at(messages[i], "payload"), even ? initiator_random : responder_random);
        ASSERT_TRUE(sent.has_value());
        ASSERT_EQ(messages[i].at("ciphertext").get<std::string>(), to_hex(*sent));
        const auto got = to.read(*sent);
        ASSERT_TRUE(got.has_value());
        ASSERT_EQ(messages[i].at("payload").get<std::string>(), to_hex(*got));
    }
    ASSERT_TRUE(initiator.finished() && responder.finished());
    ASSERT_EQ(initiator.hash(), responder.hash());
    if (vector.contains("handshake_hash")) {
        ASSERT_EQ(vector.at("handshake_hash").get<std::string>(), to_hex(initiator.hash().view()));
    }

    NoiseTransport initiator_keys = initiator.split();
    NoiseTransport responder_keys = responder.split();
    const bool one_way = pattern.name.size() == 1;
    for (std::size_t i = pattern.messages.size(); i < messages.size(); ++i) {
        const bool even = one_way || i % 2 == 0;
        NoiseTransport& from = even ? initiator_keys : responder_keys;
        NoiseTransport& to = even ? responder_keys : initiator_keys;
        Bytes sent;
        ASSERT_TRUE(from.sending.encrypt(sent, {}, hex_at(messages[i], "payload")).has_value());
        ASSERT_EQ(messages[i].at("ciphertext").get<std::string>(), to_hex(sent));
        Bytes got;
        ASSERT_TRUE(to.receiving.decrypt(got, {}, sent).has_value());
        ASSERT_EQ(messages[i].at("payload").get<std::string>(), to_hex(got));
    }
}

std::filesystem::path vectors_file() {
    const char* shared = std::getenv("CAIRN_SHARED");
    const std::filesystem::path root = shared != nullptr ? shared : "../shared";
    return root / "vectors/noise/noise_25519_ChaChaPoly_BLAKE2b.json";
}

TEST(NoiseVectors, AreReproducedByteForByte) {
    std::ifstream in(vectors_file());
    if (!in) GTEST_SKIP() << "no vectors at " << vectors_file() << "; set CAIRN_SHARED";
    std::map<std::string, int> passed;
    std::set<std::string> with_psk;
    const json document = json::parse(in);
    for (const auto& vector : document.at("vectors")) {
        const auto protocol = vector.at("protocol_name").get<std::string>();
        const auto name = protocol.substr(6, protocol.find("_25519") - 6);
        SCOPED_TRACE(protocol + " from " + vector.at("_source").get<std::string>());
        if (name.find("psk") != std::string::npos) {
            with_psk.insert(name);
            continue;
        }
        const NoisePattern* pattern = pattern_named(name);
        ASSERT_NE(nullptr, pattern);
        ASSERT_NO_FATAL_FAILURE(check(*pattern, vector));
        ++passed[name];
    }
    int total = 0;
    for (const auto& [name, count] : passed) total += count;
    std::cout << total << " vectors of " << passed.size() << " patterns; " << with_psk.size()
              << " patterns with pre-shared keys left out\n";
    EXPECT_EQ(3, passed["XK"]);
    EXPECT_EQ(patterns().size(), passed.size());
}

}  // namespace
}  // namespace cairn
