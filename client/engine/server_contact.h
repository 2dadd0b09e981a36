#pragma once
// Which server a workspace syncs with, and what this device may still show it: kept in the file.
#include <optional>

#include "client/engine/workspace.h"
#include "shared/roster/invite_line.h"

namespace cairn::engine {

void save_server(Workspace& workspace, const ServerAddress& server);
[[nodiscard]] std::optional<ServerAddress> server_of(Workspace& workspace);

// A ticket is shown until the server has the workspace.
void save_ticket(Workspace& workspace, const TicketSecret& ticket);
[[nodiscard]] std::optional<TicketSecret> ticket_of(Workspace& workspace);
void forget_ticket(Workspace& workspace);

// An unattended invite opens the keys sealed to it until this device has its own share.
void save_invite(Workspace& workspace, const InviteSecret& secret);
// Learns keys through a saved invite; forgets it once the roster holds a share for this device.
void use_saved_invite(Workspace& workspace);

// When a conversation with the server was last complete.
void note_reached(Workspace& workspace, WallTime now);
[[nodiscard]] std::optional<WallTime> last_reached(Workspace& workspace);

// Why the last attempt to sync came to nothing, if a person has to do something about it. Reaching
// the server again clears it.
struct SyncTrouble {
    WallTime at;
    std::string sentence;
};
void note_trouble(Workspace& workspace, const SyncTrouble& trouble);
[[nodiscard]] std::optional<SyncTrouble> last_trouble(Workspace& workspace);

}  // namespace cairn::engine
