#pragma once
// Lets a new device into a workspace with an invite: pulls the roster, checks all of it, appends
// the record that uses the invite. Frames in, frames out; nothing is stored before it is done.
#include <optional>
#include <string>
#include <vector>

#include "client/engine/fault.h"
#include "client/replica/types.h"
#include "shared/identity/device.h"
#include "shared/identity/invite_keys.h"
#include "shared/roster/invite_line.h"
#include "shared/roster/view.h"
#include "shared/sync/client_session.h"

namespace cairn::engine {

class JoinDriver final : public SyncSource {
public:
    struct Start {
        HelloProof proof;
        WallTime wall;
        Instant now;
    };
    // All references outlive the driver. `device` is on disk already: if the answer is lost, the
    // same device tries again and finds itself in the roster.
    JoinDriver(const InviteLine& line,
               const DeviceSecrets& device,
               Random& random,
               const Start& start);

    [[nodiscard]] std::optional<Bytes> next_frame();
    Result<void, SyncFailure> on_frame(ByteView frame, Instant now, WallTime wall);
    void moved(std::size_t bytes, Instant now) { session_.moved(bytes, now); }
    Result<void, SyncFailure> on_time(Instant now) { return session_.tick(now); }
    [[nodiscard]] Instant deadline() const { return session_.deadline(); }

    // The device is a member's now; `records` is the whole roster.
    [[nodiscard]] bool done() const { return view_.device(device_.id()) != nullptr; }
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

    const InviteLine& line_;
    const DeviceSecrets& device_;
    Random& random_;
    ClientSession session_;
    RosterView view_;
    std::vector<replica::StoredRecord> records_;
    WallTime wall_;
};

}  // namespace cairn::engine
