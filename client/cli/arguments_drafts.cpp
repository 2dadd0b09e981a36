// draft: edits on the side.
#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {
namespace {

using Action = DraftArguments::Action;

CLI::App& action(CLI::App& s, DraftArguments& a, Action what, const char* name, const char* help) {
    CLI::App* sub = s.add_subcommand(name, help);
    sub->callback([&a, what] { a.action = what; });
    if (what != Action::list) sub->add_option("draft", a.name, "name of the draft")->required();
    return *sub;
}

}  // namespace

void add_draft_commands(Builder& b) {
    b.command<DraftArguments>(
        "draft",
        "Plan on the side: edits that only you see until you publish them as one change",
        "  cairn draft new pricing\n  cairn set Beta finish=+2w --draft pricing\n"
        "  cairn tree --draft pricing\n  cairn undo --draft pricing\n"
        "  cairn draft show pricing\n  cairn draft publish pricing",
        [](CLI::App& s, DraftArguments& a) {
            action(s, a, Action::list, "list", "List drafts");
            action(s, a, Action::begin, "new", "Begin a draft");
            action(s, a, Action::show, "show", "Show what publishing would do, and do nothing");
            action(s, a, Action::publish, "publish", "Make a draft's edits, as one change");
            action(s, a, Action::drop, "drop", "Put a draft away; `restore` brings it back");
            action(s, a, Action::restore, "restore", "Bring a dropped draft back");
            action(s, a, Action::rename, "rename", "Give a draft another name")
                .add_option("name", a.other, "its new name")
                ->required();
            s.require_subcommand(0, 1);
        });
}

}  // namespace cairn::cli
