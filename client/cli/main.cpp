#include <filesystem>
#include <variant>

#include "client/cli/context.h"
#include "shared/platform/system.h"
#include "shared/sqlite/error.h"

namespace {

using namespace cairn;

std::filesystem::path home_folder() {
    if (const auto home = platform::environment("CAIRN_HOME")) return *home;
    if (const auto data = platform::environment("XDG_DATA_HOME"))
        return std::filesystem::path(*data) / "cairn";
    const auto user = platform::environment("HOME");
    return std::filesystem::path(user.value_or(".")) / ".local" / "share" / "cairn";
}

cli::OutputOptions output_options(const cli::Common& common) {
    cli::OutputOptions options;
    options.json = common.json;
    options.quiet = common.quiet;
    options.terminal = platform::output_is_terminal();
    options.colour = options.terminal && !platform::environment("NO_COLOR");
    options.columns = platform::terminal_columns();
    return options;
}

int run(const cli::Invocation& invocation) {
    cli::Output out(output_options(invocation.common));
    SystemRandom random;
    cli::Context context{out,
                         engine::Home(home_folder()),
                         invocation.common,
                         platform::environment("CAIRN_WORKSPACE").value_or(""),
                         std::filesystem::current_path(),
                         platform::user_name(),
                         platform::wall_now(),
                         random};
    try {
        const auto chosen = [&](const auto& arguments) { return cli::run(context, arguments); };
        return static_cast<int>(std::visit(chosen, invocation.command));
    } catch (const sqlite::SqliteError& error) {
        return static_cast<int>(cli::fail(context, {engine::EngineFault::disk, error.what()}));
    } catch (const std::filesystem::filesystem_error& error) {
        return static_cast<int>(cli::fail(context, {engine::EngineFault::disk, error.what()}));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto parsed = cairn::cli::parse_arguments(argc, argv);
    if (const auto* answered = std::get_if<cairn::cli::Answered>(&parsed)) {
        return static_cast<int>(answered->exit);
    }
    return run(std::get<cairn::cli::Invocation>(parsed));
}
