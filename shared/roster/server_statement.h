#pragma once
// What a server signs: receipts for records and checkpoints of where it stands
// (schema/PROTOCOL.md sections 9 and 11).
#include "shared/base/ids.h"
#include "shared/identity/sign.h"
#include "shared/wire/message.h"
#include "shared/wire/run.h"

namespace cairn {

// Which record a receipt is for.
struct RecordPlace {
    WorkspaceId workspace;
    RecordIndex index;
    RecordHash hash;
};
Receipt sign_receipt(const SigningKey& server, const RecordPlace& place, Incarnation incarnation);
[[nodiscard]] bool verify_receipt(const ServerId& server,
                                  const RecordPlace& place,
                                  const Receipt& receipt);

// Sets the statement's signature.
void sign_checkpoint(const SigningKey& server,
                     const WorkspaceId& workspace,
                     SeenCheckpoint& statement);
[[nodiscard]] bool verify_checkpoint(const ServerId& server,
                                     const WorkspaceId& workspace,
                                     const SeenCheckpoint& statement);

// Two verified statements about one workspace that cannot both be true: one roster length with two
// heads, or one position of one incarnation with two running hashes. Proof that the server lies.
[[nodiscard]] bool contradict(const SeenCheckpoint& a, const SeenCheckpoint& b);

}  // namespace cairn
