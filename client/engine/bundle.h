#pragma once
// A workspace's membership list and envelopes as a bundle (shared/sync/bundle.h): how laptops meet
// without a network. What is in it is sealed and signed as on the wire, so it may be lost, copied,
// cut or read by anybody.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/engine/distrust.h"
#include "client/engine/workspace.h"
#include "shared/log/frontier.h"
#include "shared/sync/bundle.h"
#include "shared/sync/parts.h"

namespace cairn::engine {

struct BundleWritten {
    std::size_t records = 0;
    std::size_t envelopes = 0;
    std::uint64_t bytes = 0;
    std::uint64_t unsealed = 0;  // own changes that no key here can seal: they are not in it
};
// False: no more is wanted, and nothing more is given.
using BundleSink = std::function<bool(ByteView)>;

// All records, and all envelopes but those that a replica with `known` holds.
BundleWritten write_bundle(Workspace& workspace, const Frontier& known, const BundleSink& sink);

// What this member is known to hold; of one who has written nothing, nothing.
[[nodiscard]] Frontier known_to(Workspace& workspace, const MemberId& member);

struct BundleRead {
    std::size_t records = 0;    // new here
    std::size_t envelopes = 0;  // in it
    std::size_t known = 0;      // of these, held already
    std::size_t applied = 0;
    std::size_t changes = 0;
    std::size_t edits = 0;
    std::size_t parked = 0;
    std::size_t invalid = 0;   // void
    std::size_t unproven = 0;  // nobody vouches for them: not taken
    std::size_t withheld = 0;  // no room: replica::ReceiveReport
    std::size_t damaged = 0;   // pieces and envelopes that could not be read
    std::size_t absent = 0;    // devices whose newest the writer held, and this laptop still lacks
    bool cut_short = false;    // the end of the file is missing
    bool own_branch = false;   // this device's chain went on elsewhere: a copy of this laptop
    std::vector<std::string> warnings;  // sentences for people
};

// Takes what it gives as it comes, a transaction for every few MiB: whatever ends it early, what
// was taken stays, and reading the file again goes on from there.
class BundleReader {
public:
    // The workspace outlives it.
    explicit BundleReader(Workspace& workspace) : workspace_(workspace) {}

    // Refused if it is no bundle, or one of another workspace.
    Result<void, EngineError> feed(ByteView bytes);
    // The same for pieces that come one by one, each whole; not after feed().
    void take(BundlePiece piece);
    // False: some record of theirs was refused, and none after it was taken.
    [[nodiscard]] bool takes_records() const { return !records_stopped_; }
    // After the last bytes.
    BundleRead finish();

private:
    Result<void, EngineError> begin();
    void sort(BundlePiece piece);
    void take(const RosterPage& page);
    void take(Page& page);
    struct RecordFault {
        std::string sentence;
        std::optional<Distrust> code;
    };
    [[nodiscard]] std::optional<RecordFault> fault_of(const ReceiptedRecord& record,
                                                      RecordIndex index);
    void store();
    void note(const replica::ReceiveReport& got);
    void stop_records(const std::string& why, std::optional<Distrust> code);

    Workspace& workspace_;
    BundleParser parser_;
    PartAssembler assembler_;
    std::vector<replica::Arrival> arrivals_;
    std::size_t arrived_bytes_ = 0;
    std::vector<DeviceTips> held_by_writer_;
    BundleRead read_;
    bool begun_ = false;
    bool by_pieces_ = false;
    bool records_stopped_ = false;
    bool lost_ = false;  // where the next piece begins
};

}  // namespace cairn::engine
