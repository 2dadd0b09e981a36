#include "client/merge/utf8.h"

#include <cstdint>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace cairn::merge {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

bool is_ascii(std::string_view text) {
    for (const char c : text)
        if (static_cast<std::uint8_t>(c) >= 0x80) return false;
    return true;
}

// Bytes of the sequence at `at`, 0 if it is malformed (Unicode Standard, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const std::uint8_t lead = byte_at(text, at);
    if (lead < 0x80) return lead == 0 ? 0 : 1;
    const std::size_t length = lead < 0xC2   ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || text.size() - at < length) return 0;
    const std::uint8_t second = byte_at(text, at + 1);
    const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return 0;
    for (std::size_t i = 2; i < length; ++i)
        if ((byte_at(text, at + i) & 0xC0U) != 0x80) return 0;
    return length;
}

struct Freed {
    void operator()(utf8proc_uint8_t* memory) const { std::free(memory); }
};

// utf8proc takes lengths as signed numbers; values are far below their limit.
std::string composed(std::string_view text) {
    const auto* raw = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    utf8proc_uint8_t* out = nullptr;
    const auto length =
        utf8proc_map(raw,
                     static_cast<utf8proc_ssize_t>(text.size()),
                     &out,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, Freed> owner(out);
    if (length < 0) throw std::bad_alloc();  // the text is valid: only memory can fail
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)};
}

bool all_assigned(std::string_view text) {
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t character = 0;
        const auto used = utf8proc_iterate(at, left, &character);
        if (used <= 0 || utf8proc_category(character) == UTF8PROC_CATEGORY_CN) return false;
        at += used;
        left -= used;
    }
    return true;
}

}  // namespace

bool is_text(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t length = sequence_length(bytes, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

Nfc is_nfc(std::string_view text) {
    if (is_ascii(text)) return Nfc::yes;
    if (!all_assigned(text)) return Nfc::unknown;
    return composed(text) == text ? Nfc::yes : Nfc::no;
}

std::optional<std::string> to_nfc(std::string_view text) {
    if (!is_text(text)) return std::nullopt;
    return is_ascii(text) ? std::string(text) : composed(text);
}

}  // namespace cairn::merge
