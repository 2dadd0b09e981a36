#include "client/engine/server_move.h"

#include <algorithm>

#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

constexpr const char* note_line_taken = "server line";  // when the last one taken was signed

EngineError no_server() {
    return {EngineFault::no_server,
            "This workspace has no server yet. Ask for a ticket (`cairn-server ticket`) and run "
            "`cairn sync --server LINE`."};
}

EngineError nothing_to_do() {
    return {EngineFault::nothing_to_do, "This laptop looks for the server there already."};
}

EngineError bad_line(const std::string& sentence) { return {EngineFault::bad_line, sentence}; }

WallTime last_taken(Workspace& workspace) {
    const auto note = workspace.replica().note(note_line_taken);
    if (!note) return {-1};
    ByteReader in(*note);
    const WallTime at{in.signed_varint()};
    return in.done() ? at : WallTime{-1};
}

bool is_owners(Workspace& workspace, const DeviceId& id) {
    const DeviceEntry* device = workspace.roster().device(id);
    const MemberEntry* member = workspace.roster().member_of(id);
    return device != nullptr && device->active() && member != nullptr &&
           member->role() == Role::owner;
}

}  // namespace

Result<ServerLine, EngineError> make_server_line(Workspace& workspace, WallTime now) {
    const DeviceSecrets* device = workspace.device();
    if (device == nullptr) return refuse(workspace.no_keys());
    const auto server = server_of(workspace);
    if (!server) return refuse(no_server());
    if (!is_owners(workspace, device->id()))
        return refuse(EngineError{EngineFault::not_allowed,
                                  "Only an owner may say where the server is, and you are none. "
                                  "`cairn members` lists the owners: ask one of them."});
    ServerLine line{.server = *server,
                    .workspace = workspace.id(),
                    .signed_at = {std::max<std::int64_t>(now.ms, 0)},
                    .signer = device->id(),
                    .signature = {}};
    sign_server_line(device->signing(), line);
    return line;
}

Result<void, EngineError> follow(Workspace& workspace, const ServerLine& line) {
    if (line.workspace != workspace.id())
        return refuse(
            bad_line("This server line is of another workspace: choose that one with -w, "
                     "or ask an owner of this one for its line."));
    if (!verify_server_line(line) || !is_owners(workspace, line.signer))
        return refuse(
            bad_line("This server line is not signed by an owner of the workspace, as far as this "
                     "laptop knows its members: nothing was changed. Ask an owner for a line."));
    if (line.signed_at < last_taken(workspace))
        return refuse(
            bad_line("This server line is older than the one that this laptop took "
                     "last: nothing was changed. Ask an owner for a new line."));
    const bool same = server_of(workspace) == line.server;
    ByteWriter taken;
    taken.signed_varint(line.signed_at.ms);
    workspace.replica().save_note(note_line_taken, taken.bytes());
    if (same) return refuse(nothing_to_do());
    save_server(workspace, line.server);
    return {};
}

Result<ServerAddress, EngineError> move_server(Workspace& workspace,
                                               const std::string& host,
                                               std::uint16_t port) {
    auto server = server_of(workspace);
    if (!server) return refuse(no_server());
    if (server->host == host && server->port == port) return refuse(nothing_to_do());
    server->host = host;
    server->port = port;
    save_server(workspace, *server);
    return *server;
}

}  // namespace cairn::engine
