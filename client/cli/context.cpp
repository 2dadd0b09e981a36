#include "client/cli/context.h"

#include <nlohmann/json.hpp>

namespace cairn::cli {

Exit exit_of(engine::EngineFault fault) {
    return fault == engine::EngineFault::no_network ? Exit::no_network : Exit::refused;
}

Exit fail(Context& context, const engine::EngineError& error) {
    if (context.out.json()) {
        const nlohmann::json answer = {
            {"error", {{"code", engine::name_of(error.fault)}, {"message", error.sentence}}}};
        context.out.object(answer);
    } else {
        context.out.error(error.sentence);
    }
    return exit_of(error.fault);
}

Result<Opened, engine::EngineError> open_workspace(Context& context) {
    const auto name = context.home.choose(
        context.common.workspace, context.workspace_from_environment, context.folder);
    if (!name) return refuse(name.error());
    std::optional<DeviceSecrets> device;
    if (const auto keys = context.home.load_keys(*name)) device.emplace(*keys);
    auto workspace = engine::Workspace::open(
        {context.home.file_of(*name).string(), {}}, std::move(device), context.random);
    if (!workspace) return refuse(workspace.error());
    return Opened{*name, std::move(*workspace)};
}

Exit with_workspace(Context& context,
                    const std::function<Exit(engine::Workspace&, const std::string&)>& run) {
    auto opened = open_workspace(context);
    if (!opened) return fail(context, opened.error());
    return run(opened->workspace, opened->name);
}

Exit needs_person(engine::Workspace& workspace) {
    const replica::Counts counts = workspace.read().counts();
    const bool waits =
        counts.conflicts > 0 || counts.parked_envelopes > 0 || counts.parked_edits > 0;
    return waits ? Exit::needs_person : Exit::ok;
}

}  // namespace cairn::cli
