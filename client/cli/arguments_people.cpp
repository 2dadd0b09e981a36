#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {

namespace {

constexpr const char* cut_help =
    "go on with what is here, though the server may hold more of their work";

void add_member_options(CLI::App& s, MembersArguments& a) {
    using Action = MembersArguments::Action;
    s.add_flag("--all", a.all, "list those who were removed, too");
    const auto act = [&](const char* name, const char* what, Action action) {
        CLI::App* sub = s.add_subcommand(name, what);
        sub->callback([&a, action] { a.action = action; });
        return sub;
    };
    const auto of_member = [&](CLI::App* sub) {
        sub->add_option("member", a.who, "a name, or the start of a member's id")->required();
        return sub;
    };
    CLI::App* role = of_member(act("role", "Give a member another role", Action::role));
    role->add_option("role", a.role, "owner, admin, editor, commenter or reader")
        ->required()
        ->check(CLI::IsMember({"owner", "admin", "editor", "commenter", "reader"}));
    role->add_flag("--cut", a.cut, cut_help);
    of_member(act("remove", "Remove a member with all their devices", Action::remove))
        ->add_flag("--cut", a.cut, cut_help);
    of_member(act("keep",
                  "Let what somebody wrote before they lost the right to count after all",
                  Action::keep));
    act("withdraw", "Take back a request that waits to be sent", Action::withdraw)
        ->add_option("request", a.request, "its number, from `cairn status`")
        ->required();
}

void add_device_options(CLI::App& s, DeviceArguments& a) {
    using Action = DeviceArguments::Action;
    s.add_subcommand("list", "List everybody's devices")->callback([&a] {
        a.action = Action::list;
    });
    CLI::App* add = s.add_subcommand("add", "Make a line that lets a further laptop of yours in");
    add->add_option("--expires", a.expires, "when it ends: +7d, 2027-03-01");
    add->add_flag(
        "--unattended", a.unattended, "let it read at once, even while every member is away");
    add->add_flag("--qr", a.qr, "show a QR code, too");
    add->callback([&a] { a.action = Action::add; });
    CLI::App* revoke =
        s.add_subcommand("revoke", "Shut a lost laptop out, with those that came through it");
    revoke->add_option("device", a.device, "start of its id, from `cairn device list`")->required();
    one_each(revoke->add_option("--keep", a.keep, "a device that came through it, and stays"));
    revoke->add_flag("--cut", a.cut, cut_help);
    revoke->callback([&a] { a.action = Action::revoke; });
    add_key_options(s, a);
}

void add_server_options(CLI::App& s, ServerArguments& a) {
    CLI::App* line = s.add_subcommand(
        "line", "As an owner: sign where it is, for the others to take with `use`");
    line->add_flag("--qr", a.qr, "show a QR code, too");
    line->callback([&a] { a.action = ServerArguments::Action::line; });
    CLI::App* use = s.add_subcommand("use", "Look where an owner's line says it is");
    use->add_option("line", a.text, "a line from `cairn server line`")->required();
    use->callback([&a] { a.action = ServerArguments::Action::use; });
    CLI::App* move = s.add_subcommand("move", "Look for the same server at another address");
    move->add_option("address", a.text, "HOST:PORT")->required();
    move->callback([&a] { a.action = ServerArguments::Action::move; });
}

}  // namespace

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
    b.command<ServerArguments>(
        "server",
        "Show where the workspace's server is, or say where it went",
        "  cairn server\n  cairn server move plan.example.org:7447\n  cairn server line --qr\n  "
        "cairn server use cairn-server:...",
        add_server_options);
    b.command<MembersArguments>(
        "members",
        "List members, change their roles, remove them",
        "  cairn members\n  cairn members role \"QA lead\" admin\n  cairn members remove Ben\n"
        "  cairn members keep Ben\n  cairn members withdraw 2",
        add_member_options);
    b.command<DeviceArguments>("device",
                               "Show this laptop's identity, protect its keys, revoke a lost one",
                               "  cairn device\n  cairn device list\n  cairn device add --qr\n"
                               "  cairn device revoke 7hq --keep 3fd\n  cairn device lock\n"
                               "  cairn device lock --keyring\n  cairn device unlock",
                               add_device_options);
    b.command<RotateArguments>("rotate",
                               "Change the key under which everything new is sealed",
                               "  cairn rotate",
                               [](CLI::App&, RotateArguments&) {});
}

}  // namespace cairn::cli
