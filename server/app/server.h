#pragma once
// The whole server, without a process around it: made, run on as many threads as it asks for, and
// stopped. One thread accepts and serves operators, one stores, the others carry connections.
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/admin/data_folder.h"
#include "server/app/config.h"
#include "server/app/operator_port.h"
#include "server/app/worker.h"

namespace cairn::server {

class Server {
public:
    struct Parts {
        Config config;
        ServerSecrets secrets;
        Storage::OpenStore open_store;
        const Log& log;
    };
    // Opens the store (throws what that throws) and listens. Refused if an address is taken or not
    // of this machine.
    [[nodiscard]] static Result<std::unique_ptr<Server>, AdminError> make(Parts parts);

    explicit Server(Parts parts);  // throws boost::system::system_error
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] ListenAddress address() const;
    [[nodiscard]] std::optional<ListenAddress> metrics_address() const;

    // Each to be run on a thread of its own, all at once; each returns after stop().
    [[nodiscard]] std::vector<std::function<void()>> threads();
    // Any thread, once the threads run or before: takes no more connections, commits and answers
    // what has come, tells everybody, ends.
    void stop();
    // SIGTERM and SIGINT stop it.
    void stop_on_signals();

private:
    void accept_next();
    void accepted(const boost::system::error_code& error,
                  boost::asio::ip::tcp::socket socket,
                  Worker& worker);
    void stop_now();

    Parts parts_;
    Metrics metrics_;
    Gate gate_;
    Mailboxes mailboxes_;
    Storage storage_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::size_t next_worker_ = 0;
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer accept_again_;
    boost::asio::signal_set signals_;
    std::optional<OperatorPort> operators_;
};

}  // namespace cairn::server
