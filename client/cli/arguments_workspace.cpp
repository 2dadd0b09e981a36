#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {

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
        "Read a plan: MS Project, GanttProject, TaskJuggler, Cairn's JSON, or CSV",
        "  cairn import plan.xml --dry-run\n  cairn import plan.gan\n"
        "  cairn import rows.csv --map \"title=Summary,id=Key,parent:initiative=Team\"\n"
        "  cairn import rows.csv --map rows.map",
        [](CLI::App& s, ImportArguments& a) {
            s.add_option("file", a.file, "the file to read")->required();
            s.add_option("--format", a.format, "mspdi, gan, json, tjp or csv (default: by content)")
                ->check(CLI::IsMember({"mspdi", "gan", "json", "tjp", "csv"}));
            one_each(s.add_option(
                "--map", a.map, "CSV: FIELD=COLUMN rules, or a file of them (docs/IMPORT.md)"));
            s.add_option("--under", a.under, "put the plan below this item");
            s.add_option(
                "--source", a.source, "name of the source, so that a later version is recognised");
            s.add_flag("--dry-run", a.dry_run, "say what would be read and change nothing");
        });
    b.command<ExportArguments>(
        "export",
        "Write the plan: JSON, CSV, MS Project, GanttProject, calendars, drawings",
        "  cairn export > plan.json\n  cairn export --format csv -o plan.csv --under \"Beta\"\n"
        "  cairn export --format csv --fields status,due,owner --delimiter \";\" --bom\n"
        "  cairn export --format csv --where \"kind:risk is:open\" -o risks.csv\n"
        "  cairn export --format mspdi -o plan.xml --under \"Apollo\"\n"
        "  cairn export --format gan -o plan.gan\n"
        "  cairn export --format ics -o dates.ics\n"
        "  cairn export --format svg --page a3 -o plan.svg",
        [](CLI::App& s, ExportArguments& a) {
            s.add_option("--format",
                         a.format,
                         "json, csv, xlsx, mspdi (Microsoft Project XML), gan (GanttProject), "
                         "ics (iCalendar), markdown, mermaid or svg")
                ->check(CLI::IsMember(
                    {"json", "csv", "xlsx", "mspdi", "gan", "ics", "markdown", "mermaid", "svg"}));
            s.add_option("-o,--output", a.file, "file to write (default: standard output)");
            s.add_option("--under", a.under, "only this item and what is below it");
            s.add_option("--where", a.where, "only what this filter finds (docs/FILTERS.md)");
            s.add_option("--view", a.view, "only what this view shows; CSV and XLSX: its columns")
                ->excludes("--where");
            s.add_option("--page", a.page, "SVG: fit on this page: a4, a3 or letter, on its side")
                ->check(CLI::IsMember({"a4", "a3", "letter"}));
            s.add_option("--fields", a.fields, "CSV and XLSX: these columns, such as due,owner")
                ->delimiter(',');
            s.add_option("--delimiter", a.delimiter, "CSV: what parts the cells")
                ->check(CLI::IsMember({",", ";", "|", "tab"}));
            s.add_flag("--bom", a.byte_order_mark, "CSV: a byte order mark, for Excel");
            s.add_flag("--guard-formulas",
                       a.guard_formulas,
                       "CSV: an apostrophe before what a spreadsheet would run");
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
        "  cairn doctor\n  cairn doctor --hash\n  cairn doctor --seen",
        [](CLI::App& s, DoctorArguments& a) {
            s.add_flag("--hash", a.hash_only, "only print the state hash, equal on all replicas");
            s.add_flag("--seen",
                       a.seen,
                       "what was noted of the server and of others was looked at: tell no more of "
                       "it until it happens again");
        });
}

}  // namespace cairn::cli
