#pragma once
// One workspace on the server: judges what comes, says where things stand. What it accepts it adds
// to a list of writes; until these are committed nobody may be told.
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "server/hub/limits.h"
#include "server/store/log_store.h"
#include "shared/identity/server.h"
#include "shared/log/frontier.h"
#include "shared/roster/view.h"
#include "shared/sync/server_requests.h"

namespace cairn::server {

using Writes = std::vector<Write>;

// The way down a branch that one session fetches, kept from page to page: a long branch is walked
// once.
struct BranchWalk {
    EnvelopeHash tip;
    std::vector<Position> positions;  // from the tip down
    EnvelopeNumber lowest;            // of the last of these
    EnvelopeHash below;               // its predecessor
};

class Room {
public:
    // Loads the workspace, if the store has it. All three outlive the room. All that reads the
    // store throws DamagedWorkspace; what the room holds is sound then, and as the store is or will
    // be with the writes.
    Room(const WorkspaceId& id,
         LogStore& store,
         const ServerSecrets& secrets,
         const HubLimits& limits);

    [[nodiscard]] const WorkspaceId& id() const { return id_; }
    [[nodiscard]] bool exists() const { return roster_ != nullptr; }
    [[nodiscard]] bool settled() const { return settled_; }
    [[nodiscard]] const RosterSnapshot& roster() const { return roster_; }
    [[nodiscard]] RosterLength roster_length() const { return {records_.size()}; }
    [[nodiscard]] Position head() const { return head_; }

    // --- judging; accepted at once in memory, durable with the writes ---
    RecordJudged append(const ReceiptedRecord& record,
                        const Admission& by,
                        WallTime now,
                        Writes& writes);
    PushResult take(const StoreEnvelopes& pushed, const DeviceId& bringer, Writes& writes);
    // An owner's or admin's device whose roster is no longer than ours: nothing is missing any
    // more.
    void settle_if_complete(const Admission& admission, RosterLength theirs, Writes& writes);

    // --- telling ---
    [[nodiscard]] Welcome welcome(const Hello& hello, WallTime now);
    [[nodiscard]] RosterPage records(RecordIndex from) const;
    // Nothing unless the device was removed: what it is told.
    [[nodiscard]] std::optional<Parted> parting(const Admission& admission, RecordIndex from) const;
    [[nodiscard]] FrontierReply compare(const CompareFrontier& question) const;
    // Only after a commit:
    [[nodiscard]] PageRead page(const ReadPage& wanted);
    // `walk`: of the session that asks, empty before its first fetch.
    [[nodiscard]] BranchRead branch(const ReadBranch& wanted, BranchWalk& walk);

    // What was accepted since the last call, for others to be told.
    std::vector<OrderedEnvelope> take_grown();
    [[nodiscard]] std::uint64_t used_bytes() const { return used_bytes_; }

private:
    struct Refusal {
        PushRefusal code = PushRefusal::not_proven;
        std::string sentence;
        EnvelopeNumber wanted;
    };
    [[nodiscard]] std::optional<EnvelopePlace> find(const EnvelopeHash& hash);
    [[nodiscard]] std::optional<Refusal> judge_author(const EnvelopeHeader& header,
                                                      bool needed) const;
    [[nodiscard]] std::optional<Refusal> judge_link(const EnvelopeHeader& header);
    [[nodiscard]] std::optional<Refusal> judge_quota(const DeviceId& charged,
                                                     std::size_t bytes) const;
    Position put(const Envelope& envelope, const DeviceId& charged, Writes& writes);
    [[nodiscard]] EnvelopeNumber next_number(const DeviceId& device) const;

    RecordJudged refused(const RecordHash& hash, RecordRefusal code, std::string sentence) const;
    RecordJudged accepted(RecordIndex index, const RecordHash& hash) const;
    [[nodiscard]] std::optional<std::pair<RecordRefusal, std::string>> judge_right(
        const SignedRecord& read, const ReceiptedRecord& record, const Admission& by) const;
    [[nodiscard]] std::uint64_t quarters_for(const SignedRecord& read) const;
    [[nodiscard]] bool holds_what_is_pinned(const Pins& pins) const;
    RecordJudged put(const SignedRecord& read,
                     const ReceiptedRecord& record,
                     WallTime now,
                     Writes& writes);

    void walk_down(const Fetch& fetch, BranchWalk& walk);
    [[nodiscard]] OrderedEnvelope read_one(Position position);
    [[noreturn]] void damaged(const std::string& sentence) const;

    WorkspaceId id_;
    LogStore* store_;
    const ServerSecrets* secrets_;
    const HubLimits* limits_;

    bool settled_ = false;
    RosterSnapshot roster_;  // null: not here
    std::vector<ReceiptedRecord> records_;
    std::uint64_t roster_bytes_ = 0;
    Position head_;
    Hash32 running_;
    Frontier frontier_;
    std::unordered_map<DeviceId, std::uint64_t> usage_;
    std::uint64_t used_bytes_ = 0;

    // Accepted and perhaps not committed yet.
    std::unordered_map<EnvelopeHash, EnvelopePlace> fresh_;
    std::vector<OrderedEnvelope> grown_;
};

}  // namespace cairn::server
