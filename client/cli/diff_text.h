#pragma once
// What has changed, as sentences and as JSON (docs/JSON.md).
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "client/cli/render.h"
#include "client/engine/what_changed.h"

namespace cairn::cli {

// "Ann", "Ann and Ben", "Ann, Ben and Cleo": members, each once, whatever their devices.
[[nodiscard]] std::string people_text(engine::Workspace& workspace,
                                      const std::vector<DeviceId>& devices);

// Lines on an item, without its name: "due: moved from 2027-03-01 to 2027-03-15 by Ann, twice".
[[nodiscard]] std::vector<std::string> change_lines(engine::Workspace& workspace,
                                                    const engine::ItemChange& change,
                                                    const plan::TextContext& text);

[[nodiscard]] nlohmann::json change_json(engine::Workspace& workspace,
                                         const engine::ItemChange& change);

}  // namespace cairn::cli
