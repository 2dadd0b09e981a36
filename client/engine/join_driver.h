#pragma once
// Lets a new device into a workspace, by an invite or by a recovery kit: pulls the roster, checks
// all of it, appends what brings the device in. Frames in, frames out; nothing is stored before it
// is done.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/engine/fault.h"
#include "client/replica/types.h"
#include "shared/identity/device.h"
#include "shared/identity/invite_keys.h"
#include "shared/roster/fault.h"
#include "shared/roster/invite_line.h"
#include "shared/roster/recovery_line.h"
#include "shared/roster/view.h"
#include "shared/sync/client_session.h"

namespace cairn::engine {

// What brings a device in.
struct JoinPlan {
    WorkspaceId workspace;
    ServerId server;
    // The next record that is needed on top of this roster; nothing: the device is in.
    std::function<Result<std::optional<Bytes>, RosterError>(const RosterView&, WallTime)> next;
};
// All references outlive the plan.
JoinPlan join_by_invite(const InviteLine& line, const DeviceSecrets& device, Random& random);
// The device on paper adds `device`, and seals the current key to it.
JoinPlan join_by_kit(const RecoveryLine& line,
                     const DeviceSecrets& paper,
                     const DeviceSecrets& device,
                     Random& random);

class JoinDriver final : public SyncSource {
public:
    struct Start {
        HelloProof proof;
        WallTime wall;
        Instant now;
    };
    // The device is on disk already: if the answer is lost, the same device tries again and finds
    // itself in the roster.
    JoinDriver(JoinPlan plan, const Start& start);

    [[nodiscard]] std::optional<Bytes> next_frame();
    Result<void, SyncFailure> on_frame(ByteView frame, Instant now, WallTime wall);
    void moved(std::size_t bytes, Instant now) { session_.moved(bytes, now); }
    Result<void, SyncFailure> on_time(Instant now) { return session_.tick(now); }
    [[nodiscard]] Instant deadline() const { return session_.deadline(); }

    // The device is a member's now; stored() is the whole roster.
    [[nodiscard]] bool done() const { return done_; }
    [[nodiscard]] const std::vector<replica::StoredRecord>& stored() const { return records_; }
    [[nodiscard]] const RosterView& view() const { return view_; }

    // SyncSource
    [[nodiscard]] RosterLength roster_length() const override { return view_.length(); }
    [[nodiscard]] std::optional<RecordHash> record_hash(RecordIndex index) const override {
        return view_.record_hash(index);
    }
    [[nodiscard]] std::vector<ReceiptedRecord> records(RecordIndex index,
                                                       std::size_t bytes_max) const override;
    [[nodiscard]] Frontier frontier() const override { return {}; }
    [[nodiscard]] bool holds(const EnvelopeHash&) const override { return false; }

private:
    Result<void, SyncFailure> carry_out(const Effect& effect);
    Result<void, SyncFailure> take(const ReceiptedRecord& record);
    Result<void, SyncFailure> ask();

    JoinPlan plan_;
    ClientSession session_;
    RosterView view_;
    std::vector<replica::StoredRecord> records_;
    WallTime wall_;
    bool done_ = false;
};

}  // namespace cairn::engine
