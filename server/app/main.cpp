#include <cstdio>
#include <exception>
#include <filesystem>
#include <thread>
#include <variant>
#include <vector>

#include "server/app/commands.h"
#include "server/app/server.h"
#include "server/store/sqlite_store.h"
#include "shared/platform/secrecy.h"
#include "shared/platform/system.h"

namespace {

using namespace cairn;
using namespace cairn::server;

std::filesystem::path default_data() {
    if (const auto data = platform::environment("XDG_DATA_HOME"))
        return std::filesystem::path(*data) / "cairn-server";
    const auto home = platform::environment("HOME");
    return std::filesystem::path(home.value_or(".")) / ".local" / "share" / "cairn-server";
}

void write_line(std::FILE* to, const std::string& line) {
    std::fputs((line + "\n").c_str(), to);
    std::fflush(to);
}

void run_threads(const std::vector<std::function<void()>>& threads) {
    std::vector<std::jthread> running;
    for (const auto& thread : threads) running.emplace_back(thread);
}

void warn_of_files(const Log& log, std::size_t connections_max) {
    constexpr std::uint64_t others = 64;  // the store, the operators' port, what libraries hold
    const std::uint64_t files_max = platform::raise_open_files_max();
    if (files_max >= connections_max + others) return;
    log.write(LogLevel::warning,
              "the system allows fewer open files than connections_max needs",
              {{"open_files_max", std::to_string(files_max)},
               {"connections_max", std::to_string(connections_max)}});
}

Exit refuse_to_run(const Context& context, const std::string& sentence) {
    context.complain(sentence);
    return Exit::refused;
}

Exit execute(const Context& context, const RunArguments& arguments) {
    auto secrets = context.folder.load_secrets();
    if (!secrets) return refuse_to_run(context, secrets.error().sentence);
    const auto config = load_config(context, arguments.settings);
    if (!config) return refuse_to_run(context, config.error().sentence);
    const auto lock = lock_folder(context);
    if (!lock) return Exit::refused;
    const Log log(config->log_form, config->log_level);
    const std::string store = context.folder.store_file().string();
    Server::Parts parts{.config = *config,
                        .secrets = std::move(*secrets),
                        .open_store = [store, &context]() -> std::unique_ptr<LogStore> {
                            return std::make_unique<SqliteStore>(store, context.random);
                        },
                        .log = log};
    auto server = Server::make(std::move(parts));
    if (!server) return refuse_to_run(context, server.error().sentence);
    (*server)->stop_on_signals();
    const auto threads = (*server)->threads();
    context.say("listening " + to_string((*server)->address()));
    const auto metrics = (*server)->metrics_address();
    if (metrics) context.say("metrics " + to_string(*metrics));
    log.write(LogLevel::info,
              "started",
              {{"listening", to_string((*server)->address())},
               {"metrics", metrics ? to_string(*metrics) : "off"}});
    warn_of_files(log, config->gate.connections_max);
    run_threads(threads);
    log.write(LogLevel::info, "stopped");
    return Exit::ok;
}

Exit run(const Invocation& invocation) {
    SystemRandom random;
    const Context context{
        .folder = DataFolder(invocation.data),
        .config = invocation.config,
        .json = invocation.json,
        .environment = [](const std::string& name) { return platform::environment(name.c_str()); },
        .random = random,
        .now = platform::wall_now(),
        .say = [](const std::string& line) { write_line(stdout, line); },
        .complain = [](const std::string& line) { write_line(stderr, "cairn-server: " + line); }};
    try {
        return std::visit([&](const auto& arguments) { return execute(context, arguments); },
                          invocation.command);
    } catch (const std::exception& error) {  // the disk, or the file on it
        context.complain(error.what());
        return Exit::refused;
    }
}

}  // namespace

int main(int argc, char** argv) {
    platform::keep_memory_private();
    const auto parsed = parse_arguments(argc, argv, default_data());
    if (const auto* answered = std::get_if<Exit>(&parsed)) return static_cast<int>(*answered);
    return static_cast<int>(run(std::get<Invocation>(parsed)));
}
