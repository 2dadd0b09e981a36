#include <algorithm>

#include "shared/base/byte_io.h"
#include "shared/wire/limits.h"
#include "tests/unit/shared/roster/rule_cases.h"

namespace cairn::test {
namespace {

Bytes with_record(SmallWorkspace& w, const std::function<void(Record&)>& spoil) {
    Record record = record_at_head(w, w.founder.id(), epoch_at_head(w));
    spoil(record);
    return sign_record(record, w.founder.device.signing());
}

KeyShareRecord share_with(SmallWorkspace& w, const Person& by, const DeviceId& to) {
    return body_of<KeyShareRecord>(
        *make_key_share(w.by(by), by.keys, w.view.current_epoch()->id, {to}, w.random));
}

// A name one word longer than the encoder would write, by its list's pointer.
Bytes with_long_name(SmallWorkspace& w) {
    constexpr std::size_t longest = 24 + limits::name_bytes_max + 16;
    Bytes body = encode_record(record_at_head(
        w, w.founder.id(), MemberNamedRecord{w.view.current_epoch()->id, Bytes(longest, 7)}));
    const Bytes length = ByteWriter().u32(longest << 3U | 2U).take();
    const Bytes longer = ByteWriter().u32((longest + 8) << 3U | 2U).take();
    const auto at = std::search(body.begin(), body.end(), length.begin(), length.end());
    std::copy(longer.begin(), longer.end(), at);
    body.insert(body.end(), 8, 7);
    ++body[4];  // words in the segment
    const Hash32 hash{hash_of_record(body).bytes};
    append(body, sign(w.founder.device.signing(), domain::record_signature, hash.view()).view());
    return body;
}

}  // namespace

std::vector<RuleCase> cases_of_the_frame() {
    return {
        {"TooLong",
         RosterFault::too_long,
         [](SmallWorkspace&) { return Bytes(limits::record_bytes_max + 1); }},
        {"Empty", RosterFault::malformed, [](SmallWorkspace&) { return Bytes{}; }},
        {"Garbage", RosterFault::malformed, [](SmallWorkspace&) { return Bytes(300, 7); }},
        {"UnknownKind",
         RosterFault::unknown_record,
         [](SmallWorkspace& w) {
             Bytes body = encode_record(record_at_head(w, w.founder.id(), epoch_at_head(w)));
             body[32] = 99;  // table, root pointer, index, wall, then the kind
             append(body,
                    sign(w.founder.device.signing(),
                         domain::record_signature,
                         hash_of_record(body).view())
                        .view());
             return body;
         }},
        {"SignedByAnotherDevice",
         RosterFault::wrong_signature,
         [](SmallWorkspace& w) {
             const Person other = w.join(Role::admin);
             return sign_record(record_at_head(w, w.founder.id(), epoch_at_head(w)),
                                other.device.signing());
         }},
        {"HeldAlready",
         RosterFault::already_held,
         [](SmallWorkspace& w) { return w.records.back(); }},
        {"PlaceTaken",
         RosterFault::superseded,
         [](SmallWorkspace& w) {
             const Bytes late = *make_epoch(w.by(w.founder), w.founder.keys, w.random);
             w.start_epoch(w.founder);
             return late;
         }},
        {"RecordsMissingBefore",
         RosterFault::gap,
         [](SmallWorkspace& w) { return with_record(w, [](Record& r) { ++r.index.value; }); }},
        {"AnotherPrevious",
         RosterFault::wrong_previous,
         [](SmallWorkspace& w) {
             return with_record(w, [](Record& r) { r.previous.bytes[5] ^= 1; });
         }},
        {"SecondCreate",
         RosterFault::create_misplaced,
         [](SmallWorkspace& w) {
             const Bytes create = make_create(w.founder.device, w.random, w.now);
             return forge(w, w.founder.device, body_of<CreateRecord>(create));
         }},
        {"ActorUnknown",
         RosterFault::actor_unknown,
         [](SmallWorkspace& w) {
             return forge(w, DeviceSecrets::make(w.random), epoch_at_head(w));
         }},
        {"JoinSignedByAnotherThanTheNewDevice",
         RosterFault::actor_unknown,
         [](SmallWorkspace& w) {
             const Joining join = joining(w, w.open_invite(one_editor));
             return forge(w, w.founder.device, join.body);
         }},
    };
}

std::vector<RuleCase> cases_of_epochs() {
    return {
        {"EpochByAnEditor",
         RosterFault::not_allowed,
         [](SmallWorkspace& w) {
             const Person editor = w.join(Role::editor);
             return *make_epoch(w.by(editor), editor.keys, w.random);
         }},
        {"EpochForgetsADevice",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             w.join(Role::reader);
             auto body = epoch_at_head(w);
             body.sealed.pop_back();
             return forge(w, w.founder.device, body);
         }},
        {"EpochForAStranger",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             auto body = epoch_at_head(w);
             body.sealed.push_back(body.sealed.back());
             body.sealed.back().recipient.bytes.fill(0xFF);
             return forge(w, w.founder.device, body);
         }},
        {"EpochForOneDeviceTwice",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             auto body = epoch_at_head(w);
             body.sealed.push_back(body.sealed.back());
             return forge(w, w.founder.device, body);
         }},
        {"EpochOutOfOrder",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             w.join(Role::reader);
             auto body = epoch_at_head(w);
             std::swap(body.sealed[0], body.sealed[1]);
             return forge(w, w.founder.device, body);
         }},
        {"EpochForgetsAnUnattendedInvite",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             const auto before = epoch_at_head(w);
             w.open_invite({.role_cap = Role::reader, .expires = {}, .unattended = true});
             return forge(w, w.founder.device, before);
         }},
        {"EpochForAnAttendedInvite",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             const auto secret = w.open_invite(one_editor);
             auto body = epoch_at_head(w);
             const auto box = derive_invite_keys(secret, w.view.workspace()).box_key();
             body.sealed.push_back({.recipient = box, .sealed = {}});
             std::sort(body.sealed.begin(), body.sealed.end(), [](auto& a, auto& b) {
                 return a.recipient < b.recipient;
             });
             return forge(w, w.founder.device, body);
         }},
        {"EpochForAClosedInvite",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             const auto secret =
                 w.open_invite({.role_cap = Role::reader, .expires = {}, .unattended = true});
             const auto before = epoch_at_head(w);
             w.take(make_invite_closed(w.by(w.founder), {w.invite_id(secret)}));
             return forge(w, w.founder.device, before);
         }},
        {"EpochWithoutTheOldKey",
         RosterFault::wrong_old_key,
         [](SmallWorkspace& w) {
             auto body = epoch_at_head(w);
             body.old_key.clear();
             return forge(w, w.founder.device, body);
         }},
        {"ShareOfAnUnknownEpoch",
         RosterFault::epoch_unknown,
         [](SmallWorkspace& w) {
             const Person late = w.use_invite(w.open_invite(one_editor));
             auto body = share_with(w, w.founder, late.id());
             body.epoch.bytes[0] ^= 1;
             return forge(w, w.founder.device, body);
         }},
        {"ShareForAStranger",
         RosterFault::recipient_unknown,
         [](SmallWorkspace& w) {
             const Person late = w.use_invite(w.open_invite(one_editor));
             auto body = share_with(w, w.founder, late.id());
             body.shares.front().recipient = DeviceSecrets::make(w.random).box_key();
             return forge(w, w.founder.device, body);
         }},
        {"ShareForAnInvite",
         RosterFault::recipient_unknown,
         [](SmallWorkspace& w) {
             const auto secret = w.open_invite(one_editor);
             auto body = share_with(w, w.founder, w.join(Role::reader).id());
             body.shares.front().recipient =
                 derive_invite_keys(secret, w.view.workspace()).box_key();
             return forge(w, w.founder.device, body);
         }},
        {"ShareTwiceByOneDevice",
         RosterFault::share_repeated,
         [](SmallWorkspace& w) {
             const Person member = w.join(Role::editor);
             return forge(w, w.founder.device, share_with(w, w.founder, member.id()));
         }},
        {"ShareByTheEpochsMakerToItsRecipient",
         RosterFault::share_repeated,
         [](SmallWorkspace& w) {
             const Person member = w.join(Role::editor);
             w.start_epoch(w.founder);
             w.founder.keys.learn(w.view, w.founder.device);
             return forge(w, w.founder.device, share_with(w, w.founder, member.id()));
         }},
        {"ShareForNobody",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) {
             return forge(w, w.founder.device, KeyShareRecord{w.view.current_epoch()->id, {}});
         }},
        {"ShareTwiceInOneRecord",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) {
             const Person late = w.use_invite(w.open_invite(one_editor));
             auto body = share_with(w, w.founder, late.id());
             body.shares.push_back(body.shares.front());
             return forge(w, w.founder.device, body);
         }},
        {"SharesOutOfOrder",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) {
             w.use_invite(w.open_invite(one_editor));
             w.use_invite(w.open_invite(one_editor));
             auto body =
                 body_of<KeyShareRecord>(*make_key_share(w.by(w.founder),
                                                         w.founder.keys,
                                                         w.view.current_epoch()->id,
                                                         w.view.devices_without_current_key(),
                                                         w.random));
             std::swap(body.shares.front(), body.shares.back());
             return forge(w, w.founder.device, body);
         }},
        {"NameUnderAnUnknownEpoch",
         RosterFault::epoch_unknown,
         [](SmallWorkspace& w) {
             return forge(w, w.founder.device, MemberNamedRecord{{}, Bytes(50)});
         }},
        {"NameBeyondAllLengths", RosterFault::too_long, with_long_name},
        {"NameOfNoLength",
         RosterFault::wrong_name_length,
         [](SmallWorkspace& w) {
             const EpochId epoch = w.view.current_epoch()->id;
             return forge(w, w.founder.device, MemberNamedRecord{epoch, Bytes(40)});
         }},
    };
}

}  // namespace cairn::test
