#include "client/cli/arguments.h"

#include <algorithm>
#include <functional>
#include <ostream>
#include <span>
#include <utility>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "client/cli/terminal_text.h"
#include "client/plan/catalog.h"

namespace cairn::cli {
namespace {

// One command of the table below: its options write into `Arguments`, which becomes the command
// when it was chosen.
class Builder {
public:
    Builder(CLI::App& app, Command& chosen) : app_(app), chosen_(chosen) {}

    template <class Arguments>
    CLI::App* command(const char* name,
                      const char* what,
                      const char* examples,
                      const std::function<void(CLI::App&, Arguments&)>& options,
                      Arguments initial = {}) {
        CLI::App* sub = app_.add_subcommand(name, what);
        auto arguments = std::make_shared<Arguments>(std::move(initial));
        options(*sub, *arguments);
        sub->footer(std::string("Examples:\n") + examples);
        sub->callback([this, arguments] { chosen_ = *arguments; });
        return sub;
    }

private:
    CLI::App& app_;
    Command& chosen_;
};

// An option that takes one value each time it is given, and no more.
CLI::Option* one_each(CLI::Option* option) {
    return option->expected(1)->allow_extra_args(false)->multi_option_policy(
        CLI::MultiOptionPolicy::TakeAll);
}

std::string kind_names() {
    std::string list;
    for (const plan::KindSpec& kind : plan::kinds())
        list += (list.empty() ? "" : ", ") + std::string(kind.name);
    return list;
}

std::string link_names() {
    std::string list;
    for (const plan::LinkSpec& link : plan::links())
        list += (list.empty() ? "" : ", ") + std::string(link.name) + " (or from the other end " +
                std::string(link.reverse) + ")";
    return list;
}

constexpr const char* item_help = "an item: the start of its id, or its title in quotes";
constexpr const char* assignment_help = "FIELD=VALUE; dates read 2027-03-01, fri, +2w";

void add_workspace_commands(Builder& b) {
    b.command<InitArguments>(
        "init",
        "Start a new workspace on this laptop; no network is needed",
        "  cairn init \"Apollo launch\"\n  cairn init Apollo --owner \"Release lead\" --server "
        "cairn-ticket:...",
        [](CLI::App& s, InitArguments& a) {
            s.add_option("name", a.name, "name of the workspace")->required();
            s.add_option(
                "--owner", a.owner, "your name, as others will see it (default: your login)");
            s.add_option("--server",
                         a.server,
                         "ticket line from `cairn-server ticket`; can be given later to sync");
        });
    b.command<WorkspacesArguments>(
        "workspaces",
        "List the workspaces of this laptop, or choose one for this folder",
        "  cairn workspaces\n  cairn workspaces --here Apollo",
        [](CLI::App& s, WorkspacesArguments& a) {
            s.add_option("--here", a.here, "use this workspace in the current folder and below");
        });
    b.command<ImportArguments>(
        "import",
        "Read a plan: MS Project XML, or CSV with a column map",
        "  cairn import plan.xml --dry-run\n  cairn import plan.xml\n"
        "  cairn import rows.csv --map \"title=Summary,id=Key,parent:initiative=Team\"\n"
        "  cairn import rows.csv --map rows.map",
        [](CLI::App& s, ImportArguments& a) {
            s.add_option("file", a.file, "the file to read")->required();
            s.add_option("--format", a.format, "mspdi or csv (default: by content)")
                ->check(CLI::IsMember({"mspdi", "csv"}));
            one_each(s.add_option(
                "--map", a.map, "CSV: FIELD=COLUMN rules, or a file of them (docs/IMPORT.md)"));
            s.add_option("--under", a.under, "put the plan below this item");
            s.add_option(
                "--source", a.source, "name of the source, so that a later version is recognised");
            s.add_flag("--dry-run", a.dry_run, "say what would be read and change nothing");
        });
    b.command<ExportArguments>(
        "export",
        "Write the plan as JSON or CSV",
        "  cairn export > plan.json\n  cairn export --format csv -o plan.csv --under \"Beta\"",
        [](CLI::App& s, ExportArguments& a) {
            s.add_option("--format", a.format, "json or csv")
                ->check(CLI::IsMember({"json", "csv"}));
            s.add_option("-o,--output", a.file, "file to write (default: standard output)");
            s.add_option("--under", a.under, "only this item and what is below it");
        });
    b.command<QueryArguments>("query",
                              "Ask the plan with SQL; read only, the views are in docs/SQL.md",
                              "  cairn query \"SELECT kind, count(*) FROM items GROUP BY kind\"\n"
                              "  cairn query --json \"SELECT * FROM conflicts\"",
                              [](CLI::App& s, QueryArguments& a) {
                                  s.add_option("sql", a.sql, "one SELECT")->required();
                              });
    b.command<DoctorArguments>(
        "doctor",
        "Rebuild the state from the log, compare, and say what is wrong",
        "  cairn doctor\n  cairn doctor --hash",
        [](CLI::App& s, DoctorArguments& a) {
            s.add_flag("--hash", a.hash_only, "only print the state hash, equal on all replicas");
        });
}

void add_reading_commands(Builder& b) {
    b.command<ShowArguments>(
        "show",
        "Show everything about one item",
        "  cairn show 4k7\n  cairn show \"Beta launch\"",
        [](CLI::App& s, ShowArguments& a) { s.add_option("item", a.item, item_help)->required(); });
    b.command<LsArguments>(
        "ls",
        "List items",
        "  cairn ls\n  cairn ls --kind milestone\n  cairn ls --under Beta --json",
        [](CLI::App& s, LsArguments& a) {
            s.add_option("--kind", a.kind, "only this kind");
            s.add_option("--under", a.under, "only below this item; `trash` is one, too");
            s.add_option("--limit", a.limit, "at most so many");
            s.add_flag("--links", a.links, "list links instead of items");
        });
    b.command<TreeArguments>("tree",
                             "Show the outline",
                             "  cairn tree\n  cairn tree Beta --depth 2",
                             [](CLI::App& s, TreeArguments& a) {
                                 s.add_option("item", a.item, item_help);
                                 s.add_option("--depth", a.depth, "at most so many levels");
                             });
    b.command<SearchArguments>("search",
                               "Find words anywhere in the plan",
                               "  cairn search rollback plan",
                               [](CLI::App& s, SearchArguments& a) {
                                   s.add_option("words", a.words, "words to find")->required();
                                   s.add_option("--limit", a.limit, "at most so many");
                               });
    b.command<LogArguments>("log",
                            "Show who changed what, newest first",
                            "  cairn log\n  cairn log Beta --limit 5",
                            [](CLI::App& s, LogArguments& a) {
                                s.add_option("item", a.item, item_help);
                                s.add_option(
                                    "--limit", a.limit, "at most so many changes (0: all)");
                            });
    b.command<StatusArguments>(
        "status",
        "What is unsent, parked or in conflict, and when others were last heard from",
        "  cairn status\n  cairn status --json",
        [](CLI::App&, StatusArguments&) {});
    b.command<ConflictsArguments>(
        "conflicts",
        "List what people must decide",
        "  cairn conflicts\n  cairn conflicts Beta",
        [](CLI::App& s, ConflictsArguments& a) { s.add_option("item", a.item, item_help); });
}

void add_editing_commands(Builder& b) {
    b.command<NewArguments>(
        "new",
        "Add an item",
        "  cairn new \"Beta launch\" --kind milestone --set "
        "finish=2027-03-01\n  cairn new \"Write FAQ\" --under Beta",
        [](CLI::App& s, NewArguments& a) {
            s.add_option("title", a.title, "its title")->required();
            s.add_option("-k,--kind", a.kind, "its kind (default: task): " + kind_names());
            s.add_option("--under", a.under, "its parent (default: top level)");
            one_each(s.add_option("--set", a.assignments, assignment_help));
        });
    b.command<SetArguments>(
        "set",
        "Set fields of an item, in one change",
        "  cairn set Beta finish=+2w owner=\"Release lead\"\n  cairn set 4k7 title=\"Beta, take "
        "two\"",
        [](CLI::App& s, SetArguments& a) {
            s.add_option("item", a.item, item_help)->required();
            s.add_option("assignments", a.assignments, assignment_help)->required();
        });
    b.command<UnsetArguments>("unset",
                              "Empty fields of an item",
                              "  cairn unset Beta owner",
                              [](CLI::App& s, UnsetArguments& a) {
                                  s.add_option("item", a.item, item_help)->required();
                                  s.add_option("fields", a.fields, "fields to empty")->required();
                              });
    const auto elements = [](CLI::App& s, ElementsArguments& a) {
        s.add_option("item", a.item, item_help)->required();
        s.add_option("field", a.field, "a field that is a set, such as labels")->required();
        s.add_option("elements", a.elements, "elements")->required();
    };
    b.command<ElementsArguments>(
        "add", "Add elements to a set field", "  cairn add Beta labels launch urgent", elements);
    ElementsArguments absent;
    absent.present = false;
    b.command<ElementsArguments>("rm",
                                 "Remove elements from a set field",
                                 "  cairn rm Beta labels urgent",
                                 elements,
                                 absent);
    const auto link = [](CLI::App& s, LinkArguments& a) {
        s.add_option("from", a.from, item_help)->required();
        s.add_option("type", a.type, link_names())->required();
        s.add_option("to", a.to, item_help)->required();
    };
    b.command<LinkArguments>("link",
                             "Link two items",
                             "  cairn link \"Launch\" depends \"Beta\" --set lag=2d",
                             [link](CLI::App& s, LinkArguments& a) {
                                 link(s, a);
                                 one_each(s.add_option("--set", a.assignments, assignment_help));
                             });
    LinkArguments gone;
    gone.live = false;
    b.command<LinkArguments>(
        "unlink", "Remove a link", "  cairn unlink Launch depends Beta", link, gone);
    b.command<MoveArguments>("mv",
                             "Move items in the outline",
                             "  cairn mv 4k7 9xq --under Beta\n  cairn mv 4k7 --before 9xq",
                             [](CLI::App& s, MoveArguments& a) {
                                 s.add_option("items", a.items, item_help)->required();
                                 auto* group = s.add_option_group("where");
                                 group->add_option("--under", a.under, "new parent");
                                 group->add_option("--before", a.before, "sibling to stand before");
                                 group->add_option("--after", a.after, "sibling to stand after");
                                 group->add_flag("--top", a.top, "to the top level");
                                 group->require_option(1);
                             });
    b.command<TrashArguments>("trash",
                              "Move items to the trash",
                              "  cairn trash 4k7",
                              [](CLI::App& s, TrashArguments& a) {
                                  s.add_option("items", a.items, item_help)->required();
                              });
    b.command<RestoreArguments>("restore",
                                "Bring items back from the trash",
                                "  cairn restore 4k7",
                                [](CLI::App& s, RestoreArguments& a) {
                                    s.add_option("items", a.items, item_help)->required();
                                });
    b.command<UndoArguments>(
        "undo",
        "Undo an own change, by default the last one",
        "  cairn undo\n  cairn undo 8f3k2m",
        [](CLI::App& s, UndoArguments& a) {
            s.add_option("change", a.change, "start of a change's id, from `cairn log`");
        });
    b.command<ResolveArguments>(
        "resolve",
        "Decide a conflict; the decision clears it for everybody",
        "  cairn conflicts Beta\n  cairn resolve Beta finish --pick 2\n  cairn resolve Beta finish "
        "2027-03-08",
        [](CLI::App& s, ResolveArguments& a) {
            s.add_option("item", a.item, item_help)->required();
            s.add_option("field", a.field, "the field in conflict")->required();
            auto* value = s.add_option("value", a.value, "the value to keep");
            s.add_option(
                 "--pick", a.pick, "number of the candidate to keep, from `cairn conflicts`")
                ->excludes(value);
        });
}

void add_people_commands(Builder& b) {
    b.command<SyncArguments>(
        "sync",
        "Exchange changes with the server",
        "  cairn sync\n  cairn sync --watch",
        [](CLI::App& s, SyncArguments& a) {
            s.add_flag("--watch", a.watch, "stay connected and go on until stopped");
            s.add_option(
                "--server", a.server, "ticket line, for a workspace that has no server yet");
            s.add_option(
                "--timeout", a.timeout_s, "give up after so many seconds without progress");
        });
    b.command<InviteArguments>(
        "invite",
        "Make a line that lets one person join",
        "  cairn invite --role editor\n  cairn invite --unattended --qr\n  cairn invite list\n  "
        "cairn invite close 7hq",
        [](CLI::App& s, InviteArguments& a) {
            s.add_option("--role", a.role, "admin, editor, commenter or reader")
                ->check(CLI::IsMember({"admin", "editor", "commenter", "reader"}));
            s.add_option("--uses", a.uses, "how many people may use it")
                ->check(CLI::Range(1, 1000));
            s.add_option("--expires", a.expires, "when it ends: +7d, 2027-03-01");
            s.add_flag("--unattended",
                       a.unattended,
                       "let them read at once, even while every member is away");
            s.add_flag("--my-device", a.own_device, "for a further laptop of your own");
            s.add_flag("--qr", a.qr, "show a QR code, too");
            s.add_subcommand("list", "List open invites")->callback([&a] {
                a.action = InviteArguments::Action::list;
            });
            CLI::App* close =
                s.add_subcommand("close", "Close an invite, so that nobody can use it any more");
            close->add_option("invite", a.invite, "start of its id, from `cairn invite list`")
                ->required();
            close->callback([&a] { a.action = InviteArguments::Action::close; });
        });
    b.command<JoinArguments>(
        "join",
        "Join a workspace with an invite line",
        "  cairn join cairn-invite:... --name \"QA lead\"",
        [](CLI::App& s, JoinArguments& a) {
            s.add_option("line", a.line, "the invite line")->required();
            s.add_option(
                "--name", a.name, "your name, as others will see it (default: your login)");
            s.add_option("--as", a.workspace, "name of the workspace on this laptop");
        });
    b.command<MembersArguments>("members",
                                "List members, roles and devices",
                                "  cairn members",
                                [](CLI::App&, MembersArguments&) {});
    b.command<DeviceArguments>("device",
                               "Show this laptop's identity in the workspace",
                               "  cairn device",
                               [](CLI::App&, DeviceArguments&) {});
}

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
        if (word == "-w" || word == "--workspace") ++i;
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
    Builder builder(app, invocation.command);
    add_workspace_commands(builder);
    add_reading_commands(builder);
    add_editing_commands(builder);
    add_people_commands(builder);
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
