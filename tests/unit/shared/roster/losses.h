#pragma once
// Losses of rights, for tests that need one to have happened.
#include <algorithm>

#include "shared/wire/limits.h"
#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {

// Without pins: nothing that `whom` wrote stays valid.
inline void remove(SmallWorkspace& w, const Person& by, const Person& whom) {
    KeyRing keys;
    keys.learn(w.view, by.device);
    w.take(make_member_removed(
        w.by(by), keys, w.view.member_of(whom.id())->id, {.tips = {}}, w.random));
}

inline Tip some_tip(SmallWorkspace& w, std::uint64_t number) {
    return {.number = {number}, .hash = w.random.make<EnvelopeHash>()};
}

}  // namespace cairn::test
