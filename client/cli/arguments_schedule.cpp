#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {

void add_schedule_commands(Builder& b) {
    b.command<ScheduleArguments>(
        "schedule",
        "Show where the schedule would put every date, or put them there",
        "  cairn schedule\n  cairn schedule --apply\n  cairn schedule --apply && cairn undo\n"
        "  cairn --draft \"What if\" schedule",
        [](CLI::App& s, ScheduleArguments& a) {
            auto* preview =
                s.add_flag("--preview", a.preview, "list every move and change nothing (usual)");
            s.add_flag("--apply", a.apply, "write the new dates: one change, one undo")
                ->excludes(preview);
        });
    b.command<CriticalArguments>(
        "critical",
        "List what must not slip: work without slack, first to begin first",
        "  cairn critical\n  cairn critical --to \"Beta launch\"\n  cairn critical --slack 2d",
        [](CLI::App& s, CriticalArguments& a) {
            s.add_option("--to", a.to, "only what this item hangs on, with slack up to it");
            s.add_option("--slack", a.slack, "also what has no more slack than this: 2d, 4h");
        });
    b.command<WhyArguments>(
        "why",
        "Tell why an item's date is what it is, back to what began it",
        "  cairn why \"Beta launch\"\n  cairn why 4k7 --json",
        [](CLI::App& s, WhyArguments& a) { s.add_option("item", a.item, item_help)->required(); });
}

}  // namespace cairn::cli
