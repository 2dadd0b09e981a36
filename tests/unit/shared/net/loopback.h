#pragma once
// A server and a client on this machine, on one io_context of one thread.
#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "shared/net/connect.h"
#include "shared/net/handshake.h"

namespace cairn::testing_support {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using StreamResult = Result<FrameStream, NetError>;

inline Instant in_ms(std::int64_t ms) { return {net_now().ms + ms}; }
// For what must happen: generous, so that a busy machine never fails a test.
inline Instant soon() { return in_ms(60'000); }

template <class T>
awaitable<void> keep(awaitable<T> work, std::optional<T>& out) {
    auto result = co_await std::move(work);
    out.emplace(std::move(result));
}

struct Loopback {
    explicit Loopback(std::uint64_t seed)
        : random(seed),
          client_key(ExchangeKey::make(random)),
          server_key(ExchangeKey::make(random)),
          acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {}

    HostAddress address() { return {"127.0.0.1", acceptor.local_endpoint().port()}; }
    [[nodiscard]] ChannelKey server_public() const {
        return server_key.public_key_as<ChannelKey>();
    }

    // Two connected sockets: the client's, the server's.
    std::pair<tcp::socket, tcp::socket> sockets() {
        tcp::socket client(io);
        client.connect(acceptor.local_endpoint());
        tcp::socket server = acceptor.accept();
        return {std::move(client), std::move(server)};
    }

    template <class T>
    void start(awaitable<T> work, std::optional<T>& out) {
        boost::asio::co_spawn(io, keep(std::move(work), out), rethrow);
    }
    static void rethrow(std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
    }
    void run_until(const auto& condition) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(100);
        io.restart();
        while (!condition() && io.run_one_until(limit) > 0) {
        }
        if (!condition()) throw std::runtime_error("nothing more happens");
    }
    // Until nothing more happens by itself.
    void settle() {
        io.restart();
        while (io.poll() > 0) {
        }
    }
    template <class T>
    T run(awaitable<T> work) {
        std::optional<T> out;
        start(std::move(work), out);
        run_until([&] { return out.has_value(); });
        return std::move(*out);
    }

    // A finished handshake: the client's stream, the server's.
    std::pair<FrameStream, FrameStream> streams() {
        auto [client_socket, server_socket] = sockets();
        std::optional<StreamResult> client;
        std::optional<StreamResult> server;
        start(handshake_as_client(
                  std::move(client_socket), client_key, server_public(), random, soon()),
              client);
        start(handshake_as_server(std::move(server_socket), server_key, random, soon()), server);
        run_until([&] { return client && server; });
        return {std::move(client->value()), std::move(server->value())};
    }

    boost::asio::io_context io{1};
    SeededRandom random;
    ExchangeKey client_key;
    ExchangeKey server_key;
    tcp::acceptor acceptor;
};

// Bytes by hand, for clients that do not keep to the protocol.
inline void send_raw(tcp::socket& socket, ByteView bytes) {
    boost::asio::write(socket, boost::asio::buffer(bytes.data(), bytes.size()));
}
inline Bytes read_raw(tcp::socket& socket, std::size_t count) {
    Bytes bytes(count);
    boost::asio::read(socket, boost::asio::buffer(bytes));
    return bytes;
}

}  // namespace cairn::testing_support
