#pragma once
// Where a server listens, as people write it.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

struct HostAddress {
    std::string host;  // a name, or an IPv4 or IPv6 address without brackets
    std::uint16_t port = 0;
    friend bool operator==(const HostAddress&, const HostAddress&) = default;
};

// "host:port", "1.2.3.4:port", "[::1]:port". Nothing if the host is empty, longer than 253
// characters or holds anything but visible ASCII, or the port is not 1..65535 in plain digits.
std::optional<HostAddress> parse_address(std::string_view text);
std::string to_string(const HostAddress& address);

}  // namespace cairn
