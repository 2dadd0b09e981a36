#include "shared/identity/hello_proof.h"

#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn {
namespace {

Bytes covered(const HandshakeHash& handshake, const WorkspaceId& workspace) {
    Bytes bytes(handshake.bytes.begin(), handshake.bytes.end());
    append(bytes, workspace.view());
    return bytes;
}

}  // namespace

Signature prove_device(const SigningKey& device,
                       const HandshakeHash& handshake,
                       const WorkspaceId& workspace) {
    return sign(device, domain::hello_proof, covered(handshake, workspace));
}

bool verify_device_proof(const DeviceId& device,
                         const HandshakeHash& handshake,
                         const WorkspaceId& workspace,
                         const Signature& proof) {
    return verify(device.view(), domain::hello_proof, covered(handshake, workspace), proof);
}

Signature prove_invite(const SigningKey& invite,
                       const HandshakeHash& handshake,
                       const WorkspaceId& workspace) {
    return sign(invite, domain::invite_proof, covered(handshake, workspace));
}

bool verify_invite_proof(const InviteId& invite,
                         const HandshakeHash& handshake,
                         const WorkspaceId& workspace,
                         const Signature& proof) {
    return verify(invite.view(), domain::invite_proof, covered(handshake, workspace), proof);
}

Hash32 prove_ticket(const TicketSecret& ticket,
                    const HandshakeHash& handshake,
                    const WorkspaceId& workspace) {
    Hasher hasher(domain::ticket_proof, ticket.view());
    return hasher.add(handshake).add(workspace).finish_as<Hash32>();
}

bool is_ticket_proof(const Hash32& proof,
                     const TicketSecret& ticket,
                     const HandshakeHash& handshake,
                     const WorkspaceId& workspace) {
    const Hash32 expected = prove_ticket(ticket, handshake, workspace);
    return equal_in_constant_time(proof.view(), expected.view());
}

}  // namespace cairn
