#include "client/cli/passphrase.h"

#include <algorithm>

#include "shared/platform/file.h"
#include "shared/platform/secrecy.h"
#include "shared/platform/system.h"

namespace cairn::cli {

Result<SecretText, std::string> passphrase_in(const std::string& file) {
    constexpr std::size_t file_bytes_max = 4096;
    auto content = platform::read_file(file, file_bytes_max);
    if (!content)
        return refuse("CAIRN_PASSPHRASE_FILE names a file that cannot be read: " +
                      content.error().sentence);
    const auto end = std::find_if(
        content->begin(), content->end(), [](std::uint8_t c) { return c == '\n' || c == '\r'; });
    const auto length = static_cast<std::size_t>(end - content->begin());
    const auto passphrase = SecretText::from(ByteView(*content).first(length));
    wipe(*content);
    if (passphrase && length > 0) return *passphrase;
    return refuse("The file " + file +
                  ", which CAIRN_PASSPHRASE_FILE names, has no passphrase in its first line (1 to "
                  "1,024 bytes).");
}

Result<SecretText, std::string> passphrase_typed(const std::string& question) {
    std::optional<SecretText> typed;
    if (platform::input_is_terminal()) typed = platform::ask_unseen(question);
    if (typed && !typed->view().empty()) return *typed;
    return refuse(std::string(
        "The keys of this workspace are locked, and no passphrase was typed on a terminal: the "
        "plan can only be read. Run the command in a terminal, or name a file that holds the "
        "passphrase in CAIRN_PASSPHRASE_FILE."));
}

}  // namespace cairn::cli
