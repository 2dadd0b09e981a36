// comment, inbox.
#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {

void add_comment_commands(Builder& b) {
    b.command<CommentArguments>(
        "comment",
        "Say something about an item, or answer a comment; @name tells a person",
        "  cairn comment Beta \"Who signs this off, @Release lead?\"\n"
        "  cairn comment 4k7q \"I do\"          (4k7q: a comment, from `cairn show Beta`)\n"
        "  git log -3 | cairn comment Beta\n"
        "  cairn comment 4k7q --resolve\n  cairn comment 4k7q --edit \"QA does\"",
        [](CLI::App& s, CommentArguments& a) {
            using Action = CommentArguments::Action;
            s.add_option("item", a.item, "an item, or a comment: the start of its id")->required();
            s.add_option(
                "text",
                a.text,
                "what to say (default: $EDITOR on a terminal; else, or with -: standard input)");
            auto* group = s.add_option_group("instead");
            const auto flag = [&](const char* name, Action action, const char* help) {
                group->add_flag_callback(
                    name, [&a, action] { a.action = action; }, help);
            };
            flag("--edit", Action::edit, "change an own comment to this text");
            flag("--delete", Action::remove, "delete an own comment");
            flag("--resolve", Action::resolve, "mark a comment as no longer open");
            flag("--reopen", Action::reopen, "mark it as open again");
            group->require_option(0, 1);
        });
    b.command<InboxArguments>(
        "inbox",
        "What waits for you: conflicts, mentions, comments and changes in what you own",
        "  cairn inbox\n  cairn inbox --done",
        [](CLI::App& s, InboxArguments& a) {
            s.add_flag("--done",
                       a.done,
                       "mark what `cairn inbox` has shown as seen; conflicts stay until decided");
        });
}

}  // namespace cairn::cli
