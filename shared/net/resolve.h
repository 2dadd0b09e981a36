#pragma once
// From a name to addresses.
#include <functional>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/net/address.h"
#include "shared/net/error.h"

namespace cairn {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;
// Blocks; no endpoints if the name is unknown. Called on a thread of its own.
using LookUp = std::function<Endpoints(const HostAddress&)>;

[[nodiscard]] Endpoints look_up_by_system(const HostAddress& address);

// The addresses of a name, in the order of `look_up`; an address in digits is its own. A look-up
// cannot be interrupted, but nobody waits for one: not after the deadline, and not when the
// coroutine or its io_context ends first.
boost::asio::awaitable<Result<Endpoints, NetError>> resolve(HostAddress address,
                                                            LookUp look_up,
                                                            Instant deadline);

}  // namespace cairn
