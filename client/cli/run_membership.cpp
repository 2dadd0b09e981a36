// members role, remove, keep, withdraw; device list, revoke; invite close; rotate: what takes and
// gives rights.
#include "client/cli/run_membership.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/syncing.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/membership.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using engine::MembershipRequest;
using nlohmann::json;
using Kind = MembershipRequest::Kind;

// It is kept, and takes effect when a server has it: until then a script must not think it done.
Exit still_queued(Context& context,
                  std::uint64_t number,
                  const std::string& what,
                  json answer,
                  const engine::EngineError& why) {
    answer.update({{"request", number}, {"what", what}, {"done", false}});
    context.out.object(answer);
    context.out.note(fmt::format(
        "Not done yet: to {}. {} The request waits here and goes with the next sync; `cairn "
        "status` shows it, `cairn members withdraw {}` takes it back.",
        printable(what),
        printable(why.sentence),
        number));
    return Exit::no_network;
}

bool can_wait(engine::EngineFault fault) {
    return fault == engine::EngineFault::no_network || fault == engine::EngineFault::busy ||
           fault == engine::EngineFault::no_server;
}

// `also`: follows it, if it can be. `answer`: what else to answer.
Exit carry_out(Context& context,
               engine::Workspace& workspace,
               const std::string& name,
               const MembershipRequest& request,
               const std::optional<MembershipRequest>& also = std::nullopt,
               json answer = json::object()) {
    const std::string what = engine::words_of(workspace, request);
    const auto number = engine::ask_for(workspace, request, context.now);
    if (!number) return fail(context, number.error());
    if (also) static_cast<void>(engine::ask_for(workspace, *also, context.now).has_value());
    constexpr std::uint32_t timeout_s = 30;
    const auto synced = sync_now(context, workspace, name, sync_options(context, false, timeout_s));
    context.out.progress("");
    if (const auto left = engine::queued_request(workspace, *number)) {
        if (left->refused) {
            engine::withdraw_request(workspace, *number);
            return fail(context, {engine::EngineFault::server_refused, *left->refused});
        }
        if (!synced && can_wait(synced.error().fault))
            return still_queued(context, *number, what, std::move(answer), synced.error());
    }
    if (!synced) return fail(context, synced.error());
    answer.update({{"request", *number}, {"what", what}, {"done", true}});
    context.out.object(answer);
    context.out.note("Done: " + printable(what) + ".");
    return Exit::ok;
}

std::optional<Role> role_named(const std::string& text) {
    for (const Role role : {Role::owner, Role::admin, Role::editor, Role::commenter, Role::reader})
        if (text == name_of(role)) return role;
    return std::nullopt;
}

}  // namespace

Exit change_members(Context& context, const MembersArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        const bool former = arguments.action == MembersArguments::Action::keep;
        const auto member = engine::find_member(
            workspace, arguments.who, former ? engine::Belonging::ever : engine::Belonging::now);
        if (!member) return fail(context, member.error());
        MembershipRequest request;
        request.member = *member;
        request.cuts_more = arguments.cut;
        switch (arguments.action) {
            case MembersArguments::Action::role:
                request.kind = Kind::change_role;
                request.role = role_named(arguments.role).value_or(Role::reader);
                break;
            case MembersArguments::Action::remove:
                request.kind = Kind::remove_member;
                break;
            default:
                request.kind = Kind::take_back_cut;
        }
        return carry_out(context, workspace, name, request);
    });
}

Exit withdraw(Context& context, std::uint64_t number) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        if (!engine::withdraw_request(workspace, number)) {
            return fail(context,
                        {engine::EngineFault::no_item,
                         fmt::format("There is no request {}. `cairn status` shows what waits; "
                                     "what was carried out is not taken back by this.",
                                     number)});
        }
        context.out.object({{"withdrawn", number}});
        context.out.note("Withdrawn: it will not be sent.");
        return Exit::ok;
    });
}

Exit close_invite(Context& context,
                  engine::Workspace& workspace,
                  const std::string& name,
                  const std::string& start) {
    std::vector<const InviteEntry*> found;
    for (const InviteEntry& invite : workspace.roster().invites())
        if (invite.open() && to_base32(invite.id.view()).rfind(start, 0) == 0)
            found.push_back(&invite);
    if (found.size() != 1) {
        return fail(
            context,
            {found.empty() ? engine::EngineFault::no_item : engine::EngineFault::ambiguous,
             "No single open invite begins with '" + start + "'. `cairn invite list` shows them."});
    }
    MembershipRequest request;
    request.kind = Kind::close_invite;
    request.invite = found.front()->id;
    // Whoever has the line has the key that was sealed to it: the plan gets another one.
    std::optional<MembershipRequest> also;
    const EpochEntry* epoch = workspace.roster().current_epoch();
    if (epoch != nullptr && workspace.roster().sealed_to(*epoch, found.front()->box))
        also.emplace();
    return carry_out(
        context, workspace, name, request, also, {{"closed", to_base32(request.invite.view())}});
}

Exit list_devices(Context& context) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        const DeviceSecrets* own = workspace.device();
        std::vector<std::vector<std::string>> rows;
        for (const DeviceEntry& device : workspace.roster().devices()) {
            if (!device.active()) continue;
            const bool here = own != nullptr && own->id() == device.id;
            json through = nullptr;
            if (device.added_through) through = to_base32(device.added_through->view());
            const std::string id = to_base32(device.id.view());
            context.out.object({{"device", id},
                                {"member", to_base32(device.member.view())},
                                {"name", workspace.name_of(device.id)},
                                {"added_ms", device.added_wall.ms},
                                {"through", through},
                                {"here", here}});
            rows.push_back({id.substr(0, 8),
                            printable(workspace.name_of(device.id)) + (here ? " (here)" : ""),
                            platform::local_date(device.added_wall),
                            through.is_null() ? "" : through.get<std::string>().substr(0, 8)});
        }
        context.out.table({{"DEVICE", false, false},
                           {"MEMBER", true, false},
                           {"SINCE", false, false},
                           {"THROUGH", false, false}},
                          rows);
        return Exit::ok;
    });
}

Exit revoke_device(Context& context, const DeviceArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        MembershipRequest request;
        request.kind = Kind::revoke_device;
        request.cuts_more = arguments.cut;
        const auto device = engine::find_device(workspace, arguments.device);
        if (!device) return fail(context, device.error());
        request.device = *device;
        for (const std::string& start : arguments.keep) {
            const auto kept = engine::find_device(workspace, start);
            if (!kept) return fail(context, kept.error());
            request.kept.push_back(*kept);
        }
        return carry_out(context, workspace, name, request);
    });
}

Exit run(Context& context, const RotateArguments&) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string& name) {
        return carry_out(context, workspace, name, {});
    });
}

}  // namespace cairn::cli
