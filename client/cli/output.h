#pragma once
// Where a command's answer goes: text for people or JSON for programs, never both. Errors go to
// standard error.
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace cairn::cli {

enum class Tone : unsigned char { plain, dim, strong, good, warning, bad };

struct OutputOptions {
    bool json = false;
    bool quiet = false;
    bool terminal = false;  // colour, progress, and tables cut to the width
    bool colour = false;
    int columns = 80;
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

    // For people; nothing in JSON mode. `line` is the answer, `note` is said only when not quiet.
    void line(std::string_view text);
    void note(std::string_view text);
    void table(const std::vector<Column>& columns,
               const std::vector<std::vector<std::string>>& rows);
    [[nodiscard]] std::string tone(Tone tone, std::string_view text) const;

    // A document, as it is, in either mode.
    void raw(std::string_view text);

    // For programs; nothing in text mode. One object, or one a line.
    void object(const nlohmann::json& object);

    // To standard error, in place, on a terminal only; an empty text clears it.
    void progress(std::string_view text);
    void error(std::string_view sentence);

private:
    OutputOptions options_;
};

}  // namespace cairn::cli
