#pragma once
// Where a command's answer goes: text for people or JSON for programs, never both. Errors go to
// standard error.
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace cairn::cli {

enum class Tone : unsigned char { plain, dim, strong, good, warning, bad };

struct OutputOptions {
    bool json = false;
    bool quiet = false;
    bool terminal = false;  // answers are cut to its width
    bool colour = false;
    bool errors_terminal = false;  // progress is shown
    int columns = 80;
    std::FILE* answers = stdout;  // both outlive the output
    std::FILE* errors = stderr;
};

struct Column {
    std::string title;
    bool shrinks = false;  // gives way when the terminal is narrow
    bool right = false;
};

class Output {
public:
    explicit Output(OutputOptions options) : options_(options) {}

    [[nodiscard]] bool json() const { return options_.json; }
    [[nodiscard]] const OutputOptions& options() const { return options_; }

    // For people; nothing in JSON mode. `line` is the answer, `note` is said only when not quiet,
    // `cut` is a line that loses its end on a narrow terminal.
    void line(std::string_view text);
    void cut(std::string_view text, Tone tone = Tone::plain, std::string_view rest = {});
    void note(std::string_view text);
    void table(const std::vector<Column>& columns,
               const std::vector<std::vector<std::string>>& rows);
    [[nodiscard]] std::string tone(Tone tone, std::string_view text) const;

    // A document, as it is, in either mode; on a terminal without its control characters.
    void raw(std::string_view text);

    // For programs; nothing in text mode. One object, or one a line.
    void object(const nlohmann::json& object);

    // What is answered waits until it is released, so that a slow reader does not hold up what must
    // be brief; or it is never said.
    void hold() { held_.emplace(); }
    void release();
    void discard() { held_.reset(); }

    // To standard error, in place, on a terminal only; an empty text clears it.
    void progress(std::string_view text);
    // To standard error, whoever wrote the words in it: control characters are made harmless.
    void error(std::string_view sentence);

    // False: what was answered did not all get out (a full disk).
    [[nodiscard]] bool finish();

private:
    void answer(std::string_view text);

    OutputOptions options_;
    std::optional<std::string> held_;
    bool progress_shown_ = false;
};

}  // namespace cairn::cli
