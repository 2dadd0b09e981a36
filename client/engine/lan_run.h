#pragma once
// Laptops that meet on a local network. Blocks; runs on the caller's thread.
#include <cstdint>
#include <functional>
#include <string>

#include "client/engine/lan_session.h"
#include "shared/net/address.h"

namespace cairn::engine {

inline constexpr std::uint16_t lan_port = 7448;

// Exchanges all with the laptop that waits there. Refused where it is of no member, and before
// anything is told.
Result<LanReport, EngineError> meet_on_lan(Workspace& workspace,
                                           const HostAddress& address,
                                           std::int64_t timeout_ms);

// Other laptops that wait, as far as this network tells; asked again and again.
struct LanPeer {
    HostAddress address;
    Bytes greeting;  // as it would say
};
using LookAround = std::function<std::vector<LanPeer>()>;

struct LanWaiting {
    std::uint16_t port = lan_port;  // 0: any
    // Once: which port it became, and what greets there.
    std::function<void(std::uint16_t port, const Bytes& greeting)> listening;
    std::function<void(const LanReport&)> met;
    std::function<void(const EngineError&)> failed;  // with one of them; others go on
    LookAround look_around = [] { return std::vector<LanPeer>{}; };
};
// Answers members' laptops, and goes to those that are found, until SIGINT or SIGTERM. Refused if
// the port is taken.
Result<void, EngineError> wait_on_lan(Workspace& workspace, const LanWaiting& waiting);

}  // namespace cairn::engine
