#include "tests/support/small_workspace.h"

#include <stdexcept>

#include "shared/roster/statements.h"

namespace cairn::test {

SmallWorkspace::SmallWorkspace(std::uint64_t seed)
    : random(seed), founder{.device = DeviceSecrets::make(random), .keys = {}} {
    take(make_create(founder.device, random, now));
    start_epoch(founder);
}

Author SmallWorkspace::by(const Person& person) { return by(person.device); }

Author SmallWorkspace::by(const DeviceSecrets& device) {
    now.ms += 1000;
    return {.roster = view, .device = device, .now = now};
}

Appended SmallWorkspace::take(const Bytes& record) {
    const auto appended = view.append(record);
    if (!appended) throw std::runtime_error(appended.error().sentence);
    records.push_back(record);
    return *appended;
}

Appended SmallWorkspace::take(const Result<Bytes, RosterError>& record) {
    if (!record) throw std::runtime_error(record.error().sentence);
    return take(*record);
}

InviteSecret SmallWorkspace::open_invite(const InviteTerms& terms) {
    return open_invite(terms, founder);
}

InviteSecret SmallWorkspace::open_invite(const InviteTerms& terms, const Person& opener) {
    InviteSecret secret;
    random.fill(secret.writable());
    take(make_invite_opened(by(opener), secret, terms));
    return secret;
}

InviteId SmallWorkspace::invite_id(const InviteSecret& secret) const {
    return derive_invite_keys(secret, view.workspace()).id();
}

Person SmallWorkspace::use_invite(const InviteSecret& secret) {
    Person joiner{.device = DeviceSecrets::make(random), .keys = {}};
    take(make_invite_used(by(joiner), secret, random));
    return joiner;
}

Person SmallWorkspace::join(Role role) {
    Person joiner = use_invite(open_invite({.role_cap = role, .expires = now}));
    share_current_key(founder, joiner);
    return joiner;
}

Person SmallWorkspace::add_device(const Person& owner) {
    Person added{.device = DeviceSecrets::make(random), .keys = {}};
    const DeviceClaim claim = claim_by_device(view.workspace(), *view.device(owner.id()));
    take(make_device_added(by(owner), introduce(added.device, claim)));
    return added;
}

void SmallWorkspace::start_epoch(Person& by_whom) {
    take(make_epoch(by(by_whom), by_whom.keys, random));
    by_whom.keys.learn(view, by_whom.device);
}

void SmallWorkspace::share_current_key(const Person& from, Person& to) {
    take(make_key_share(by(from), from.keys, view.current_epoch()->id, {to.id()}, random));
    to.keys.learn(view, to.device);
}

}  // namespace cairn::test
