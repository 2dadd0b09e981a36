#pragma once
// One network thread: handshakes, then conversations, of the connections it was given.
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/app/connection.h"
#include "server/app/log.h"
#include "shared/base/random.h"
#include "shared/identity/server.h"

namespace cairn::server {

class Worker {
public:
    struct Parts {  // all outlive the worker
        const ServerSecrets& secrets;
        HubLimits limits;
        Mailboxes& mailboxes;
        Storage& storage;
        Metrics& metrics;
        const Log& log;
    };
    explicit Worker(const Parts& parts);
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // --- any thread ---
    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    // The socket is of context(). `peer`: for the log.
    void take(boost::asio::ip::tcp::socket socket, Gate::Pass pass, std::string peer);
    // Conversations have a moment to end, and are cut then.
    void stop();

    // --- its thread; until stopped ---
    void run() { context_.run(); }

private:
    boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket,
                                       Gate::Pass pass,
                                       std::string peer);
    boost::asio::awaitable<void> converse(FrameStream stream,
                                          Gate::Pass pass,
                                          std::string peer,
                                          Instant stranger_until);
    void ended(const std::exception_ptr& thrown);
    void stop_when_idle();

    Parts parts_;
    SystemRandom random_;
    std::size_t conversations_ = 0;
    bool stopping_ = false;
    // Last: what still runs in it when it goes uses all of the above.
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer grace_;
};

}  // namespace cairn::server
