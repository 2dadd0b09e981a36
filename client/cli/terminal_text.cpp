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
        const Step step = step_at(text);
        if (step.point >= 0) columns += static_cast<std::size_t>(utf8proc_charwidth(step.point));
        text.remove_prefix(step.bytes);
    }
    return columns;
}

std::string fit(std::string_view text, std::size_t columns) {
    if (width_of(text) <= columns) return std::string(text);
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        const Step step = step_at(text);
        const auto wide =
            step.point >= 0 ? static_cast<std::size_t>(utf8proc_charwidth(step.point)) : 0;
        if (used + wide > columns - 1) break;
        out.append(text.substr(0, step.bytes));
        used += wide;
        text.remove_prefix(step.bytes);
    }
    return out + "…";
}

}  // namespace cairn::cli
