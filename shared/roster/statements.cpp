#include "shared/roster/statements.h"

#include <algorithm>

#include "shared/base/domain.h"
#include "shared/base/hash.h"

namespace cairn {
namespace {

Bytes statement_of(const DeviceKeys& keys, const DeviceClaim& claim) {
    Bytes said;
    append(said, claim.workspace.view());
    append(said, claim.member.view());
    append(said, keys.sign.view());
    append(said, keys.channel.view());
    append(said, keys.box.view());
    append(said, claim.authoriser.view());
    return said;
}

Bytes invite_use_of(const WorkspaceId& workspace, const DeviceKeys& keys, const MemberId& member) {
    Bytes said;
    append(said, workspace.view());
    append(said, keys.sign.view());
    append(said, keys.channel.view());
    append(said, keys.box.view());
    append(said, member.view());
    return said;
}

}  // namespace

DeviceClaim claim_of_maker(const Hash32& random, const MemberId& member) {
    return {.workspace = random, .member = member, .authoriser = Hash32{}};
}

DeviceClaim claim_by_invite(const WorkspaceId& workspace,
                            const MemberId& member,
                            const InviteId& invite) {
    return {
        .workspace = Hash32{workspace.bytes}, .member = member, .authoriser = Hash32{invite.bytes}};
}

DeviceClaim claim_by_device(const WorkspaceId& workspace, const DeviceEntry& adder) {
    return {.workspace = Hash32{workspace.bytes},
            .member = adder.member,
            .authoriser = Hash32{adder.added_by.bytes}};
}

DeviceKeys introduce(const DeviceSecrets& device, const DeviceClaim& claim) {
    DeviceKeys keys{.sign = device.id(),
                    .channel = device.channel_key(),
                    .box = device.box_key(),
                    .statement = {}};
    keys.statement = sign(device.signing(), domain::device_statement, statement_of(keys, claim));
    return keys;
}

bool verify_introduction(const DeviceKeys& keys, const DeviceClaim& claim) {
    return verify(
        keys.sign.view(), domain::device_statement, statement_of(keys, claim), keys.statement);
}

Signature sign_invite_use(const SigningKey& invite,
                          const WorkspaceId& workspace,
                          const DeviceKeys& keys,
                          const MemberId& member) {
    return sign(invite, domain::invite_use, invite_use_of(workspace, keys, member));
}

bool verify_invite_use(const InviteUsedRecord& used, const WorkspaceId& workspace) {
    return verify(used.invite.view(),
                  domain::invite_use,
                  invite_use_of(workspace, used.device, used.member),
                  used.invite_signature);
}

Hash32 epoch_commitment(const EpochKey& key) {
    return Hasher(domain::epoch_commitment).add(key.view()).finish_as<Hash32>();
}

EpochId epoch_id(const WorkspaceId& workspace,
                 const RecordHash& previous,
                 const Hash32& commitment) {
    return Hasher(domain::epoch_id)
        .add(workspace)
        .add(previous)
        .add(commitment)
        .finish_as<EpochId>();
}

bool is_sound_exchange_key(const Hash32& key) {
    // The numbers from 2^255 - 19 on encode points that have a smaller encoding already.
    const bool beyond_field =
        key.bytes[31] >= 0x7F && key.bytes[0] >= 0xED &&
        std::all_of(
            key.bytes.begin() + 1, key.bytes.begin() + 31, [](auto b) { return b == 0xFF; });
    if (key.bytes[31] >= 0x80 || beyond_field) return false;
    // Against a point of small order every secret gives zero.
    return ExchangeKey(ExchangeSecret{}).agree(key).has_value();
}

}  // namespace cairn
