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
