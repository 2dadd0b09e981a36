#pragma once
// How a client proves, on one connection only, that it may speak for a workspace
// (schema/PROTOCOL.md section 11): over handshake hash ‖ workspace, each kind under its own domain.
#include "shared/base/ids.h"
#include "shared/base/secret.h"
#include "shared/identity/sign.h"

namespace cairn {

Signature prove_device(const SigningKey& device,
                       const HandshakeHash& handshake,
                       const WorkspaceId& workspace);
[[nodiscard]] bool verify_device_proof(const DeviceId& device,
                                       const HandshakeHash& handshake,
                                       const WorkspaceId& workspace,
                                       const Signature& proof);

Signature prove_invite(const SigningKey& invite,
                       const HandshakeHash& handshake,
                       const WorkspaceId& workspace);
[[nodiscard]] bool verify_invite_proof(const InviteId& invite,
                                       const HandshakeHash& handshake,
                                       const WorkspaceId& workspace,
                                       const Signature& proof);

// A keyed hash, since the server holds the ticket's secret too. Compare with is_ticket_proof only.
Hash32 prove_ticket(const TicketSecret& ticket,
                    const HandshakeHash& handshake,
                    const WorkspaceId& workspace);
[[nodiscard]] bool is_ticket_proof(const Hash32& proof,
                                   const TicketSecret& ticket,
                                   const HandshakeHash& handshake,
                                   const WorkspaceId& workspace);

}  // namespace cairn
