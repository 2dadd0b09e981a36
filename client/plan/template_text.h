#pragma once
// Items to begin with, as text that people can write: one item a line, two spaces deeper for what
// is below it.
//
//   program: {title}
//     milestone: Meet the team | due=+5d
//       task: Write down what surprised you | due=+4d; depends=Meet the team
//
// After the bar stand fields as `cairn set` takes them, with semicolons between them; the name of a
// link leads to a line before, by its title. {title} is the title that is asked for.
#include <string>
#include <string_view>
#include <vector>

#include "client/plan/text_input.h"

namespace cairn::plan {

inline constexpr std::size_t template_lines_max = 500;
inline constexpr std::size_t template_bytes_max = 64 * 1024;
inline constexpr std::size_t template_depth_max = 16;

struct TemplateLine {
    std::size_t depth = 0;  // 0: the first
    KindNumber kind = 0;
    std::string title;
    struct Word {
        std::string name;  // of a field or a link
        std::string value;
    };
    std::vector<Word> words;
};

// At least one line, of which the first alone has depth 0. Errors name the line.
[[nodiscard]] Result<std::vector<TemplateLine>, TextError> parse_template(std::string_view text,
                                                                          std::string_view title);

struct BuiltInTemplate {
    std::string_view name;
    std::string_view help;
    std::string_view text;
};
[[nodiscard]] std::span<const BuiltInTemplate> built_in_templates();
[[nodiscard]] const BuiltInTemplate* find_template(std::string_view name);

}  // namespace cairn::plan
