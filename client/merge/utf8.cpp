#include "client/merge/utf8.h"

#include <cstdint>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "shared/base/utf8.h"

namespace cairn::merge {
namespace {

bool is_ascii(std::string_view text) {
    for (const char c : text)
        if (static_cast<std::uint8_t>(c) >= 0x80) return false;
    return true;
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
    return bytes.find('\0') == std::string_view::npos && is_utf8(bytes);
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
