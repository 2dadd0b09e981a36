#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {

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
    b.command<BundleArguments>(
        "bundle",
        "Exchange changes by a file instead of a server: on a stick, by mail",
        "  cairn bundle write plan.cairnbundle\n  cairn bundle write news.cairnbundle --for "
        "\"QA lead\"\n  cairn bundle read plan.cairnbundle",
        [](CLI::App& s, BundleArguments& a) {
            const auto action =
                [&](BundleArguments::Action what, const char* name, const char* help) {
                    CLI::App* sub = s.add_subcommand(name, help);
                    sub->callback([&a, what] { a.action = what; });
                    sub->add_option("file", a.file, "the file")->required();
                    return sub;
                };
            action(BundleArguments::Action::write,
                   "write",
                   "Write all that this laptop has into a file, sealed as on the wire")
                ->add_option("--for",
                             a.member,
                             "leave out what this member is known to have: a smaller file");
            action(BundleArguments::Action::read,
                   "read",
                   "Take what is new from such a file; reading it twice does no harm");
            s.require_subcommand(1);
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

}  // namespace cairn::cli
