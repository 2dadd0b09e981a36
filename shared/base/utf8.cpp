#include "shared/base/utf8.h"

#include <cstdint>

namespace cairn {
namespace {

// What a lead byte promises: the length, and the range of the second byte.
struct Form {
    std::size_t length;
    std::uint8_t second_min;
    std::uint8_t second_max;
};

Form form_of(std::uint8_t lead) {
    if (lead < 0x80) return {1, 0, 0};
    if (lead < 0xC2) return {0, 0, 0};
    if (lead < 0xE0) return {2, 0x80, 0xBF};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead < 0xF0) return {3, 0x80, 0xBF};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead < 0xF4) return {4, 0x80, 0xBF};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

}  // namespace

std::size_t utf8_sequence_length(std::string_view text, std::size_t at) {
    const Form form = form_of(byte_at(text, at));
    if (form.length < 2) return form.length;
    if (text.size() - at < form.length) return 0;
    const std::uint8_t second = byte_at(text, at + 1);
    if (second < form.second_min || second > form.second_max) return 0;
    for (std::size_t i = 2; i < form.length; ++i)
        if ((byte_at(text, at + i) & 0xC0U) != 0x80) return 0;
    return form.length;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_sequence_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace cairn
