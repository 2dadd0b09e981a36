#pragma once
// The evidence of a workspace at a moment. All it reads is what the cuts hold, so that what comes
// later changes nothing.
#include "client/engine/moment.h"
#include "client/report/evidence.h"

namespace cairn::report {

struct Wish {
    engine::Moment as_of;
    engine::Moment since;
    std::string looks_back;              // "2026-11-13", "the report of 2026-11-13"
    std::optional<ItemId> program = {};  // none: the only one, else all
};
// Refused if the program was not there yet.
Result<Evidence, engine::EngineError> gather(engine::Workspace& workspace, const Wish& wish);

}  // namespace cairn::report
