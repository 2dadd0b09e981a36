// recovery make, recovery list.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/qr.h"
#include "client/cli/syncing.h"
#include "client/cli/terminal_text.h"
#include "client/engine/recovery.h"
#include "client/engine/server_contact.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

struct Printed {
    std::string workspace;
    std::string member;
    std::string id;
};

void print(Context& context, const RecoveryLine& kit, const Printed& about) {
    context.out.line("CAIRN RECOVERY KIT");
    context.out.line(fmt::format("workspace: {} ({})",
                                 printable(about.workspace),
                                 to_base32(kit.workspace.view()).substr(0, 8)));
    context.out.line(fmt::format("member:    {}", printable(about.member)));
    context.out.line(fmt::format("made on:   {}", platform::local_date(context.now)));
    context.out.line(fmt::format("kit:       {}", about.id.substr(0, 8)));
    context.out.line("");
    for (const std::string& row : printed_rows(kit)) context.out.line("  " + row);
    context.out.line("");
    context.out.line(qr_code(encode_line(kit)).value_or(""));
    context.out.line(
        "On a new laptop: `cairn recover`, and type the rows, or paste what the code says.");
    context.out.line(
        "Whoever has this paper can come in as this member: keep it as you keep a key.");
    context.out.line(fmt::format("Lost it? `cairn device revoke {}` makes it worthless.",
                                 about.id.substr(0, 8)));
}

Exit make(Context& context, engine::Workspace& workspace, const std::string& name) {
    if (workspace.device() == nullptr) return fail(context, workspace.no_keys());
    const auto server = engine::server_of(workspace);
    if (!server) {
        return fail(context,
                    {engine::EngineFault::no_server,
                     "A kit leads through a server, and this workspace has none yet. Run `cairn "
                     "sync --server LINE` first."});
    }
    const RecoveryLine kit = engine::make_kit(workspace, *server);
    constexpr std::uint32_t timeout_s = 30;
    engine::SyncOptions options = sync_options(context, false, timeout_s);
    options.wishes.push_back(engine::wish_for(kit));
    const auto synced = sync_now(context, workspace, name, std::move(options));
    context.out.progress("");
    if (!synced) return fail(context, synced.error());
    if (!engine::is_ready(workspace, kit)) {
        return fail(context,
                    {engine::EngineFault::server_refused,
                     "The kit was not finished: it could open nothing yet. Sync, and make one "
                     "again."});
    }
    const DeviceId id = derive_device(kit.secret, kit.workspace).id();
    engine::note_kit(workspace, id);
    const std::string id_text = to_base32(id.view());
    context.out.object({{"kit", id_text}, {"rows", printed_rows(kit)}, {"line", encode_line(kit)}});
    print(context, kit, {name, workspace.name_of(*workspace.me()), id_text});
    context.out.note("Print this, then clear the screen. It is not kept anywhere here.");
    return Exit::ok;
}

Exit list(Context& context, engine::Workspace& workspace) {
    std::vector<std::vector<std::string>> rows;
    for (const DeviceId& id : engine::kits(workspace)) {
        const DeviceEntry& device = *workspace.roster().device(id);
        const std::string text = to_base32(id.view());
        context.out.object({{"kit", text}, {"made_ms", device.added_wall.ms}});
        rows.push_back({text.substr(0, 8), platform::local_date(device.added_wall)});
    }
    if (rows.empty())
        context.out.note("No kit made on this laptop is valid. `cairn recovery make` prints one.");
    else
        context.out.table({{"KIT", false, false}, {"MADE ON", false, false}}, rows);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const RecoveryArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        if (arguments.action == RecoveryArguments::Action::make)
            return make(context, workspace, name);
        return list(context, workspace);
    });
}

}  // namespace cairn::cli
