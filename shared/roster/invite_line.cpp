#include "shared/roster/invite_line.h"

#include <algorithm>
#include <array>

#include "shared/base/byte_io.h"
#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

constexpr std::uint8_t form = 1;
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t host_bytes_max = 253;
constexpr std::string_view invite_prefix = "cairn-invite:";
constexpr std::string_view ticket_prefix = "cairn-ticket:";

// Which of the two lines is wanted, for the sentences.
struct LineKind {
    std::string_view prefix;
    std::string_view name;
    std::string_view with_article;
    std::string_view again;  // what to do about a broken one
};
constexpr LineKind invite_kind{
    invite_prefix, "invite", "an invite", "copy the whole line again, or ask for a new invite"};
constexpr LineKind ticket_kind{
    ticket_prefix, "ticket", "a ticket", "copy the whole line again, or ask for a new ticket"};

auto refuse_line(LineFault fault, std::string sentence) {
    return refuse(LineError{.fault = fault, .sentence = std::move(sentence)});
}
auto refuse_broken(LineFault fault, const LineKind& kind, std::string_view what) {
    return refuse_line(fault,
                       "This " + std::string(kind.name) + " line " + std::string(what) + ": " +
                           std::string(kind.again) + ".");
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_visible(char c) { return c > ' ' && c <= '~'; }

std::array<std::uint8_t, checksum_bytes> checksum_of(ByteView bytes) {
    const auto hash = Hasher(domain::link_checksum).add(bytes).finish();
    return {hash[0], hash[1], hash[2], hash[3]};
}

void write_address(ByteWriter& out, const ServerAddress& server) {
    CAIRN_ASSERT(is_host(server.host));
    out.u8(form).id(server.sign).id(server.channel);
    out.sized(bytes_of(server.host)).u16(server.port);
}

std::string line_of(std::string_view prefix, ByteWriter content) {
    content.raw(checksum_of(content.bytes()));
    std::string line = std::string(prefix) + to_base32(content.bytes());
    CAIRN_ASSERT(line.size() <= limits::line_characters_max);
    return line;
}

ServerAddress read_address(ByteReader& in) {
    ServerAddress server;
    server.sign = in.id<ServerId>();
    server.channel = in.id<ChannelKey>();
    server.host = std::string(text_of(in.sized(host_bytes_max)));
    server.port = in.u16();
    return server;
}

// The characters after the prefix, in small letters and without white space.
Result<std::string, LineError> digits_of(std::string_view text, const LineKind& kind) {
    std::string line;
    for (const char c : text) {
        if (is_space(c)) continue;
        if (line.size() == limits::line_characters_max)
            return refuse_broken(LineFault::too_long, kind, "is longer than any can be");
        line.push_back(lower(c));
    }
    if (line.starts_with(kind.prefix)) return line.substr(kind.prefix.size());
    const LineKind& other = kind.prefix == invite_prefix ? ticket_kind : invite_kind;
    if (line.starts_with(other.prefix))
        return refuse_line(LineFault::other_kind,
                           "This is " + std::string(other.with_article) + " line, and " +
                               std::string(kind.with_article) + " line is wanted here.");
    if (!line.empty() && kind.prefix.starts_with(line))
        return refuse_broken(LineFault::cut_off, kind, "is cut off");
    return refuse_line(LineFault::not_a_line,
                       "This is not " + std::string(kind.with_article) + " line: one begins with " +
                           std::string(kind.prefix));
}

// All whole bytes; `exact` if the characters are just those that the bytes give.
struct Decoded {
    Bytes bytes;
    bool exact = false;
};
Result<Decoded, LineError> decode_digits(std::string digits, const LineKind& kind) {
    const auto wrong = std::find_if(digits.begin(), digits.end(), [](char c) {
        return !from_base32(std::string{c, '0'});
    });
    if (wrong != digits.end()) {
        const auto place = kind.prefix.size() + static_cast<std::size_t>(wrong - digits.begin());
        return refuse_broken(
            LineFault::wrong_character,
            kind,
            "has a character that does not belong there, at place " + std::to_string(place + 1));
    }
    const std::size_t whole = digits.size() * 5 / 8;
    const bool exact = from_base32(digits).has_value();
    digits.append((8 - digits.size() % 8) % 8, '0');
    Bytes bytes = *from_base32(digits);
    bytes.resize(whole);
    return Decoded{.bytes = std::move(bytes), .exact = exact};
}

bool checksum_fits(ByteView bytes) {
    if (bytes.size() < checksum_bytes) return false;
    return equal(bytes.last(checksum_bytes),
                 checksum_of(bytes.first(bytes.size() - checksum_bytes)));
}

// `left`: how many bytes followed what was read; nothing if the bytes ran out before.
LineError why_broken(const Decoded& decoded,
                     std::optional<std::size_t> left,
                     const LineKind& kind) {
    if (!left || *left < checksum_bytes)
        return refuse_broken(LineFault::cut_off, kind, "is cut off").value();
    const std::size_t end = decoded.bytes.size() - *left + checksum_bytes;
    if (*left > checksum_bytes && checksum_fits(ByteView(decoded.bytes).first(end)))
        return refuse_broken(LineFault::goes_on, kind, "is followed by something else").value();
    return refuse_broken(LineFault::wrong_checksum, kind, "was changed on its way").value();
}

// read(ByteReader&, Line&) reads what follows the address and says whether it can be.
template <class Line, class Read>
Result<Line, LineError> parse_line(std::string_view text, const LineKind& kind, Read read) {
    auto digits = digits_of(text, kind);
    if (!digits) return refuse(digits.error());
    const auto decoded = decode_digits(std::move(*digits), kind);
    if (!decoded) return refuse(decoded.error());

    const bool whole = decoded->exact && checksum_fits(decoded->bytes);
    ByteReader in(decoded->bytes);
    const std::uint8_t found_form = in.u8();
    if (whole && found_form != form)
        return refuse_line(LineFault::newer,
                           "This " + std::string(kind.name) +
                               " line is of a newer version of Cairn: update, then try again.");
    Line line;
    line.server = read_address(in);
    const bool possible = read(in, line) && is_host(line.server.host) && line.server.port != 0;
    const auto left = in.ok() ? std::optional(in.left()) : std::nullopt;
    if (!whole) return refuse(why_broken(*decoded, left, kind));
    if (!possible || left != checksum_bytes)
        return refuse_broken(LineFault::malformed, kind, "says something impossible");
    return line;
}

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

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= host_bytes_max &&
           std::all_of(host.begin(), host.end(), is_visible);
}

std::string encode_line(const InviteLine& line) {
    CAIRN_ASSERT(line.expires.ms >= 0);
    ByteWriter out;
    write_address(out, line.server);
    out.id(line.workspace).raw(line.secret.view()).u8(static_cast<std::uint8_t>(line.role_cap));
    out.u64(static_cast<std::uint64_t>(line.expires.ms)).u16(line.uses).u8(line.unattended ? 1 : 0);
    return line_of(invite_prefix, std::move(out));
}

std::string encode_line(const TicketLine& line) {
    ByteWriter out;
    write_address(out, line.server);
    out.raw(line.secret.view());
    return line_of(ticket_prefix, std::move(out));
}

Result<InviteLine, LineError> parse_invite_line(std::string_view text) {
    return parse_line<InviteLine>(text, invite_kind, read_terms);
}

Result<TicketLine, LineError> parse_ticket_line(std::string_view text) {
    return parse_line<TicketLine>(text, ticket_kind, read_secret);
}

}  // namespace cairn
