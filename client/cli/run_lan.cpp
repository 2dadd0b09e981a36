// lan: laptops that meet without a server.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lan_neighbours.h"
#include "client/engine/lan_run.h"
#include "shared/net/address.h"

namespace cairn::cli {
namespace {

using nlohmann::json;

void show(Context& context, engine::Workspace& workspace, const engine::LanReport& met) {
    const std::string name = workspace.name_of(met.peer);
    context.out.object({{"device", to_base32(met.peer.view())},
                        {"name", name},
                        {"changes_received", met.received.changes},
                        {"edits_received", met.received.edits},
                        {"envelopes_received", met.received.envelopes - met.received.known},
                        {"envelopes_sent", met.envelopes_sent},
                        {"records_received", met.received.records},
                        {"records_sent", met.records_sent},
                        {"parked", met.received.parked},
                        {"void", met.received.invalid},
                        {"unproven", met.received.unproven},
                        {"withheld", met.received.withheld},
                        {"warnings", met.received.warnings}});
    context.out.note(fmt::format("Met a laptop of {}: {} received, {} sent.",
                                 printable(name),
                                 counted(met.received.changes, "change"),
                                 counted(met.envelopes_sent, "envelope")));
    for (const std::string& warning : met.received.warnings)
        context.out.note("Note: " + printable(warning));
    note_arrivals(context, met.received.withheld, met.received.own_branch);
}

std::optional<HostAddress> address_of(const std::string& text) {
    if (auto whole = parse_address(text)) return whole;
    return parse_address(text + ":" + std::to_string(engine::lan_port));
}

Exit meet(Context& context, engine::Workspace& workspace, const LanArguments& arguments) {
    Exit exit = Exit::ok;
    for (const std::string& text : arguments.addresses) {
        const auto address = address_of(text);
        if (!address) {
            return wrong_use(context,
                             "'" + text + "' is no address: HOST, HOST:PORT or [IPv6]:PORT.");
        }
        context.out.progress("Going to " + text + " ...");
        const auto met =
            engine::meet_on_lan(workspace, *address, std::int64_t{arguments.timeout_s} * 1000);
        context.out.progress("");
        if (met)
            show(context, workspace, *met);
        else
            exit = fail(context, met.error());
    }
    return exit == Exit::ok ? needs_person(workspace.read().counts()) : exit;
}

Exit wait(Context& context, engine::Workspace& workspace, const LanArguments& arguments) {
    engine::LanWaiting waiting;
    waiting.port = arguments.port;
    std::optional<engine::LanNeighbours> neighbours;
    waiting.listening = [&](std::uint16_t port, const Bytes& greeting) {
        neighbours.emplace(port, greeting);
        if (!neighbours->works()) {
            context.out.note(
                "Laptops are not found by themselves here, for want of Avahi's tools "
                "(avahi-utils): "
                "addresses have to be typed.");
        }
        context.out.note(
            fmt::format("Waiting at port {} until stopped (Ctrl-C). On the other laptop: cairn lan "
                        "THIS-LAPTOP{}",
                        port,
                        port == engine::lan_port ? "" : ":" + std::to_string(port)));
    };
    waiting.met = [&](const engine::LanReport& met) { show(context, workspace, met); };
    waiting.failed = [&](const engine::EngineError& error) {
        context.out.error(printable(error.sentence));
    };
    waiting.look_around = [&] {
        return neighbours ? neighbours->look_around() : std::vector<engine::LanPeer>{};
    };
    const auto waited = engine::wait_on_lan(workspace, waiting);
    if (!waited) return fail(context, waited.error());
    return needs_person(workspace.read().counts());
}

}  // namespace

Exit run(Context& context, const LanArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        if (workspace.device() == nullptr) return fail(context, workspace.no_keys());
        return arguments.addresses.empty() ? wait(context, workspace, arguments)
                                           : meet(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
