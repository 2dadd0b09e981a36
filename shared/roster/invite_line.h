#pragma once
// The one line by which people come in: an invite to a workspace, a ticket to begin one on a server
// (schema/PROTOCOL.md section 10). It holds a secret: show it to the person it is for, never log
// it.
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/base/secret.h"
#include "shared/base/time.h"
#include "shared/wire/record.h"

namespace cairn {

// Where a server is and whom to expect there.
struct ServerAddress {
    ServerId sign;       // its receipts and checkpoints
    ChannelKey channel;  // pinned by the handshake
    std::string host;    // name or address: 1 to 253 visible ASCII characters
    std::uint16_t port = 0;
    friend bool operator==(const ServerAddress&, const ServerAddress&) = default;
};

// What an invite line promises is what its record in the roster says; only the record binds.
struct InviteLine {
    ServerAddress server;
    WorkspaceId workspace;
    InviteSecret secret;
    Role role_cap = Role::reader;
    WallTime expires;
    std::uint16_t uses = 1;
    bool unattended = false;
    friend bool operator==(const InviteLine&, const InviteLine&) = default;
};

struct TicketLine {
    ServerAddress server;
    TicketSecret secret;
    friend bool operator==(const TicketLine&, const TicketLine&) = default;
};

enum class LineFault : std::uint8_t {
    not_a_line = 1,  // does not begin like one
    other_kind = 2,  // one kind where another was wanted
    too_long = 3,    // limits::line_characters_max
    wrong_character = 4,
    cut_off = 5,
    goes_on = 6,         // more follows than belongs to it
    wrong_checksum = 7,  // a character was changed
    newer = 8,           // of a version unknown here
    malformed = 9,       // the checksum is right, yet something in it cannot be
};

struct LineError {
    LineFault fault = LineFault::malformed;
    std::string sentence;  // what, why, what to do; never any of the secret
};

// The host must keep its promise above and `expires` be 1970 or later: anything else is a bug of
// the caller. See is_host for what a person typed.
bool is_host(std::string_view host);
std::string encode_line(const InviteLine& line);
std::string encode_line(const TicketLine& line);

// White space anywhere is left out (mail programs break long lines), capitals are as good as small
// letters (QR codes prefer them).
Result<InviteLine, LineError> parse_invite_line(std::string_view text);
Result<TicketLine, LineError> parse_ticket_line(std::string_view text);

}  // namespace cairn
