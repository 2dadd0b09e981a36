#include "server/app/server.h"

#include <algorithm>
#include <chrono>
#include <csignal>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include "shared/net/address.h"
#include "shared/net/bell.h"

namespace cairn::server {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// The system has no room for a further connection now (descriptors): wait for one to end.
constexpr auto accept_again_after = std::chrono::milliseconds(100);

tcp::endpoint resolve(const ListenAddress& address) {
    boost::asio::io_context context;
    tcp::resolver resolver(context);
    return resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive)
        .begin()
        ->endpoint();
}

tcp::acceptor listen(boost::asio::io_context& context, const ListenAddress& address) {
    const tcp::endpoint at = resolve(address);
    tcp::acceptor acceptor(context);
    acceptor.open(at.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    // [::] means IPv4 too.
    if (at.address().is_v6()) acceptor.set_option(boost::asio::ip::v6_only(false));
    acceptor.bind(at);
    acceptor.listen();
    return acceptor;
}

ListenAddress address_of(const tcp::endpoint& endpoint) {
    return {.host = endpoint.address().to_string(), .port = endpoint.port()};
}

AddressGroup group_of(const boost::asio::ip::address& address) {
    using boost::asio::ip::address_v6;
    if (address.is_v4())
        return boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, address.to_v4())
            .to_bytes();
    AddressGroup group = address.to_v6().to_bytes();
    const bool is_mapped = address.to_v6().is_v4_mapped();
    if (!is_mapped) std::fill(group.begin() + 8, group.end(), std::uint8_t{0});
    return group;
}

std::string text_of(const tcp::endpoint& endpoint) { return to_string(address_of(endpoint)); }

}  // namespace

Result<std::unique_ptr<Server>, AdminError> Server::make(Parts parts) {
    std::string wanted = to_string(parts.config.listen);
    if (parts.config.metrics) wanted += " or " + to_string(*parts.config.metrics);
    try {
        return std::make_unique<Server>(std::move(parts));
    } catch (const boost::system::system_error& error) {
        return refuse(AdminError{"Cannot listen on " + wanted + ": " + error.code().message() +
                                 ". Choose others with --listen and --metrics."});
    }
}

Server::Server(Parts parts)
    : parts_(std::move(parts)),
      gate_(parts_.config.gate),
      storage_(Storage::Parts{.open = parts_.open_store,
                              .secrets = parts_.secrets,
                              .limits = parts_.config.hub,
                              .mailboxes = mailboxes_,
                              .metrics = metrics_,
                              .log = parts_.log}),
      acceptor_(listen(context_, parts_.config.listen)),
      accept_again_(context_),
      signals_(context_) {
    if (parts_.config.metrics)
        operators_.emplace(context_, resolve(*parts_.config.metrics), storage_, [this] {
            return metrics_.expose(gate_.connections(), gate_.strangers());
        });
    const Worker::Parts shared{.secrets = parts_.secrets,
                               .limits = parts_.config.hub,
                               .mailboxes = mailboxes_,
                               .storage = storage_,
                               .metrics = metrics_,
                               .log = parts_.log};
    for (std::uint32_t i = 0; i < parts_.config.network_threads; ++i)
        workers_.push_back(std::make_unique<Worker>(shared));
}

ListenAddress Server::address() const { return address_of(acceptor_.local_endpoint()); }

std::optional<ListenAddress> Server::metrics_address() const {
    if (!operators_) return std::nullopt;
    return address_of(operators_->endpoint());
}

std::vector<std::function<void()>> Server::threads() {
    accept_next();
    if (operators_) operators_->start();
    std::vector<std::function<void()>> threads;
    threads.emplace_back([this] { context_.run(); });
    threads.emplace_back([this] { storage_.run(); });
    for (const auto& worker : workers_) threads.emplace_back([&worker] { worker->run(); });
    return threads;
}

void Server::accept_next() {
    Worker& worker = *workers_[next_worker_];
    next_worker_ = (next_worker_ + 1) % workers_.size();
    acceptor_.async_accept(worker.context(), [&](const error_code& error, tcp::socket socket) {
        accepted(error, std::move(socket), worker);
    });
}

void Server::accepted(const error_code& error, tcp::socket socket, Worker& worker) {
    if (!acceptor_.is_open()) return;
    if (error) {
        parts_.log.write(
            LogLevel::warning, "cannot accept a connection", {{"why", error.message()}});
        accept_again_.expires_after(accept_again_after);
        accept_again_.async_wait([this](const error_code&) {
            if (acceptor_.is_open()) accept_next();
        });
        return;
    }
    error_code gone;
    const tcp::endpoint peer = socket.remote_endpoint(gone);
    auto pass = gone ? std::nullopt : gate_.enter(group_of(peer.address()), net_now());
    if (pass) {
        ++metrics_.connections_accepted;
        worker.take(std::move(socket), std::move(*pass), text_of(peer));
    } else if (!gone) {
        ++metrics_.connections_turned_away;
        parts_.log.write(LogLevel::debug, "connection turned away", {{"peer", text_of(peer)}});
    }
    accept_next();
}

void Server::stop() {
    boost::asio::post(context_, [this] { stop_now(); });
}

void Server::stop_now() {
    if (!acceptor_.is_open()) return;
    parts_.log.write(LogLevel::info, "stopping");
    error_code ignored;
    acceptor_.close(ignored);
    if (operators_) operators_->close();
    storage_.stop();
    for (const auto& worker : workers_) worker->stop();
    context_.stop();
}

void Server::stop_on_signals() {
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    signals_.async_wait([this](const error_code& error, int) {
        if (!error) stop_now();
    });
}

}  // namespace cairn::server
