// Boards of record, board, roadmap, radar, templates.
#include <CLI/CLI.hpp>

#include "client/boards/boards.h"
#include "client/cli/command_table.h"

namespace cairn::cli {
namespace {

using RadarAction = RadarArguments::Action;

std::string examples_of(const boards::Board& board) {
    const std::string name = "  cairn " + std::string(board.name);
    std::string examples = name + "\n" + name + " \"owner:me due<+2w\" --all\n" + name + " --check";
    if (board.across != 0) examples += "\n" + name + " --map";
    return examples;
}

void add_board_of_record(Builder& b, const boards::Board& board) {
    RecordsArguments initial;
    initial.board = std::string(board.name);
    const std::string help(board.help);
    b.command<RecordsArguments>(
        initial.board.c_str(),
        help.c_str(),
        examples_of(board).c_str(),
        [&board](CLI::App& s, RecordsArguments& a) {
            s.add_option("filter", a.filter, "which of them, in quotes (docs/FILTERS.md)");
            s.add_flag("--all", a.all, "what is settled, too");
            s.add_option("--limit", a.limit, "at most so many");
            auto* check = s.add_flag("--check", a.check, "what each of them lacks");
            if (board.across != 0)
                s.add_flag("--map", a.map, "where they stand, one weight against the other")
                    ->excludes(check);
        },
        initial);
}

void add_radar(Builder& b) {
    b.command<RadarArguments>(
        "radar",
        "Look ahead: what is about to become trouble, why, and what would help",
        "  cairn radar\n  cairn radar --program Apollo --limit 20\n"
        "  cairn radar --rule owner-missing --json\n  cairn radar rules\n"
        "  cairn radar mute Beta no-exit-criteria --until +2w\n"
        "  cairn radar unmute Beta no-exit-criteria",
        [](CLI::App& s, RadarArguments& a) {
            s.add_option(
                "--program", a.program, "only what is below this item, and who works there");
            s.add_option("--rule", a.rule, "only what this rule finds");
            s.add_option("--limit", a.limit, "at most so many");
            const auto action = [&s, &a](RadarAction what, const char* name, const char* help) {
                CLI::App* sub = s.add_subcommand(name, help);
                sub->callback([&a, what] { a.action = what; });
                if (what == RadarAction::rules) return sub;
                sub->add_option("item", a.item, item_help)->required();
                sub->add_option("rule", a.rule, "the rule's code")->required();
                return sub;
            };
            action(RadarAction::mute, "mute", "Hear no more of one finding; so does everybody")
                ->add_option("--until", a.until, "only up to this day");
            action(RadarAction::unmute, "unmute", "Hear of it again");
            action(RadarAction::rules, "rules", "List what the radar looks for");
            s.require_subcommand(0, 1);
        });
}

}  // namespace

void add_record_commands(Builder& b) {
    for (const boards::Board& board : boards::boards()) add_board_of_record(b, board);
    b.command<BoardArguments>(
        "board",
        "Show items as cards in columns",
        "  cairn board\n  cairn board \"under:Beta kind:task\" --by health",
        [](CLI::App& s, BoardArguments& a) {
            s.add_option("filter",
                         a.filter,
                         "which ones, in quotes (default: tasks, deliverables, milestones)");
            s.add_option("--by", a.by, "the field that makes the columns (default: state)");
        });
    b.command<CutLineArguments>(
        "cutline",
        "Work in the order of its rank, and where the line falls when capacity or dates move",
        "  cairn cutline --capacity 60d\n  cairn cutline \"kind:deliverable under:Apollo\" --until "
        "Beta\n  cairn cutline \"team:Ledger\" --until 2027-06-30 --json",
        [](CLI::App& s, CutLineArguments& a) {
            s.add_option("filter", a.filter, "which work, in quotes (default: open deliverables)");
            auto* capacity =
                s.add_option("--capacity", a.capacity, "how much work can be done: 60d");
            s.add_option("--until",
                         a.until,
                         "what the owners of this work can do up to a day, or up to an item's date")
                ->excludes(capacity);
        });
    b.command<RoadmapArguments>("roadmap",
                                "Draw the plan on a calendar as wide as the terminal",
                                "  cairn roadmap\n  cairn roadmap Beta --tasks",
                                [](CLI::App& s, RoadmapArguments& a) {
                                    s.add_option(
                                        "item", a.item, "only this item and what is below it");
                                    s.add_flag("--tasks", a.tasks, "with tasks");
                                });
    add_radar(b);
    b.command<TemplatesArguments>("templates",
                                  "List what `cairn new --template` can make",
                                  "  cairn templates",
                                  [](CLI::App&, TemplatesArguments&) {});
}

}  // namespace cairn::cli
