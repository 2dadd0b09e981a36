#include "shared/net/bell.h"

#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cairn {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto as_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

Clock::time_point time_point_of(Instant instant) {
    const auto longest =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::duration::max());
    if (instant.ms >= longest.count()) return Clock::time_point::max();
    return Clock::time_point(std::chrono::milliseconds(instant.ms));
}

}  // namespace

Instant net_now() {
    const auto since = Clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

void Bell::ring() {
    rung_ = true;
    timer_.cancel();
}

boost::asio::awaitable<void> Bell::wait(Instant deadline) {
    if (!rung_) {
        timer_.expires_at(time_point_of(deadline));
        const auto [error] = co_await timer_.async_wait(as_tuple);
        static_cast<void>(error);  // rung or passed: the caller looks for itself
    }
    rung_ = false;
}

}  // namespace cairn
