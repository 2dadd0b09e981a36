#include "client/plan/template_text.h"

#include <algorithm>

#include "client/plan/catalog.h"

namespace cairn::plan {
namespace {

constexpr std::string_view title_mark = "{title}";

std::string with_title(std::string_view text, std::string_view title) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t mark = text.find(title_mark, at);
        out += text.substr(at, mark - at);
        if (mark == std::string_view::npos) break;
        out += title;
        at = mark + title_mark.size();
    }
    return out;
}

TextError fault(std::size_t line, const std::string& what) {
    return {"line " + std::to_string(line) + " of the template: " + what};
}

// "due=+5d; depends=Meet the team".
Result<std::vector<TemplateLine::Word>, TextError> words_of(std::string_view text,
                                                            std::size_t number,
                                                            std::string_view title) {
    std::vector<TemplateLine::Word> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view word = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        const std::size_t equal = word.find('=');
        if (equal == std::string_view::npos || equal == 0)
            return refuse(
                fault(number, "'" + std::string(word) + "' is not FIELD=VALUE, such as due=+5d"));
        const std::string name(trimmed(word.substr(0, equal)));
        if (!find_field(name) && !find_link(name))
            return refuse(fault(number, "there is no field or link '" + name + "'"));
        words.push_back({name, with_title(trimmed(word.substr(equal + 1)), title)});
    }
    return words;
}

Result<TemplateLine, TextError> parse_line(std::string_view text,
                                           std::size_t number,
                                           std::string_view title) {
    TemplateLine line;
    const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
    if (indent % 2 != 0) return refuse(fault(number, "two spaces make one step to the right"));
    line.depth = indent / 2;
    text.remove_prefix(indent);
    const std::size_t colon = text.find(':');
    const KindSpec* kind =
        colon == std::string_view::npos ? nullptr : find_kind(trimmed(text.substr(0, colon)));
    if (kind == nullptr)
        return refuse(fault(number, "a line is KIND: TITLE, such as 'task: Meet the team'"));
    line.kind = kind->number;
    const std::string_view rest = text.substr(colon + 1);
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    line.title = with_title(trimmed(rest.substr(0, bar)), title);
    if (line.title.empty()) return refuse(fault(number, "the title is missing"));
    auto words = words_of(rest.substr(std::min(bar + 1, rest.size())), number, title);
    if (!words) return refuse(words.error());
    line.words = std::move(*words);
    return line;
}

std::optional<TextError> misplaced(const std::vector<TemplateLine>& lines,
                                   const TemplateLine& line,
                                   std::size_t number) {
    if (lines.empty() && line.depth > 0) return fault(number, "the first line begins at the left");
    if (!lines.empty() && line.depth == 0)
        return fault(number, "all lines but the first stand below it, two spaces deeper");
    if (!lines.empty() && line.depth > lines.back().depth + 1)
        return fault(number, "it stands more than one step deeper than the line before");
    if (line.depth > template_depth_max)
        return fault(number, "at most " + std::to_string(template_depth_max) + " steps deep");
    return std::nullopt;
}

}  // namespace

Result<std::vector<TemplateLine>, TextError> parse_template(std::string_view text,
                                                            std::string_view title) {
    if (text.size() > template_bytes_max) return refuse(TextError{"a template has at most 64 KiB"});
    std::vector<TemplateLine> lines;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view raw = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (!raw.empty() && raw.back() == '\r') raw.remove_suffix(1);
        if (trimmed(raw).empty() || trimmed(raw).front() == '#') continue;
        auto line = parse_line(raw, number, title);
        if (!line) return refuse(line.error());
        if (auto error = misplaced(lines, *line, number)) return refuse(*error);
        lines.push_back(std::move(*line));
        if (lines.size() > template_lines_max)
            return refuse(TextError{"a template has at most " + std::to_string(template_lines_max) +
                                    " lines"});
    }
    if (lines.empty()) return refuse(TextError{"the template is empty"});
    return lines;
}

const BuiltInTemplate* find_template(std::string_view name) {
    const std::string wanted = lower_case(name);
    for (const BuiltInTemplate& each : built_in_templates())
        if (each.name == wanted) return &each;
    return nullptr;
}

}  // namespace cairn::plan
