#pragma once
// An invite is known by the two key pairs that its secret yields; the secret itself never reaches
// the server (schema/PROTOCOL.md section 10).
#include "shared/identity/exchange.h"
#include "shared/identity/sign.h"

namespace cairn {

struct InviteKeys {
    SigningKey sign;  // its public half is the InviteId
    ExchangeKey box;  // receives epoch keys, if the invite is unattended
    [[nodiscard]] InviteId id() const { return sign.public_key_as<InviteId>(); }
    [[nodiscard]] BoxKey box_key() const { return box.public_key_as<BoxKey>(); }
};

InviteKeys derive_invite_keys(const InviteSecret& secret, const WorkspaceId& workspace);

}  // namespace cairn
