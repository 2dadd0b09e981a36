// report, approve, approvals.
#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {

void add_report_commands(Builder& b) {
    b.command<ReportArguments>(
        "report",
        "Write a report from the plan, as Markdown or as one HTML file",
        "  cairn report weekly\n  cairn report weekly --since last -o weekly.html\n"
        "  cairn report weekly --program Apollo --as-of 2026-11-20 --since 2026-11-14\n"
        "  cairn report program -o apollo.html\n  cairn report launch\n"
        "  cairn report coe --json\n  cairn report decisions --format html -o decisions.html",
        [](CLI::App& s, ReportArguments& a) {
            s.add_option("kind", a.kind, "weekly, program, launch, coe or decisions")
                ->required()
                ->check(CLI::IsMember({"weekly", "program", "launch", "coe", "decisions"}));
            s.add_option("--program", a.program, "only this program (default: the only one)");
            s.add_option("--since",
                         a.since,
                         "what has changed since: a day, or `last`, the last report written with "
                         "-o on an earlier day (default: a week)");
            s.add_option("--as-of",
                         a.as_of,
                         "as it was: a day (at its end), day and time, the start of a change's id, "
                         "or a mark");
            s.add_option("--format", a.format, "md or html (default: by the name of the file)")
                ->check(CLI::IsMember({"md", "html"}));
            s.add_option(
                "-o,--output", a.file, "a file; the report counts as made, for `--since last`");
        });
    b.command<ApproveArguments>(
        "approve",
        "Approve a decision, a gate or a design note exactly as it stands",
        "  cairn approve \"Which bank?\"\n  cairn approve Launch --note \"with the first wave "
        "only\"\n"
        "  cairn approve Launch --for \"Dana Vice\" --note \"said so in the review\"\n"
        "  cairn approve Launch --withdraw",
        [](CLI::App& s, ApproveArguments& a) {
            s.add_option("item", a.item, item_help)->required();
            s.add_option("--for", a.person, "record the word of a person who is not a member");
            auto* note =
                s.add_option("--note", a.note, "under what condition, or where it was said");
            s.add_flag("--withdraw", a.withdraw, "take it back")->excludes(note);
        });
    b.command<ApprovalsArguments>(
        "approvals",
        "Who approved what stands there, whose approval has lapsed, who has not answered",
        "  cairn approvals\n  cairn approvals \"Which bank?\" --json",
        [](CLI::App& s, ApprovalsArguments& a) { s.add_option("item", a.item, item_help); });
}

}  // namespace cairn::cli
