#pragma once
// What a client session asks of the replica it syncs. Answers are immediate and reflect every
// effect carried out so far; nothing here writes.
#include <cstddef>
#include <optional>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/sequence.h"
#include "shared/log/frontier.h"
#include "shared/wire/message.h"

namespace cairn {

class SyncSource {
public:
    virtual ~SyncSource() = default;

    [[nodiscard]] virtual RosterLength roster_length() const = 0;
    // Nothing at or beyond the length.
    [[nodiscard]] virtual std::optional<RecordHash> record_hash(RecordIndex index) const = 0;
    // Records from `index` on, with the receipts held, about bytes_max in all but at least one if
    // there is one.
    [[nodiscard]] virtual std::vector<ReceiptedRecord> records(RecordIndex index,
                                                               std::size_t bytes_max) const = 0;
    // Envelopes held, proven and with their whole chain below them, applied or not, the own outbox
    // included.
    [[nodiscard]] virtual Frontier frontier() const = 0;
    // Whether the envelope is held in that sense: itself and its whole chain below it.
    [[nodiscard]] virtual bool holds(const EnvelopeHash& hash) const = 0;
    // Whether there is no room for more of the device's work now: it is not worth fetching.
    [[nodiscard]] virtual bool is_paused(const DeviceId&) const { return false; }
};

}  // namespace cairn
