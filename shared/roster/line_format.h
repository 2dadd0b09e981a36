#pragma once
// What all lines share (schema/PROTOCOL.md section 10): a prefix, base32 of a form, an address and
// what the kind adds, a checksum. Private to this folder.
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/byte_io.h"
#include "shared/roster/invite_line.h"

namespace cairn {

inline constexpr std::uint8_t line_form = 1;
inline constexpr std::size_t line_checksum_bytes = 4;

// Which line is wanted, for the sentences.
struct LineKind {
    std::string_view prefix;
    std::string_view name;
    std::string_view with_article;
    std::string_view again;  // what to do about a broken one
};
inline constexpr LineKind invite_kind{
    "cairn-invite:", "invite", "an invite", "copy the whole line again, or ask for a new invite"};
inline constexpr LineKind ticket_kind{
    "cairn-ticket:", "ticket", "a ticket", "copy the whole line again, or ask for a new ticket"};
inline constexpr LineKind server_kind{"cairn-server:",
                                      "server",
                                      "a server",
                                      "copy the whole line again, or ask an owner for a new one"};
inline constexpr LineKind recovery_kind{
    "cairn-recovery:", "recovery", "a recovery", "type or scan the whole kit again"};

inline auto refuse_line(LineFault fault, std::string sentence) {
    return refuse(LineError{.fault = fault, .sentence = std::move(sentence)});
}
inline auto refuse_broken(LineFault fault, const LineKind& kind, std::string_view what) {
    return refuse_line(fault,
                       "This " + std::string(kind.name) + " line " + std::string(what) + ": " +
                           std::string(kind.again) + ".");
}

void write_address(ByteWriter& out, const ServerAddress& server);
ServerAddress read_address(ByteReader& in);
std::string line_of(const LineKind& kind, ByteWriter content);

// All whole bytes; `exact` if the characters are just those that the bytes give.
struct DecodedLine {
    Bytes bytes;
    bool exact = false;
};
Result<DecodedLine, LineError> decode_line(std::string_view text, const LineKind& kind);
[[nodiscard]] bool is_whole(const DecodedLine& decoded);  // exact, and its checksum fits
// `left`: how many bytes followed what was read; nothing if the bytes ran out before.
LineError why_broken(const DecodedLine& decoded,
                     std::optional<std::size_t> left,
                     const LineKind& kind);

// read(ByteReader&, Line&) reads what follows the address and says whether it can be.
template <class Line, class Read>
Result<Line, LineError> parse_line(std::string_view text, const LineKind& kind, Read read) {
    const auto decoded = decode_line(text, kind);
    if (!decoded) return refuse(decoded.error());
    const bool whole = is_whole(*decoded);
    ByteReader in(decoded->bytes);
    const std::uint8_t found_form = in.u8();
    if (whole && found_form != line_form)
        return refuse_line(LineFault::newer,
                           "This " + std::string(kind.name) +
                               " line is of a newer version of Cairn: update, then try again.");
    Line line;
    line.server = read_address(in);
    const bool possible = read(in, line) && is_host(line.server.host) && line.server.port != 0;
    const auto left = in.ok() ? std::optional(in.left()) : std::nullopt;
    if (!whole) return refuse(why_broken(*decoded, left, kind));
    if (!possible || left != line_checksum_bytes)
        return refuse_broken(LineFault::malformed, kind, "says something impossible");
    return line;
}

}  // namespace cairn
