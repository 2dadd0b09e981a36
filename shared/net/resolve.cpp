#include "shared/net/resolve.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include "shared/net/bell.h"

namespace cairn {
namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::int64_t first_look_ms = 1;
constexpr std::int64_t longest_look_ms = 32;

// Shared by the thread that looks up and the coroutine that waits, of which either may go first.
// The thread rings nobody: what it would ring may be gone. So the coroutine looks.
class Answer {
public:
    void give(Endpoints endpoints) {
        const std::lock_guard lock(mutex_);
        endpoints_ = std::move(endpoints);
    }
    std::optional<Endpoints> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(endpoints_, std::nullopt);
    }

private:
    std::mutex mutex_;
    std::optional<Endpoints> endpoints_;
};

awaitable<Result<Endpoints, NetError>> wait_for(std::shared_ptr<Answer> answer, Instant deadline) {
    const auto executor = co_await boost::asio::this_coro::executor;
    Bell bell(executor);
    for (std::int64_t pause_ms = first_look_ms;;
         pause_ms = std::min(2 * pause_ms, longest_look_ms)) {
        if (auto endpoints = answer->take()) {
            if (endpoints->empty()) co_return refuse(net_error(NetFault::unresolved));
            co_return std::move(*endpoints);
        }
        const Instant now = net_now();
        if (now >= deadline) co_return refuse(net_error(NetFault::timed_out));
        const Instant next_look{now.ms + pause_ms};
        const Instant until = std::min(deadline, next_look);
        co_await bell.wait(until);
    }
}

awaitable<Result<Endpoints, NetError>> at_once(Endpoints endpoints) { co_return endpoints; }

}  // namespace

Endpoints look_up_by_system(const HostAddress& address) {
    boost::asio::io_context context;
    error_code unknown;
    const auto found = tcp::resolver(context).resolve(
        address.host, std::to_string(address.port), tcp::resolver::numeric_service, unknown);
    Endpoints endpoints;
    for (const auto& result : found) endpoints.push_back(result.endpoint());
    return endpoints;
}

awaitable<Result<Endpoints, NetError>> resolve(HostAddress address,
                                               LookUp look_up,
                                               Instant deadline) {
    error_code not_numeric;
    const auto numeric = boost::asio::ip::make_address(address.host, not_numeric);
    if (!not_numeric) return at_once({tcp::endpoint(numeric, address.port)});

    auto answer = std::make_shared<Answer>();
    std::thread([answer, look_up = std::move(look_up), address = std::move(address)] {
        answer->give(look_up(address));
    }).detach();
    return wait_for(std::move(answer), deadline);
}

}  // namespace cairn
