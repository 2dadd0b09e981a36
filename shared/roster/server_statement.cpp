#include "shared/roster/server_statement.h"

#include "shared/base/byte_io.h"
#include "shared/base/domain.h"

namespace cairn {
namespace {

Bytes said_by_receipt(const RecordPlace& place, const Incarnation& incarnation) {
    ByteWriter said;
    said.id(place.workspace).u64(place.index.value).id(place.hash).id(incarnation);
    return said.take();
}

Bytes said_by_checkpoint(const WorkspaceId& workspace, const SeenCheckpoint& statement) {
    ByteWriter said;
    said.id(workspace).id(statement.incarnation).u64(statement.position.value);
    said.id(statement.running).u64(statement.roster_length.value).id(statement.roster_head);
    return said.take();
}

}  // namespace

Receipt sign_receipt(const SigningKey& server, const RecordPlace& place, Incarnation incarnation) {
    const Bytes said = said_by_receipt(place, incarnation);
    return {.incarnation = incarnation, .signature = sign(server, domain::receipt_signature, said)};
}

bool verify_receipt(const ServerId& server, const RecordPlace& place, const Receipt& receipt) {
    const Bytes said = said_by_receipt(place, receipt.incarnation);
    return verify(server.view(), domain::receipt_signature, said, receipt.signature);
}

void sign_checkpoint(const SigningKey& server,
                     const WorkspaceId& workspace,
                     SeenCheckpoint& statement) {
    const Bytes said = said_by_checkpoint(workspace, statement);
    statement.signature = sign(server, domain::checkpoint_signature, said);
}

bool verify_checkpoint(const ServerId& server,
                       const WorkspaceId& workspace,
                       const SeenCheckpoint& statement) {
    const Bytes said = said_by_checkpoint(workspace, statement);
    return verify(server.view(), domain::checkpoint_signature, said, statement.signature);
}

bool contradict(const SeenCheckpoint& a, const SeenCheckpoint& b) {
    const bool rosters = a.roster_length == b.roster_length && a.roster_head != b.roster_head;
    const bool orders =
        a.incarnation == b.incarnation && a.position == b.position && a.running != b.running;
    return rosters || orders;
}

}  // namespace cairn
