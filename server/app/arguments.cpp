#include "server/app/arguments.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace cairn::server {
namespace {

class Builder {
public:
    Builder(CLI::App& app, Command& chosen) : app_(app), chosen_(chosen) {}

    template <class Arguments, class Options>
    void command(const char* name,
                 const char* what,
                 const std::string& footer,
                 const Options& options) {
        CLI::App* sub = app_.add_subcommand(name, what);
        auto arguments = std::make_shared<Arguments>();
        options(*sub, *arguments);
        sub->footer(footer);
        sub->callback([this, arguments] { chosen_ = *arguments; });
    }

private:
    CLI::App& app_;
    Command& chosen_;
};

// A flag that is a setting of the configuration by another name.
void add_setting(
    CLI::App& app, RunArguments& arguments, const char* flag, const char* key, const char* what) {
    app.add_option_function<std::string>(
        flag,
        [&arguments, key](const std::string& value) {
            arguments.settings.push_back({key, value});
        },
        what);
}

void add_run_options(CLI::App& app, RunArguments& arguments) {
    add_setting(app, arguments, "--listen", "listen", "HOST:PORT; port 0: any that is free");
    add_setting(
        app, arguments, "--metrics", "metrics", "HOST:PORT of /healthz and /metrics, or off");
    add_setting(app, arguments, "--log", "log.form", "text or json, to standard error");
    add_setting(app, arguments, "--log-level", "log.level", "debug, info, warning or error");
    app.add_option_function<std::vector<std::string>>(
           "--set",
           [&arguments](const std::vector<std::string>& assignments) {
               for (const std::string& one : assignments) {
                   const std::size_t equals = one.find('=');
                   if (equals == std::string::npos)
                       throw CLI::ValidationError("--set", one + " is not KEY=VALUE");
                   arguments.settings.push_back({one.substr(0, equals), one.substr(equals + 1)});
               }
           },
           "KEY=VALUE: any setting of the list below")
        ->expected(1)
        ->take_all();
}

void add_commands(Builder& b) {
    b.command<InitArguments>(
        "init",
        "Make a server's folder: keys, configuration, an empty store; prints a first ticket",
        "Example:\n  cairn-server --data /srv/cairn init --host plan.example.org",
        [](CLI::App& app, InitArguments& a) {
            app.add_option("--host", a.host, "the name or address that clients connect to")
                ->required();
            app.add_option("--port", a.port, "the port that clients connect to")
                ->capture_default_str();
        });
    b.command<RunArguments>(
        "run",
        "Serve, until SIGTERM or SIGINT",
        "Example:\n  cairn-server --data /srv/cairn run --listen 0.0.0.0:7420 --log json\n"
        "Settings, also as keys of server.toml and as variables CAIRN_SERVER_KEY "
        "(a dot becomes _):\n" +
            describe_settings(),
        add_run_options);
    b.command<TicketArguments>(
        "ticket",
        "Print a new ticket line: whoever has it may bring one workspace here",
        "Examples:\n  cairn-server ticket --label \"for the launch team\"\n"
        "  cairn-server ticket --list\n  cairn-server ticket --close 3",
        [](CLI::App& app, TicketArguments& a) {
            auto* label = app.add_option("--label", a.label, "what it is for, in your own words");
            auto* list = app.add_flag("--list", a.list, "list tickets instead, without secrets");
            auto* close = app.add_option("--close", a.close, "take this ticket back instead");
            list->excludes(label)->excludes(close);
            close->excludes(label);
        });
    b.command<WorkspacesArguments>("workspaces",
                                   "List the workspaces here, by size; also while the server runs",
                                   "Example:\n  cairn-server workspaces --json",
                                   [](CLI::App&, WorkspacesArguments&) {});
    b.command<CheckArguments>(
        "check",
        "Read and prove everything in the store; also while the server runs. Exit code 1: faults",
        "Example:\n  cairn-server --data /srv/cairn check",
        [](CLI::App&, CheckArguments&) {});
    b.command<StatsArguments>("stats",
                              "What the store holds, in numbers; also while the server runs",
                              "Example:\n  cairn-server stats --json",
                              [](CLI::App&, StatsArguments&) {});
    b.command<BackupArguments>(
        "backup",
        "Copy keys, configuration and store into a new folder; also while the server runs",
        "Example:\n  cairn-server --data /srv/cairn backup /backup/cairn-monday\n"
        "To restore: cairn-server --data /backup/cairn-monday run. What came after the copy, "
        "clients bring back.",
        [](CLI::App& app, BackupArguments& a) {
            app.add_option("folder", a.to, "a folder that does not exist, or is empty")->required();
        });
    b.command<RestoredArguments>(
        "restored",
        "Say that the store was put back from an older copy of its file: clients then bring what "
        "it lacks instead of refusing a server that forgot. Not needed after `backup`",
        "Example:\n  cairn-server --data /srv/cairn restored",
        [](CLI::App&, RestoredArguments&) {});
}

}  // namespace

Parsed parse_arguments(int argc,
                       const char* const* argv,
                       const std::filesystem::path& default_data) {
    Invocation invocation{.data = default_data, .config = {}, .json = false, .command = {}};
    CLI::App app("A server for Cairn workspaces: it keeps and passes on what it cannot read.");
    app.name("cairn-server");
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--data", invocation.data, "the server's folder")
        ->envname("CAIRN_SERVER_DATA")
        ->capture_default_str();
    app.add_option("--config", invocation.config, "another file than server.toml in that folder")
        ->envname("CAIRN_SERVER_CONFIG");
    app.add_flag("--json", invocation.json, "answer as JSON");
    app.footer("Example:\n  cairn-server init --host plan.example.org && cairn-server run");
    Builder builder(app, invocation.command);
    add_commands(builder);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? Exit::ok : Exit::wrong_use;
    }
    return invocation;
}

}  // namespace cairn::server
