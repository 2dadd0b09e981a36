#pragma once
// Dependencies as agreements between the two sides: one asks for a date, the other promises one,
// both agree. All of it stands on the link `depends` (fields asked, promised, agreed). A new date
// on either side ends what was agreed.
#include <string>
#include <vector>

#include "client/engine/scheduling.h"

namespace cairn::engine {

// `item` cannot go on without `other`.
struct Dependency {
    ItemId item;
    ItemId other;
};

// Makes the link if there is none. `date` as people type it.
Result<replica::Committed, EngineError> ask_for(Workspace& workspace,
                                                const Dependency& dependency,
                                                const std::string& date,
                                                WallTime now);
// Refused without the link.
Result<replica::Committed, EngineError> promise(Workspace& workspace,
                                                const Dependency& dependency,
                                                const std::string& date,
                                                WallTime now);
// Refused where nothing was promised, or it is agreed already.
Result<replica::Committed, EngineError> agree(Workspace& workspace,
                                              const Dependency& dependency,
                                              WallTime now);

// The first that holds.
enum class AgreementState : std::uint8_t {
    none,           // a dependency of which nobody has spoken
    done,           // what is waited for has ended
    late,           // the schedule ends it after the day that was promised
    agreed,         // by both sides
    promised_late,  // later than was asked, and not agreed
    promised,       // waits for the other side to agree
    asked,          // waits for a promise
};
[[nodiscard]] const char* name_of(AgreementState state);  // "promised-late"

struct Agreement {
    ItemId link;
    Dependency dependency;
    std::optional<plan::Date> asked;
    std::optional<plan::Date> promised;
    bool agreed = false;
    AgreementState state = AgreementState::none;
    // By the schedule: when `other` ends, and the last moment at which it may end without moving
    // the end of the program. Nothing for what is not scheduled.
    std::optional<schedule::Minute> expected;
    std::optional<schedule::Minute> latest;
};
// Those of which somebody has spoken: by the date asked or else promised, then by id. The trash is
// left out.
std::vector<Agreement> agreements(Workspace& workspace, const Scheduled& scheduled);

// Whether somebody has to act: nothing promised, nothing agreed, or late.
[[nodiscard]] bool waits(AgreementState state);

}  // namespace cairn::engine
