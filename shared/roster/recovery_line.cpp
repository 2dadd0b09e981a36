#include "shared/roster/recovery_line.h"

#include <algorithm>

#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/identity/keyed_hash.h"
#include "shared/roster/line_format.h"

namespace cairn {
namespace {

constexpr std::size_t row_characters = 25;
constexpr std::size_t group_characters = 5;
constexpr std::size_t check_characters = 2;
constexpr std::size_t rows_max = 64;

bool read_rest(ByteReader& in, RecoveryLine& line) {
    line.workspace = in.id<WorkspaceId>();
    line.secret = RecoverySecret::from(in.raw(32)).value_or(RecoverySecret{});
    return true;
}

std::string check_of(std::size_t number, std::string_view characters) {
    const auto hash =
        Hasher(domain::kit_row).add_u64(number).add_sized(bytes_of(characters)).finish();
    return to_base32(hash).substr(0, check_characters);
}

// As the alphabet has it, whatever a person made of it.
char as_printed(char c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == 'o') return '0';
    return c == 'i' || c == 'l' ? '1' : c;
}

// A row as it was typed, without its number and without blanks.
std::string typed_row(std::string_view row) {
    if (const auto colon = row.find(':'); colon != std::string_view::npos)
        row.remove_prefix(colon + 1);
    std::string characters;
    for (const char c : row)
        if (c > ' ') characters.push_back(as_printed(c));
    return characters;
}

std::vector<std::string> rows_of(std::string_view text) {
    std::vector<std::string> rows;
    while (!text.empty() && rows.size() <= rows_max) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string row = typed_row(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!row.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

bool is_right(std::size_t number, std::string_view row) {
    if (row.size() <= check_characters || row.size() > row_characters + check_characters)
        return false;
    const std::size_t end = row.size() - check_characters;
    return row.substr(end) == check_of(number, row.substr(0, end));
}

LineError mistyped(const std::vector<std::size_t>& numbers) {
    std::string list;
    for (const std::size_t number : numbers)
        list += (list.empty() ? "" : ", ") + std::to_string(number);
    return {.fault = LineFault::wrong_checksum,
            .sentence = (numbers.size() == 1 ? "Row " : "Rows ") + list +
                        " of the kit cannot be as printed: compare each character, and whether a "
                        "row is missing before."};
}

}  // namespace

std::string encode_line(const RecoveryLine& line) {
    ByteWriter out;
    write_address(out, line.server);
    out.id(line.workspace).raw(line.secret.view());
    return line_of(recovery_kind, std::move(out));
}

Result<RecoveryLine, LineError> parse_recovery_line(std::string_view text) {
    return parse_line<RecoveryLine>(text, recovery_kind, read_rest);
}

bool is_kit_row(std::size_t number, std::string_view row) {
    return is_right(number, typed_row(row));
}

std::vector<std::string> printed_rows(const RecoveryLine& line) {
    const std::string all = encode_line(line).substr(recovery_kind.prefix.size());
    std::vector<std::string> rows;
    for (std::size_t at = 0; at < all.size(); at += row_characters) {
        const std::string characters = all.substr(at, row_characters);
        const std::size_t number = rows.size() + 1;
        std::string row = (number < 10 ? " " : "") + std::to_string(number) + ":";
        for (std::size_t i = 0; i < characters.size(); i += group_characters)
            row += " " + characters.substr(i, group_characters);
        rows.push_back(row + " " + check_of(number, characters));
    }
    return rows;
}

Result<RecoveryLine, LineError> parse_kit(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text.size() - first >= 6) {
        std::string start(text.substr(first, 6));
        std::transform(start.begin(), start.end(), start.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (start == "cairn-") return parse_recovery_line(text);
    }
    const std::vector<std::string> rows = rows_of(text);
    if (rows.empty() || rows.size() > rows_max)
        return refuse_line(LineFault::not_a_line,
                           "This is no recovery kit: one has some ten rows of letters and digits.");
    std::vector<std::size_t> wrong;
    std::string all(recovery_kind.prefix);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (is_right(i + 1, rows[i]))
            all += rows[i].substr(0, rows[i].size() - check_characters);
        else
            wrong.push_back(i + 1);
    }
    if (!wrong.empty()) return refuse(mistyped(wrong));
    return parse_recovery_line(all);
}

DeviceSecrets derive_device(const RecoverySecret& secret, const WorkspaceId& workspace) {
    const auto sign = derive<SigningSeed>(secret, domain::recovery_sign_seed, workspace.view());
    const auto channel =
        derive<ExchangeSecret>(secret, domain::recovery_channel_seed, workspace.view());
    const auto box = derive<ExchangeSecret>(secret, domain::recovery_box_seed, workspace.view());
    DeviceSecretBytes all;
    auto at = all.writable().begin();
    for (const ByteView part : {sign.view(), channel.view(), box.view()})
        at = std::copy(part.begin(), part.end(), at);
    return DeviceSecrets(all);
}

}  // namespace cairn
