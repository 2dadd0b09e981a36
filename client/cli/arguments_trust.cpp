#include <CLI/CLI.hpp>

#include "client/cli/command_table.h"

namespace cairn::cli {

void add_key_options(CLI::App& device, DeviceArguments& a) {
    CLI::App* lock = device.add_subcommand(
        "lock",
        "Protect this laptop's keys by a passphrase, typed unseen or in the file that "
        "CAIRN_PASSPHRASE_FILE names; again: by another one");
    lock->add_flag("--keyring", a.keyring, "keep them in the keyring of this system instead");
    lock->callback([&a] { a.action = DeviceArguments::Action::lock; });
    device.add_subcommand("unlock", "Keep the keys in a plain file again, readable by you alone")
        ->callback([&a] { a.action = DeviceArguments::Action::unlock; });
}

void add_trust_commands(Builder& b) {
    b.command<VerifyArguments>(
        "verify",
        "Compare six words with another member, to know that nobody stands between you",
        "  cairn verify \"QA lead\"\n  cairn verify \"QA lead\" --same\n  cairn verify \"QA lead\" "
        "--forget",
        [](CLI::App& s, VerifyArguments& a) {
            s.add_option("member", a.member, "a name, or the start of a member's id")->required();
            auto* same = s.add_flag("--same", a.same, "note that the words were the same");
            s.add_flag("--forget", a.forget, "take that back")->excludes(same);
        });
    b.command<RecoveryArguments>(
        "recovery",
        "Print a kit that brings you back after your laptop is lost, or list those made here",
        "  cairn recovery make\n  cairn recovery list",
        [](CLI::App& s, RecoveryArguments& a) {
            s.add_subcommand("make", "Make a kit and print it: rows to type, and a QR code")
                ->callback([&a] { a.action = RecoveryArguments::Action::make; });
            s.add_subcommand("list", "List valid kits made on this laptop")->callback([&a] {
                a.action = RecoveryArguments::Action::list;
            });
            s.require_subcommand(1);
        });
    b.command<RecoverArguments>(
        "recover",
        "Come back into a workspace on this laptop, with a printed kit",
        "  cairn recover\n  cairn recover kit.txt --as Apollo",
        [](CLI::App& s, RecoverArguments& a) {
            s.add_option("file", a.file, "a file that holds the kit (default: type it)");
            s.add_option("--as", a.workspace, "name of the workspace on this laptop");
        });
    b.command<LanArguments>(
        "lan",
        "Exchange changes with members' laptops on the local network, without a server",
        "  cairn lan\n  cairn lan 192.168.1.20\n  cairn lan ada-laptop.local:7448",
        [](CLI::App& s, LanArguments& a) {
            s.add_option("address",
                         a.addresses,
                         "HOST or HOST:PORT where `cairn lan` waits (default: wait here, and look "
                         "for others, until stopped)");
            s.add_option("--port", a.port, "port to wait at, 0 for any");
            s.add_option(
                "--timeout", a.timeout_s, "give up after so many seconds without progress");
        });
}

}  // namespace cairn::cli
