#include "shared/net/frame_stream.h"

#include <array>

#include <boost/asio/post.hpp>

#include "shared/wire/limits.h"

namespace cairn {
namespace {

constexpr ChannelLimits after_authentication{.frame_bytes_max = limits::frame_bytes_max};

ChannelLimits limits_at_start(bool authenticated, std::size_t handshake_bytes) {
    if (authenticated) return after_authentication;
    return {.frame_bytes_max = limits::before_authentication_bytes_max,
            .received_bytes_max = limits::before_authentication_bytes_max - handshake_bytes};
}

// On the stack of a plain function: an idle stream owns none.
using ReadBuffer = std::array<std::uint8_t, 64 * limits::kib>;
constexpr std::size_t reads_max = 32;  // in one go: a whole frame and more

}  // namespace

Waker::Waker(const std::shared_ptr<SocketLine>& line) : line_(line), executor_(line->executor()) {}

void Waker::wake() const {
    boost::asio::post(executor_, [weak = line_] {
        if (const auto line = weak.lock()) line->ring();
    });
}

FrameStream::FrameStream(Parts parts)
    : line_(std::move(parts.line)),
      channel_(std::move(parts.keys), limits_at_start(parts.authenticated, parts.handshake_bytes)),
      handshake_(parts.handshake),
      peer_(parts.peer),
      authenticated_(parts.authenticated) {}

FrameStream::~FrameStream() {
    if (line_) line_->close();
}

void FrameStream::authenticate() {
    authenticated_ = true;
    channel_.assembler.set_limits(after_authentication);
}

Result<std::optional<Bytes>, NetError> FrameStream::try_frame() {
    auto frame = channel_.assembler.next_frame();
    for (std::size_t reads = 0; !frame && !read_fault_ && reads < reads_max; ++reads) {
        const auto count = read_available();
        if (!count) read_fault_ = count.error();
        frame = channel_.assembler.next_frame();
        if (count && *count == 0) break;
    }
    if (!frame && read_fault_) return refuse(*read_fault_);
    return frame;
}

Result<std::size_t, NetError> FrameStream::read_available() {
    ReadBuffer buffer;
    auto count = line_->read_some(buffer);
    if (!count && count.error().fault == NetFault::closed && !channel_.assembler.at_boundary())
        return refuse(net_error(NetFault::cut));
    if (!count) return count;
    const auto done = channel_.assembler.receive(ByteView(buffer).first(*count));
    if (!done) return refuse(net_error(done.error()));
    return count;
}

Result<void, NetError> FrameStream::send(ByteView frame) {
    if (line_->write_fault()) return refuse(*line_->write_fault());
    auto sealed = channel_.sealer.seal(frame);
    if (!sealed) return refuse(net_error(sealed.error()));
    line_->write(std::move(*sealed));
    return {};
}

boost::asio::awaitable<void> FrameStream::wait(Instant deadline, bool for_reading) {
    co_await line_->wait(deadline, for_reading);
}

boost::asio::awaitable<Result<Bytes, NetError>> FrameStream::read_frame(Instant deadline) {
    for (;;) {
        auto frame = try_frame();
        if (!frame) co_return refuse(frame.error());
        if (*frame) co_return std::move(**frame);
        if (net_now() >= deadline) co_return refuse(net_error(NetFault::timed_out));
        co_await line_->wait(deadline, true);
    }
}

boost::asio::awaitable<Result<void, NetError>> FrameStream::write_frame(Bytes frame,
                                                                        Instant deadline) {
    auto begun = send(frame);
    if (!begun) co_return begun;
    while (line_->unsent_bytes() > 0) {
        if (net_now() >= deadline) co_return refuse(net_error(NetFault::timed_out));
        co_await line_->wait(deadline, false);
    }
    if (line_->write_fault()) co_return refuse(*line_->write_fault());
    co_return begun;
}

bool FrameStream::discard_to_the_end() {
    ReadBuffer buffer;
    for (std::size_t reads = 0; reads < reads_max; ++reads) {
        auto count = line_->read_some(buffer);
        if (!count) return true;
        if (*count == 0) return false;
    }
    return false;
}

boost::asio::awaitable<void> FrameStream::close(Instant deadline) {
    while (line_->unsent_bytes() > 0 && net_now() < deadline) {
        co_await line_->wait(deadline, false);
    }
    line_->shut_down_sending();
    while (!discard_to_the_end() && net_now() < deadline) {
        co_await line_->wait(deadline, true);
    }
    line_->close();
}

}  // namespace cairn
