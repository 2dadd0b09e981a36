#pragma once
// What a server under the right key can do to what it stores and to what passes.
#include <functional>

#include "tests/attacks/world.h"

namespace cairn::attacks {

// Puts an envelope into its order, whatever the hub would have said. Before its first use.
void put(Server& server, const WorkspaceId& workspace, const Envelope& envelope);

// Changes the entries of each page of the pull that brings any, before the client sees them; the
// cursor and running hash are made to fit.
Wire changing_pages(Server& server, std::function<void(std::vector<PageEntry>&)> change);
// The same, but leaves what the page says of itself as it was.
Wire changing_pages_only(std::function<void(Page&)> change);
Wire changing_records(std::function<void(RosterPage&)> change);
Wire changing_welcome(std::function<void(Welcome&)> change);

// The server's own receipt, for whatever record.
Receipt receipt_for(Server& server, const WorkspaceId& workspace, ByteView record);

}  // namespace cairn::attacks
