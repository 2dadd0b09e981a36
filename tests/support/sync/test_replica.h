#pragma once
// A client in memory: carries out what its session wants, as the replica does, and keeps all of it
// between connections. It opens nothing and judges no plan.
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/base/random.h"
#include "shared/identity/device.h"
#include "shared/log/frontier.h"
#include "shared/roster/view.h"
#include "shared/sync/client_session.h"

namespace cairn::test {

class TestReplica final : public SyncSource {
public:
    TestReplica(const DeviceSecrets& device, const WorkspaceId& workspace, std::uint64_t seed)
        : device_(device), workspace_(workspace), random_(seed) {}

    // --- its person ---
    // Appends records known to be valid, without receipts or with those they have.
    void adopt(const std::vector<Bytes>& records);
    void adopt(const std::vector<ReceiptedRecord>& records);
    // Writes the next envelope of the own chain (or a branch after `previous`) into the outbox.
    EnvelopeHash write(std::size_t sealed_bytes = 300);
    EnvelopeHash write_after(const EnvelopeHash& previous, std::size_t sealed_bytes = 300);
    // A copy of this replica goes its own way from here.
    void reseed(std::uint64_t seed) { random_ = SeededRandom(seed); }
    // What the session should do next, when it says that the rosters are alike.
    std::deque<Bytes> records_wanted;

    // --- its session ---
    [[nodiscard]] ClientStart start(const ServerId& server, const HelloProof& proof) const;
    void carry_out(ClientSession& session, const Effect& effect);
    void hand_over(ClientSession& session);
    void connection_lost();

    // --- SyncSource ---
    [[nodiscard]] RosterLength roster_length() const override { return view_.length(); }
    [[nodiscard]] std::optional<RecordHash> record_hash(RecordIndex index) const override {
        return view_.record_hash(index);
    }
    [[nodiscard]] std::vector<ReceiptedRecord> records(RecordIndex index,
                                                       std::size_t bytes_max) const override;
    [[nodiscard]] Frontier frontier() const override { return frontier_; }
    [[nodiscard]] bool holds(const EnvelopeHash& hash) const override {
        return envelopes_.contains(hash);
    }

    // --- what tests look at ---
    [[nodiscard]] const DeviceSecrets& device() const { return device_; }
    [[nodiscard]] const RosterView& view() const { return view_; }
    [[nodiscard]] std::size_t envelope_count() const { return envelopes_.size(); }
    [[nodiscard]] const Envelope& envelope(const EnvelopeHash& hash) const {
        return envelopes_.at(hash);
    }
    [[nodiscard]] std::size_t outbox_size() const { return queue_.size() + handed_.size(); }
    [[nodiscard]] bool all_receipted() const;
    Cursor cursor;
    std::optional<SeenCheckpoint> checkpoint;
    std::vector<RefusedPush> refused;
    std::vector<RecordNotTaken> records_not_taken;
    std::vector<PresenceNote> presence;
    std::vector<QueueMissing> compared;
    std::vector<std::string> contradictions;
    std::size_t caught_up = 0;  // times
    std::size_t unproven = 0;   // dropped
    std::size_t repeated = 0;   // received though held
    std::size_t bytes_received = 0;
    bool needed_flag = false;  // set on everything that is handed over

private:
    void carry(ClientSession& session, const Welcomed& effect);
    void carry(ClientSession& session, const AppendRoster& effect);
    void carry(ClientSession& session, const StoreReceipt& effect);
    void carry(ClientSession& session, const RecordTaken& effect);
    void carry(ClientSession& session, const RecordNotTaken& effect);
    void carry(ClientSession& session, const RostersAlike& effect);
    void carry(ClientSession& session, const StorePage& effect);
    void carry(ClientSession& session, const QueueMissing& effect);
    void carry(ClientSession& session, const NeedEnvelopes& effect);
    void carry(ClientSession& session, const MarkAccepted& effect);
    void carry(ClientSession& session, const MarkRefused& effect);
    void carry(ClientSession& session, const CaughtUp& effect);
    void carry(ClientSession& session, const PresenceHeard& effect);
    void carry(ClientSession& session, const ServerContradicts& effect);
    void append(const ReceiptedRecord& record);
    void hold(const Envelope& envelope);
    void offer_record(ClientSession& session);

    DeviceSecrets device_;
    WorkspaceId workspace_;
    SeededRandom random_;
    RosterView view_;
    std::vector<ReceiptedRecord> records_;
    std::map<EnvelopeHash, Envelope> envelopes_;
    std::vector<EnvelopeHash> order_;  // parents first
    Frontier frontier_;
    EnvelopeHash own_tip_;
    std::deque<EnvelopeHash> queue_;
    std::set<EnvelopeHash> handed_;
};

}  // namespace cairn::test
