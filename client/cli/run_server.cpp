// server: where it is, and where it went.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/qr.h"
#include "client/cli/terminal_text.h"
#include "client/engine/server_move.h"
#include "shared/net/address.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

std::string address_of(const ServerAddress& server) {
    return to_string(HostAddress{server.host, server.port});
}

json server_json(const ServerAddress& server) {
    return {{"address", address_of(server)}, {"server", to_base32(server.sign.view())}};
}

Exit show(Context& context, engine::Workspace& workspace) {
    const auto server = engine::server_of(workspace);
    if (!server) {
        context.out.object({{"address", nullptr}, {"server", nullptr}, {"reached_ms", nullptr}});
        context.out.note(
            "This workspace has no server yet. Ask for a ticket (`cairn-server ticket`) and run "
            "`cairn sync --server LINE`.");
        return Exit::ok;
    }
    const auto reached = engine::last_reached(workspace);
    json answer = server_json(*server);
    answer["reached_ms"] = reached ? json(reached->ms) : json(nullptr);
    context.out.object(answer);
    context.out.line(fmt::format("address:      {}", printable(address_of(*server))));
    context.out.line(fmt::format("identity:     {}", to_base32(server->sign.view())));
    context.out.line(
        fmt::format("last reached: {}", reached ? platform::local_minute(*reached) : "never"));
    return Exit::ok;
}

Exit show_line(Context& context, engine::Workspace& workspace, bool qr) {
    const auto made = engine::make_server_line(workspace, context.now);
    if (!made) return fail(context, made.error());
    const std::string line = encode_line(*made);
    context.out.object({{"line", line}});
    context.out.line(line);
    if (qr && !context.out.json()) context.out.line(qr_code(line).value_or(""));
    context.out.note(
        "Send this line to the others by any path; it holds no secret. Each of them runs "
        "`cairn server use LINE`.");
    return Exit::ok;
}

void tell(Context& context, const ServerAddress& server) {
    context.out.object(server_json(server));
    context.out.note(
        fmt::format("The server is looked for at {} from now on; `cairn sync` goes "
                    "there.",
                    printable(address_of(server))));
}

Exit use_line(Context& context, engine::Workspace& workspace, const std::string& text) {
    const auto line = parse_server_line(text);
    if (!line) return fail(context, {engine::EngineFault::bad_line, line.error().sentence});
    const auto followed = engine::follow(workspace, *line);
    if (!followed) return fail(context, followed.error());
    tell(context, line->server);
    return Exit::ok;
}

Exit move(Context& context, engine::Workspace& workspace, const std::string& text) {
    const auto address = parse_address(text);
    if (!address)
        return wrong_use(context,
                         "'" + text +
                             "' is no address: write HOST:PORT, such as "
                             "plan.example.org:7447 or [::1]:7447.");
    const auto moved = engine::move_server(workspace, address->host, address->port);
    if (!moved) return fail(context, moved.error());
    tell(context, *moved);
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const ServerArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        switch (arguments.action) {
            case ServerArguments::Action::show:
                break;
            case ServerArguments::Action::line:
                return show_line(context, workspace, arguments.qr);
            case ServerArguments::Action::use:
                return use_line(context, workspace, arguments.text);
            case ServerArguments::Action::move:
                return move(context, workspace, arguments.text);
        }
        return show(context, workspace);
    });
}

}  // namespace cairn::cli
