#include "client/cli/arguments.h"

#include <algorithm>
#include <ostream>
#include <span>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "client/cli/command_table.h"
#include "client/cli/terminal_text.h"

namespace cairn::cli {
namespace {

// How many single letters must be added, removed or changed (Wagner and Fischer, 1974).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, change}));
        }
    }
    return row.back();
}

// "" where no command was asked for.
std::string unknown_command(const CLI::App& app, std::span<const char* const> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = words[i];
        if (word == "-w" || word == "--workspace" || word == "--draft") ++i;
        if (word.empty() || word.front() == '-') continue;
        const auto commands = app.get_subcommands(nullptr);
        const auto named = [&](const CLI::App* sub) { return sub->get_name() == word; };
        if (std::any_of(commands.begin(), commands.end(), named)) return "";
        std::string sentence = "There is no command '" + word + "'.";
        constexpr std::size_t typing_errors = 2;
        for (const CLI::App* sub : commands) {
            if (distance(sub->get_name(), word) <= typing_errors)
                return sentence + " Did you mean '" + sub->get_name() + "'?";
        }
        return sentence + " `cairn --help` lists what there is.";
    }
    return "";
}

Answered answer_wrong_use(const CLI::App& app,
                          const CLI::ParseError& error,
                          std::span<const char* const> words,
                          bool json,
                          std::ostream& out,
                          std::ostream& errors) {
    const bool nothing_asked =
        dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && app.get_subcommands().empty();
    std::string sentence = nothing_asked ? unknown_command(app, words) : error.what();
    if (nothing_asked && sentence.empty() && !json) {
        errors << app.help();
        return {Exit::wrong_use};
    }
    if (sentence.empty()) sentence = "Say which command to run.";
    if (sentence.back() != '.' && sentence.back() != '?') sentence += '.';
    if (json) {
        const nlohmann::json answer = {{"error", {{"code", "wrong_use"}, {"message", sentence}}}};
        out << answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
        return {Exit::wrong_use};
    }
    errors << "cairn: " << printable(sentence) << "\n";
    const auto chosen = app.get_subcommands();
    errors << "Usage and examples: cairn " << (chosen.empty() ? "" : chosen[0]->get_name() + " ")
           << "--help\n";
    return {Exit::wrong_use};
}

}  // namespace

CLI::App& Builder::add(const char* name,
                       const char* what,
                       const char* examples,
                       std::function<void()> when_chosen) {
    CLI::App* sub = app_.add_subcommand(name, what);
    sub->footer(std::string("Examples:\n") + examples);
    sub->callback(std::move(when_chosen));
    return *sub;
}

CLI::Option* one_each(CLI::Option* option) {
    return option->expected(1)->allow_extra_args(false)->multi_option_policy(
        CLI::MultiOptionPolicy::TakeAll);
}

std::variant<Invocation, Answered> parse_arguments(int argc,
                                                   const char* const* argv,
                                                   std::ostream& out,
                                                   std::ostream& errors) {
    CLI::App app("Cairn: plan programs together, offline first.", "cairn");
    app.set_version_flag("--version", "cairn " CAIRN_VERSION);
    app.footer(
        "Workspaces live in $CAIRN_HOME (default: ~/.local/share/cairn). `cairn COMMAND --help` "
        "has examples.\nExit codes: 0 done, 1 refused, 2 wrong use, 3 a conflict or parked data "
        "needs a person, 4 no network.");
    app.require_subcommand(1);
    app.fallthrough();
    Invocation invocation;
    app.add_option("-w,--workspace", invocation.common.workspace, "workspace to work in");
    app.add_flag("--json", invocation.common.json, "answer in JSON (docs/JSON.md)");
    app.add_flag("-q,--quiet", invocation.common.quiet, "say only what was asked for");
    app.add_option("--draft",
                   invocation.common.draft,
                   "work on this draft: see the plan with it, and edit it instead of the plan")
        ->check([](const std::string& name) {
            // Else an empty shell variable would edit the plan itself.
            return name.empty() ? std::string("a draft has a name; `cairn draft list` shows them")
                                : std::string();
        });
    Builder builder(app, invocation.command);
    add_workspace_commands(builder);
    add_reading_commands(builder);
    add_editing_commands(builder);
    add_record_commands(builder);
    add_report_commands(builder);
    add_comment_commands(builder);
    add_draft_commands(builder);
    add_schedule_commands(builder);
    add_people_commands(builder);
    add_trust_commands(builder);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& answered) {
        app.exit(answered, out, errors);
        return Answered{Exit::ok};
    } catch (const CLI::ParseError& error) {
        const auto count = static_cast<std::size_t>(std::max(argc, 1));
        const auto words = std::span(argv, count).subspan(1);
        const bool json = std::any_of(
            words.begin(), words.end(), [](std::string_view word) { return word == "--json"; });
        return answer_wrong_use(app, error, words, json, out, errors);
    }
    return invocation;
}

}  // namespace cairn::cli
