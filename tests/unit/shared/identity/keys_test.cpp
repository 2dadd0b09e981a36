#include <gtest/gtest.h>
#include <sodium.h>

#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/identity/device.h"
#include "shared/identity/hello_proof.h"
#include "shared/identity/invite_keys.h"
#include "shared/identity/sealed_key.h"
#include "shared/identity/server.h"

namespace cairn {
namespace {

EpochPlace place_of(Random& random) { return {random.make<WorkspaceId>(), random.make<EpochId>()}; }

EpochKey key_of(Random& random) {
    EpochKey key;
    random.fill(key.writable());
    return key;
}

TEST(SigningKey, SignsAsEd25519OverLengthDomainAndMessage) {
    SeededRandom random(1);
    const SigningKey key = SigningKey::make(random);
    const Signature signature = sign(key, "cairn/1 x", bytes_of("hello"));

    const std::string covered =
        "\x09"
        "cairn/1 xhello";
    EXPECT_EQ(0,
              crypto_sign_verify_detached(signature.bytes.data(),
                                          bytes_of(covered).data(),
                                          covered.size(),
                                          key.public_key().data()));
}

TEST(SigningKey, MatchesTheFirstVectorOfRfc8032ForItsPublicKey) {
    SigningSeed seed;
    const std::string hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    ASSERT_EQ(0,
              sodium_hex2bin(
                  seed.writable().data(), 32, hex.data(), hex.size(), nullptr, nullptr, nullptr));
    EXPECT_EQ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
              to_hex(SigningKey(seed).public_key()));
}

TEST(SigningKey, VerifiesOnlyUnderItsDomainKeyAndMessage) {
    SeededRandom random(2);
    const SigningKey key = SigningKey::make(random);
    const SigningKey other = SigningKey::make(random);
    const Signature signature = sign(key, domain::hello_proof, bytes_of("hello"));

    EXPECT_TRUE(verify(key.public_key(), domain::hello_proof, bytes_of("hello"), signature));
    EXPECT_FALSE(verify(key.public_key(), domain::invite_proof, bytes_of("hello"), signature));
    EXPECT_FALSE(verify(key.public_key(), domain::hello_proof, bytes_of("hellO"), signature));
    EXPECT_FALSE(verify(other.public_key(), domain::hello_proof, bytes_of("hello"), signature));
    EXPECT_FALSE(
        verify(key.public_key().first(31), domain::hello_proof, bytes_of("hello"), signature));
}

TEST(SigningKey, CannotMoveABoundaryBetweenDomainAndMessage) {
    SeededRandom random(3);
    const SigningKey key = SigningKey::make(random);
    const Signature signature = sign(key, "cairn/1 ab", bytes_of("c"));
    EXPECT_FALSE(verify(key.public_key(), "cairn/1 a", bytes_of("bc"), signature));
}

TEST(SigningKey, RefusesPublicKeysOfSmallOrder) {
    // With the neutral element as key and R, and S zero, a careless verifier accepts any message.
    std::array<std::uint8_t, 32> neutral{1};
    Signature forged;
    forged.bytes[0] = 1;
    EXPECT_FALSE(verify(neutral, "cairn/1 x", bytes_of("anything"), forged));
}

TEST(DeviceSecrets, ComeBackFromTheirSecretBytes) {
    SeededRandom random(4);
    const DeviceSecrets device = DeviceSecrets::make(random);
    const DeviceSecrets again(device.to_secret_bytes());

    EXPECT_EQ(device.id(), again.id());
    EXPECT_EQ(device.channel_key(), again.channel_key());
    EXPECT_EQ(device.box_key(), again.box_key());
    EXPECT_NE(device.channel_key().bytes, device.box_key().bytes);
    EXPECT_TRUE(verify(again.id().view(),
                       "cairn/1 x",
                       bytes_of("m"),
                       sign(device.signing(), "cairn/1 x", bytes_of("m"))));
}

TEST(ServerSecrets, ComeBackFromTheirSecretBytes) {
    SeededRandom random(5);
    const ServerSecrets server = ServerSecrets::make(random);
    const ServerSecrets again(server.to_secret_bytes());
    EXPECT_EQ(server.id(), again.id());
    EXPECT_EQ(server.channel_key(), again.channel_key());
}

TEST(ExchangeKey, AgreesFromBothSidesAndRefusesPointsOfSmallOrder) {
    SeededRandom random(6);
    const ExchangeKey a = ExchangeKey::make(random);
    const ExchangeKey b = ExchangeKey::make(random);
    EXPECT_EQ(a.agree(b.public_key_as<BoxKey>()), b.agree(a.public_key_as<BoxKey>()));

    BoxKey one;
    one.bytes[0] = 1;
    EXPECT_FALSE(a.agree(BoxKey{}).has_value());
    EXPECT_FALSE(a.agree(one).has_value());
}

TEST(InviteKeys, DependOnSecretAndWorkspace) {
    SeededRandom random(7);
    InviteSecret secret;
    random.fill(secret.writable());
    InviteSecret other_secret;
    random.fill(other_secret.writable());
    const auto workspace = random.make<WorkspaceId>();
    const InviteKeys keys = derive_invite_keys(secret, workspace);

    EXPECT_EQ(keys.id(), derive_invite_keys(secret, workspace).id());
    EXPECT_EQ(keys.box_key(), derive_invite_keys(secret, workspace).box_key());
    EXPECT_NE(keys.id(), derive_invite_keys(other_secret, workspace).id());
    EXPECT_NE(keys.id(), derive_invite_keys(secret, random.make<WorkspaceId>()).id());
    const auto seed = Hasher("cairn/1 invite signing seed", secret.view()).add(workspace).finish();
    EXPECT_EQ(keys.id(), SigningKey(SigningSeed(seed)).public_key_as<InviteId>());
}

TEST(SealedKey, OpensForItsRecipientOnly) {
    SeededRandom random(8);
    const EpochKey key = key_of(random);
    const EpochPlace place = place_of(random);
    const ExchangeKey to = ExchangeKey::make(random);
    const ExchangeKey other = ExchangeKey::make(random);
    const auto sealed = seal_key(key, to.public_key_as<BoxKey>(), place, random);

    ASSERT_TRUE(sealed.has_value());
    EXPECT_EQ(key, open_sealed_key(*sealed, to, place).value());
    EXPECT_EQ(KeyFault::tampered, open_sealed_key(*sealed, other, place).error());
}

TEST(SealedKey, IsBoundToWorkspaceAndEpoch) {
    SeededRandom random(9);
    const EpochPlace place = place_of(random);
    const ExchangeKey to = ExchangeKey::make(random);
    const auto sealed = seal_key(key_of(random), to.public_key_as<BoxKey>(), place, random);

    const EpochPlace other_epoch{place.workspace, random.make<EpochId>()};
    const EpochPlace other_workspace{random.make<WorkspaceId>(), place.epoch};
    EXPECT_EQ(KeyFault::tampered, open_sealed_key(*sealed, to, other_epoch).error());
    EXPECT_EQ(KeyFault::tampered, open_sealed_key(*sealed, to, other_workspace).error());
}

TEST(SealedKey, NoticesEveryFlippedBit) {
    SeededRandom random(10);
    const EpochPlace place = place_of(random);
    const ExchangeKey to = ExchangeKey::make(random);
    const auto sealed = seal_key(key_of(random), to.public_key_as<BoxKey>(), place, random);
    for (std::size_t i = 0; i < 80 * 8; ++i) {
        SealedKey changed = *sealed;
        changed.bytes[i / 8] = static_cast<std::uint8_t>(changed.bytes[i / 8] ^ (1 << (i % 8)));
        EXPECT_FALSE(open_sealed_key(changed, to, place).has_value()) << "bit " << i;
    }
}

TEST(SealedKey, RefusesRecipientsAndSendersOfSmallOrder) {
    SeededRandom random(11);
    const EpochPlace place = place_of(random);
    const ExchangeKey to = ExchangeKey::make(random);
    EXPECT_EQ(KeyFault::weak_point, seal_key(key_of(random), BoxKey{}, place, random).error());
    EXPECT_EQ(KeyFault::weak_point, open_sealed_key(SealedKey{}, to, place).error());
}

TEST(WrappedKey, OpensUnderTheNewKeyForTheSameStepOnly) {
    SeededRandom random(12);
    const EpochKey old_key = key_of(random);
    const EpochKey new_key = key_of(random);
    const EpochStep step{
        random.make<WorkspaceId>(), random.make<EpochId>(), random.make<EpochId>()};
    const WrappedKey wrapped = wrap_key(old_key, new_key, step);

    EXPECT_EQ(old_key, unwrap_key(wrapped, new_key, step).value());
    EXPECT_EQ(KeyFault::tampered, unwrap_key(wrapped, old_key, step).error());
    const EpochStep reversed{step.workspace, step.new_epoch, step.old_epoch};
    EXPECT_EQ(KeyFault::tampered, unwrap_key(wrapped, new_key, reversed).error());
    WrappedKey changed = wrapped;
    changed.bytes[47] ^= 1;
    EXPECT_EQ(KeyFault::tampered, unwrap_key(changed, new_key, step).error());
}

TEST(SealedName, OpensForItsMemberOnly) {
    SeededRandom random(13);
    const EpochKey key = key_of(random);
    const EpochPlace place = place_of(random);
    const auto member = random.make<MemberId>();
    const std::string name = "Zoë Ørsted 北";
    const Bytes sealed = seal_name(name, key, place, member, random);

    EXPECT_EQ(24 + name.size() + 16, sealed.size());
    EXPECT_EQ(name, open_name(sealed, key, place, member).value());
    EXPECT_EQ(KeyFault::tampered, open_name(sealed, key_of(random), place, member).error());
    EXPECT_EQ(KeyFault::tampered, open_name(sealed, key, place, random.make<MemberId>()).error());
    EXPECT_EQ(KeyFault::tampered, open_name(sealed, key, place_of(random), member).error());
    EXPECT_EQ(KeyFault::malformed,
              open_name(ByteView(sealed).first(39), key, place, member).error());
}

TEST(SealedName, RefusesWhatIsNotUtf8) {
    SeededRandom random(14);
    const EpochKey key = key_of(random);
    const EpochPlace place = place_of(random);
    const auto member = random.make<MemberId>();
    const std::string bad[] = {"\x80",
                               "\xC0\xAF",
                               "\xC3",
                               "\xE0\x80\x80",
                               "\xED\xA0\x80",
                               "\xF4\x90\x80\x80",
                               "a\xE5\x8C",
                               "\xF5\x80\x80\x80",
                               "\xC3(",
                               "\xF0\x80\x80\x80",
                               "\xE5\x8C\xC3"};
    for (const auto& name : bad) {
        const Bytes sealed = seal_name(name, key, place, member, random);
        EXPECT_EQ(KeyFault::malformed, open_name(sealed, key, place, member).error())
            << to_hex(bytes_of(name));
    }
    for (const std::string good : {"", "a", "\x7F", "\xC2\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
        EXPECT_EQ(
            good,
            open_name(seal_name(good, key, place, member, random), key, place, member).value());
}

TEST(HelloProof, HoldsForOneConnectionWorkspaceAndKindOnly) {
    SeededRandom random(15);
    const SigningKey key = SigningKey::make(random);
    const auto device = key.public_key_as<DeviceId>();
    const auto invite = key.public_key_as<InviteId>();
    const auto here = random.make<HandshakeHash>();
    const auto elsewhere = random.make<HandshakeHash>();
    const auto workspace = random.make<WorkspaceId>();
    const auto other = random.make<WorkspaceId>();
    const Signature proof = prove_device(key, here, workspace);

    EXPECT_TRUE(verify_device_proof(device, here, workspace, proof));
    EXPECT_FALSE(verify_device_proof(device, elsewhere, workspace, proof));
    EXPECT_FALSE(verify_device_proof(device, here, other, proof));
    EXPECT_FALSE(verify_invite_proof(invite, here, workspace, proof));
    EXPECT_TRUE(verify_invite_proof(invite, here, workspace, prove_invite(key, here, workspace)));
}

TEST(HelloProof, OfATicketNeedsItsSecret) {
    SeededRandom random(16);
    TicketSecret ticket;
    random.fill(ticket.writable());
    const auto here = random.make<HandshakeHash>();
    const auto workspace = random.make<WorkspaceId>();
    const Hash32 proof = prove_ticket(ticket, here, workspace);

    EXPECT_TRUE(is_ticket_proof(proof, ticket, here, workspace));
    EXPECT_FALSE(is_ticket_proof(proof, TicketSecret{}, here, workspace));
    EXPECT_FALSE(is_ticket_proof(proof, ticket, random.make<HandshakeHash>(), workspace));
}

}  // namespace
}  // namespace cairn
