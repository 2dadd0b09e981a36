#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {
namespace {

using Baseline = BaselineArguments::Action;

CLI::App& baseline(
    CLI::App& s, BaselineArguments& a, Baseline what, const char* name, const char* help) {
    CLI::App* sub = s.add_subcommand(name, help);
    sub->callback([&a, what] { a.action = what; });
    if (what != Baseline::list) sub->add_option("name", a.name, "name of the baseline")->required();
    return *sub;
}

// Both sides of a dependency, in the order in which it is said: ITEM depends OTHER.
void add_sides(CLI::App& s, AgreementArguments& a) {
    s.add_option("item", a.item, "what cannot go on without the other")->required();
    s.add_option("other", a.other, "what it waits for")->required();
}

void add_agreement_commands(Builder& b) {
    using Action = AgreementArguments::Action;
    b.command<AgreementArguments>(
        "ask",
        "Ask for a date by which an item needs another one",
        "  cairn ask \"Beta launch\" \"Payments API\" 2027-03-01\n  cairn ask Beta 4k7 fri",
        [](CLI::App& s, AgreementArguments& a) {
            add_sides(s, a);
            s.add_option("date", a.date, "when it is needed")->required();
        },
        {Action::ask, {}, {}, {}});
    b.command<AgreementArguments>(
        "promise",
        "Promise a date to an item that waits for another one",
        "  cairn promise \"Beta launch\" \"Payments API\" 2027-03-05",
        [](CLI::App& s, AgreementArguments& a) {
            add_sides(s, a);
            s.add_option("date", a.date, "when it will be there")->required();
        },
        {Action::promise, {}, {}, {}});
    b.command<AgreementArguments>(
        "agree",
        "Agree to the date that was promised; a new date on either side ends it",
        "  cairn agree \"Beta launch\" \"Payments API\"",
        [](CLI::App& s, AgreementArguments& a) { add_sides(s, a); },
        {Action::agree, {}, {}, {}});
    b.command<AgreementsArguments>(
        "agreements",
        "List what was asked, promised and agreed between items, and what is late",
        "  cairn agreements\n  cairn agreements \"Beta launch\"\n  cairn agreements --waiting",
        [](CLI::App& s, AgreementsArguments& a) {
            s.add_option("item", a.item, "only those that this item asks or is asked for");
            s.add_flag("--waiting", a.waiting, "only what somebody must answer, or what is late");
        });
}

}  // namespace

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
    b.command<BaselineArguments>(
        "baseline",
        "Keep the dates as they are under a name, and see what has slipped since, and why",
        "  cairn baseline take \"Plan of record\"\n  cairn baseline take Q3 --of \"Beta "
        "launch\"\n  cairn baseline list\n  cairn baseline compare \"Plan of record\"",
        [](CLI::App& s, BaselineArguments& a) {
            baseline(s, a, Baseline::list, "list", "List baselines");
            baseline(s, a, Baseline::take, "take", "Keep the dates on record")
                .add_option("--of", a.of, "only this item and what is below it");
            baseline(s, a, Baseline::compare, "compare", "What has slipped since, and why");
            s.require_subcommand(0, 1);
        });
    add_agreement_commands(b);
}

}  // namespace cairn::cli
