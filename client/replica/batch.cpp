#include "client/replica/batch.h"

#include "client/replica/replica_state.h"
#include "shared/base/contract.h"

namespace cairn::replica {

Batch::Batch(Replica& replica) : state_(*replica.state_) {
    CAIRN_ASSERT(!state_.batch);
    state_.batch.emplace(state_.tables);
    state_.tables.db.execute("SAVEPOINT batch");
}

Batch::~Batch() { state_.batch.reset(); }

void Batch::keep() {
    CAIRN_ASSERT(state_.batch.has_value());
    state_.batch->commit();
    state_.batch.reset();
}

void Batch::keep_only(const std::string& note, ByteView bytes) {
    CAIRN_ASSERT(state_.batch.has_value());
    state_.tables.db.execute("ROLLBACK TO batch");
    state_.tables.begin();  // forgets what was rolled back
    state_.write_note(note, bytes);
    keep();
}

}  // namespace cairn::replica
