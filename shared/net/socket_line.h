#pragma once
// Bytes over one TCP socket for one coroutine: reads what is there, writes in the background, and
// waits for whatever happens next. Holds no buffer while nothing moves.
#include <memory>
#include <optional>
#include <span>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "shared/base/bytes.h"
#include "shared/base/result.h"
#include "shared/net/bell.h"
#include "shared/net/error.h"

namespace cairn {

class SocketLine : public std::enable_shared_from_this<SocketLine> {
public:
    // A connected socket, whose executor runs one handler at a time: an io_context of one thread,
    // or a strand. All calls happen on it.
    static std::shared_ptr<SocketLine> make(boost::asio::ip::tcp::socket socket);

    // What is there now: its count; 0 if nothing has come. `closed` after the other side's end.
    Result<std::size_t, NetError> read_some(std::span<std::uint8_t> out);
    // Begins to write, after what was begun before. A failure shows in write_fault().
    void write(Bytes bytes);
    [[nodiscard]] std::size_t unsent_bytes() const;
    [[nodiscard]] const std::optional<NetError>& write_fault() const { return write_fault_; }
    // All that ever came and all that the system took.
    [[nodiscard]] std::uint64_t moved_bytes() const { return moved_bytes_; }
    // When the system last took bytes, or when writing began anew.
    [[nodiscard]] Instant write_progress() const { return write_progress_; }

    // Until a write progressed, ring() was called, the deadline passed or, if `for_reading`, there
    // is something to read. May return early.
    boost::asio::awaitable<void> wait(Instant deadline, bool for_reading);
    void ring() { bell_.ring(); }

    // Nothing more will be written; the other side sees the end.
    void shut_down_sending();
    void close();
    [[nodiscard]] boost::asio::any_io_executor executor() { return socket_.get_executor(); }

private:
    explicit SocketLine(boost::asio::ip::tcp::socket socket);
    void write_more();
    void watch();

    boost::asio::ip::tcp::socket socket_;
    Bell bell_;
    Bytes in_flight_;
    std::size_t written_bytes_ = 0;  // of in_flight_
    Bytes queued_;
    Instant write_progress_;
    std::uint64_t moved_bytes_ = 0;
    bool watching_ = false;  // a wait for something to read is under way
    std::optional<NetError> write_fault_;
};

}  // namespace cairn
