#pragma once
// The one thing a coroutine of this folder ever waits for: somebody rings, or a deadline passes.
// Sockets and owners ring; the coroutine then looks what there is to do. So a wait for several
// events needs no race of coroutines, and no operation is cancelled half done.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "shared/base/time.h"

namespace cairn {

// Never passes as a deadline.
inline constexpr Instant no_deadline{INT64_MAX};

// Of the clock that deadlines here refer to: platform::monotonic_now's.
[[nodiscard]] Instant net_now();

class Bell {
public:
    explicit Bell(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    // On the executor only. Remembered if nobody waits.
    void ring();
    // One waiter at a time. May return early; look again what has changed.
    boost::asio::awaitable<void> wait(Instant deadline);

private:
    boost::asio::steady_timer timer_;
    bool rung_ = false;
};

}  // namespace cairn
