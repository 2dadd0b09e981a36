#pragma once
// Where a workspace's server is now, said by an owner (schema/PROTOCOL.md section 10): another
// server, or the same one at another address. It holds no secret and travels by any path.
#include <string>
#include <string_view>

#include "shared/identity/sign.h"
#include "shared/roster/invite_line.h"

namespace cairn {

// Whoever carries it can change nothing in it; whether its signer is an owner the roster tells.
struct ServerLine {
    ServerAddress server;
    WorkspaceId workspace;
    WallTime signed_at;  // as the signer's clock said: 1970 or later
    DeviceId signer;
    Signature signature;
    friend bool operator==(const ServerLine&, const ServerLine&) = default;
};

// `signer` signs everything before its signature.
void sign_server_line(const SigningKey& signer, ServerLine& line);
[[nodiscard]] bool verify_server_line(const ServerLine& line);

std::string encode_line(const ServerLine& line);
Result<ServerLine, LineError> parse_server_line(std::string_view text);

}  // namespace cairn
