#pragma once
// Several writes of one process as one transaction; or writes that are only to be looked at.
#include <string>

#include "client/replica/replica.h"

namespace cairn::replica {

// While a batch is open, what is committed and noted through the replica is seen by its reader and
// by nobody else. Without `keep` none of it ever happened. It holds the lock of writers: be brief,
// and call no other verb of the replica that writes than commit, save_note and what reads.
class Batch {
public:
    // The replica outlives it. Not nested. Throws SqliteError.
    explicit Batch(Replica& replica);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    // On disk when it returns (I2). The batch is over.
    void keep();
    // This note alone; the rest never happened. The batch is over.
    void keep_only(const std::string& note, ByteView bytes);  // empty: removes the note

private:
    Replica::State& state_;
};

}  // namespace cairn::replica
