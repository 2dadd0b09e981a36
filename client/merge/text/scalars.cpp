#include "client/merge/text/scalars.h"

#include <cstring>

#include "shared/base/utf8.h"

namespace cairn::text {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080U;
constexpr std::uint64_t low_bits = 0x0101010101010101U;
constexpr std::size_t word = sizeof(std::uint64_t);

std::uint64_t load(const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, word);
    return bytes;
}

// Eight bytes that are ASCII and not zero.
bool is_plain_word(std::uint64_t bytes) { return ((bytes | (bytes - low_bits)) & high_bits) == 0; }

std::size_t starts_in_word(std::uint64_t bytes) {
    const std::uint64_t continuing = (bytes >> 7U) & ~(bytes >> 6U) & low_bits;
    return word - static_cast<std::size_t>((continuing * low_bits) >> 56U);
}

}  // namespace

bool is_plain(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.size() - at >= word && is_plain_word(load(text.data() + at))) {
            at += word;
            continue;
        }
        const std::size_t length = text[at] == '\0' ? 0 : utf8_sequence_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::size_t count_scalars(std::string_view text) {
    std::size_t count = 0;
    std::size_t at = 0;
    for (; text.size() - at >= word; at += word) count += starts_in_word(load(text.data() + at));
    for (; at < text.size(); ++at) count += begins_scalar(text[at]) ? 1U : 0U;
    return count;
}

std::size_t bytes_of(std::string_view text, std::size_t scalars) {
    std::size_t at = 0;
    while (text.size() - at >= word) {
        const std::size_t here = starts_in_word(load(text.data() + at));
        if (here > scalars) break;
        scalars -= here;
        at += word;
    }
    for (; at < text.size(); ++at) {
        if (!begins_scalar(text[at])) continue;
        if (scalars == 0) break;
        --scalars;
    }
    return at;
}

std::optional<std::size_t> count_plain(std::string_view text) {
    if (!is_plain(text)) return std::nullopt;
    return count_scalars(text);
}

}  // namespace cairn::text
