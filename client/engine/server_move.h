#pragma once
// A workspace's server is replaced, or moves to another address (DESIGN 5): an owner signs one
// line, which travels by any path, and every laptop that takes it looks there from then on. What
// the server does not hold, the laptops bring.
#include "client/engine/server_contact.h"
#include "shared/roster/server_line.h"

namespace cairn::engine {

// Where this laptop finds the server, signed by it. Refused: no_server; no_keys; not_allowed,
// unless its member is an owner.
Result<ServerLine, EngineError> make_server_line(Workspace& workspace, WallTime now);

// Looks for the server there from now on. Refused: bad_line, if it is of another workspace, not
// signed by an owner's laptop as this one knows the members, or older than one taken before;
// nothing_to_do.
Result<void, EngineError> follow(Workspace& workspace, const ServerLine& line);

// The same server, whose keys prove it, at another address. Refused: no_server, nothing_to_do.
Result<ServerAddress, EngineError> move_server(Workspace& workspace,
                                               const std::string& host,
                                               std::uint16_t port);

}  // namespace cairn::engine
