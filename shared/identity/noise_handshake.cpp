#include "shared/identity/noise_handshake.h"

#include <string>

#include "shared/base/contract.h"

namespace cairn {
namespace {

std::string protocol_name(const NoisePattern& pattern) {
    return "Noise_" + std::string(pattern.name) + "_25519_ChaChaPoly_BLAKE2b";
}

// Cuts `count` bytes off the front; nothing if there are fewer.
std::optional<ByteView> take(ByteView& rest, std::size_t count) {
    if (rest.size() < count) return std::nullopt;
    const ByteView front = rest.first(count);
    rest = rest.subspan(count);
    return front;
}

}  // namespace

const NoisePattern& noise_xk() {
    using enum NoiseToken;
    static const NoisePattern pattern{.name = "XK",
                                      .initiator_key_known = false,
                                      .responder_key_known = true,
                                      .messages = {{e, es}, {e, ee}, {s, se}}};
    return pattern;
}

NoiseHandshake::NoiseHandshake(const NoisePattern& pattern, NoiseParty party, ByteView prologue)
    : pattern_(&pattern),
      role_(party.role),
      symmetric_(protocol_name(pattern)),
      key_(std::move(party.key)),
      peer_(party.peer_known) {
    symmetric_.mix_hash(prologue);
    mix_known_keys();
}

void NoiseHandshake::mix_known_keys() {
    const auto mix = [this](bool own) {
        CAIRN_ASSERT(own ? key_.has_value() : peer_.has_value());
        symmetric_.mix_hash(own ? key_->public_key_as<ChannelKey>().view() : peer_->view());
    };
    const bool initiator = role_ == NoiseRole::initiator;
    if (pattern_->initiator_key_known) mix(initiator);
    if (pattern_->responder_key_known) mix(!initiator);
}

bool NoiseHandshake::my_turn() const {
    if (failed_ || next_ >= pattern_->messages.size()) return false;
    return (next_ % 2 == 0) == (role_ == NoiseRole::initiator);
}

Result<Bytes, NoiseFault> NoiseHandshake::write(ByteView payload, Random& random) {
    if (!my_turn()) return refuse(NoiseFault::out_of_turn);
    auto message = write_message(payload, random);
    failed_ = !message;
    ++next_;
    return message;
}

Result<Bytes, NoiseFault> NoiseHandshake::read(ByteView message) {
    if (failed_ || finished() || my_turn()) return refuse(NoiseFault::out_of_turn);
    auto payload = read_message(message);
    failed_ = !payload;
    ++next_;
    return payload;
}

Result<Bytes, NoiseFault> NoiseHandshake::write_message(ByteView payload, Random& random) {
    Bytes message;
    for (const NoiseToken token : pattern_->messages[next_])
        if (auto done = write_token(token, message, random); !done) return refuse(done.error());
    if (auto done = symmetric_.encrypt_and_hash(message, payload); !done)
        return refuse(done.error());
    if (message.size() > noise_message_bytes_max) return refuse(NoiseFault::too_long);
    return message;
}

Result<Bytes, NoiseFault> NoiseHandshake::read_message(ByteView message) {
    if (message.size() > noise_message_bytes_max) return refuse(NoiseFault::too_long);
    ByteView rest = message;
    for (const NoiseToken token : pattern_->messages[next_])
        if (auto done = read_token(token, rest); !done) return refuse(done.error());
    Bytes payload;
    if (auto done = symmetric_.decrypt_and_hash(payload, rest); !done) return refuse(done.error());
    return payload;
}

Result<void, NoiseFault> NoiseHandshake::write_token(NoiseToken token,
                                                     Bytes& message,
                                                     Random& random) {
    if (token == NoiseToken::e) {
        ephemeral_.emplace(ExchangeKey::make(random));
        const auto point = ephemeral_->public_key_as<ChannelKey>();
        append(message, point.view());
        symmetric_.mix_hash(point.view());
        return {};
    }
    if (token == NoiseToken::s) {
        CAIRN_ASSERT(key_.has_value());
        return symmetric_.encrypt_and_hash(message, key_->public_key_as<ChannelKey>().view());
    }
    return mix_agreement(token);
}

Result<void, NoiseFault> NoiseHandshake::read_token(NoiseToken token, ByteView& rest) {
    if (token == NoiseToken::e) {
        const auto point = take(rest, ChannelKey::size);
        if (!point) return refuse(NoiseFault::truncated);
        peer_ephemeral_ = ChannelKey::from(*point);
        symmetric_.mix_hash(*point);
        return {};
    }
    if (token == NoiseToken::s) return read_static(rest);
    return mix_agreement(token);
}

Result<void, NoiseFault> NoiseHandshake::read_static(ByteView& rest) {
    const std::size_t length = ChannelKey::size + (symmetric_.has_key() ? noise_tag_bytes : 0);
    const auto sealed = take(rest, length);
    if (!sealed) return refuse(NoiseFault::truncated);
    Bytes point;
    if (auto done = symmetric_.decrypt_and_hash(point, *sealed); !done) return done;
    peer_ = ChannelKey::from(point);
    return {};
}

// "es" is the initiator's ephemeral key with the responder's static key; "se" the reverse.
Result<void, NoiseFault> NoiseHandshake::mix_agreement(NoiseToken token) {
    const bool initiator = role_ == NoiseRole::initiator;
    const bool own_ephemeral =
        token == NoiseToken::ee || token == (initiator ? NoiseToken::es : NoiseToken::se);
    const bool peer_ephemeral =
        token == NoiseToken::ee || token == (initiator ? NoiseToken::se : NoiseToken::es);
    const auto& own = own_ephemeral ? ephemeral_ : key_;
    const auto& peer = peer_ephemeral ? peer_ephemeral_ : peer_;
    CAIRN_ASSERT(own.has_value() && peer.has_value());
    const auto shared = own->agree(*peer);
    if (!shared) return refuse(NoiseFault::weak_point);
    symmetric_.mix_key(*shared);
    return {};
}

const HandshakeHash& NoiseHandshake::hash() const {
    CAIRN_ASSERT(finished());
    return symmetric_.hash();
}

NoiseTransport NoiseHandshake::split() const {
    CAIRN_ASSERT(finished());
    auto [first, second] = symmetric_.split();
    if (role_ == NoiseRole::initiator) return {std::move(first), std::move(second)};
    return {std::move(second), std::move(first)};
}

}  // namespace cairn
