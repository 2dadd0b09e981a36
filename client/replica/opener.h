#pragma once
// The replica holds no keys: its owner opens and seals for it, within the replica's transaction.
#include <optional>
#include <string>
#include <variant>

#include "shared/log/envelope.h"
#include "shared/wire/run.h"

namespace cairn::replica {

struct MissingKey {};  // of header().epoch: the envelope is parked
struct Unopenable {    // void by a rule that everybody can check
    std::string sentence;
};
using Opened = std::variant<Run, MissingKey, Unopenable>;

class EnvelopeOpener {
public:
    virtual ~EnvelopeOpener() = default;
    // Of a version and suite that can_open() takes; proven. May be asked again for the same one.
    [[nodiscard]] virtual Opened open(const Envelope& envelope) = 0;
};

// Where the next envelope of this device goes.
struct SealSlot {
    WorkspaceId workspace;
    EnvelopeNumber number;
    EnvelopeHash previous;
    RecordHash roster_head;  // the newest record that this file has adopted
};

class EnvelopeSealer {
public:
    virtual ~EnvelopeSealer() = default;
    // Nothing if there is no key to seal with yet: the changes stay pending.
    [[nodiscard]] virtual std::optional<Envelope> seal(const Run& run, const SealSlot& slot) = 0;
};

}  // namespace cairn::replica
