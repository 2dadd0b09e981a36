#include "shared/roster/server_line.h"

#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/roster/line_format.h"

namespace cairn {
namespace {

bool read_signed(ByteReader& in, ServerLine& line) {
    line.workspace = in.id<WorkspaceId>();
    const std::uint64_t signed_at = in.u64();
    line.signed_at = {static_cast<std::int64_t>(signed_at)};
    line.signer = in.id<DeviceId>();
    line.signature = in.id<Signature>();
    return signed_at <= INT64_MAX;
}

// Without the signature.
ByteWriter content_of(const ServerLine& line) {
    CAIRN_ASSERT(line.signed_at.ms >= 0);
    ByteWriter out;
    write_address(out, line.server);
    out.id(line.workspace).u64(static_cast<std::uint64_t>(line.signed_at.ms)).id(line.signer);
    return out;
}

}  // namespace

void sign_server_line(const SigningKey& signer, ServerLine& line) {
    line.signature = sign(signer, domain::server_line, content_of(line).bytes());
}

bool verify_server_line(const ServerLine& line) {
    return verify(
        line.signer.view(), domain::server_line, content_of(line).bytes(), line.signature);
}

std::string encode_line(const ServerLine& line) {
    ByteWriter out = content_of(line);
    out.id(line.signature);
    return line_of(server_kind, std::move(out));
}

Result<ServerLine, LineError> parse_server_line(std::string_view text) {
    return parse_line<ServerLine>(text, server_kind, read_signed);
}

}  // namespace cairn
