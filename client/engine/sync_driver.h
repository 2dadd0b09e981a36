#pragma once
// Carries out what a ClientSession wants, on one workspace: frames in, frames out, no socket and no
// clock. The network (sync_run.h) and the simulation drive the same object. One connection, one
// driver.
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "client/engine/workspace.h"
#include "shared/sync/client_session.h"

namespace cairn::engine {

// A record that a person or this device wants in the roster, built anew whenever the head has
// moved. Nothing: it is no longer needed.
using RecordWish =
    std::function<Result<std::optional<Bytes>, RosterError>(Workspace&, WallTime now)>;

struct SyncReport {
    std::size_t envelopes_received = 0;
    std::size_t changes_received = 0;
    std::size_t edits_received = 0;
    std::size_t envelopes_sent = 0;     // durable at the server (I1)
    std::size_t envelopes_refused = 0;  // kept here, offered again by the next connection
    std::size_t bytes_sent = 0;
    std::size_t records_received = 0;
    std::size_t records_sent = 0;
    std::size_t parked = 0;
    std::size_t invalid = 0;
    std::size_t withheld = 0;  // no room: replica::ReceiveReport
    std::int64_t clock_ahead_ms = 0;
    bool key_missing = false;    // own changes wait until somebody hands over the key
    bool not_permitted = false;  // own changes wait: the role was taken that could write them
    bool own_branch = false;     // this device's chain went on elsewhere: a copy of this laptop
    std::vector<std::string> warnings;  // sentences for people
    std::vector<std::string> refusals;  // why envelopes were refused
};

class SyncDriver final : public SyncSource {
public:
    struct Start {
        HelloProof proof;
        ServerId server;
        WallTime wall;
        Instant now;
    };
    // `workspace` outlives the driver.
    SyncDriver(Workspace& workspace, const Start& start);

    // The next frame to send, or nothing to say now: after construction and after every other call,
    // whenever there is room on the way. What is urgent goes before what is large.
    [[nodiscard]] std::optional<Bytes> next_frame();
    Result<void, SyncFailure> on_frame(ByteView frame, Instant now, WallTime wall);
    // So many bytes came or went, of frames that are not whole yet too.
    void moved(std::size_t bytes, Instant now) { session_.moved(bytes, now); }
    // At deadline() or later.
    Result<void, SyncFailure> on_time(Instant now);
    [[nodiscard]] Instant deadline() const { return session_.deadline(); }
    // Something was committed here, by this process or another.
    void local_changes(WallTime wall);

    void want(RecordWish wish) { wishes_.push_back(std::move(wish)); }
    // All that is here is there, all that is there is here, nothing is on its way, and the cursor
    // has passed what this connection pushed: the next one need not bring it back.
    [[nodiscard]] bool settled();
    // The server has proved who it is and let this device in.
    [[nodiscard]] bool welcomed() const { return welcomed_; }
    [[nodiscard]] bool live() const { return session_.state() == ClientSession::State::live; }
    [[nodiscard]] const SyncReport& report() const { return report_; }
    // Why a wish was dropped, if one was.
    [[nodiscard]] const std::optional<std::string>& refused_wish() const { return refused_wish_; }

    // SyncSource
    [[nodiscard]] RosterLength roster_length() const override;
    [[nodiscard]] std::optional<RecordHash> record_hash(RecordIndex index) const override;
    [[nodiscard]] std::vector<ReceiptedRecord> records(RecordIndex index,
                                                       std::size_t bytes_max) const override;
    [[nodiscard]] Frontier frontier() const override;
    [[nodiscard]] bool holds(const EnvelopeHash& hash) const override;
    [[nodiscard]] bool is_paused(const DeviceId& device) const override {
        return paused_.count(device) > 0;
    }

private:
    using Done = Result<void, SyncFailure>;
    Done take(ByteView frame);
    Done carry_out(Effect& effect);
    Done adopt(std::span<const replica::StoredRecord> records);
    void introduce();
    void store(StorePage& page);
    void note_room(const replica::ReceiveReport& got);
    void queue_missing(const QueueMissing& missing);
    void accepted(const MarkAccepted& accepted);
    void refused(const MarkRefused& refused);
    void record_not_taken(const RecordNotTaken& refused);
    void pins_differ(const RecordNotTaken& refused);
    [[nodiscard]] bool may_offer();
    [[nodiscard]] bool is_needed(const EnvelopeHeader& header);
    void pump();
    void offer_record();
    [[nodiscard]] std::optional<Bytes> next_record();
    // Of what waits in the workspace file (client/engine/membership.h).
    [[nodiscard]] std::optional<Bytes> next_request();
    [[nodiscard]] bool request_waits();
    void request_refused(const std::string& why);
    [[nodiscard]] WallTime server_now() const;

    Workspace& workspace_;
    ClientSession session_;
    Instant began_;
    Instant now_;
    WallTime began_wall_;
    WallTime wall_;
    SyncReport report_;
    struct Handed {
        std::size_t bytes = 0;
        DeviceId device;
    };
    std::unordered_map<EnvelopeHash, Handed> handed_;  // pushed, not yet answered
    std::unordered_set<EnvelopeHash> refused_;
    std::unordered_set<DeviceId> refused_chains_;
    std::size_t refused_bytes_ = 0;
    // Each connection tries anew: what was withheld before may be what the rest waits for.
    std::unordered_set<DeviceId> paused_;
    Position followed_;  // the cursor's
    Position pushed_;    // the last that a push was given
    std::deque<RecordWish> wishes_;
    bool welcomed_ = false;
    bool caught_up_ = false;
    bool wish_on_its_way_ = false;  // the front one
    std::optional<std::uint64_t> request_on_its_way_;
    bool record_on_its_way_ = false;  // of any kind
    // The server held other work of somebody who is to lose a right than this laptop does.
    enum class Exchange : std::uint8_t { done, comparing, sending };
    Exchange exchange_ = Exchange::done;
    std::size_t pins_differed_ = 0;  // times
    bool standing_refused_ = false;  // do not repeat what the server will refuse again
    std::optional<std::string> refused_wish_;
};

// What the server of a workspace is, as kept in its file.
[[nodiscard]] Cursor to_wire(const replica::Cursor& cursor);
[[nodiscard]] replica::Cursor from_wire(const Cursor& cursor);
[[nodiscard]] replica::StoredRecord from_wire(const ReceiptedRecord& record);
// Records from this one on, with their receipts: about so many bytes, but at least one if there is
// one.
[[nodiscard]] std::vector<ReceiptedRecord> records_from(Workspace& workspace,
                                                        RecordIndex index,
                                                        std::size_t bytes_max);

}  // namespace cairn::engine
