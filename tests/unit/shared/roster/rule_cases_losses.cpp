#include <algorithm>

#include "tests/unit/shared/roster/losses.h"
#include "tests/unit/shared/roster/rule_cases.h"

namespace cairn::test {
namespace {

MemberId member_of(const SmallWorkspace& w, const Person& person) {
    return w.view.member_of(person.id())->id;
}

MemberRemovedRecord removal_of(SmallWorkspace& w, const Person& whom) {
    return body_of<MemberRemovedRecord>(*make_member_removed(
        w.by(w.founder), w.founder.keys, member_of(w, whom), {.tips = {}}, w.random));
}

DeviceRevokedRecord revocation_of(SmallWorkspace& w, const Person& by, const DeviceId& device) {
    return body_of<DeviceRevokedRecord>(
        *make_device_revoked(w.by(by), w.founder.keys, device, {}, {.tips = {}}, w.random));
}

RoleChangedRecord demotion_of(SmallWorkspace& w, const Person& whom, Role role) {
    return body_of<RoleChangedRecord>(
        *make_role_changed(w.by(w.founder), member_of(w, whom), role, {.tips = {}}));
}

// A removal of an editor with two devices, spoilt.
RuleCase spoilt_pins(const char* name, const std::function<void(SmallWorkspace&, Pins&)>& spoil) {
    return {name, RosterFault::wrong_pins, [spoil](SmallWorkspace& w) {
                const Person ben = w.join(Role::editor);
                w.add_device(ben);
                MemberRemovedRecord body = removal_of(w, ben);
                spoil(w, body.pins);
                return forge(w, w.founder.device, body);
            }};
}

// A raise of the pins of a removal, spoilt.
RuleCase spoilt_raise(const char* name,
                      const std::function<void(SmallWorkspace&, PinsRaisedRecord&)>& spoil) {
    return {name, RosterFault::wrong_pins, [spoil](SmallWorkspace& w) {
                const Person ben = w.join(Role::editor);
                remove(w, w.founder, ben);
                w.founder.keys.learn(w.view, w.founder.device);
                PinsRaisedRecord body{.loss = {w.view.length().value - 1},
                                      .devices = {{ben.id(), {some_tip(w, 1)}}}};
                spoil(w, body);
                return forge(w, w.founder.device, body);
            }};
}

void sort_by_hash(std::vector<Tip>& tips) {
    std::sort(tips.begin(), tips.end(), [](const Tip& a, const Tip& b) { return a.hash < b.hash; });
}

}  // namespace

std::vector<RuleCase> cases_of_pins() {
    return {
        spoilt_pins("PinsLackADevice", [](SmallWorkspace&, Pins& p) { p.devices.pop_back(); }),
        spoilt_pins("PinsOfAnotherDevice",
                    [](SmallWorkspace& w, Pins& p) {
                        p.devices.push_back({w.founder.id(), {}});
                        std::sort(p.devices.begin(), p.devices.end(), [](auto& a, auto& b) {
                            return a.device < b.device;
                        });
                    }),
        spoilt_pins(
            "PinsDescend",
            [](SmallWorkspace&, Pins& p) { std::reverse(p.devices.begin(), p.devices.end()); }),
        spoilt_pins("PinnedTipsDescend",
                    [](SmallWorkspace& w, Pins& p) {
                        p.devices[0].tips = {some_tip(w, 1), some_tip(w, 1)};
                        sort_by_hash(p.devices[0].tips);
                        std::reverse(p.devices[0].tips.begin(), p.devices[0].tips.end());
                    }),
        spoilt_pins(
            "PinnedTipTwice",
            [](SmallWorkspace& w, Pins& p) { p.devices[0].tips = std::vector(2, some_tip(w, 1)); }),
        spoilt_pins("PinnedTipWithoutNumber",
                    [](SmallWorkspace& w, Pins& p) { p.devices[0].tips = {some_tip(w, 0)}; }),
        spoilt_pins("PinnedTipWithoutHash",
                    [](SmallWorkspace&, Pins& p) {
                        p.devices[0].tips = {Tip{{1}, {}}};
                    }),
        {"PinsOfAPromotion",
         RosterFault::wrong_pins,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::reader);
             RoleChangedRecord body = demotion_of(w, ben, Role::editor);
             body.pins.devices = {{ben.id(), {}}};
             return forge(w, w.founder.device, body);
         }},
        {"PromotionThatCuts",
         RosterFault::wrong_pins,
         [](SmallWorkspace& w) {
             RoleChangedRecord body = demotion_of(w, w.join(Role::reader), Role::editor);
             body.pins.cuts_more = true;
             return forge(w, w.founder.device, body);
         }},
        {"DemotionWithoutPins",
         RosterFault::wrong_pins,
         [](SmallWorkspace& w) {
             RoleChangedRecord body = demotion_of(w, w.join(Role::commenter), Role::reader);
             body.pins.devices.clear();
             return forge(w, w.founder.device, body);
         }},
        spoilt_raise("RaiseOfNothing",
                     [](SmallWorkspace&, PinsRaisedRecord& r) { r.devices.clear(); }),
        spoilt_raise("RaiseWithoutTips",
                     [](SmallWorkspace&, PinsRaisedRecord& r) { r.devices[0].tips.clear(); }),
        spoilt_raise(
            "RaiseOfADeviceThatLostNothing",
            [](SmallWorkspace& w, PinsRaisedRecord& r) { r.devices[0].device = w.founder.id(); }),
        spoilt_raise("RaiseOfAnotherRecord",
                     [](SmallWorkspace&, PinsRaisedRecord& r) { r.loss = {1}; }),
        spoilt_raise(
            "RaiseTwiceInOne",
            [](SmallWorkspace&, PinsRaisedRecord& r) { r.devices.push_back(r.devices.front()); }),
        spoilt_raise(
            "RaiseToWhatIsPinned",
            [](SmallWorkspace& w, PinsRaisedRecord& r) { w.take(forge(w, w.founder.device, r)); }),
        spoilt_raise("RaiseBeyondTheLimit",
                     [](SmallWorkspace& w, PinsRaisedRecord& r) {
                         const auto fill = [&](std::size_t count) {
                             r.devices[0].tips.clear();
                             for (std::size_t i = 0; i < count; ++i)
                                 r.devices[0].tips.push_back(some_tip(w, 1));
                             sort_by_hash(r.devices[0].tips);
                         };
                         constexpr std::size_t a_record = limits::pinned_tips_per_device_max;
                         for (std::size_t i = 0; i < limits::pins_of_a_cut_max / a_record; ++i) {
                             fill(a_record);
                             w.take(forge(w, w.founder.device, r));
                         }
                         fill(1);
                     }),
    };
}

std::vector<RuleCase> cases_of_losses() {
    return {
        {"RemovesAStranger",
         RosterFault::member_unknown,
         [](SmallWorkspace& w) {
             MemberRemovedRecord body = removal_of(w, w.join(Role::editor));
             body.member = w.random.make<MemberId>();
             return forge(w, w.founder.device, body);
         }},
        {"RemovesTwice",
         RosterFault::member_unknown,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             remove(w, w.founder, ben);
             w.founder.keys.learn(w.view, w.founder.device);
             return forge(w, w.founder.device, removal_of(w, ben));
         }},
        {"RemovesThemselves",
         RosterFault::not_oneself,
         [](SmallWorkspace& w) { return forge(w, w.founder.device, removal_of(w, w.founder)); }},
        {"ChangesARemovedMembersRole",
         RosterFault::member_unknown,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::reader);
             remove(w, w.founder, ben);
             w.founder.keys.learn(w.view, w.founder.device);
             return forge(
                 w, w.founder.device, RoleChangedRecord{member_of(w, ben), Role::editor, {}});
         }},
        {"GivesTheRoleTheyHave",
         RosterFault::same_role,
         [](SmallWorkspace& w) {
             return forge(w, w.founder.device, demotion_of(w, w.join(Role::editor), Role::editor));
         }},
        {"DemotesTheLastOwner",
         RosterFault::last_owner,
         [](SmallWorkspace& w) {
             return forge(w, w.founder.device, demotion_of(w, w.founder, Role::admin));
         }},
        {"RevokesAnUnknownDevice",
         RosterFault::device_unknown,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             DeviceRevokedRecord body = revocation_of(w, w.founder, ben.id());
             body.device = w.random.make<DeviceId>();
             return forge(w, w.founder.device, body);
         }},
        {"RevokesTwice",
         RosterFault::device_unknown,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             w.take(forge(w, w.founder.device, revocation_of(w, w.founder, ben.id())));
             w.founder.keys.learn(w.view, w.founder.device);
             return forge(w, w.founder.device, revocation_of(w, w.founder, ben.id()));
         }},
        {"RevokesItself",
         RosterFault::not_oneself,
         [](SmallWorkspace& w) {
             return forge(w, w.founder.device, revocation_of(w, w.founder, w.founder.id()));
         }},
        {"RevokesItselfThroughItsAdder",
         RosterFault::not_oneself,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             const Person second = w.add_device(ben);
             return forge(w, second.device, revocation_of(w, w.founder, ben.id()));
         }},
        {"KeepsWhatDidNotComeThroughIt",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             DeviceRevokedRecord body = revocation_of(w, w.founder, ben.id());
             body.kept = {w.founder.id()};
             return forge(w, w.founder.device, body);
         }},
        {"KeepsWhatItRevokes",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             DeviceRevokedRecord body = revocation_of(w, w.founder, ben.id());
             body.kept = {ben.id()};
             return forge(w, w.founder.device, body);
         }},
        {"KeepsTheSameTwice",
         RosterFault::wrong_list,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             const Person second = w.add_device(ben);
             DeviceRevokedRecord body = revocation_of(w, w.founder, ben.id());
             body.kept = {second.id(), second.id()};
             return forge(w, w.founder.device, body);
         }},
        {"RemovalSealedToWhoLeaves",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             MemberRemovedRecord body = removal_of(w, w.join(Role::editor));
             body.epoch = epoch_at_head(w);
             return forge(w, w.founder.device, body);
         }},
        {"RevocationSealedToWhoLeaves",
         RosterFault::wrong_recipients,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             DeviceRevokedRecord body = revocation_of(w, w.founder, ben.id());
             body.epoch = epoch_at_head(w);
             return forge(w, w.founder.device, body);
         }},
        {"RemovalWithoutTheOldKey",
         RosterFault::wrong_old_key,
         [](SmallWorkspace& w) {
             MemberRemovedRecord body = removal_of(w, w.join(Role::editor));
             body.epoch.old_key.clear();
             return forge(w, w.founder.device, body);
         }},
        {"ActsAfterItsRemoval",
         RosterFault::actor_unknown,
         [](SmallWorkspace& w) {
             const Person ada = w.join(Role::admin);
             remove(w, w.founder, ada);
             w.founder.keys.learn(w.view, w.founder.device);
             return forge(w, ada.device, epoch_at_head(w));
         }},
        {"SharesAKeyWithARemovedDevice",
         RosterFault::recipient_unknown,
         [](SmallWorkspace& w) {
             const Person ben = w.join(Role::editor);
             remove(w, w.founder, ben);
             w.founder.keys.learn(w.view, w.founder.device);
             return *make_key_share(
                 w.by(w.founder), w.founder.keys, w.view.current_epoch()->id, {ben.id()}, w.random);
         }},
    };
}

}  // namespace cairn::test
