#include "tests/unit/shared/roster/rule_cases.h"

namespace cairn::test {
namespace {

InviteOpenedRecord invite_at_head(SmallWorkspace& w) {
    InviteSecret secret;
    w.random.fill(secret.writable());
    return body_of<InviteOpenedRecord>(make_invite_opened(w.by(w.founder), secret, one_editor));
}

Bytes use_spoilt(SmallWorkspace& w, const std::function<void(Joining&)>& spoil) {
    Joining join = joining(w, w.open_invite(one_editor));
    spoil(join);
    return forge(w, join.device, join.body);
}

// Says again, rightly, what the device and the invite say about the spoilt keys.
void sign_again(const SmallWorkspace& w, Joining& join) {
    const WorkspaceId workspace = w.view.workspace();
    auto& keys = join.body.device;
    Bytes said;
    append(said, workspace.view());
    append(said, join.body.member.view());
    append(said, keys.sign.view());
    append(said, keys.channel.view());
    append(said, keys.box.view());
    append(said, join.body.invite.view());
    keys.statement = sign(join.device.signing(), domain::device_statement, said);
    join.body.invite_signature =
        sign_invite_use(join.invite.sign, workspace, keys, join.body.member);
}

Bytes add_spoilt(SmallWorkspace& w, const std::function<void(DeviceAddedRecord&)>& spoil) {
    const auto fresh = DeviceSecrets::make(w.random);
    const DeviceEntry& adder = *w.view.device(w.founder.id());
    DeviceAddedRecord body{.member = adder.member,
                           .device = introduce(fresh, claim_by_device(w.view.workspace(), adder))};
    spoil(body);
    return forge(w, w.founder.device, body);
}

}  // namespace

std::vector<RuleCase> cases_of_invites() {
    const auto spoilt_invite = [](SmallWorkspace& w, const auto& spoil) {
        auto body = invite_at_head(w);
        spoil(body);
        return forge(w, w.founder.device, body);
    };
    return {
        {"InviteByACommenter",
         RosterFault::not_allowed,
         [](SmallWorkspace& w) {
             return forge(w, w.join(Role::commenter).device, invite_at_head(w));
         }},
        {"InviteForAnOwner",
         RosterFault::wrong_role_cap,
         [=](SmallWorkspace& w) {
             return spoilt_invite(w, [](auto& body) { body.role_cap = Role::owner; });
         }},
        {"BoundInviteWithAnotherRole",
         RosterFault::wrong_role_cap,
         [](SmallWorkspace& w) {
             const Person reader = w.join(Role::reader);
             auto body = invite_at_head(w);
             body.bound_to = {w.view.device(reader.id())->member};
             body.role_cap = Role::editor;
             return forge(w, reader.device, body);
         }},
        {"InviteBoundToSomebodyElse",
         RosterFault::wrong_member,
         [](SmallWorkspace& w) {
             const Person admin = w.join(Role::admin);
             auto body = invite_at_head(w);
             body.bound_to = {w.view.device(w.founder.id())->member};
             body.role_cap = Role::admin;
             return forge(w, admin.device, body);
         }},
        {"InviteWithoutUses",
         RosterFault::wrong_uses,
         [=](SmallWorkspace& w) { return spoilt_invite(w, [](auto& body) { body.uses = 0; }); }},
        {"InviteWithTooManyUses",
         RosterFault::wrong_uses,
         [=](SmallWorkspace& w) { return spoilt_invite(w, [](auto& body) { body.uses = 1001; }); }},
        {"InviteWithAZeroBoxKey",
         RosterFault::weak_key,
         [=](SmallWorkspace& w) { return spoilt_invite(w, [](auto& body) { body.box = {}; }); }},
        {"InviteWithADevicesKey",
         RosterFault::key_reused,
         [=](SmallWorkspace& w) {
             return spoilt_invite(w, [&](auto& body) { body.box = w.founder.device.box_key(); });
         }},
        {"InviteOpenedTwice",
         RosterFault::key_reused,
         [=](SmallWorkspace& w) {
             const auto body = invite_at_head(w);
             w.take(forge(w, w.founder.device, body));
             return forge(w, w.founder.device, body);
         }},
        {"CloseAnUnknownInvite",
         RosterFault::invite_unknown,
         [](SmallWorkspace& w) { return make_invite_closed(w.by(w.founder), {InviteId{}}); }},
        {"CloseNone",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) { return make_invite_closed(w.by(w.founder), {}); }},
        {"CloseOneTwiceInOneRecord",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) {
             const auto id = w.invite_id(w.open_invite(one_editor));
             return make_invite_closed(w.by(w.founder), {id, id});
         }},
        {"CloseOneThatIsNotOpenAmongOthers",
         RosterFault::invite_closed,
         [](SmallWorkspace& w) {
             const auto id = w.invite_id(w.open_invite(one_editor));
             const auto other = w.invite_id(w.open_invite(one_editor));
             w.take(make_invite_closed(w.by(w.founder), {id}));
             return make_invite_closed(w.by(w.founder), {id, other});
         }},
        {"CloseTwice",
         RosterFault::invite_closed,
         [](SmallWorkspace& w) {
             const auto id = w.invite_id(w.open_invite(one_editor));
             w.take(make_invite_closed(w.by(w.founder), {id}));
             return make_invite_closed(w.by(w.founder), {id});
         }},
        {"CloseWhatIsUsedUp",
         RosterFault::invite_used_up,
         [](SmallWorkspace& w) {
             const auto secret = w.open_invite(one_editor);
             w.use_invite(secret);
             return make_invite_closed(w.by(w.founder), {w.invite_id(secret)});
         }},
        {"CloseAnothersInvite",
         RosterFault::not_allowed,
         [](SmallWorkspace& w) {
             const Person editor = w.join(Role::editor);
             return make_invite_closed(w.by(editor), {w.invite_id(w.open_invite(one_editor))});
         }},
    };
}

std::vector<RuleCase> cases_of_joining() {
    return {
        {"UseAnUnknownInvite",
         RosterFault::invite_unknown,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [](auto& join) { join.body.invite.bytes[0] ^= 1; });
         }},
        {"UseAClosedInvite",
         RosterFault::invite_closed,
         [](SmallWorkspace& w) {
             const auto secret = w.open_invite(one_editor);
             w.take(make_invite_closed(w.by(w.founder), {w.invite_id(secret)}));
             const Joining join = joining(w, secret);
             return forge(w, join.device, join.body);
         }},
        {"UseOnceTooOften",
         RosterFault::invite_used_up,
         [](SmallWorkspace& w) {
             const auto secret = w.open_invite(one_editor);
             w.use_invite(secret);
             const Joining join = joining(w, secret);
             return forge(w, join.device, join.body);
         }},
        {"UseWithoutTheSecret",
         RosterFault::wrong_invite_signature,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.invite_signature = sign_invite_use(SigningKey::make(w.random),
                                                              w.view.workspace(),
                                                              join.body.device,
                                                              join.body.member);
             });
         }},
        {"UseWithAnotherDevicesVoucher",
         RosterFault::wrong_invite_signature,
         [](SmallWorkspace& w) {
             const auto secret =
                 w.open_invite({.role_cap = Role::editor, .expires = {}, .uses = 2});
             const Joining honest = joining(w, secret);
             Joining thief = joining(w, secret);
             thief.body.invite_signature = honest.body.invite_signature;
             return forge(w, thief.device, thief.body);
         }},
        {"UseAsAMemberThatIsThere",
         RosterFault::member_known,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.member = w.view.device(w.founder.id())->member;
                 sign_again(w, join);
             });
         }},
        {"UseABoundInviteAsSomebodyElse",
         RosterFault::wrong_member,
         [](SmallWorkspace& w) {
             Joining join = joining(w, w.open_invite({.for_own_device = true}));
             join.body.member.bytes[0] ^= 1;
             sign_again(w, join);
             return forge(w, join.device, join.body);
         }},
        {"UseWithoutTheDevicesWord",
         RosterFault::wrong_statement,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [](auto& join) { join.body.device.statement = {}; });
         }},
        {"UseWithAWordForAnotherMember",
         RosterFault::wrong_statement,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.member.bytes[0] ^= 1;
                 join.body.invite_signature = sign_invite_use(
                     join.invite.sign, w.view.workspace(), join.body.device, join.body.member);
             });
         }},
        {"UseWithAnotherDevicesBoxKey",
         RosterFault::key_reused,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.device.box = w.founder.device.box_key();
                 sign_again(w, join);
             });
         }},
        {"UseWithOneKeyForTwoUses",
         RosterFault::key_reused,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.device.box = BoxKey{join.body.device.channel.bytes};
                 sign_again(w, join);
             });
         }},
        {"UseWithTheInvitesOwnKey",
         RosterFault::key_reused,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.device.channel = ChannelKey{w.view.invite(join.body.invite)->box.bytes};
                 sign_again(w, join);
             });
         }},
        {"UseWithAWeakChannelKey",
         RosterFault::weak_key,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.device.channel = {};
                 sign_again(w, join);
             });
         }},
        {"UseWithABoxKeyInItsOtherEncoding",
         RosterFault::weak_key,
         [](SmallWorkspace& w) {
             return use_spoilt(w, [&](auto& join) {
                 join.body.device.box.bytes[31] |= 0x80;
                 sign_again(w, join);
             });
         }},
        {"AddToAnotherMember",
         RosterFault::wrong_member,
         [](SmallWorkspace& w) {
             const Person member = w.join(Role::editor);
             return add_spoilt(
                 w, [&](auto& body) { body.member = w.view.device(member.id())->member; });
         }},
        {"AddWithoutTheDevicesWord",
         RosterFault::wrong_statement,
         [](SmallWorkspace& w) {
             return add_spoilt(w, [](auto& body) { body.device.statement = {}; });
         }},
        {"AddADeviceThatIsThere",
         RosterFault::key_reused,
         [](SmallWorkspace& w) {
             const Person own = w.add_device(w.founder);
             const auto claim = claim_by_device(w.view.workspace(), *w.view.device(w.founder.id()));
             return add_spoilt(w, [&](auto& body) { body.device = introduce(own.device, claim); });
         }},
        {"AddWithAWeakBoxKey",
         RosterFault::weak_key,
         [](SmallWorkspace& w) { return add_spoilt(w, [](auto& body) { body.device.box = {}; }); }},
        {"AddASeventeenthDevice",
         RosterFault::too_many_devices,
         [](SmallWorkspace& w) {
             for (int i = 1; i < 16; ++i) w.add_device(w.founder);
             return add_spoilt(w, [](auto&) {});
         }},
        {"UseABoundInviteForASeventeenthDevice",
         RosterFault::too_many_devices,
         [](SmallWorkspace& w) {
             for (int i = 1; i < 16; ++i) w.add_device(w.founder);
             const Joining join = joining(w, w.open_invite({.for_own_device = true}));
             return forge(w, join.device, join.body);
         }},
    };
}

}  // namespace cairn::test
