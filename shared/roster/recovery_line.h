#pragma once
// What a recovery kit holds: where the workspace is, and the secret of a device that is on paper
// (schema/PROTOCOL.md section 10). Whoever has it can come in as its member: print it, never send
// it.
#include <string>
#include <string_view>

#include "shared/base/secret.h"
#include "shared/identity/device.h"
#include "shared/roster/invite_line.h"

namespace cairn {

using RecoverySecret = SecretBytes<struct RecoverySecretTag, 32>;

struct RecoveryLine {
    ServerAddress server;
    WorkspaceId workspace;
    RecoverySecret secret;
    friend bool operator==(const RecoveryLine&, const RecoveryLine&) = default;
};

// One line, for a QR code.
std::string encode_line(const RecoveryLine& line);
Result<RecoveryLine, LineError> parse_recovery_line(std::string_view text);

// The same for people to type: rows of 25 characters in groups of five, each with its number and
// two characters that check it.
std::vector<std::string> printed_rows(const RecoveryLine& line);
// What printed_rows() gave, one row a line, or the one line. Capitals count as small letters, `o`
// as 0, `i` and `l` as 1; empty rows and the numbers may be left out. Names the rows that were
// mistyped.
Result<RecoveryLine, LineError> parse_kit(std::string_view text);

// Whether it is this row (from 1) of some kit, as printed or as typed.
[[nodiscard]] bool is_kit_row(std::size_t number, std::string_view row);

// The device on paper.
DeviceSecrets derive_device(const RecoverySecret& secret, const WorkspaceId& workspace);

}  // namespace cairn
