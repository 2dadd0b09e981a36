#include "shared/net/handshake.h"

#include <array>

#include "shared/identity/channel.h"

namespace cairn {
namespace {

using boost::asio::awaitable;

constexpr std::size_t length_bytes = 2;

// Exactly `count` bytes: what follows stays with the system.
awaitable<Result<Bytes, NetError>> read_exactly(SocketLine& line,
                                                std::size_t count,
                                                Instant deadline) {
    Bytes bytes(count);
    std::size_t have = 0;
    for (;;) {
        const auto got = line.read_some(std::span(bytes).subspan(have));
        if (!got) {
            const bool ended = got.error().fault == NetFault::closed;
            co_return refuse(ended ? net_error(NetFault::cut) : got.error());
        }
        have += *got;
        if (have == count) co_return bytes;
        if (net_now() >= deadline) co_return refuse(net_error(NetFault::timed_out));
        if (*got == 0) {
            co_await line.wait(deadline, true);
        }
    }
}

// Reads the message that comes next; its length is known, so another one is a fault at once.
awaitable<Result<void, NetError>> read_message(SocketLine& line,
                                               NoiseHandshake& noise,
                                               std::size_t index,
                                               Instant deadline) {
    const std::size_t expected = xk_message_bytes[index];
    const auto length = co_await read_exactly(line, length_bytes, deadline);
    if (!length) co_return refuse(length.error());
    const std::size_t announced = (*length)[0] + 256U * (*length)[1];
    if (announced < expected) co_return refuse(net_error(NoiseFault::truncated));
    if (announced > expected) co_return refuse(net_error(NoiseFault::too_long));
    const auto message = co_await read_exactly(line, expected, deadline);
    if (!message) co_return refuse(message.error());
    const auto payload = noise.read(*message);
    if (!payload) co_return refuse(net_error(payload.error()));
    co_return Result<void, NetError>();
}

// Three short messages always fit the empty buffers of a new socket: nobody waits for them.
Result<void, NetError> write_message(SocketLine& line, NoiseHandshake& noise, Random& random) {
    const auto message = noise.write({}, random);
    if (!message) return refuse(net_error(message.error()));
    line.write(with_length(*message));
    return {};
}

FrameStream stream_of(std::shared_ptr<SocketLine> line,
                      const NoiseHandshake& noise,
                      bool authenticated) {
    // The two messages that a server has received by then.
    const std::size_t received = xk_message_bytes[0] + xk_message_bytes[2] + 2 * length_bytes;
    return FrameStream(FrameStream::Parts{.line = std::move(line),
                                          .keys = noise.split(),
                                          .handshake = noise.hash(),
                                          .peer = *noise.peer(),
                                          .authenticated = authenticated,
                                          .handshake_bytes = received});
}

// Closes the socket unless the handshake succeeded.
class Guard {
public:
    explicit Guard(std::shared_ptr<SocketLine> line) : line_(std::move(line)) {}
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() {
        if (line_) line_->close();
    }
    SocketLine& line() { return *line_; }
    std::shared_ptr<SocketLine> release() { return std::move(line_); }

private:
    std::shared_ptr<SocketLine> line_;
};

}  // namespace

awaitable<Result<FrameStream, NetError>> handshake_as_client(boost::asio::ip::tcp::socket socket,
                                                             ExchangeKey own,
                                                             ChannelKey server,
                                                             Random& random,
                                                             Instant deadline,
                                                             std::string_view prologue) {
    Guard guard(SocketLine::make(std::move(socket)));
    NoiseParty party{.role = NoiseRole::initiator, .key = own, .peer_known = server};
    NoiseHandshake noise(noise_xk(), std::move(party), bytes_of(prologue));

    auto done = write_message(guard.line(), noise, random);
    if (!done) co_return refuse(done.error());
    done = co_await read_message(guard.line(), noise, 1, deadline);
    if (!done) {
        const NetFault fault = done.error().fault;
        const bool ended = fault == NetFault::closed || fault == NetFault::cut;
        if (ended) co_return refuse(net_error(NetFault::unproven));
        co_return refuse(done.error());
    }
    done = write_message(guard.line(), noise, random);
    if (!done) co_return refuse(done.error());
    co_return stream_of(guard.release(), noise, true);
}

awaitable<Result<FrameStream, NetError>> handshake_as_server(boost::asio::ip::tcp::socket socket,
                                                             ExchangeKey own,
                                                             Random& random,
                                                             Instant deadline,
                                                             std::string_view prologue) {
    Guard guard(SocketLine::make(std::move(socket)));
    NoiseParty party{.role = NoiseRole::responder, .key = own, .peer_known = std::nullopt};
    NoiseHandshake noise(noise_xk(), std::move(party), bytes_of(prologue));

    auto done = co_await read_message(guard.line(), noise, 0, deadline);
    if (!done) co_return refuse(done.error());
    done = write_message(guard.line(), noise, random);
    if (!done) co_return refuse(done.error());
    done = co_await read_message(guard.line(), noise, 2, deadline);
    if (!done) co_return refuse(done.error());
    co_return stream_of(guard.release(), noise, false);
}

}  // namespace cairn
