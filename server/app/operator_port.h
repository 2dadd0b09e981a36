#pragma once
// The operators' HTTP port: /healthz and /metrics, nothing else, one request a connection.
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/app/storage.h"

namespace cairn::server {

class OperatorPort {
public:
    // Listens at once; throws boost::system::system_error. All outlive the port.
    OperatorPort(boost::asio::io_context& context,
                 const boost::asio::ip::tcp::endpoint& at,
                 Storage& storage,
                 std::function<std::string()> metrics);

    void start();
    void close();
    [[nodiscard]] boost::asio::ip::tcp::endpoint endpoint() const {
        return acceptor_.local_endpoint();
    }

private:
    struct Answer {
        unsigned status = 200;
        std::string type = "text/plain; charset=utf-8";
        std::string body;
    };
    void accept_next();
    void accept_later();
    boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);
    boost::asio::awaitable<Answer> answer_for(std::string target);
    boost::asio::awaitable<bool> storage_answers();

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer accept_again_;
    Storage* storage_;
    std::function<std::string()> metrics_;
    std::size_t connections_ = 0;
};

}  // namespace cairn::server
