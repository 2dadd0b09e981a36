#pragma once
// A workspace in memory, for tests that need members: real keys under a seed, every record checked
// by the roster's own rules.
#include <cstdint>
#include <vector>

#include "shared/base/random.h"
#include "shared/base/time.h"
#include "shared/identity/device.h"
#include "shared/roster/build.h"
#include "shared/roster/key_ring.h"
#include "shared/roster/view.h"

namespace cairn::test {

struct Person {
    DeviceSecrets device;
    KeyRing keys;
    [[nodiscard]] DeviceId id() const { return device.id(); }
};

class SmallWorkspace {
public:
    // Created by `founder`, an owner, and in its first epoch.
    explicit SmallWorkspace(std::uint64_t seed);

    RosterView view;
    std::vector<Bytes> records;
    SeededRandom random;
    WallTime now{1'800'000'000'000};
    Person founder;

    // On top of the present head, a second later than the last.
    Author by(const Person& person);
    Author by(const DeviceSecrets& device);

    // Appends what must be accepted; throws with the roster's sentence if it is not.
    Appended take(const Bytes& record);
    Appended take(const Result<Bytes, RosterError>& record);

    InviteSecret open_invite(const InviteTerms& terms);  // opened by the founder
    InviteSecret open_invite(const InviteTerms& terms, const Person& opener);
    InviteId invite_id(const InviteSecret& secret) const;
    Person use_invite(const InviteSecret& secret);  // without any epoch key yet

    // A new member who holds the current key, handed over by the founder.
    Person join(Role role);
    // A further device of the same member, without keys.
    Person add_device(const Person& owner);
    void start_epoch(Person& by_whom);
    void share_current_key(const Person& from, Person& to);
};

}  // namespace cairn::test
