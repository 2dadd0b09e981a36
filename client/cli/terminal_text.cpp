#include "client/cli/terminal_text.h"

#include <algorithm>

#include <utf8proc.h>

namespace cairn::cli {
namespace {

struct Step {
    utf8proc_int32_t point = -1;  // negative: not UTF-8
    std::size_t bytes = 1;
};

Step step_at(std::string_view text) {
    utf8proc_int32_t point = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()),
                                         &point);
    if (length <= 0) return {};
    return {point, static_cast<std::size_t>(length)};
}

// Printable ASCII, as most text is: one column a byte, nothing to replace.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

constexpr utf8proc_int32_t joiner = 0x200d;
constexpr utf8proc_int32_t emoji_presentation = 0xfe0f;

bool is_skin_tone(utf8proc_int32_t point) { return point >= 0x1f3fb && point <= 0x1f3ff; }
bool is_flag_letter(utf8proc_int32_t point) { return point >= 0x1f1e6 && point <= 0x1f1ff; }

// What is seen as one character (Unicode Standard Annex 29), and the columns it takes: those of its
// parts together, but two for emoji that are joined or changed into one.
struct Seen {
    std::size_t bytes = 0;
    std::size_t columns = 0;
};

Seen seen_at(std::string_view text) {
    Seen seen;
    utf8proc_int32_t state = 0;
    utf8proc_int32_t before = -1;
    bool one_emoji = false;
    while (seen.bytes < text.size()) {
        const Step step = step_at(text.substr(seen.bytes));
        if (seen.bytes > 0) {
            if (before < 0 || step.point < 0) break;
            if (utf8proc_grapheme_break_stateful(before, step.point, &state)) break;
            one_emoji = one_emoji || step.point == joiner || step.point == emoji_presentation ||
                        is_skin_tone(step.point) || is_flag_letter(step.point);
        }
        if (step.point >= 0)
            seen.columns += static_cast<std::size_t>(utf8proc_charwidth(step.point));
        seen.bytes += step.bytes;
        before = step.point;
    }
    constexpr std::size_t emoji_columns = 2;
    if (one_emoji && seen.columns > 0) seen.columns = emoji_columns;
    return seen;
}

bool is_line_space(utf8proc_int32_t point) {
    return point == '\n' || point == '\t' || point == '\r';
}

bool is_unsafe(utf8proc_int32_t point) {
    const bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
    const bool directional =
        (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    return control || directional || point == 0x2028 || point == 0x2029;
}

}  // namespace

std::string printable(std::string_view text, bool keep_lines) {
    if (is_plain(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Step step = step_at(text);
        if (step.point >= 0 && is_line_space(step.point)) {
            out.push_back(keep_lines && step.point == '\n' ? '\n' : ' ');
        } else if (step.point < 0 || is_unsafe(step.point)) {
            out += "\xEF\xBF\xBD";
        } else {
            out.append(text.substr(0, step.bytes));
        }
        text.remove_prefix(step.bytes);
    }
    return out;
}

std::size_t width_of(std::string_view text) {
    if (is_plain(text)) return text.size();
    std::size_t columns = 0;
    while (!text.empty()) {
        const Seen seen = seen_at(text);
        columns += seen.columns;
        text.remove_prefix(seen.bytes);
    }
    return columns;
}

std::string fit(std::string_view text, std::size_t columns) {
    if (width_of(text) <= columns) return std::string(text);
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        const Seen seen = seen_at(text);
        if (used + seen.columns > columns - 1) break;
        out.append(text.substr(0, seen.bytes));
        used += seen.columns;
        text.remove_prefix(seen.bytes);
    }
    return out + "…";
}

}  // namespace cairn::cli
