#pragma once
// Records that no builder makes, for tests of what the roster refuses.
#include <ostream>

#include "shared/base/domain.h"
#include "shared/roster/build.h"
#include "shared/roster/statements.h"
#include "tests/support/small_workspace.h"

namespace cairn::test {

// Whatever body, at the head, rightly signed by `actor`.
inline Record record_at_head(const SmallWorkspace& workspace,
                             const DeviceId& actor,
                             RecordBody body) {
    return {.index = {workspace.view.length().value},
            .previous = workspace.view.head(),
            .actor = actor,
            .wall = workspace.now,
            .body = std::move(body)};
}

inline Bytes forge(const SmallWorkspace& workspace, const DeviceSecrets& actor, RecordBody body) {
    return sign_record(record_at_head(workspace, actor.id(), std::move(body)), actor.signing());
}

template <class Body>
Body body_of(const Bytes& record) {
    return std::get<Body>(read_record(record)->record.body);
}

// An invite used record by a new device, to be spoilt and signed again.
struct Joining {
    DeviceSecrets device;
    InviteKeys invite;
    InviteUsedRecord body;
};
inline Joining joining(SmallWorkspace& workspace, const InviteSecret& secret) {
    auto device = DeviceSecrets::make(workspace.random);
    const auto record = make_invite_used(workspace.by(device), secret, workspace.random);
    return {.device = device,
            .invite = derive_invite_keys(secret, workspace.view.workspace()),
            .body = body_of<InviteUsedRecord>(*record)};
}

}  // namespace cairn::test

namespace cairn {
inline void PrintTo(RosterFault fault, std::ostream* out) {
    *out << "fault " << static_cast<int>(fault);
}
}  // namespace cairn
