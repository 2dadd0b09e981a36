#include "shared/net/address.h"

#include <algorithm>
#include <charconv>

namespace cairn {
namespace {

constexpr std::size_t host_characters_max = 253;  // RFC 1035, section 2.3.4, without the last dot

bool is_host(std::string_view host) {
    const auto visible = [](char c) { return c > ' ' && c <= '~' && c != '[' && c != ']'; };
    return !host.empty() && host.size() <= host_characters_max &&
           std::all_of(host.begin(), host.end(), visible);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

}  // namespace

std::optional<HostAddress> parse_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    // Without brackets an IPv6 address would leave open which colon begins the port.
    if (bracketed != (host.find(':') != std::string_view::npos)) return std::nullopt;
    const auto port = parse_port(text.substr(colon + 1));
    if (!port || !is_host(host)) return std::nullopt;
    return HostAddress{std::string(host), *port};
}

std::string to_string(const HostAddress& address) {
    const bool brackets = address.host.find(':') != std::string::npos;
    const std::string host = brackets ? "[" + address.host + "]" : address.host;
    return host + ":" + std::to_string(address.port);
}

}  // namespace cairn
