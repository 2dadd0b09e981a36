#pragma once
// Frames over one connection after its handshake, for one coroutine. For a whole conversation, both
// ways at once, use drive() (shared/net/drive.h).
#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/identity/channel.h"
#include "shared/net/socket_line.h"

namespace cairn {

// Makes the coroutine of a stream look again. Copies may be used from any thread, but not beyond
// the life of the stream's io_context; after the stream's end they do nothing.
class Waker {
public:
    explicit Waker(const std::shared_ptr<SocketLine>& line);
    void wake() const;

private:
    std::weak_ptr<SocketLine> line_;
    boost::asio::any_io_executor executor_;
};

class FrameStream {
public:
    // Made by shared/net/handshake.h. Until authenticate() no frame longer than
    // limits::before_authentication_bytes_max and no more than that in all is taken; a client, who
    // knows the server from the handshake, begins authenticated.
    struct Parts {
        std::shared_ptr<SocketLine> line;
        NoiseTransport keys;
        HandshakeHash handshake;
        ChannelKey peer;
        bool authenticated = false;
        std::size_t handshake_bytes = 0;  // received, to be counted
    };
    explicit FrameStream(Parts parts);
    FrameStream(FrameStream&&) = default;
    FrameStream& operator=(FrameStream&&) = delete;
    FrameStream(const FrameStream&) = delete;
    FrameStream& operator=(const FrameStream&) = delete;
    ~FrameStream();  // closes at once; what was not written yet is lost

    [[nodiscard]] const HandshakeHash& handshake() const { return handshake_; }
    [[nodiscard]] const ChannelKey& peer() const { return peer_; }
    [[nodiscard]] bool authenticated() const { return authenticated_; }
    void authenticate();

    // Step by step: the next whole frame that has come, if any.
    Result<std::optional<Bytes>, NetError> try_frame();
    // Begins to send, after what was begun before. 1..limits::frame_bytes_max bytes.
    Result<void, NetError> send(ByteView frame);
    [[nodiscard]] std::size_t unsent_bytes() const { return line_->unsent_bytes(); }
    [[nodiscard]] Instant write_progress() const { return line_->write_progress(); }
    [[nodiscard]] std::uint64_t moved_bytes() const { return line_->moved_bytes(); }
    // Until something happened or the deadline passed; may return early.
    boost::asio::awaitable<void> wait(Instant deadline, bool for_reading);
    [[nodiscard]] Waker waker() const { return Waker(line_); }

    // All at once. After timed_out a read may be tried again and nothing is lost; a write not.
    boost::asio::awaitable<Result<Bytes, NetError>> read_frame(Instant deadline);
    boost::asio::awaitable<Result<void, NetError>> write_frame(Bytes frame, Instant deadline);

    // Sends what is left, then the end, and waits for the other side's: closing over bytes that
    // nobody read would reset the connection and lose what was sent last.
    boost::asio::awaitable<void> close(Instant deadline);

private:
    Result<std::size_t, NetError> read_available();
    bool discard_to_the_end();  // true at the end

    std::shared_ptr<SocketLine> line_;
    SecureChannel channel_;
    HandshakeHash handshake_;
    ChannelKey peer_;
    bool authenticated_;
    std::optional<NetError> read_fault_;  // delivered after the frames that came before it
};

}  // namespace cairn
