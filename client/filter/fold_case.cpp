#include "client/filter/fold_case.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace cairn::filter {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_ascii(std::string_view text) {
    return std::all_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

struct Free {
    void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

}  // namespace

std::string fold_case(std::string_view text) {
    std::string folded(text);
    if (is_ascii(text)) {
        std::transform(folded.begin(), folded.end(), folded.begin(), lower);
        return folded;
    }
    utf8proc_uint8_t* raw = nullptr;
    const auto options =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()),
                     &raw,
                     options);
    const std::unique_ptr<utf8proc_uint8_t, Free> owned(raw);
    if (length < 0) return folded;
    return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(length)};
}

bool holds_folded(std::string_view text, std::string_view folded) {
    if (!is_ascii(text)) return fold_case(text).find(folded) != std::string::npos;
    const auto same = [](char a, char b) { return lower(a) == b; };
    return std::search(text.begin(), text.end(), folded.begin(), folded.end(), same) != text.end();
}

bool equals_folded(std::string_view text, std::string_view folded) {
    if (!is_ascii(text)) return fold_case(text) == folded;
    const auto same = [](char a, char b) { return lower(a) == b; };
    return std::equal(text.begin(), text.end(), folded.begin(), folded.end(), same);
}

}  // namespace cairn::filter
