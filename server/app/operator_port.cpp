#include "server/app/operator_port.h"

#include <chrono>
#include <memory>
#include <optional>
#include <tuple>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "shared/net/bell.h"

namespace cairn::server {
namespace {

namespace http = boost::beast::http;
using boost::asio::awaitable;
using boost::asio::ip::tcp;

constexpr auto as_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);
constexpr auto request_time_max = std::chrono::seconds(10);
// The system has no room for a further connection now (descriptors): wait for one to end.
constexpr auto accept_again_after = std::chrono::milliseconds(100);
constexpr std::size_t request_bytes_max = 8 * 1024;
constexpr std::size_t connections_max = 32;
constexpr std::int64_t answer_ms_max = 2'000;

struct Probe {
    explicit Probe(const boost::asio::any_io_executor& executor) : bell(executor) {}
    Bell bell;
    std::optional<bool> works;
};

}  // namespace

OperatorPort::OperatorPort(boost::asio::io_context& context,
                           const tcp::endpoint& at,
                           Storage& storage,
                           std::function<std::string()> metrics)
    : acceptor_(context, at),
      accept_again_(context),
      storage_(&storage),
      metrics_(std::move(metrics)) {}

void OperatorPort::start() { accept_next(); }

void OperatorPort::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

void OperatorPort::accept_next() {
    acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
        if (!acceptor_.is_open()) return;
        if (error) {
            accept_later();
            return;
        }
        if (connections_ < connections_max) {
            ++connections_;
            boost::asio::co_spawn(acceptor_.get_executor(),
                                  serve(std::move(socket)),
                                  [this](const std::exception_ptr&) { --connections_; });
        }
        accept_next();
    });
}

void OperatorPort::accept_later() {
    accept_again_.expires_after(accept_again_after);
    accept_again_.async_wait([this](const boost::system::error_code&) {
        if (acceptor_.is_open()) accept_next();
    });
}

awaitable<void> OperatorPort::serve(tcp::socket socket) {
    boost::beast::tcp_stream stream(std::move(socket));
    stream.expires_after(request_time_max);
    boost::beast::flat_buffer buffer(request_bytes_max);
    http::request<http::empty_body> request;
    const auto read = co_await http::async_read(stream, buffer, request, as_tuple);
    if (std::get<0>(read)) co_return;
    Answer answer{.status = 405, .body = "only GET\n"};
    if (request.method() == http::verb::get) {
        std::string target(request.target());
        answer = co_await answer_for(std::move(target));
    }
    http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
    response.set(http::field::content_type, answer.type);
    response.set(http::field::cache_control, "no-store");
    response.keep_alive(false);
    response.body() = std::move(answer.body);
    response.prepare_payload();
    co_await http::async_write(stream, response, as_tuple);
    boost::system::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

awaitable<OperatorPort::Answer> OperatorPort::answer_for(std::string target) {
    Answer answer;
    if (target == "/metrics") {
        answer.type = "text/plain; version=0.0.4; charset=utf-8";
        answer.body = metrics_();
    } else if (target == "/healthz") {
        const bool works = co_await storage_answers();
        answer.status = works ? 200 : 503;
        answer.body = works ? "ok\n" : "the storage does not answer\n";
    } else {
        answer.status = 404;
        answer.body = "/healthz or /metrics\n";
    }
    co_return answer;
}

awaitable<bool> OperatorPort::storage_answers() {
    const auto executor = acceptor_.get_executor();
    const auto probe = std::make_shared<Probe>(executor);
    // The storage thread only ever holds the weak end: the bell belongs to this one.
    const std::weak_ptr<Probe> waiting = probe;
    storage_->probe([waiting, executor](bool works) {
        boost::asio::post(executor, [waiting, works] {
            const auto asked = waiting.lock();
            if (!asked) return;
            asked->works = works;
            asked->bell.ring();
        });
    });
    const Instant deadline{net_now().ms + answer_ms_max};
    while (!probe->works && net_now() < deadline) {
        co_await probe->bell.wait(deadline);
    }
    co_return probe->works.value_or(false);
}

}  // namespace cairn::server
