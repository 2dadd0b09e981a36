// A handshake with a hostile peer. Input: which message is hostile (0..2), what happens to it (0:
// replaced, 1: some bits flipped, 2: cut, 3: continued), then the bytes for it. Whatever was
// changed is refused, and nothing but the honest bytes finishes a handshake.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"
#include "shared/identity/channel.h"

namespace {

using namespace cairn;

enum class Change : std::uint8_t { replaced, flipped, cut, continued };

Bytes changed(Bytes honest, Change change, ByteView with) {
    switch (change) {
        case Change::replaced:
            return {with.begin(), with.end()};
        case Change::flipped:
            for (std::size_t i = 0; i < with.size() && i < honest.size(); ++i)
                honest[i] = static_cast<std::uint8_t>(honest[i] ^ with[i]);
            return honest;
        case Change::cut:
            honest.resize(with.empty() ? 0 : std::min<std::size_t>(with[0], honest.size()));
            return honest;
        case Change::continued:
            append(honest, with);
            return honest;
    }
    return honest;
}

struct Sides {
    Sides()
        : random(1), client_key(ExchangeKey::make(random)), server_key(ExchangeKey::make(random)) {}
    SeededRandom random;
    ExchangeKey client_key;
    ExchangeKey server_key;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Sides keys;
    ByteReader input({data, size});
    const std::size_t hostile = input.u8() % 3;
    const auto change = static_cast<Change>(input.u8() % 4);
    const ByteView with = input.raw(input.left());

    SeededRandom random(2);
    NoiseHandshake client(
        noise_xk(),
        {NoiseRole::initiator, keys.client_key, keys.server_key.public_key_as<ChannelKey>()},
        bytes_of(channel_prologue));
    NoiseHandshake server(noise_xk(),
                          {NoiseRole::responder, keys.server_key, std::nullopt},
                          bytes_of(channel_prologue));
    for (std::size_t i = 0; i < 3; ++i) {
        NoiseHandshake& from = i % 2 == 0 ? client : server;
        NoiseHandshake& to = i % 2 == 0 ? server : client;
        const Bytes honest = *from.write({}, random);
        const Bytes sent = i == hostile ? changed(honest, change, with) : honest;
        const auto read = to.read(sent);
        CAIRN_ASSERT(read.has_value() == (sent == honest));
        if (!read) {
            CAIRN_ASSERT(!to.finished() && !to.my_turn());
            CAIRN_ASSERT(to.read(honest).error() == NoiseFault::out_of_turn);
            return 0;
        }
    }
    CAIRN_ASSERT(client.finished() && server.finished() && client.hash() == server.hash());
    return 0;
}
