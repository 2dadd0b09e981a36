#pragma once
// Envelopes on their way to the server: handed over, sent, not yet acknowledged, never more than
// the window holds (limits::unacknowledged_bytes_max, or one envelope that is larger).
#include <cstddef>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "shared/base/ids.h"
#include "shared/log/envelope.h"
#include "shared/wire/message.h"

namespace cairn {

struct OutgoingEnvelope {
    Envelope envelope;
    bool needed =
        false;  // others' work rests on it: the server charges it to us, not to its author
};

class PushWindow {
public:
    explicit PushWindow(std::size_t bytes_max) : bytes_max_(bytes_max) {}
    void set_bytes_max(std::size_t bytes_max) { bytes_max_ = bytes_max; }

    // An envelope already under way is left out.
    void add(const std::vector<OutgoingEnvelope>& envelopes);
    std::optional<Push> next();
    // Forgets what the result names; acknowledgements of strangers and repeats change nothing.
    void settle(const PushResult& result);

    [[nodiscard]] std::size_t room() const;
    [[nodiscard]] bool idle() const { return in_flight_.empty(); }
    [[nodiscard]] bool under_way(const EnvelopeHash& hash) const {
        return in_flight_.contains(hash);
    }

private:
    void forget(const EnvelopeHash& hash);

    struct QueuedPart {
        bool needed = false;
        EnvelopePart part;
    };
    std::size_t bytes_max_;
    std::size_t bytes_ = 0;                                    // of all under way
    std::unordered_map<EnvelopeHash, std::size_t> in_flight_;  // their sizes
    std::deque<QueuedPart> queue_;
};

}  // namespace cairn
