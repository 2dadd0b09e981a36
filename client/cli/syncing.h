#pragma once
// One exchange with the server within a command.
#include <string>

#include "client/cli/context.h"
#include "client/engine/sync_run.h"

namespace cairn::cli {

// Tells of its progress on a terminal.
engine::SyncOptions sync_options(Context& context, bool watch, std::uint32_t timeout_s);
// Refused with `busy` while another process watches the server for this workspace.
Result<engine::SyncReport, engine::EngineError> sync_now(Context& context,
                                                         engine::Workspace& workspace,
                                                         const std::string& name,
                                                         engine::SyncOptions options);
// "Not all was sent", and why; empty if nothing was refused.
std::string refusal_of(const engine::SyncReport& report);

[[nodiscard]] nlohmann::json report_json(const engine::SyncReport& report);
// For people.
void show_report(Context& context, const engine::SyncReport& report);

}  // namespace cairn::cli
