#pragma once
// The list of members as a server's disk first acknowledged it, and when: kept apart from all
// laptops, so that it can be asked afterwards what they should have done.
#include <map>
#include <vector>

#include "shared/base/time.h"
#include "shared/roster/view.h"

namespace cairn::simulation {

// A device lost a right.
struct Loss {
    Instant at;
    MemberId member;
    WriteRight left = WriteRight::none;
    // What the server had acknowledged by then: so many envelopes of the order of that incarnation.
    Incarnation incarnation;
    std::size_t acknowledged = 0;
};

class RosterTruth {
public:
    // One that came before is no news: a server that was put back gets it again.
    void take(ByteView record, Instant at, const Incarnation& incarnation, std::size_t envelopes);

    [[nodiscard]] const RosterView& view() const { return view_; }
    // Of every device that ever lost a right, its losses in their order.
    [[nodiscard]] const std::map<DeviceId, std::vector<Loss>>& losses() const { return losses_; }
    // The last one of a device that may write nothing now; null for every other device.
    [[nodiscard]] const Loss* lasting_loss(const DeviceId& device) const;
    // In the roster, and not any more.
    [[nodiscard]] bool is_gone(const DeviceId& device) const;
    [[nodiscard]] const std::map<RecordKind, std::size_t>& kinds() const { return kinds_; }

private:
    RosterView view_;
    std::map<DeviceId, std::vector<Loss>> losses_;
    std::map<RecordKind, std::size_t> kinds_;
};

}  // namespace cairn::simulation
