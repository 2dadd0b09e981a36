// init, workspaces, doctor, device.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/terminal_text.h"
#include "client/engine/item_commands.h"
#include "client/engine/server_contact.h"
#include "client/replica/doctor.h"
#include "shared/platform/file.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

engine::EngineError taken(const std::string& name) {
    return {engine::EngineFault::workspace_exists,
            "There is a workspace '" + name + "' on this laptop already. Choose another name."};
}

// Keys without their plan may be all that can still open what this device has on a server.
engine::EngineError keys_left(const Context& context, const InitArguments& arguments) {
    return {engine::EngineFault::workspace_exists,
            "There are keys of a workspace '" + arguments.name + "' on this laptop already, in " +
                context.home.keys_of(arguments.name).string() +
                ". Put its plan file back, or move the key file away, or choose another name."};
}

Exit init(Context& context,
          const InitArguments& arguments,
          const std::optional<TicketLine>& ticket) {
    const auto folder = platform::make_private_folder(context.home.folder());
    if (!folder) return fail(context, {engine::EngineFault::disk, folder.error().sentence});
    DeviceSecrets device = DeviceSecrets::make(context.random);
    // The keys first: a plan without its keys could never be edited.
    const auto saved = context.home.save_keys(arguments.name, device.to_secret_bytes());
    if (!saved) return fail(context, saved.error());
    const std::string owner = arguments.owner.empty() ? context.user : arguments.owner;
    auto made = engine::Workspace::make({context.home.file_of(arguments.name).string(), {}},
                                        std::move(device),
                                        owner,
                                        context.random,
                                        context.now);
    if (!made) return fail(context, made.error());
    if (ticket) {
        engine::save_server(*made, ticket->server);
        engine::save_ticket(*made, ticket->secret);
    }
    const auto introduced = engine::introduce_me(*made, context.now);
    if (!introduced) return fail(context, introduced.error());
    context.out.object({{"workspace", arguments.name}, {"id", to_base32(made->id().view())}});
    context.out.note(fmt::format("Started '{}' in {}.",
                                 printable(arguments.name),
                                 printable(context.home.file_of(arguments.name).string())));
    context.out.note("Next: `cairn new TITLE`, or `cairn import FILE`.");
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const InitArguments& arguments) {
    const auto named = engine::Home::check_name(arguments.name);
    if (!named) return fail(context, named.error());
    if (context.home.has(arguments.name)) return fail(context, taken(arguments.name));
    if (context.home.has_keys(arguments.name)) return fail(context, keys_left(context, arguments));
    std::optional<TicketLine> ticket;
    if (!arguments.server.empty()) {
        auto line = parse_ticket_line(arguments.server);
        if (!line) return fail(context, {engine::EngineFault::bad_line, line.error().sentence});
        ticket = std::move(*line);
    }
    return init(context, arguments, ticket);
}

Exit run(Context& context, const WorkspacesArguments& arguments) {
    if (!arguments.here.empty()) {
        const auto name = context.home.choose(arguments.here, "", context.folder);
        if (!name) return fail(context, name.error());
        const auto bound = engine::Home::bind_folder(context.folder, *name);
        if (!bound) return fail(context, bound.error());
        context.out.object({{"workspace", *name}, {"folder", context.folder.string()}});
        context.out.note(fmt::format("'{}' is chosen in this folder and below.", printable(*name)));
        return Exit::ok;
    }
    std::vector<std::vector<std::string>> rows;
    for (const std::string& name : context.home.workspaces()) {
        context.out.object({{"workspace", name}, {"file", context.home.file_of(name).string()}});
        rows.push_back({printable(name), printable(context.home.file_of(name).string())});
    }
    if (rows.empty()) {
        context.out.note(
            "No workspace on this laptop yet. Start one with `cairn init NAME`, or join one "
            "with `cairn join LINE`.");
    } else {
        context.out.table({{"WORKSPACE", false, false}, {"FILE", true, false}}, rows);
    }
    return Exit::ok;
}

Exit run(Context& context, const DoctorArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const replica::StateHashes hashes = workspace.read().hashes();
        const std::string heads = to_base32(hashes.heads.view());
        const std::string view = to_base32(hashes.view.view());
        if (arguments.hash_only) {
            context.out.object({{"heads", heads}, {"view", view}});
            context.out.line(heads.substr(0, 16) + "-" + view.substr(0, 16));
            return Exit::ok;
        }
        context.out.progress("Rebuilding the state from the log ...");
        const auto findings = replica::examine(workspace.replica());
        context.out.progress("");
        json list = json::array();
        for (const replica::Finding& finding : findings) {
            list.push_back(
                {{"code", static_cast<int>(finding.trouble)}, {"message", finding.sentence}});
            context.out.line(context.out.tone(
                Tone::bad,
                fmt::format(
                    "D{:02}  {}", static_cast<int>(finding.trouble), printable(finding.sentence))));
        }
        context.out.object({{"heads", heads}, {"view", view}, {"findings", list}});
        if (findings.empty()) {
            context.out.line(
                "All is well: the state is what its log gives, and every chain is whole.");
        }
        return findings.empty() ? Exit::ok : Exit::refused;
    });
}

Exit run(Context& context, const DeviceArguments&) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        const DeviceSecrets* device = workspace.device();
        if (device == nullptr) return fail(context, workspace.no_keys());
        const auto me = workspace.me();
        const MemberEntry* member = me ? workspace.roster().member(*me) : nullptr;
        const std::string role = member == nullptr ? "none" : std::string(name_of(member->role()));
        context.out.object({{"workspace", name},
                            {"device", to_base32(device->id().view())},
                            {"member", me ? json(to_base32(me->view())) : json(nullptr)},
                            {"name", workspace.name_of(device->id())},
                            {"role", role}});
        context.out.line(fmt::format("device: {}", to_base32(device->id().view())));
        context.out.line(
            fmt::format("member: {} ({})", printable(workspace.name_of(device->id())), role));
        context.out.line(fmt::format("keys:   {}, a file that only you can read",
                                     printable(context.home.keys_of(name).string())));
        return Exit::ok;
    });
}

}  // namespace cairn::cli
