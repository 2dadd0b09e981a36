
#include "schema/record.capnp.h"
#include "shared/base/byte_io.h"
#include "shared/base/contract.h"
#include "shared/wire/capnp_io.h"
#include "shared/wire/record.h"

namespace cairn {
namespace {

using capnp_io::data_of;
using capnp_io::id_of;

constexpr std::size_t sealed_for_words = 16;  // two pointers, 32 and 80 bytes
constexpr std::size_t recipients_max = limits::record_bytes_max / (sealed_for_words * 8);
constexpr std::size_t invite_words = 5;  // a pointer and 32 bytes
constexpr std::size_t device_words = 5;
constexpr std::size_t pinned_tip_words = 6;  // number, pointer and 32 bytes
constexpr std::size_t device_pins_words = 7;
constexpr std::size_t sealed_name_bytes_max = limits::name_bytes_max + 24 + 16;

void write(schema::DeviceKeys::Builder out, const DeviceKeys& keys) {
    out.setSign(data_of(keys.sign.view()));
    out.setChannel(data_of(keys.channel.view()));
    out.setBox(data_of(keys.box.view()));
    out.setStatement(data_of(keys.statement.view()));
}

DeviceKeys read_keys(schema::DeviceKeys::Reader in) {
    return {.sign = id_of<DeviceId>(in.getSign(), "a device's sign key"),
            .channel = id_of<ChannelKey>(in.getChannel(), "a device's channel key"),
            .box = id_of<BoxKey>(in.getBox(), "a device's box key"),
            .statement = id_of<Signature>(in.getStatement(), "a device's statement")};
}

void write(schema::SealedFor::Builder out, const SealedFor& share) {
    out.setRecipient(data_of(share.recipient.view()));
    out.setSealed(data_of(share.sealed.view()));
}

SealedFor read_sealed(schema::SealedFor::Reader in) {
    return {.recipient = id_of<BoxKey>(in.getRecipient(), "a recipient"),
            .sealed = id_of<SealedKey>(in.getSealed(), "a sealed key")};
}

void write(capnp::List<schema::SealedFor>::Builder out, const std::vector<SealedFor>& shares) {
    for (unsigned i = 0; i < out.size(); ++i) write(out[i], shares[i]);
}

std::vector<SealedFor> read_all_sealed(capnp::List<schema::SealedFor>::Reader in) {
    const auto list = capnp_io::list_of(in, recipients_max, "the list of recipients");
    std::vector<SealedFor> shares;
    shares.reserve(list.size());
    for (const auto share : list) shares.push_back(read_sealed(share));
    return shares;
}

Role read_role(std::uint8_t number) {
    if (number < static_cast<std::uint8_t>(Role::owner) ||
        number > static_cast<std::uint8_t>(Role::reader))
        capnp_io::refuse_input(WireFault::unknown, "the record names a role of a newer version");
    return static_cast<Role>(number);
}

void write(schema::Record::Body::Builder out, const CreateRecord& body) {
    auto create = out.initCreate();
    create.setRandom(data_of(body.random.view()));
    create.setMember(data_of(body.member.view()));
    write(create.initDevice(), body.device);
}

RecordBody read_body(schema::Create::Reader in) {
    return CreateRecord{.random = id_of<Hash32>(in.getRandom(), "the random part"),
                        .member = id_of<MemberId>(in.getMember(), "a member id"),
                        .device = read_keys(in.getDevice())};
}

void write(schema::Epoch::Builder epoch, const EpochRecord& body) {
    CAIRN_ASSERT(body.sealed.size() <= recipients_max && body.old_key.size() <= 1);
    epoch.setCommitment(data_of(body.commitment.view()));
    write(epoch.initSealed(static_cast<unsigned>(body.sealed.size())), body.sealed);
    if (!body.old_key.empty()) epoch.setOldKey(data_of(body.old_key.front().view()));
}

void write(schema::Record::Body::Builder out, const EpochRecord& body) {
    write(out.initEpoch(), body);
}

EpochRecord read_epoch(schema::Epoch::Reader in) {
    EpochRecord body;
    body.commitment = id_of<Hash32>(in.getCommitment(), "a commitment");
    body.sealed = read_all_sealed(in.getSealed());
    if (in.getOldKey().size() > 0)
        body.old_key.push_back(id_of<WrappedKey>(in.getOldKey(), "a wrapped key"));
    return body;
}

RecordBody read_body(schema::Epoch::Reader in) { return read_epoch(in); }

void write(schema::Record::Body::Builder out, const KeyShareRecord& body) {
    CAIRN_ASSERT(body.shares.size() <= recipients_max);
    auto share = out.initKeyShare();
    share.setEpoch(data_of(body.epoch.view()));
    write(share.initShares(static_cast<unsigned>(body.shares.size())), body.shares);
}

RecordBody read_body(schema::KeyShare::Reader in) {
    return KeyShareRecord{.epoch = id_of<EpochId>(in.getEpoch(), "an epoch id"),
                          .shares = read_all_sealed(in.getShares())};
}

void write(schema::Record::Body::Builder out, const InviteOpenedRecord& body) {
    CAIRN_ASSERT(body.bound_to.size() <= 1);
    auto invite = out.initInviteOpened();
    invite.setSign(data_of(body.sign.view()));
    invite.setBox(data_of(body.box.view()));
    invite.setRoleCap(static_cast<std::uint8_t>(body.role_cap));
    invite.setExpires(body.expires.ms);
    invite.setUses(body.uses);
    invite.setUnattended(body.unattended);
    if (!body.bound_to.empty()) invite.setBoundTo(data_of(body.bound_to.front().view()));
}

RecordBody read_body(schema::InviteOpened::Reader in) {
    InviteOpenedRecord body;
    body.sign = id_of<InviteId>(in.getSign(), "an invite's sign key");
    body.box = id_of<BoxKey>(in.getBox(), "an invite's box key");
    body.role_cap = read_role(in.getRoleCap());
    body.expires = {in.getExpires()};
    body.uses = in.getUses();
    body.unattended = in.getUnattended();
    if (in.getBoundTo().size() > 0)
        body.bound_to.push_back(id_of<MemberId>(in.getBoundTo(), "a member id"));
    return body;
}

void write(schema::Record::Body::Builder out, const InviteClosedRecord& body) {
    CAIRN_ASSERT(body.invites.size() <= limits::invites_open_max);
    auto list = out.initInviteClosed().initInvites(static_cast<unsigned>(body.invites.size()));
    for (unsigned i = 0; i < list.size(); ++i) list.set(i, data_of(body.invites[i].view()));
}

RecordBody read_body(schema::InviteClosed::Reader in) {
    InviteClosedRecord body;
    const auto list =
        capnp_io::list_of(in.getInvites(), limits::invites_open_max, "the list of invites");
    body.invites.reserve(list.size());
    for (const auto invite : list) body.invites.push_back(id_of<InviteId>(invite, "an invite id"));
    return body;
}

void write(schema::Record::Body::Builder out, const InviteUsedRecord& body) {
    auto used = out.initInviteUsed();
    used.setInvite(data_of(body.invite.view()));
    used.setMember(data_of(body.member.view()));
    write(used.initDevice(), body.device);
    used.setInviteSignature(data_of(body.invite_signature.view()));
}

RecordBody read_body(schema::InviteUsed::Reader in) {
    return InviteUsedRecord{
        .invite = id_of<InviteId>(in.getInvite(), "an invite id"),
        .member = id_of<MemberId>(in.getMember(), "a member id"),
        .device = read_keys(in.getDevice()),
        .invite_signature = id_of<Signature>(in.getInviteSignature(), "an invite's signature")};
}

void write(schema::Record::Body::Builder out, const DeviceAddedRecord& body) {
    auto added = out.initDeviceAdded();
    added.setMember(data_of(body.member.view()));
    write(added.initDevice(), body.device);
}

RecordBody read_body(schema::DeviceAdded::Reader in) {
    return DeviceAddedRecord{.member = id_of<MemberId>(in.getMember(), "a member id"),
                             .device = read_keys(in.getDevice())};
}

void write(schema::Record::Body::Builder out, const MemberNamedRecord& body) {
    CAIRN_ASSERT(body.sealed_name.size() <= sealed_name_bytes_max);
    auto named = out.initMemberNamed();
    named.setEpoch(data_of(body.epoch.view()));
    named.setSealedName(data_of(body.sealed_name));
}

RecordBody read_body(schema::MemberNamed::Reader in) {
    capnp_io::require_at_most(in.getSealedName().size(), sealed_name_bytes_max, "a sealed name");
    return MemberNamedRecord{.epoch = id_of<EpochId>(in.getEpoch(), "an epoch id"),
                             .sealed_name = capnp_io::bytes_of(in.getSealedName())};
}

void write(capnp::List<schema::DevicePins>::Builder out, const std::vector<DeviceTips>& pins) {
    for (unsigned i = 0; i < out.size(); ++i) {
        out[i].setDevice(data_of(pins[i].device.view()));
        auto tips = out[i].initTips(static_cast<unsigned>(pins[i].tips.size()));
        for (unsigned t = 0; t < tips.size(); ++t) {
            tips[t].setNumber(pins[i].tips[t].number.value);
            tips[t].setHash(data_of(pins[i].tips[t].hash.view()));
        }
    }
}

std::vector<DeviceTips> read_pins(capnp::List<schema::DevicePins>::Reader in) {
    std::vector<DeviceTips> pins;
    for (const auto device : capnp_io::list_of(in, limits::devices_max, "the list of pins")) {
        DeviceTips of{.device = id_of<DeviceId>(device.getDevice(), "a pinned device"), .tips = {}};
        for (const auto tip : capnp_io::list_of(
                 device.getTips(), limits::pinned_tips_per_device_max, "the pins of a device"))
            of.tips.push_back({.number = {tip.getNumber()},
                               .hash = id_of<EnvelopeHash>(tip.getHash(), "a pinned hash")});
        pins.push_back(std::move(of));
    }
    return pins;
}

void write(schema::Pins::Builder out, const Pins& pins) {
    write(out.initDevices(static_cast<unsigned>(pins.devices.size())), pins.devices);
    out.setCutsMore(pins.cuts_more);
}

Pins read_pins(schema::Pins::Reader in) {
    return {.devices = read_pins(in.getDevices()), .cuts_more = in.getCutsMore()};
}

void write(schema::Record::Body::Builder out, const RoleChangedRecord& body) {
    auto changed = out.initRoleChanged();
    changed.setMember(data_of(body.member.view()));
    changed.setRole(static_cast<std::uint8_t>(body.role));
    write(changed.initPins(), body.pins);
}

RecordBody read_body(schema::RoleChanged::Reader in) {
    return RoleChangedRecord{.member = id_of<MemberId>(in.getMember(), "a member id"),
                             .role = read_role(in.getRole()),
                             .pins = read_pins(in.getPins())};
}

void write(schema::Record::Body::Builder out, const MemberRemovedRecord& body) {
    auto removed = out.initMemberRemoved();
    removed.setMember(data_of(body.member.view()));
    write(removed.initPins(), body.pins);
    write(removed.initEpoch(), body.epoch);
}

RecordBody read_body(schema::MemberRemoved::Reader in) {
    return MemberRemovedRecord{.member = id_of<MemberId>(in.getMember(), "a member id"),
                               .pins = read_pins(in.getPins()),
                               .epoch = read_epoch(in.getEpoch())};
}

void write(schema::Record::Body::Builder out, const DeviceRevokedRecord& body) {
    auto revoked = out.initDeviceRevoked();
    revoked.setDevice(data_of(body.device.view()));
    auto kept = revoked.initKept(static_cast<unsigned>(body.kept.size()));
    for (unsigned i = 0; i < kept.size(); ++i) kept.set(i, data_of(body.kept[i].view()));
    write(revoked.initPins(), body.pins);
    write(revoked.initEpoch(), body.epoch);
}

RecordBody read_body(schema::DeviceRevoked::Reader in) {
    DeviceRevokedRecord body;
    body.device = id_of<DeviceId>(in.getDevice(), "a revoked device");
    for (const auto kept : capnp_io::list_of(in.getKept(), limits::devices_max, "the devices kept"))
        body.kept.push_back(id_of<DeviceId>(kept, "a device that is kept"));
    body.pins = read_pins(in.getPins());
    body.epoch = read_epoch(in.getEpoch());
    return body;
}

void write(schema::Record::Body::Builder out, const PinsRaisedRecord& body) {
    auto raised = out.initPinsRaised();
    raised.setLoss(body.loss.value);
    write(raised.initDevices(static_cast<unsigned>(body.devices.size())), body.devices);
}

RecordBody read_body(schema::PinsRaised::Reader in) {
    return PinsRaisedRecord{.loss = {in.getLoss()}, .devices = read_pins(in.getDevices())};
}

RecordBody read_body(schema::Record::Body::Reader in) {
    switch (in.which()) {
        case schema::Record::Body::CREATE:
            return read_body(in.getCreate());
        case schema::Record::Body::EPOCH:
            return read_body(in.getEpoch());
        case schema::Record::Body::KEY_SHARE:
            return read_body(in.getKeyShare());
        case schema::Record::Body::INVITE_OPENED:
            return read_body(in.getInviteOpened());
        case schema::Record::Body::INVITE_CLOSED:
            return read_body(in.getInviteClosed());
        case schema::Record::Body::INVITE_USED:
            return read_body(in.getInviteUsed());
        case schema::Record::Body::DEVICE_ADDED:
            return read_body(in.getDeviceAdded());
        case schema::Record::Body::MEMBER_NAMED:
            return read_body(in.getMemberNamed());
        case schema::Record::Body::ROLE_CHANGED:
            return read_body(in.getRoleChanged());
        case schema::Record::Body::MEMBER_REMOVED:
            return read_body(in.getMemberRemoved());
        case schema::Record::Body::DEVICE_REVOKED:
            return read_body(in.getDeviceRevoked());
        case schema::Record::Body::PINS_RAISED:
            return read_body(in.getPinsRaised());
    }
    capnp_io::refuse_input(WireFault::unknown, "the record is of a kind of a newer version");
}

std::size_t words_of(const std::vector<DeviceTips>& pins) {
    std::size_t words = 0;
    for (const DeviceTips& device : pins)
        words += device_pins_words + device.tips.size() * pinned_tip_words;
    return words;
}

std::size_t words_of(const EpochRecord& epoch) { return epoch.sealed.size() * sealed_for_words; }

std::size_t words_of(const Record& record) {
    const RecordBody& body = record.body;
    std::size_t words = 128;
    if (const auto* epoch = std::get_if<EpochRecord>(&body)) words += words_of(*epoch);
    if (const auto* share = std::get_if<KeyShareRecord>(&body))
        words += share->shares.size() * sealed_for_words;
    if (const auto* closed = std::get_if<InviteClosedRecord>(&body))
        words += closed->invites.size() * invite_words;
    if (const auto* changed = std::get_if<RoleChangedRecord>(&body))
        words += words_of(changed->pins.devices);
    if (const auto* removed = std::get_if<MemberRemovedRecord>(&body))
        words += words_of(removed->pins.devices) + words_of(removed->epoch);
    if (const auto* revoked = std::get_if<DeviceRevokedRecord>(&body))
        words += words_of(revoked->pins.devices) + words_of(revoked->epoch) +
                 revoked->kept.size() * device_words;
    if (const auto* raised = std::get_if<PinsRaisedRecord>(&body))
        words += words_of(raised->devices);
    return words;
}

Bytes canonical_bytes(schema::Record::Reader root) {
    const auto words = capnp::canonicalize(root);
    ByteWriter out;
    out.u32(0).u32(static_cast<std::uint32_t>(words.size()));
    out.raw({words.asBytes().begin(), words.asBytes().size()});
    return out.take();
}

// A record whose bytes are not those that its content gives holds something this version does not
// read: no replica may accept what another understands differently.
void require_canonical(ByteView body, schema::Record::Reader root, const Record& record) {
    if (equal(encode_record(record), body)) return;
    if (equal(canonical_bytes(root), body))
        capnp_io::refuse_input(WireFault::unknown, "the record has parts of a newer version");
    capnp_io::refuse_input(WireFault::malformed, "the record is not in its canonical encoding");
}

}  // namespace

Bytes encode_record(const Record& record) {
    capnp::MallocMessageBuilder message(static_cast<unsigned>(words_of(record)));
    auto root = message.initRoot<schema::Record>();
    root.setIndex(record.index.value);
    root.setPrevious(data_of(record.previous.view()));
    root.setActor(data_of(record.actor.view()));
    root.setWall(record.wall.ms);
    std::visit([&](const auto& body) { write(root.getBody(), body); }, record.body);
    return canonical_bytes(root.asReader());
}

Result<Record, WireError> decode_record(ByteView body) {
    return capnp_io::decode_flat<Record, schema::Record>(
        body, limits::record_bytes_max, [&](schema::Record::Reader root) {
            Record record{.index = {root.getIndex()},
                          .previous = id_of<RecordHash>(root.getPrevious(), "the previous hash"),
                          .actor = id_of<DeviceId>(root.getActor(), "the acting device"),
                          .wall = {root.getWall()},
                          .body = read_body(root.getBody())};
            require_canonical(body, root, record);
            return record;
        });
}

}  // namespace cairn
