// init, workspaces, doctor, device.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/device_keys.h"
#include "client/cli/distrust_words.h"
#include "client/cli/exported_plan.h"
#include "client/cli/run_membership.h"
#include "client/cli/terminal_text.h"
#include "client/engine/item_commands.h"
#include "client/engine/paused.h"
#include "client/engine/server_contact.h"
#include "client/exchange/plan_hash.h"
#include "client/merge/schema.h"
#include "client/replica/doctor.h"
#include "shared/platform/file.h"
#include "shared/sqlite/error.h"

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
    const auto saved = save_device(context, arguments.name, device);
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
    context.out.note("Its keys are " + keeper_words(context, arguments.name) + ".");
    context.out.note("Next: `cairn new TITLE`, or `cairn import FILE`.");
    return Exit::ok;
}

Exit show_hash(Context& context, engine::Workspace& workspace) {
    const replica::StateHashes hashes = workspace.read().hashes();
    const std::string heads = to_base32(hashes.heads.view());
    const std::string view = to_base32(hashes.view.view());
    if (context.out.json()) {
        const Hash32 plan =
            exchange::plan_hash(exported(workspace, merge::root_item(), Besides::trash));
        context.out.object({{"heads", heads}, {"view", view}, {"plan", to_base32(plan.view())}});
    }
    context.out.line(heads.substr(0, 16) + "-" + view.substr(0, 16));
    return Exit::ok;
}

bool found(const std::vector<replica::Finding>& findings, replica::Trouble trouble) {
    return std::any_of(findings.begin(), findings.end(), [&](const replica::Finding& finding) {
        return finding.trouble == trouble;
    });
}

// Whether this device can write and send: its keys are here, and they are a member's.
std::optional<replica::Finding> examine_keys(const Context& context,
                                             engine::Workspace& workspace,
                                             const std::string& name,
                                             const Result<DeviceSecrets, engine::EngineError>& keys,
                                             const std::vector<replica::Finding>& findings) {
    using replica::Trouble;
    if (!keys) return replica::Finding{Trouble::no_keys, keys.error().sentence};
    if (found(findings, Trouble::wrong_roster) || found(findings, Trouble::not_checked))
        return replica::Finding{
            Trouble::not_checked,
            "whether the keys in " + context.home.keys_of(name).string() +
                " are a member's was not checked: that takes a sound list of members"};
    const DeviceEntry* device = workspace.roster().device(keys->id());
    if (device != nullptr && !device->active())
        return replica::Finding{Trouble::no_keys, workspace.removed().sentence};
    if (device != nullptr) return std::nullopt;
    return replica::Finding{Trouble::no_keys,
                            "The key file " + context.home.keys_of(name).string() +
                                " belongs to another device, which is no member here. Put this "
                                "workspace's own key file back, or join again."};
}

// Nothing if the file is too damaged to be added up.
std::optional<replica::StateHashes> hashes_of(engine::Workspace& workspace) try {
    return workspace.read().hashes();
} catch (const sqlite::SqliteError&) {
    return std::nullopt;
}

std::vector<std::string> paused_if_readable(engine::Workspace& workspace) try {
    return engine::paused_sentences(workspace);
} catch (const sqlite::SqliteError&) {
    return {};  // the findings say that the file cannot be read
}

std::vector<engine::Suspicion> suspicions_if_readable(engine::Workspace& workspace) try {
    return engine::suspicions(workspace);
} catch (const sqlite::SqliteError&) {
    return {};
}

Exit report(Context& context,
            engine::Workspace& workspace,
            const std::string& name,
            const std::vector<replica::Finding>& findings) {
    json list = json::array();
    for (const replica::Finding& finding : findings) {
        const int code = static_cast<int>(finding.trouble);
        list.push_back({{"code", code}, {"message", finding.sentence}});
        context.out.line(context.out.tone(
            Tone::bad, fmt::format("D{:02}  {}", code, printable(finding.sentence))));
    }
    const auto hashes = hashes_of(workspace);
    const std::vector<std::string> paused = paused_if_readable(workspace);
    const std::vector<engine::Suspicion> distrust = suspicions_if_readable(workspace);
    context.out.object({{"heads", hashes ? json(to_base32(hashes->heads.view())) : json(nullptr)},
                        {"view", hashes ? json(to_base32(hashes->view.view())) : json(nullptr)},
                        {"findings", list},
                        {"paused", paused},
                        {"keeper", keeper_json(context, name)},
                        {"distrust", distrust_json(workspace, distrust)}});
    for (const std::string& sentence : paused) context.out.line("Paused: " + printable(sentence));
    for (const engine::Suspicion& one : distrust) context.out.line(words_for(workspace, one));
    if (findings.empty()) {
        context.out.line(std::string(distrust.empty() ? "All is well" : "The file is sound") +
                         ": the state is what its log gives, every chain is whole, and the keys "
                         "are here.");
        context.out.line("Keys: " + keeper_words(context, name) + ".");
        return engine::noted_suspicions(workspace).empty() ? Exit::ok : Exit::needs_person;
    }
    const bool only_keys = findings.size() == 1 && found(findings, replica::Trouble::no_keys);
    context.out.line(
        only_keys ? "The file itself is sound: the state is what its log gives, and every chain "
                    "is whole."
                  : "Put a copy of the file away, and join again or bring back a backup; what the "
                    "server has comes with the next sync.");
    return Exit::refused;
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
    const auto name = context.home.choose(
        context.common.workspace, context.workspace_from_environment, context.folder);
    if (!name) return fail(context, name.error());
    const auto keys = load_device(context, *name);
    if (!keys && keys.error().fault == engine::EngineFault::wrong_passphrase)
        return fail(context, keys.error());
    const engine::WorkspaceFile file{context.home.file_of(*name).string(), {}};
    auto workspace =
        engine::Workspace::open(file, keys ? std::optional(*keys) : std::nullopt, context.random);
    // Without keys the list of members is not needed to open the file: it may be what is damaged.
    if (!workspace) workspace = engine::Workspace::open(file, std::nullopt, context.random);
    if (!workspace) return fail(context, workspace.error());
    if (arguments.hash_only) return show_hash(context, *workspace);
    if (arguments.seen) engine::forget_distrust(*workspace);
    context.out.progress("Rebuilding the state from the log ...");
    std::vector<replica::Finding> findings = replica::examine(workspace->replica());
    if (auto found_of_keys = examine_keys(context, *workspace, *name, keys, findings))
        findings.push_back(std::move(*found_of_keys));
    context.out.progress("");
    return report(context, *workspace, *name, findings);
}

Exit run(Context& context, const DeviceArguments& arguments) {
    switch (arguments.action) {
        case DeviceArguments::Action::list:
            return list_devices(context);
        case DeviceArguments::Action::add:
            return add_device(context, arguments);
        case DeviceArguments::Action::revoke:
            return revoke_device(context, arguments);
        case DeviceArguments::Action::lock:
            return lock_device(context, arguments);
        case DeviceArguments::Action::unlock:
            return unlock_device(context);
        case DeviceArguments::Action::show:
            break;
    }
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        const DeviceSecrets* device = workspace.device();
        if (device == nullptr) return fail(context, workspace.no_keys());
        const auto me = workspace.me();
        const MemberEntry* member = me ? workspace.roster().member(*me) : nullptr;
        const bool is_member = member != nullptr && !workspace.is_removed();
        const std::string role = is_member ? std::string(name_of(member->role())) : "none";
        context.out.object({{"workspace", name},
                            {"device", to_base32(device->id().view())},
                            {"member", me ? json(to_base32(me->view())) : json(nullptr)},
                            {"name", workspace.name_of(device->id())},
                            {"role", role},
                            {"keeper", keeper_json(context, name)}});
        context.out.line(fmt::format("device: {}", to_base32(device->id().view())));
        context.out.line(
            fmt::format("member: {} ({})", printable(workspace.name_of(device->id())), role));
        context.out.line("keys:   " + keeper_words(context, name));
        return Exit::ok;
    });
}

}  // namespace cairn::cli
