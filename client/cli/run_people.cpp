// sync, invite, join, members.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/qr.h"
#include "client/cli/run_membership.h"
#include "client/cli/syncing.h"
#include "client/cli/terminal_text.h"
#include "client/engine/item_commands.h"
#include "client/engine/lookup.h"
#include "client/engine/server_contact.h"
#include "client/plan/civil.h"
#include "shared/platform/file.h"
#include "shared/platform/system.h"
#include "shared/roster/build.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

constexpr std::int64_t ms_per_day = 86'400'000;

json report_json(const engine::SyncReport& report) {
    return {{"changes_received", report.changes_received},
            {"edits_received", report.edits_received},
            {"envelopes_received", report.envelopes_received},
            {"envelopes_sent", report.envelopes_sent},
            {"envelopes_refused", report.envelopes_refused},
            {"bytes_sent", report.bytes_sent},
            {"records_received", report.records_received},
            {"records_sent", report.records_sent},
            {"parked", report.parked},
            {"void", report.invalid},
            {"withheld", report.withheld},
            {"key_missing", report.key_missing},
            {"warnings", report.warnings},
            {"refusals", report.refusals}};
}

void show_report(Context& context, const engine::SyncReport& report) {
    const std::string refusal = refusal_of(report);
    context.out.note(fmt::format("{}: {} received, {} sent.",
                                 refusal.empty() ? "Synced" : "Not all was sent",
                                 counted(report.changes_received, "change"),
                                 counted(report.envelopes_sent, "envelope")));
    if (!refusal.empty() && !context.out.json()) context.out.error(refusal);
    for (const std::string& warning : report.warnings)
        context.out.note("Note: " + printable(warning));
    note_arrivals(context, report.withheld, report.own_branch);
    if (report.key_missing) {
        context.out.note(
            "Own changes wait for the key of the workspace: a member who is online hands it over.");
    }
    constexpr std::int64_t clock_tolerated_ms = 60'000;
    if (std::abs(report.clock_ahead_ms) > clock_tolerated_ms) {
        context.out.note(
            fmt::format("This laptop's clock is {} s away from the server's: set it right.",
                        report.clock_ahead_ms / 1000));
    }
}

std::optional<WallTime> expiry(const std::string& text, WallTime now) {
    const auto today = plan::date_from_iso(platform::local_date(now));
    const auto date =
        today ? plan::parse_date(text, *today) : Result<plan::Date, plan::TextError>();
    if (!today || !date) return std::nullopt;
    return WallTime{(now.ms / ms_per_day + (date->days - today->days) + 1) * ms_per_day};
}

Role role_named(const std::string& name) {
    for (const Role role : {Role::admin, Role::editor, Role::commenter}) {
        if (name == name_of(role)) return role;
    }
    return Role::reader;
}

Result<std::optional<Bytes>, RosterError> next_key(engine::Workspace& workspace, WallTime now) {
    auto epoch = make_epoch(
        Author{workspace.roster(), *workspace.device(), now}, workspace.keys(), workspace.random());
    if (!epoch) return refuse(epoch.error());
    return std::optional(std::move(*epoch));
}

Exit open_invite(Context& context,
                 engine::Workspace& workspace,
                 const std::string& name,
                 const InviteArguments& arguments) {
    const auto expires = expiry(arguments.expires, context.now);
    if (!expires) {
        return wrong_use(context, "--expires takes a day, such as +7d or 2027-03-01.");
    }
    if (*expires <= context.now) {
        return wrong_use(context,
                         "--expires names a day that is over, and nobody could use the invite: "
                         "choose today or a later one, such as +7d.");
    }
    const auto server = engine::server_of(workspace);
    if (!server) {
        return fail(context,
                    {engine::EngineFault::no_server,
                     "An invite leads through a server, and this workspace has none yet. Run "
                     "`cairn sync --server LINE` first."});
    }
    InviteSecret secret;
    context.random.fill(secret.writable());
    InviteTerms terms;
    terms.role_cap = role_named(arguments.role);
    terms.expires = *expires;
    terms.uses = static_cast<std::uint16_t>(arguments.uses);
    terms.unattended = arguments.unattended;
    terms.for_own_device = arguments.own_device;
    engine::SyncOptions options = sync_options(context, false, 30);
    options.wishes.emplace_back(
        [secret, terms](engine::Workspace& w,
                        WallTime now) -> Result<std::optional<Bytes>, RosterError> {
            return make_invite_opened(Author{w.roster(), *w.device(), now}, secret, terms);
        });
    if (terms.unattended) {
        options.wishes.emplace_back(next_key);
    }
    const auto synced = sync_now(context, workspace, name, std::move(options));
    if (!synced) return fail(context, synced.error());
    const std::string line = encode_line(InviteLine{*server,
                                                    workspace.id(),
                                                    secret,
                                                    terms.role_cap,
                                                    terms.expires,
                                                    terms.uses,
                                                    terms.unattended});
    // A further device of one's own has the role that its member has.
    const auto me = workspace.me();
    const MemberEntry* own = me ? workspace.roster().member(*me) : nullptr;
    const Role role = terms.for_own_device && own != nullptr ? own->role() : terms.role_cap;
    context.out.object({{"line", line},
                        {"role", name_of(role)},
                        {"uses", arguments.uses},
                        {"expires_ms", terms.expires.ms},
                        {"unattended", terms.unattended}});
    context.out.line(line);
    if (arguments.qr && !context.out.json()) context.out.line(qr_code(line).value_or(""));
    context.out.note(
        "Give this line to the person it is for, and to nobody else: it lets them in.");
    return Exit::ok;
}

Exit list_invites(Context& context, engine::Workspace& workspace) {
    std::vector<std::vector<std::string>> rows;
    for (const InviteEntry& invite : workspace.roster().invites()) {
        if (!invite.open()) continue;
        const std::string id = to_base32(invite.id.view());
        context.out.object({{"id", id},
                            {"role", name_of(invite.role_cap)},
                            {"used", invite.used},
                            {"uses", invite.uses},
                            {"by", workspace.name_of(invite.opened_by)},
                            {"expires_ms", invite.expires.ms}});
        rows.push_back({id.substr(0, 8),
                        std::string(name_of(invite.role_cap)),
                        fmt::format("{} of {}", invite.used, invite.uses),
                        platform::local_date({invite.expires.ms - 1}),
                        printable(workspace.name_of(invite.opened_by))});
    }
    if (rows.empty())
        context.out.note("No invite is open.");
    else
        context.out.table({{"ID", false, false},
                           {"ROLE", false, false},
                           {"USED", false, false},
                           {"UNTIL", false, false},
                           {"BY", true, false}},
                          rows);
    return Exit::ok;
}

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
DeviceSecrets device_for(Context& context, const std::string& name) {
    if (const auto kept = context.home.load_keys(name)) return DeviceSecrets(*kept);
    return DeviceSecrets::make(context.random);
}

}  // namespace

Exit run(Context& context, const SyncArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        engine::SyncOptions options = sync_options(context, arguments.watch, arguments.timeout_s);
        if (!arguments.server.empty()) {
            const auto line = parse_ticket_line(arguments.server);
            if (!line) return fail(context, {engine::EngineFault::bad_line, line.error().sentence});
            options.introduction = *line;
        }
        const auto synced = sync_now(context, workspace, name, std::move(options));
        context.out.progress("");
        if (!synced) return fail(context, synced.error());
        context.out.object(report_json(*synced));
        show_report(context, *synced);
        if (synced->envelopes_refused > 0) return Exit::refused;
        return needs_person(workspace.read().counts());
    });
}

Exit run(Context& context, const InviteArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        switch (arguments.action) {
            case InviteArguments::Action::list:
                return list_invites(context, workspace);
            case InviteArguments::Action::close:
                return close_invite(context, workspace, name, arguments.invite);
            case InviteArguments::Action::open:
                break;
        }
        return open_invite(context, workspace, name, arguments);
    });
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
    const std::string name = arguments.workspace.empty()
                                 ? "workspace-" + to_base32(line->workspace.view()).substr(0, 6)
                                 : arguments.workspace;
    const auto named = engine::Home::check_name(name);
    if (!named) return fail(context, named.error());
    if (const auto here = joined_before(context, line->workspace)) {
        return fail(
            context,
            {engine::EngineFault::workspace_exists,
             "This laptop is in that workspace already; it is called '" + *here +
                 "' here. Nothing was used up. `cairn sync -w " + *here + "` brings what is new."});
    }
    if (context.home.has(name)) {
        return fail(context,
                    {engine::EngineFault::workspace_exists,
                     "There is a workspace '" + name +
                         "' on this laptop already. Choose another with --as."});
    }
    const auto folder = platform::make_private_folder(context.home.folder());
    if (!folder) return fail(context, {engine::EngineFault::disk, folder.error().sentence});
    DeviceSecrets device = device_for(context, name);
    const auto saved = context.home.save_keys(name, device.to_secret_bytes());
    if (!saved) return fail(context, saved.error());
    constexpr std::uint32_t join_timeout_s = 30;
    constexpr std::int64_t timeout_ms = std::int64_t{join_timeout_s} * 1000;
    context.out.progress("Joining ...");
    const auto joined = engine::run_join(*line, device, context.random, timeout_ms);
    if (!joined) return fail(context, joined.error());
    const std::string person = arguments.name.empty() ? context.user : arguments.name;
    auto workspace = engine::Workspace::begin_joined({context.home.file_of(name).string(), {}},
                                                     std::move(device),
                                                     joined->roster,
                                                     person,
                                                     context.random);
    if (!workspace) return fail(context, workspace.error());
    engine::save_server(*workspace, line->server);
    if (line->unattended) engine::save_invite(*workspace, line->secret);
    context.out.note(fmt::format("Joined as {}; the workspace is called '{}' here.",
                                 name_of(joined->role),
                                 printable(name)));
    const auto synced =
        sync_now(context, *workspace, name, sync_options(context, false, join_timeout_s));
    context.out.progress("");
    if (!synced) return fail(context, synced.error());
    json answer = {{"workspace", name}, {"role", name_of(joined->role)}};
    answer["synced"] = report_json(*synced);
    context.out.object(answer);
    show_report(context, *synced);
    return synced->envelopes_refused > 0 ? Exit::needs_person : Exit::ok;
}

Exit add_device(Context& context, const DeviceArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        InviteArguments invite;
        invite.expires = arguments.expires;
        invite.unattended = arguments.unattended;
        invite.qr = arguments.qr;
        invite.own_device = true;
        return open_invite(context, workspace, name, invite);
    });
}

Exit run(Context& context, const MembersArguments& arguments) {
    if (arguments.action == MembersArguments::Action::withdraw)
        return withdraw(context, arguments.request);
    if (arguments.action != MembersArguments::Action::list)
        return change_members(context, arguments);
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        std::vector<std::vector<std::string>> rows;
        for (const MemberEntry& member : workspace.roster().members()) {
            if (!member.active() && !arguments.all) continue;
            json devices = json::array();
            for (const DeviceId& device : member.devices)
                devices.push_back(to_base32(device.view()));
            const std::string name = workspace.name_of(member.id);
            context.out.object({{"member", to_base32(member.id.view())},
                                {"name", name},
                                {"role", name_of(member.role())},
                                {"active", member.active()},
                                {"devices", devices}});
            rows.push_back({printable(name) + (workspace.me() == member.id ? " (you)" : ""),
                            member.active() ? std::string(name_of(member.role())) : "removed",
                            std::to_string(member.devices.size())});
        }
        context.out.table(
            {{"MEMBER", true, false}, {"ROLE", false, false}, {"DEVICES", false, true}}, rows);
        return Exit::ok;
    });
}

}  // namespace cairn::cli
