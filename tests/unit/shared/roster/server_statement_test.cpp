#include "shared/roster/server_statement.h"

#include <gtest/gtest.h>

#include "shared/base/random.h"
#include "shared/identity/server.h"

namespace cairn {
namespace {

struct Signed {
    SeededRandom random{5};
    ServerSecrets server = ServerSecrets::make(random);
    RecordPlace place{
        .workspace = random.make<WorkspaceId>(), .index = {7}, .hash = random.make<RecordHash>()};
    Incarnation incarnation = random.make<Incarnation>();
    Receipt receipt = sign_receipt(server.signing(), place, incarnation);
    SeenCheckpoint checkpoint{.incarnation = incarnation,
                              .position = {41},
                              .running = random.make<Hash32>(),
                              .roster_length = {8},
                              .roster_head = place.hash,
                              .signature = {}};
    Signed() { sign_checkpoint(server.signing(), place.workspace, checkpoint); }
};

TEST(Receipt, HoldsForItsRecordOnly) {
    const Signed s;
    const auto holds = [&](auto change) {
        RecordPlace place = s.place;
        Receipt receipt = s.receipt;
        change(place, receipt);
        return verify_receipt(s.server.id(), place, receipt);
    };
    EXPECT_TRUE(holds([](auto&, auto&) {}));
    EXPECT_FALSE(holds([](auto& place, auto&) { place.workspace.bytes[0] ^= 1; }));
    EXPECT_FALSE(holds([](auto& place, auto&) { ++place.index.value; }));
    EXPECT_FALSE(holds([](auto& place, auto&) { place.hash.bytes[31] ^= 1; }));
    EXPECT_FALSE(holds([](auto&, auto& receipt) { receipt.incarnation.bytes[0] ^= 1; }));
    EXPECT_FALSE(holds([](auto&, auto& receipt) { receipt.signature.bytes[0] ^= 1; }));
}

TEST(Receipt, HoldsFromItsServerOnly) {
    Signed s;
    EXPECT_FALSE(verify_receipt(ServerSecrets::make(s.random).id(), s.place, s.receipt));
}

TEST(Checkpoint, HoldsForWhatItSaysOnly) {
    const Signed s;
    const auto holds = [&](auto change) {
        SeenCheckpoint statement = s.checkpoint;
        change(statement);
        return verify_checkpoint(s.server.id(), s.place.workspace, statement);
    };
    EXPECT_TRUE(holds([](auto&) {}));
    EXPECT_FALSE(holds([](auto& c) { c.incarnation.bytes[0] ^= 1; }));
    EXPECT_FALSE(holds([](auto& c) { ++c.position.value; }));
    EXPECT_FALSE(holds([](auto& c) { c.running.bytes[0] ^= 1; }));
    EXPECT_FALSE(holds([](auto& c) { ++c.roster_length.value; }));
    EXPECT_FALSE(holds([](auto& c) { c.roster_head.bytes[0] ^= 1; }));
    EXPECT_FALSE(holds([](auto& c) { c.signature.bytes[63] ^= 1; }));
    EXPECT_FALSE(verify_checkpoint(s.server.id(), WorkspaceId{}, s.checkpoint));
}

TEST(Checkpoint, ContradictsAnotherRosterOfOneLength) {
    const Signed s;
    SeenCheckpoint later = s.checkpoint;
    later.incarnation.bytes[0] ^= 1;
    later.roster_head.bytes[0] ^= 1;
    EXPECT_TRUE(contradict(s.checkpoint, later));
    ++later.roster_length.value;
    EXPECT_FALSE(contradict(s.checkpoint, later));
}

TEST(Checkpoint, ContradictsAnotherOrderOfOneIncarnation) {
    const Signed s;
    SeenCheckpoint other = s.checkpoint;
    EXPECT_FALSE(contradict(s.checkpoint, other));
    other.running.bytes[0] ^= 1;
    EXPECT_TRUE(contradict(s.checkpoint, other));
    other.incarnation.bytes[0] ^= 1;  // a restored server orders anew
    EXPECT_FALSE(contradict(s.checkpoint, other));
}

}  // namespace
}  // namespace cairn
