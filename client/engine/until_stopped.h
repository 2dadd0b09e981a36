#pragma once
// Runs one coroutine to its end on the caller's thread, unless SIGINT or SIGTERM ends it first.
#include <csignal>
#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace cairn::engine {

template <class T>
class UntilStopped {
public:
    [[nodiscard]] boost::asio::io_context& context() { return context_; }

    // Nothing: a signal came. Throws what the coroutine throws. T has a default.
    std::optional<T> run(boost::asio::awaitable<T> work) {
        signals_.async_wait([this](const boost::system::error_code& error, int) {
            if (!error) context_.stop();
        });
        std::exception_ptr thrown;
        std::optional<T> ended;
        boost::asio::co_spawn(context_, std::move(work), [&](std::exception_ptr failure, T result) {
            thrown = failure;
            ended = std::move(result);
            signals_.cancel();
        });
        context_.run();
        if (thrown) std::rethrow_exception(thrown);
        return ended;
    }

private:
    boost::asio::io_context context_{1};
    boost::asio::signal_set signals_{context_, SIGINT, SIGTERM};
};

}  // namespace cairn::engine
