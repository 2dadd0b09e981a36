#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {
namespace {

constexpr const char* as_of_help =
    "as it was: a day (at its end), day and time, the start of a change's id, or a mark";

using ViewAction = ViewArguments::Action;

CLI::App& view_action(
    CLI::App& s, ViewArguments& a, ViewAction what, const char* name, const char* help) {
    CLI::App* sub = s.add_subcommand(name, help);
    sub->callback([&a, what] { a.action = what; });
    if (what != ViewAction::list)
        sub->add_option("view", a.name, "its name, or the start of its id")->required();
    return *sub;
}

void add_list_options(CLI::App& s, ListWish& wish, std::vector<std::string>& filter) {
    s.add_option(
        "filter",
        filter,
        "which ones, in quotes: FIELD:VALUE FIELD<VALUE words or not ( ); docs/FILTERS.md");
    s.add_option("--columns", wish.columns, "fields to show: title,owner,due");
    s.add_option("--sort", wish.sort, "fields to sort by, - for the greatest first: due,-impact");
    s.add_option("--group", wish.group, "the field to group by");
}

void add_view_command(Builder& b) {
    b.command<ViewArguments>(
        "view",
        "Filters with columns, order and groups, kept under a name for everybody",
        "  cairn view new \"My risks\" \"kind:risk owner:me is:open\" --columns "
        "title,impact,due --sort -impact\n"
        "  cairn view list\n  cairn view show \"My risks\"\n  cairn view rm \"My risks\"",
        [](CLI::App& s, ViewArguments& a) {
            view_action(s, a, ViewAction::list, "list", "List views");
            CLI::App& make = view_action(s, a, ViewAction::make, "new", "Keep a view");
            add_list_options(make, a.wish, a.filter);
            view_action(s, a, ViewAction::show, "show", "List the items of a view")
                .add_option("--limit", a.limit, "at most so many");
            view_action(s, a, ViewAction::remove, "rm", "Move a view to the trash");
            s.require_subcommand(0, 1);
        });
}

}  // namespace

void add_reading_commands(Builder& b) {
    b.command<ShowArguments>(
        "show",
        "Show everything about one item",
        "  cairn show 4k7\n  cairn show \"Beta launch\"\n  cairn show Beta --as-of \"2026-11-20 "
        "14:00\"",
        [](CLI::App& s, ShowArguments& a) {
            s.add_option("item", a.item, item_help)->required();
            s.add_option("--as-of", a.as_of, as_of_help);
        });
    b.command<LsArguments>(
        "ls",
        "List items",
        "  cairn ls\n  cairn ls \"kind:risk owner:me due<+2w -label:later\"\n"
        "  cairn ls \"is:overdue under:Beta\" --columns title,owner,due --sort owner,-due\n"
        "  cairn ls \"kind:task owner:none\" --group team --json\n"
        "  cairn ls --under trash\n  cairn ls --as-of yesterday",
        [](CLI::App& s, LsArguments& a) {
            add_list_options(s, a.wish, a.filter);
            s.add_option("--kind", a.kind, "only this kind");
            s.add_option("--under", a.under, "only below this item; `trash` is one, too");
            s.add_option("--limit", a.limit, "at most so many");
            s.add_flag("--links", a.links, "list links instead of items");
            s.add_option("--as-of", a.as_of, as_of_help);
        });
    add_view_command(b);
    b.command<TreeArguments>("tree",
                             "Show the outline",
                             "  cairn tree\n  cairn tree Beta --depth 2\n  cairn tree --as-of -2w",
                             [](CLI::App& s, TreeArguments& a) {
                                 s.add_option("item", a.item, item_help);
                                 s.add_option("--depth", a.depth, "at most so many levels");
                                 s.add_flag("--comments", a.comments, "with what people said");
                                 s.add_option("--as-of", a.as_of, as_of_help);
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
                            "  cairn log\n  cairn log Beta --limit 5\n  cairn log Beta due",
                            [](CLI::App& s, LogArguments& a) {
                                s.add_option("item", a.item, item_help);
                                s.add_option("field", a.field, "only this field of it");
                                s.add_option(
                                    "--limit", a.limit, "at most so many changes (0: all)");
                            });
    b.command<BlameArguments>("blame",
                              "Show who wrote which part of a text, and when",
                              "  cairn blame Beta\n  cairn blame \"Which database?\" why",
                              [](CLI::App& s, BlameArguments& a) {
                                  s.add_option("item", a.item, item_help)->required();
                                  s.add_option("field", a.field, "a text of it (default: notes)");
                              });
    b.command<DiffArguments>(
        "diff",
        "Show what has changed since a moment, and by whom",
        "  cairn diff --since fri\n  cairn diff Beta --since 2026-11-16 --until 2026-11-20\n"
        "  cairn diff --since 8f3k2m1q\n  cairn diff --since fri --mark report\n"
        "  cairn diff --since report --mark report",
        [](CLI::App& s, DiffArguments& a) {
            s.add_option("items", a.items, "only these items, and what is below them");
            s.add_option("--since",
                         a.since,
                         "a day (from its first minute), day and time, the start of a change's "
                         "id, or a mark")
                ->required();
            s.add_option("--until", a.until, "the same, a day to its last minute (default: now)");
            s.add_option("--mark", a.mark, "give the later moment this name, for a later --since");
        });
    b.command<MarksArguments>("marks",
                              "List the moments that `cairn diff --mark` gave names",
                              "  cairn marks\n  cairn marks --remove report",
                              [](CLI::App& s, MarksArguments& a) {
                                  s.add_option("--remove", a.remove, "forget this one");
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

}  // namespace cairn::cli
