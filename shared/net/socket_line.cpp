#include "shared/net/socket_line.h"

#include <utility>

#include <boost/asio/buffer.hpp>

namespace cairn {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

// What the system holds back of a slow link counts as moved when it is taken: little enough that
// even 10 kB/s show as life within a minute.
constexpr int system_bytes_max = 256 * 1024;

}  // namespace

std::shared_ptr<SocketLine> SocketLine::make(tcp::socket socket) {
    return std::shared_ptr<SocketLine>(new SocketLine(std::move(socket)));
}

SocketLine::SocketLine(tcp::socket socket)
    : socket_(std::move(socket)), bell_(socket_.get_executor()) {
    error_code ignored;  // a socket that is broken already shows it at the first read
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(boost::asio::socket_base::send_buffer_size(system_bytes_max), ignored);
    socket_.set_option(boost::asio::socket_base::keep_alive(true), ignored);
}

Result<std::size_t, NetError> SocketLine::read_some(std::span<std::uint8_t> out) {
    error_code error;
    const std::size_t count = socket_.read_some(boost::asio::buffer(out.data(), out.size()), error);
    if (error == boost::asio::error::would_block || error == boost::asio::error::try_again)
        return 0;
    if (error) return refuse(net_error(error));
    moved_bytes_ += count;
    return count;
}

void SocketLine::write(Bytes bytes) {
    if (write_fault_) return;
    if (!in_flight_.empty()) {
        append(queued_, bytes);
        return;
    }
    in_flight_ = std::move(bytes);
    written_bytes_ = 0;
    write_progress_ = net_now();
    if (!in_flight_.empty()) write_more();
}

std::size_t SocketLine::unsent_bytes() const {
    return in_flight_.size() - written_bytes_ + queued_.size();
}

void SocketLine::write_more() {
    const auto rest = boost::asio::buffer(in_flight_) + written_bytes_;
    socket_.async_write_some(
        rest, [line = shared_from_this()](const error_code& error, std::size_t count) {
            line->written_bytes_ += count;
            line->moved_bytes_ += count;
            line->write_progress_ = net_now();
            line->bell_.ring();
            if (error) {
                line->write_fault_ = net_error(error);
                line->in_flight_ = line->queued_ = Bytes();
                line->written_bytes_ = 0;
                return;
            }
            if (line->written_bytes_ == line->in_flight_.size()) {
                line->in_flight_ = std::exchange(line->queued_, Bytes());
                line->written_bytes_ = 0;
            }
            if (!line->in_flight_.empty()) line->write_more();
        });
}

void SocketLine::watch() {
    if (watching_) return;
    watching_ = true;
    socket_.async_wait(tcp::socket::wait_read, [line = shared_from_this()](const error_code&) {
        line->watching_ = false;
        line->bell_.ring();
    });
}

boost::asio::awaitable<void> SocketLine::wait(Instant deadline, bool for_reading) {
    if (for_reading) watch();
    co_await bell_.wait(deadline);
}

void SocketLine::shut_down_sending() {
    error_code ignored;  // broken already: nothing left to end
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void SocketLine::close() {
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace cairn
