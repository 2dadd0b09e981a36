#include "shared/roster/invite_line.h"

#include "shared/base/contract.h"
#include "shared/roster/line_format.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

bool read_terms(ByteReader& in, InviteLine& line) {
    line.workspace = in.id<WorkspaceId>();
    line.secret = InviteSecret::from(in.raw(16)).value_or(InviteSecret{});
    const std::uint8_t role = in.u8();
    const std::uint64_t expires = in.u64();
    line.uses = in.u16();
    const std::uint8_t unattended = in.u8();
    line.role_cap = static_cast<Role>(role);
    line.expires = {static_cast<std::int64_t>(expires)};
    line.unattended = unattended == 1;
    return role >= static_cast<std::uint8_t>(Role::owner) &&
           role <= static_cast<std::uint8_t>(Role::reader) && expires <= INT64_MAX &&
           line.uses >= 1 && line.uses <= limits::invite_uses_max && unattended <= 1;
}

bool read_secret(ByteReader& in, TicketLine& line) {
    line.secret = TicketSecret::from(in.raw(16)).value_or(TicketSecret{});
    return true;
}

}  // namespace

std::string encode_line(const InviteLine& line) {
    CAIRN_ASSERT(line.expires.ms >= 0);
    ByteWriter out;
    write_address(out, line.server);
    out.id(line.workspace).raw(line.secret.view()).u8(static_cast<std::uint8_t>(line.role_cap));
    out.u64(static_cast<std::uint64_t>(line.expires.ms)).u16(line.uses).u8(line.unattended ? 1 : 0);
    return line_of(invite_kind, std::move(out));
}

std::string encode_line(const TicketLine& line) {
    ByteWriter out;
    write_address(out, line.server);
    out.raw(line.secret.view());
    return line_of(ticket_kind, std::move(out));
}

Result<InviteLine, LineError> parse_invite_line(std::string_view text) {
    return parse_line<InviteLine>(text, invite_kind, read_terms);
}

Result<TicketLine, LineError> parse_ticket_line(std::string_view text) {
    return parse_line<TicketLine>(text, ticket_kind, read_secret);
}

}  // namespace cairn
