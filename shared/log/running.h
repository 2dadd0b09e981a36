#pragma once
// The running hash of a server's order: what lies below a position, in one hash
// (schema/PROTOCOL.md section 11). Zeros at position 0.
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/base/ids.h"

namespace cairn {

inline Hash32 next_running(const Hash32& running, const EnvelopeHash& envelope) {
    return Hasher(domain::running_hash).add(running).add(envelope).finish_as<Hash32>();
}

}  // namespace cairn
