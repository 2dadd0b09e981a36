#pragma once
// Who waits on this network, by multicast DNS: the tools of Avahi tell, where they are installed
// and its daemon runs. The greeting (lan_session.h) goes along in hexadecimal, so that what is told
// to a whole network tells members alone anything.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/engine/lan_run.h"
#include "shared/platform/child.h"

namespace cairn::engine {

// What `avahi-browse --parsable --resolve` prints; lines of others, and what cannot be read, are
// left out. At most 256.
std::vector<LanPeer> peers_in(std::string_view lines);

// Tells others of this laptop, and looks for theirs, while it lives.
class LanNeighbours {
public:
    LanNeighbours(std::uint16_t port, const Bytes& greeting);

    // False: the tools are not here; addresses have to be typed.
    [[nodiscard]] bool works() const { return browse_.has_value(); }
    // Those that were heard of since the last call.
    [[nodiscard]] std::vector<LanPeer> look_around();

private:
    std::optional<platform::Child> publish_;
    std::optional<platform::Child> browse_;
    std::string unread_;  // the beginning of a line
};

}  // namespace cairn::engine
