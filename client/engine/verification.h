#pragma once
// Whether another member's laptops are whose they seem: two people compare six words, each from
// their own screen, and note that they did. What is noted stands in this laptop's file alone.
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/keys/six_words.h"

namespace cairn::engine {

enum class Trust : std::uint8_t {
    unverified,  // nobody compared here
    verified,    // and the keys are those of then
    changed,     // they were compared, and the member has other devices now
};
const char* name_of(Trust trust);  // "unverified"

struct Verification {
    Trust trust = Trust::unverified;
    std::optional<WallTime> at;  // when they were compared
};

// The words that depend on the devices of this member and of the other, alike on the screens of
// both if each sees the same ones. Takes half a second. Refused for oneself, for who was removed,
// and without own keys.
Result<keys::SixWords, EngineError> words_with(Workspace& workspace, const MemberId& other);

void note_verified(Workspace& workspace, const MemberId& other, WallTime now);
// False: nothing was noted.
bool forget_verified(Workspace& workspace, const MemberId& other);

[[nodiscard]] Verification verification_of(Workspace& workspace, const MemberId& member);
// Those who were verified and have other devices now.
[[nodiscard]] std::vector<MemberId> changed_since_verified(Workspace& workspace);

}  // namespace cairn::engine
