#include "client/cli/joining.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/device_keys.h"
#include "client/cli/kit_input.h"
#include "client/cli/syncing.h"
#include "client/cli/terminal_text.h"
#include "client/engine/server_contact.h"
#include "shared/platform/file.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

constexpr std::uint32_t join_timeout_s = 30;
constexpr std::int64_t join_timeout_ms = std::int64_t{join_timeout_s} * 1000;

// The name of a workspace of this laptop that is the one of the line, with keys to go on with.
std::optional<std::string> joined_before(Context& context, const WorkspaceId& id) {
    for (const std::string& name : context.home.workspaces()) {
        if (!context.home.has_keys(name)) continue;
        const engine::WorkspaceFile file{context.home.file_of(name).string(), {}};
        auto workspace = engine::Workspace::open(file, std::nullopt, context.random);
        if (workspace && workspace->id() == id) return name;
    }
    return std::nullopt;
}

// Keys that an earlier attempt left: the same device tries again.
Result<DeviceSecrets, engine::EngineError> device_for(Context& context, const std::string& name) {
    if (context.home.has_keys(name)) return load_device(context, name);
    const DeviceSecrets device = DeviceSecrets::make(context.random);
    const auto saved = save_device(context, name, device);
    if (!saved) return refuse(saved.error());
    return device;
}

Result<void, engine::EngineError> check_free(Context& context,
                                             const Entrance& entrance,
                                             const std::string& name) {
    using engine::EngineError;
    using engine::EngineFault;
    auto named = engine::Home::check_name(name);
    if (!named) return named;
    if (const auto here = joined_before(context, entrance.workspace)) {
        return refuse(EngineError{EngineFault::workspace_exists,
                                  "This laptop is in that workspace already; it is called '" +
                                      *here + "' here. Nothing was used up. `cairn sync -w " +
                                      *here + "` brings what is new."});
    }
    if (context.home.has(name)) {
        return refuse(EngineError{EngineFault::workspace_exists,
                                  "There is a workspace '" + name +
                                      "' on this laptop already. Choose another with --as."});
    }
    const auto folder = platform::make_private_folder(context.home.folder());
    if (!folder) return refuse(EngineError{EngineFault::disk, folder.error().sentence});
    return {};
}

Exit first_sync(Context& context,
                engine::Workspace& workspace,
                const std::string& name,
                Role role) {
    context.out.note(fmt::format(
        "Joined as {}; the workspace is called '{}' here.", name_of(role), printable(name)));
    const auto synced =
        sync_now(context, workspace, name, sync_options(context, false, join_timeout_s));
    context.out.progress("");
    if (!synced) return fail(context, synced.error());
    context.out.object(
        {{"workspace", name}, {"role", name_of(role)}, {"synced", report_json(*synced)}});
    show_report(context, *synced);
    return synced->envelopes_refused > 0 ? Exit::needs_person : Exit::ok;
}

}  // namespace

Exit come_in(Context& context, const Entrance& entrance) {
    const std::string name = entrance.name.empty()
                                 ? "workspace-" + to_base32(entrance.workspace.view()).substr(0, 6)
                                 : entrance.name;
    const auto free = check_free(context, entrance, name);
    if (!free) return fail(context, free.error());
    auto device = device_for(context, name);
    if (!device) return fail(context, device.error());
    context.out.progress("Joining ...");
    const auto joined = entrance.join(*device);
    if (!joined) return fail(context, joined.error());
    auto workspace = engine::Workspace::begin_joined({context.home.file_of(name).string(), {}},
                                                     std::move(*device),
                                                     joined->roster,
                                                     entrance.person,
                                                     context.random);
    if (!workspace) return fail(context, workspace.error());
    engine::save_server(*workspace, entrance.server);
    if (entrance.has_keys) engine::save_invite(*workspace, *entrance.has_keys);
    return first_sync(context, *workspace, name, joined->role);
}

Exit run(Context& context, const JoinArguments& arguments) {
    const auto line = parse_invite_line(arguments.line);
    if (!line) return fail(context, {engine::EngineFault::bad_line, line.error().sentence});
    if (line->expires <= context.now) {
        return fail(context,
                    {engine::EngineFault::bad_line,
                     fmt::format("This invite ended on {}, and this laptop's clock says {}. Ask "
                                 "whoever sent it for a new one; if the clock is wrong, set it "
                                 "right and try again.",
                                 platform::local_minute(line->expires),
                                 platform::local_minute(context.now))});
    }
    Entrance entrance;
    entrance.server = line->server;
    entrance.workspace = line->workspace;
    entrance.name = arguments.workspace;
    entrance.person = arguments.name.empty() ? context.user : arguments.name;
    if (line->unattended) entrance.has_keys = line->secret;
    entrance.join = [&](const DeviceSecrets& device) {
        return engine::run_join(*line, device, context.random, join_timeout_ms);
    };
    return come_in(context, entrance);
}

Exit run(Context& context, const RecoverArguments& arguments) {
    const auto kit = read_kit(context, arguments.file);
    if (!kit) return fail(context, kit.error());
    Entrance entrance;
    entrance.server = kit->server;
    entrance.workspace = kit->workspace;
    entrance.name = arguments.workspace;
    entrance.person = context.user;
    entrance.join = [&](const DeviceSecrets& device) {
        return engine::run_recovery(*kit, device, context.random, join_timeout_ms);
    };
    const Exit exit = come_in(context, entrance);
    if (exit == Exit::ok || exit == Exit::needs_person) {
        context.out.note(
            "This laptop is in. Shut the lost one out: `cairn device list`, then `cairn device "
            "revoke`. The kit goes with the laptop that made it: print a new one with `cairn "
            "recovery make`.");
    }
    return exit;
}

}  // namespace cairn::cli
