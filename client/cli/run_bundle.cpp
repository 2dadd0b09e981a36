// bundle: a workspace in a file that travels by hand.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "client/cli/terminal_text.h"
#include "client/engine/bundle.h"
#include "client/engine/lookup.h"
#include "shared/platform/file.h"

namespace cairn::cli {
namespace {

constexpr std::size_t block_bytes = 256U * 1024U;

std::string size_text(std::uint64_t bytes) {
    constexpr double kib = 1024;
    const auto amount = static_cast<double>(bytes);
    if (amount < kib) return counted(bytes, "byte");
    if (amount < kib * kib) return fmt::format("{:.1f} KiB", amount / kib);
    return fmt::format("{:.1f} MiB", amount / (kib * kib));
}

Exit fail_on_disk(Context& context, const platform::FileError& error) {
    return fail(context, {engine::EngineFault::disk, error.sentence});
}

void show(Context& context, const engine::BundleRead& read) {
    context.out.object({{"records", read.records},
                        {"envelopes", read.envelopes},
                        {"known", read.known},
                        {"changes_received", read.changes},
                        {"edits_received", read.edits},
                        {"parked", read.parked},
                        {"void", read.invalid},
                        {"unproven", read.unproven},
                        {"withheld", read.withheld},
                        {"damaged", read.damaged},
                        {"absent", read.absent},
                        {"cut_short", read.cut_short},
                        {"warnings", read.warnings}});
    context.out.note(fmt::format("Read: {} received; {} of {} were here already.",
                                 counted(read.changes, "change"),
                                 read.known,
                                 counted(read.envelopes, "envelope")));
    for (const std::string& warning : read.warnings)
        context.out.note("Note: " + printable(warning));
    if (read.unproven > 0) {
        context.out.note(fmt::format("{} not taken: no device of this workspace vouches for them.",
                                     counted(read.unproven, "envelope")));
    }
    note_arrivals(context, read.withheld, read.own_branch);
}

// Nothing: the file was whole, and all that its writer had is here now.
std::optional<std::string> what_is_missing(const engine::BundleRead& read) {
    if (read.cut_short)
        return "The file was cut short. What is whole in it was taken; copy it again and read it "
               "again, and the rest comes too.";
    if (read.damaged > 0)
        return counted(read.damaged, "part") +
               " of the file could not be read. The rest was taken; ask for another copy.";
    if (read.absent > 0)
        return "What it brings follows on work of " + counted(read.absent, "device") +
               " that is not here: it waits. Ask for a bundle of everything (without --for), or "
               "sync.";
    return std::nullopt;
}

Exit write(Context& context, engine::Workspace& workspace, const BundleArguments& arguments) {
    Frontier known;
    if (!arguments.member.empty()) {
        const auto member = engine::find_member(workspace, arguments.member);
        if (!member) return fail(context, member.error());
        known = engine::known_to(workspace, *member);
    }
    if (const auto kept = is_to_be_kept(context, arguments.file)) return fail(context, *kept);
    auto file = platform::NewFile::begin(arguments.file, platform::Privacy::shared);
    if (!file) return fail_on_disk(context, file.error());
    Result<void, platform::FileError> done;
    std::uint64_t bytes = 0;
    const engine::BundleWritten written =
        engine::write_bundle(workspace, known, [&](ByteView piece) {
            done = file->write(piece);
            bytes += piece.size();
            context.out.progress("Writing ... " + size_text(bytes));
            return done.has_value();
        });
    context.out.progress("");
    if (done) done = file->finish();
    if (!done) return fail_on_disk(context, done.error());
    context.out.object({{"file", arguments.file},
                        {"records", written.records},
                        {"envelopes", written.envelopes},
                        {"bytes", written.bytes},
                        {"unsealed", written.unsealed}});
    context.out.note(
        fmt::format("Wrote {} and {}, {}, to {}. On the other laptop: cairn "
                    "bundle read FILE",
                    counted(written.envelopes, "envelope"),
                    counted(written.records, "membership record"),
                    size_text(written.bytes),
                    printable(arguments.file)));
    if (written.unsealed == 0) return Exit::ok;
    context.out.note(fmt::format(
        "{} of this laptop {} not in it: {}",
        counted(written.unsealed, "change"),
        written.unsealed == 1 ? "is" : "are",
        workspace.device() == nullptr
            ? workspace.no_keys().sentence
            : "the key of the workspace is not here yet; a member who is online hands it over."));
    return Exit::needs_person;
}

Exit read(Context& context, engine::Workspace& workspace, const BundleArguments& arguments) {
    auto file = platform::OpenFile::open(arguments.file);
    if (!file) return fail_on_disk(context, file.error());
    engine::BundleReader reader(workspace);
    std::uint64_t bytes = 0;
    for (;;) {
        const auto block = file->read(block_bytes);
        if (!block) return fail_on_disk(context, block.error());
        if (block->empty()) break;
        bytes += block->size();
        context.out.progress("Reading ... " + size_text(bytes));
        const auto fed = reader.feed(*block);
        if (!fed) return fail(context, fed.error());
    }
    const engine::BundleRead read = reader.finish();
    context.out.progress("");
    show(context, read);
    const auto missing = what_is_missing(read);
    if (!missing) return needs_person(workspace.read().counts());
    context.out.note(*missing);
    return Exit::needs_person;
}

}  // namespace

Exit run(Context& context, const BundleArguments& arguments) {
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return arguments.action == BundleArguments::Action::write
                   ? write(context, workspace, arguments)
                   : read(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
