#include "client/engine/lan_neighbours.h"

#include <algorithm>

namespace cairn::engine {
namespace {

constexpr const char* service = "_cairn._tcp";
constexpr std::string_view key = "\"greeting=";
constexpr std::size_t peers_max = 256;
constexpr std::size_t unread_max = 65'536;

std::vector<std::string_view> fields_of(std::string_view line) {
    std::vector<std::string_view> fields;
    for (;;) {
        const std::size_t end = line.find(';');
        fields.push_back(line.substr(0, end));
        if (end == std::string_view::npos) return fields;
        line.remove_prefix(end + 1);
    }
}

std::optional<Bytes> from_hex(std::string_view text) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const int high = digit(text[i]);
        const int low = digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

// "=;eth0;IPv4;name;_cairn._tcp;local;host.local;192.168.1.20;7448;"greeting=...""
std::optional<LanPeer> peer_in(std::string_view line) {
    const auto fields = fields_of(line);
    constexpr std::size_t fields_of_a_peer = 10;
    if (fields.size() < fields_of_a_peer || fields[0] != "=" || fields[4] != service)
        return std::nullopt;
    // Such an address is of no use without the name of an interface.
    if (fields[7].starts_with("fe80:")) return std::nullopt;
    const bool six = fields[7].find(':') != std::string_view::npos;
    const std::string host = six ? "[" + std::string(fields[7]) + "]" : std::string(fields[7]);
    const auto address = parse_address(host + ":" + std::string(fields[8]));
    const std::size_t at = fields[9].find(key);
    if (!address || at == std::string_view::npos) return std::nullopt;
    const auto greeting = from_hex(fields[9].substr(at + key.size(), 2 * lan_greeting_bytes));
    if (!greeting || greeting->size() != lan_greeting_bytes) return std::nullopt;
    return LanPeer{*address, *greeting};
}

}  // namespace

std::vector<LanPeer> peers_in(std::string_view lines) {
    std::vector<LanPeer> peers;
    while (!lines.empty() && peers.size() < peers_max) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        if (auto peer = peer_in(lines.substr(0, end))) peers.push_back(std::move(*peer));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return peers;
}

LanNeighbours::LanNeighbours(std::uint16_t port, const Bytes& greeting)
    : publish_(platform::Child::start({"avahi-publish-service",
                                       "cairn-" + to_hex(ByteView(greeting).last(4)),
                                       service,
                                       std::to_string(port),
                                       "greeting=" + to_hex(greeting)})),
      browse_(platform::Child::start({"avahi-browse", "--parsable", "--resolve", service})) {}

std::vector<LanPeer> LanNeighbours::look_around() {
    if (!browse_) return {};
    unread_ += browse_->take_output();
    const std::size_t whole = unread_.rfind('\n') + 1;  // 0 if there is none
    auto peers = peers_in(std::string_view(unread_).substr(0, whole));
    unread_.erase(0, whole);
    if (unread_.size() > unread_max) unread_.clear();
    return peers;
}

}  // namespace cairn::engine
