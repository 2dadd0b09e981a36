#include "shared/roster/line_format.h"

#include <algorithm>
#include <array>

#include "shared/base/contract.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

constexpr std::size_t host_bytes_max = 253;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_visible(char c) { return c > ' ' && c <= '~'; }

std::array<std::uint8_t, line_checksum_bytes> checksum_of(ByteView bytes) {
    const auto hash = Hasher(domain::link_checksum).add(bytes).finish();
    return {hash[0], hash[1], hash[2], hash[3]};
}

bool checksum_fits(ByteView bytes) {
    if (bytes.size() < line_checksum_bytes) return false;
    return equal(bytes.last(line_checksum_bytes),
                 checksum_of(bytes.first(bytes.size() - line_checksum_bytes)));
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
    for (const LineKind& other : {invite_kind, ticket_kind, server_kind, recovery_kind})
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

}  // namespace

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= host_bytes_max &&
           std::all_of(host.begin(), host.end(), is_visible);
}

void write_address(ByteWriter& out, const ServerAddress& server) {
    CAIRN_ASSERT(is_host(server.host));
    out.u8(line_form).id(server.sign).id(server.channel);
    out.sized(bytes_of(server.host)).u16(server.port);
}

ServerAddress read_address(ByteReader& in) {
    ServerAddress server;
    server.sign = in.id<ServerId>();
    server.channel = in.id<ChannelKey>();
    server.host = std::string(text_of(in.sized(host_bytes_max)));
    server.port = in.u16();
    return server;
}

std::string line_of(const LineKind& kind, ByteWriter content) {
    content.raw(checksum_of(content.bytes()));
    std::string line = std::string(kind.prefix) + to_base32(content.bytes());
    CAIRN_ASSERT(line.size() <= limits::line_characters_max);
    return line;
}

Result<DecodedLine, LineError> decode_line(std::string_view text, const LineKind& kind) {
    const auto digits = digits_of(text, kind);
    if (!digits) return refuse(digits.error());
    auto bytes = from_base32(*digits + std::string((8 - digits->size() % 8) % 8, '0'));
    if (!bytes) {
        const auto wrong = std::find_if(digits->begin(), digits->end(), [](char c) {
            return !from_base32(std::string{c, '0'});
        });
        const auto place = kind.prefix.size() + static_cast<std::size_t>(wrong - digits->begin());
        return refuse_broken(
            LineFault::wrong_character,
            kind,
            "has a character that does not belong there, at place " + std::to_string(place + 1));
    }
    bytes->resize(digits->size() * 5 / 8);
    return DecodedLine{.bytes = std::move(*bytes), .exact = from_base32(*digits).has_value()};
}

bool is_whole(const DecodedLine& decoded) { return decoded.exact && checksum_fits(decoded.bytes); }

LineError why_broken(const DecodedLine& decoded,
                     std::optional<std::size_t> left,
                     const LineKind& kind) {
    if (!left || *left < line_checksum_bytes)
        return refuse_broken(LineFault::cut_off, kind, "is cut off").value();
    const std::size_t end = decoded.bytes.size() - *left + line_checksum_bytes;
    if (*left > line_checksum_bytes && checksum_fits(ByteView(decoded.bytes).first(end)))
        return refuse_broken(LineFault::goes_on, kind, "is followed by something else").value();
    return refuse_broken(LineFault::wrong_checksum, kind, "was changed on its way").value();
}

}  // namespace cairn
