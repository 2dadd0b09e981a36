#include <filesystem>
#include <iostream>
#include <variant>

#include "client/cli/context.h"
#include "client/cli/passphrase.h"
#include "shared/platform/secrecy.h"
#include "shared/platform/system.h"

namespace {

using namespace cairn;

std::filesystem::path home_folder() {
    if (const auto home = platform::environment("CAIRN_HOME")) return *home;
    if (const auto data = platform::environment("XDG_DATA_HOME"))
        return std::filesystem::path(*data) / "cairn";
    const auto user = platform::environment("HOME");
    return std::filesystem::path(user.value_or(".")) / ".local" / "share" / "cairn";
}

// "" where it was deleted under us: then no folder chooses a workspace.
std::filesystem::path current_folder() {
    std::error_code gone;
    return std::filesystem::current_path(gone);
}

cli::OutputOptions output_options(const cli::Common& common) {
    cli::OutputOptions options;
    options.json = common.json;
    options.quiet = common.quiet;
    options.terminal = platform::output_is_terminal();
    options.errors_terminal = platform::errors_are_terminal();
    options.colour = options.terminal && !platform::environment("NO_COLOR");
    options.columns = platform::terminal_columns();
    return options;
}

cli::Editor editor() {
    auto named = platform::environment("VISUAL");
    if (!named) named = platform::environment("EDITOR");
    if (!named && platform::input_is_terminal() && platform::output_is_terminal()) named = "vi";
    cli::Editor editor;
    editor.now = platform::wall_now;
    if (named) {
        editor.run = [command = *named](const std::filesystem::path& file) {
            return platform::run_on_file(command, file.string());
        };
    }
    return editor;
}

cli::PassphraseSource passphrase_source() {
    const auto file = platform::environment("CAIRN_PASSPHRASE_FILE");
    cli::PassphraseSource source;
    source.typed = !file;
    source.ask = [file](const std::string& question) -> Result<SecretText, std::string> {
        return file ? cli::passphrase_in(*file) : cli::passphrase_typed(question);
    };
    return source;
}

int run(const cli::Invocation& invocation) {
    platform::keep_memory_private();
    cli::Output out(output_options(invocation.common));
    SystemRandom random;
    const auto keyring = platform::system_keyring();
    cli::Context context{out,
                         engine::Home(home_folder()),
                         invocation.common,
                         platform::environment("CAIRN_WORKSPACE").value_or(""),
                         current_folder(),
                         platform::user_name(),
                         platform::wall_now(),
                         random,
                         *keyring,
                         passphrase_source(),
                         editor()};
    return static_cast<int>(cli::run(context, invocation.command));
}

}  // namespace

int main(int argc, char** argv) {
    const auto parsed = cairn::cli::parse_arguments(argc, argv, std::cout, std::cerr);
    if (const auto* answered = std::get_if<cairn::cli::Answered>(&parsed)) {
        return static_cast<int>(answered->exit);
    }
    return run(std::get<cairn::cli::Invocation>(parsed));
}
