#pragma once
// What status and doctor say of servers and people (client/engine/distrust.h).
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "client/engine/distrust.h"

namespace cairn::cli {

// `back_dated: 2 of Ben's device ...`, printable.
[[nodiscard]] std::string words_for(engine::Workspace& workspace,
                                    const engine::Suspicion& suspicion);
[[nodiscard]] nlohmann::json distrust_json(engine::Workspace& workspace,
                                           const std::vector<engine::Suspicion>& suspicions);

}  // namespace cairn::cli
