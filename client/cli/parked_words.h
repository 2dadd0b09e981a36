#pragma once
// What is parked, told so that somebody can do something about it.
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "client/engine/parked.h"

namespace cairn::cli {

constexpr std::size_t parked_named_max = 5;

// Whose it is, since when, what it waits for, and what to do.
[[nodiscard]] std::string words_for(engine::Workspace& workspace,
                                    const engine::ParkedEnvelope& envelope);

[[nodiscard]] nlohmann::json parked_json(engine::Workspace& workspace,
                                         const std::vector<engine::ParkedEnvelope>& parked);

}  // namespace cairn::cli
