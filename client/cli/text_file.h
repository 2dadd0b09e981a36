#pragma once
// A text as a file while a person edits it: private, and gone once what was typed is safe.
#include <filesystem>
#include <string>

#include "client/cli/context.h"

namespace cairn::cli {

class TextFile {
public:
    // `name`: a part of the file's name, for people. The context outlives it; its editor runs.
    TextFile(Context& context, const std::string& name);

    // Until the person is done. Refused if the editor failed; what was typed is kept then.
    Result<void, engine::EngineError> let_person_edit(const std::string& text);
    // Without the line end that editors, and let_person_edit, put behind the last line.
    [[nodiscard]] Result<std::string, engine::EngineError> read(std::size_t bytes_max) const;
    // The error, and where to find what was typed.
    [[nodiscard]] engine::EngineError kept(const engine::EngineError& error) const;
    void remove() const;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    Result<void, engine::EngineError> write(const std::string& text);

    Context& context_;
    std::filesystem::path folder_;
    std::filesystem::path path_;
    bool added_line_end_ = false;
};

}  // namespace cairn::cli
