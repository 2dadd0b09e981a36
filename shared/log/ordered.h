#pragma once
// An envelope at its place in a server's order. The bytes are shared: a page to a hundred clients
// holds them once.
#include <memory>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"
#include "shared/base/sequence.h"

namespace cairn {

struct OrderedEnvelope {
    Position position;
    EnvelopeHash hash;
    Hash32 running;  // at this position
    std::shared_ptr<const Bytes> bytes;
};

}  // namespace cairn
