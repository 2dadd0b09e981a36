#include "client/cli/text_file.h"

#include <fmt/format.h>

#include "shared/platform/file.h"

namespace cairn::cli {

using engine::EngineError;
using engine::EngineFault;

TextFile::TextFile(Context& context, const std::string& name)
    : context_(context),
      folder_(context.home.folder() / "edits"),
      path_(folder_ /
            fmt::format("{}-{}.md",
                        name,
                        to_base32(context.random.make<SittingId>().view()).substr(0, 6))) {}

Result<void, EngineError> TextFile::write(const std::string& text) {
    added_line_end_ = text.empty() || text.back() != '\n';
    const std::string lines = added_line_end_ && !text.empty() ? text + "\n" : text;
    auto made = platform::make_private_folder(folder_);
    if (made) made = platform::write_file(path_, bytes_of(lines), platform::Privacy::owner_only);
    if (!made) return refuse(EngineError{EngineFault::disk, made.error().sentence});
    return {};
}

Result<void, EngineError> TextFile::let_person_edit(const std::string& text) {
    const auto written = write(text);
    if (!written) return refuse(written.error());
    const int code = context_.editor.run(path_);
    if (code == 0) return {};
    return refuse(
        kept({EngineFault::stopped,
              fmt::format("The editor ended with code {}, so nothing was saved.", code)}));
}

Result<std::string, EngineError> TextFile::read(std::size_t bytes_max) const {
    const auto bytes = platform::read_file(path_, bytes_max);
    if (!bytes) return refuse(EngineError{EngineFault::too_large, bytes.error().sentence});
    std::string text(bytes->begin(), bytes->end());
    if (added_line_end_ && !text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

EngineError TextFile::kept(const EngineError& error) const {
    return {error.fault, error.sentence + " What you typed is kept in " + path_.string()};
}

void TextFile::remove() const {
    std::error_code left_behind;
    std::filesystem::remove(path_, left_behind);
}

}  // namespace cairn::cli
