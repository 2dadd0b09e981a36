// Envelopes that a member with keys makes by hand: broken chains, broken seals, bombs.
#include <zstd.h>

#include "client/plan/numbers.h"
#include "client/seal/packing.h"
#include "client/seal/padding.h"
#include "shared/wire/limits.h"
#include "tests/attacks/malicious_member.h"
#include "tests/support/envelopes.h"

namespace cairn::attacks {
namespace {

TEST_F(MaliciousMember, SkipsANumber) {
    Forgery forgery = forged_title(world, mallory, item);
    forgery.slot.number = forgery.slot.number.next();
    expect_refused_and_void(
        sealed(world, mallory, forgery), PushRefusal::wrong_number, "broken_chain");
}

TEST_F(MaliciousMember, FollowsSomebodyElsesEnvelope) {
    Forgery forgery = forged_title(world, mallory, item);
    const Envelope ours = newest_of(*world.ada);
    forgery.slot.previous = ours.hash();
    forgery.slot.number = ours.header().number.next();
    expect_refused_and_void(
        sealed(world, mallory, forgery), PushRefusal::wrong_number, "broken_chain");
}

TEST_F(MaliciousMember, BeginsHerChainAnewWithAHighNumber) {
    Forgery forgery = forged_title(world, mallory, item);
    forgery.slot.previous = {};
    forgery.slot.number = {7};
    expect_refused_and_void(
        sealed(world, mallory, forgery), PushRefusal::wrong_number, "broken_chain");
}

TEST_F(MaliciousMember, NamesAPredecessorThatNobodyHas) {
    Forgery forgery = forged_title(world, mallory, item);
    forgery.slot.previous = world.random.make<EnvelopeHash>();
    const Envelope envelope = sealed(world, mallory, forgery);
    EXPECT_EQ(refusal_of(envelope), PushRefusal::missing_previous);
    World::hand(*world.cleo, {envelope});
    EXPECT_TRUE(World::codes(*world.cleo).contains("withheld"));
    world.expect_unharmed();
}

TEST_F(MaliciousMember, CitesAnOlderListOfMembersThanBefore) {
    world.write(mallory, "cites the newest");
    Forgery forgery = forged_title(world, mallory, item);
    const RosterView& roster = mallory.workspace.roster();
    const auto added = roster.device(mallory.id())->added_at;
    ASSERT_LT(added.value + 1, roster.length().value);
    forgery.slot.roster_head = *roster.record_hash(added);
    world.sync(mallory);
    expect_void_everywhere({sealed(world, mallory, forgery)}, "roster_went_back");
}

TEST_F(MaliciousMember, CitesAListFromBeforeSheWasThere) {
    Forgery forgery = forged_title(world, mallory, item);
    forgery.slot.number = {1};
    forgery.slot.previous = {};
    forgery.run.predecessor = {};
    forgery.slot.roster_head = *mallory.workspace.roster().record_hash({1});
    expect_refused_and_void(
        sealed(world, mallory, forgery), PushRefusal::not_allowed, "not_permitted");
}

TEST_F(MaliciousMember, ClaimsAPredecessorThatIsNotHers) {
    world.write(mallory, "her last word");
    Forgery forgery = forged_title(world, mallory, item);
    forgery.run.predecessor = world.random.make<ChangeId>();
    world.sync(mallory);
    expect_void_everywhere({sealed(world, mallory, forgery)}, "broken_chain");
}

TEST_F(MaliciousMember, BranchesHerChain) {
    world.write(mallory, "one branch");
    Forgery forgery =
        next_of(world, mallory, {{.item = item, .field = title_field, .value = "tother branch"}});
    world.write(mallory, "goes on");
    world.sync(mallory);
    EXPECT_TRUE(push({sealed(world, mallory, forgery)}).refused.empty());
    world.expect_unharmed();
    for (Desk* desk : {world.ada, world.ben, world.cleo}) {
        EXPECT_TRUE(World::codes(*desk).contains("branched"));
        EXPECT_TRUE(world.shows(*desk, "goes on") && world.shows(*desk, "other branch"))
            << "a branch loses nothing and stops nobody";
    }
}

TEST_F(MaliciousMember, PutsUnprovenBytesIntoASlotBeforeTheTrueOnes) {
    world.write(*world.ben, "the true one");
    const Envelope real = newest_of(*world.ben);
    EXPECT_EQ(refusal_of(test::with_bad_signature(real)), PushRefusal::not_proven);
    World::hand(*world.cleo, {test::with_bad_signature(real)});
    EXPECT_TRUE(World::codes(*world.cleo).contains("unproven"));
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.cleo, "the true one")) << "its slot was free";
}

TEST_F(MaliciousMember, SignsSomebodyElsesCiphertext) {
    const Envelope ours = newest_of(*world.ada);
    EnvelopeHeader header = ours.header();
    const Forgery forgery = forged_title(world, mallory, item);
    header.device = mallory.id();
    header.number = forgery.slot.number;
    header.previous = forgery.slot.previous;
    expect_void_everywhere({with_header(ours, header, mallory.device)}, "unreadable");
}

TEST_F(MaliciousMember, ChangesAHeaderAfterSealing) {
    const Envelope real = sealed(world, mallory, forged_title(world, mallory, item));
    EnvelopeHeader header = real.header();
    header.nonce.bytes[0] ^= 1U;
    expect_void_everywhere({with_header(real, header, mallory.device)}, "unreadable");
}

// Two plaintexts under one ciphertext take a seal that does not commit to its key.
TEST_F(MaliciousMember, ChangesTheCommitmentOfASeal) {
    Bytes bytes = sealed(world, mallory, forged_title(world, mallory, item)).bytes();
    bytes[header_bytes] ^= 1U;
    expect_void_everywhere({signed_again(bytes, mallory.device)}, "unreadable");
}

TEST_F(MaliciousMember, ChangesTheTagOfASeal) {
    Bytes bytes = sealed(world, mallory, forged_title(world, mallory, item)).bytes();
    bytes[bytes.size() - Signature::size - 1] ^= 1U;
    expect_void_everywhere({signed_again(bytes, mallory.device)}, "unreadable");
}

TEST_F(MaliciousMember, SendsPlaintextInPlaceOfASeal) {
    const Forgery forgery = forged_title(world, mallory, item);
    const Envelope real = sealed(world, mallory, forgery);
    const Bytes plain = pad(pack_run(forgery.run));
    Bytes bytes = real.bytes();
    std::copy_n(plain.begin(),
                std::min(plain.size(), bytes.size() - header_bytes - 96),
                bytes.begin() + header_bytes + commitment_bytes);
    expect_void_everywhere({signed_again(bytes, mallory.device)}, "unreadable");
}

TEST_F(MaliciousMember, ClaimsALaterVersionThatNobodyCanOpen) {
    const Envelope real = sealed(world, mallory, forged_title(world, mallory, item));
    for (const bool version : {true, false}) {
        EnvelopeHeader header = real.header();
        (version ? header.version : header.suite) = 2;
        EXPECT_EQ(refusal_of(with_header(real, header, mallory.device)), std::nullopt);
    }
    world.expect_unharmed();
    EXPECT_EQ(world.cleo->workspace.read().counts().parked_envelopes, 2U)
        << "kept for whoever understands it, and never opened as version 1";
    EXPECT_EQ(world.cleo->workspace.read().envelopes(replica::EnvelopeState::parked, 1)[0].reason,
              replica::EnvelopeReason::unknown_version);
}

TEST_F(MaliciousMember, SealsACompressionBomb) {
    const Bytes zeros(limits::run_bytes_max + 1);
    Bytes frame(ZSTD_compressBound(zeros.size()));
    frame.resize(ZSTD_compress(frame.data(), frame.size(), zeros.data(), zeros.size(), 19));
    ASSERT_LT(frame.size(), 10'000U);
    const Forgery forgery = forged_title(world, mallory, item);
    expect_void_everywhere({sealed_plaintext(world, mallory, forgery.slot, pad(frame))},
                           "unreadable");
}

TEST_F(MaliciousMember, SealsWhatIsNoRunAndGoesOnBehindIt) {
    const Forgery first = forged_title(world, mallory, item);
    const Bytes garbage(300, 0x5A);
    const Envelope broken = sealed_plaintext(world, mallory, first.slot, pad(garbage));
    Forgery second =
        next_of(world, mallory, {{.item = item, .field = title_field, .value = "tsound again"}});
    second.slot.number = first.slot.number.next();
    second.slot.previous = broken.hash();
    expect_void_everywhere({broken, sealed(world, mallory, second)}, "unreadable");
    EXPECT_TRUE(world.shows(*world.cleo, "sound again")) << "what follows is judged on its own";
}

TEST_F(MaliciousMember, PadsWithWhatIsNotZero) {
    const Forgery forgery = forged_title(world, mallory, item);
    Bytes padded = pack_run(forgery.run);
    padded.back() = 1;
    expect_void_everywhere({sealed_plaintext(world, mallory, forgery.slot, padded)}, "unreadable");
}

TEST_F(MaliciousMember, SendsOneChangeInTwoEnvelopes) {
    const ItemId twice = world.random.make<ItemId>();
    Forgery forgery =
        next_of(world, mallory, {{.item = twice, .field = plan::field::votes, .value = "i5"}});
    const Envelope first = sealed(world, mallory, forgery);
    const Envelope again = sealed(world, mallory, forgery);
    ASSERT_NE(first.hash(), again.hash());
    const auto before = world.cleo->workspace.read().counts().changes;
    EXPECT_TRUE(push({first, again}).refused.empty());
    world.sync(*world.cleo);
    EXPECT_EQ(world.cleo->workspace.read().counts().changes, before + 1);
    EXPECT_EQ(world.cleo->workspace.read().cell({twice, plan::field::votes, {}})->value, "i5");
    world.expect_unharmed();
}

TEST_F(MaliciousMember, ParksMoreThanAnybodyHasRoomFor) {
    std::vector<Envelope> flood;
    EnvelopeHeader header;
    header.workspace = world.id();
    header.device = mallory.id();
    header.roster_head = world.random.make<RecordHash>();
    header.sealed_bytes = 11 * 1024 * 1024;
    for (std::uint64_t number = 1; number <= 8; ++number) {
        header.number = {number};
        flood.push_back(test::make_envelope(header, mallory.device, world.random));
        header.previous = flood.back().hash();
    }
    const auto got = World::hand(*world.cleo, flood);
    EXPECT_GT(got.withheld, 0U);
    EXPECT_LE(world.cleo->workspace.read().counts().parked_bytes,
              static_cast<std::uint64_t>(limits::parked_bytes_per_device_max));
    EXPECT_EQ(world.cleo->workspace.read().paused_devices().at(0).device, mallory.id());
    EXPECT_TRUE(World::codes(*world.cleo).contains("unknown_record"));
    world.expect_unharmed();
}

TEST_F(MaliciousMember, FramesTheServerWithAStatementThatItDidNotSign) {
    Forgery forgery =
        next_of(world, mallory, {{.item = item, .field = title_field, .value = "ther word"}});
    SeenCheckpoint lie = *mallory.replica().checkpoint();
    lie.running = world.random.make<Hash32>();
    lie.roster_head = world.random.make<RecordHash>();
    forgery.run.checkpoint.push_back(lie);
    EXPECT_TRUE(push({sealed(world, mallory, forgery)}).refused.empty());
    world.expect_unharmed();
    EXPECT_TRUE(world.shows(*world.cleo, "her word"));
    for (Desk* desk : {world.ada, world.ben, world.cleo})
        EXPECT_TRUE(World::codes(*desk).empty()) << "it accuses nobody";
}

}  // namespace
}  // namespace cairn::attacks
