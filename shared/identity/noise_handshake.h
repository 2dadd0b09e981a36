#pragma once
// The handshake state of Noise (revision 34, section 5.3) for 25519, ChaChaPoly and BLAKE2b.
// Patterns are data; Cairn speaks XK (section 7.5): the client knows the server's key beforehand,
// the server learns the client's, and neither is seen by who listens. Bytes in, bytes out; after a
// fault the handshake is over.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/identity/exchange.h"
#include "shared/identity/noise_cipher.h"
#include "shared/identity/noise_symmetric.h"

namespace cairn {

enum class NoiseRole : std::uint8_t { initiator, responder };
enum class NoiseToken : std::uint8_t { e, s, ee, es, se, ss };

// What each message carries; the initiator writes the first one, then they take turns.
struct NoisePattern {
    std::string_view name;             // "XK"
    bool initiator_key_known = false;  // pre-message: the responder knows the initiator's key
    bool responder_key_known = false;  // pre-message: the initiator knows the responder's key
    std::vector<std::vector<NoiseToken>> messages;
};
const NoisePattern& noise_xk();

struct NoiseParty {
    NoiseRole role = NoiseRole::initiator;
    std::optional<ExchangeKey> key;        // its static key, if the pattern has one
    std::optional<ChannelKey> peer_known;  // the other's static key, if the pattern presumes it
};

// Sending and receiving of one side.
struct NoiseTransport {
    NoiseCipher sending;
    NoiseCipher receiving;
};

class NoiseHandshake {
public:
    // Both sides must give the same prologue. `pattern` outlives the handshake. A party without
    // the keys that its pattern presumes is a bug of the caller.
    NoiseHandshake(const NoisePattern& pattern, NoiseParty party, ByteView prologue);

    // The next message; `random` gives its ephemeral key, if it carries one.
    Result<Bytes, NoiseFault> write(ByteView payload, Random& random);
    // The payload of the other side's next message.
    Result<Bytes, NoiseFault> read(ByteView message);

    [[nodiscard]] bool my_turn() const;  // to write; false once finished
    [[nodiscard]] bool finished() const { return next_ == pattern_->messages.size() && !failed_; }
    // The other's static key, once it was received, or as it was known.
    [[nodiscard]] const std::optional<ChannelKey>& peer() const { return peer_; }
    // Names this connection among all; to be asked once finished.
    [[nodiscard]] const HandshakeHash& hash() const;
    [[nodiscard]] NoiseTransport split() const;  // once finished

private:
    Result<void, NoiseFault> write_token(NoiseToken token, Bytes& message, Random& random);
    Result<void, NoiseFault> read_token(NoiseToken token, ByteView& rest);
    Result<void, NoiseFault> read_static(ByteView& rest);
    Result<void, NoiseFault> mix_agreement(NoiseToken token);
    Result<Bytes, NoiseFault> write_message(ByteView payload, Random& random);
    Result<Bytes, NoiseFault> read_message(ByteView message);
    void mix_known_keys();

    const NoisePattern* pattern_;
    NoiseRole role_;
    NoiseSymmetric symmetric_;
    std::optional<ExchangeKey> key_;
    std::optional<ExchangeKey> ephemeral_;
    std::optional<ChannelKey> peer_;
    std::optional<ChannelKey> peer_ephemeral_;
    std::size_t next_ = 0;  // index of the message that comes next
    bool failed_ = false;
};

}  // namespace cairn
