#pragma once
// The client's part in keeping two rosters alike: pulls records it lacks, uploads records that a
// restored server lacks, and appends one new record at a time by compare and swap.
#include <cstddef>
#include <deque>
#include <optional>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/sync/effects.h"
#include "shared/sync/failure.h"
#include "shared/sync/source.h"
#include "shared/wire/message.h"

namespace cairn {

class RosterExchange {
public:
    // `source` outlives the exchange.
    RosterExchange(const WorkspaceId& workspace, const ServerId& server, const SyncSource& source)
        : workspace_(workspace), server_(server), source_(&source) {}

    // Where the server says it stands. A head that is not ours at that length is a fork.
    Result<void, SyncFailure> begin(RosterLength theirs, const RecordHash& head);
    std::optional<ClientMessage> next();

    Result<Effects, SyncFailure> receive(const RosterPage& page);
    Result<Effects, SyncFailure> receive(const RecordAccepted& accepted);
    Result<Effects, SyncFailure> receive(const RecordRefused& refused);
    // A refusal that waited until the rosters were alike again.
    std::optional<RecordNotTaken> take_refusal();

    // Nothing under way, and both have the same length.
    [[nodiscard]] bool alike() const;
    bool append(Bytes record);  // false unless alike

private:
    struct Uploading {
        RecordIndex index;
        RecordHash hash;
    };
    struct Appending {
        Bytes record;
        RecordIndex index;
        RecordHash hash;
        bool sent = false;
    };

    [[nodiscard]] Result<RecordHash, SyncFailure> check(const ReceiptedRecord& record,
                                                        RecordIndex index) const;
    [[nodiscard]] bool receipt_holds(RecordIndex index,
                                     const RecordHash& hash,
                                     const Receipt& receipt) const;
    void find_unreceipted();
    std::optional<ClientMessage> next_upload();
    RosterAppend upload(RecordIndex index);
    Result<Effects, SyncFailure> upload_refused(const RecordRefused& refused);

    WorkspaceId workspace_;
    ServerId server_;
    const SyncSource* source_;
    RosterLength theirs_;
    std::optional<RecordIndex> asked_from_;
    std::deque<RecordIndex> unreceipted_;
    std::deque<Uploading> uploading_;
    RecordIndex upload_next_;
    std::optional<Appending> appending_;
    std::optional<RecordNotTaken> refusal_;
};

}  // namespace cairn
