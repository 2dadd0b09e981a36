#include "client/cli/context.h"

#include <algorithm>
#include <new>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/device_keys.h"
#include "client/cli/terminal_text.h"
#include "client/engine/draft_session.h"
#include "client/engine/sqlite_fault.h"
#include "shared/platform/file.h"

namespace cairn::cli {

namespace {

// Sentences that were made to stand within others begin small and have no full stop. A first word
// that is more than small letters is a name, such as that of a file, and stays as it is.
std::string as_sentence(std::string text) {
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto end = std::find_if_not(text.begin(), text.end(), is_small);
    const bool plain = end == text.end() || *end == ' ' || *end == ',';
    if (plain && end != text.begin()) text.front() = static_cast<char>(text.front() - 'a' + 'A');
    if (!text.empty() && std::string_view(".!?:").find(text.back()) == std::string_view::npos)
        text += '.';
    return text;
}

}  // namespace

Exit exit_of(engine::EngineFault fault) {
    switch (fault) {
        case engine::EngineFault::no_network:
            return Exit::no_network;
        case engine::EngineFault::wrong_use:
            return Exit::wrong_use;
        case engine::EngineFault::unseen_conflict:
            return Exit::needs_person;
        default:
            return Exit::refused;
    }
}

Exit fail(Context& context, const engine::EngineError& error) {
    const std::string sentence = as_sentence(error.sentence);
    if (context.out.json()) {
        const nlohmann::json answer = {
            {"error", {{"code", engine::name_of(error.fault)}, {"message", sentence}}}};
        context.out.object(answer);
    } else {
        context.out.error(sentence);
    }
    return exit_of(error.fault);
}

Exit wrong_use(Context& context, const std::string& sentence) {
    return fail(context, {engine::EngineFault::wrong_use, sentence});
}

namespace {

template <class... Arguments>
bool is_one_of(const Command& command) {
    return (std::holds_alternative<Arguments>(command) || ...);
}

// They are about the workspace, its people or its file, not about what stands in the plan.
bool takes_no_draft(const Command& command) {
    return is_one_of<InitArguments,
                     WorkspacesArguments,
                     DoctorArguments,
                     RedoArguments,
                     DraftArguments,
                     InboxArguments,
                     SyncArguments,
                     InviteArguments,
                     JoinArguments,
                     ServerArguments,
                     MembersArguments,
                     VerifyArguments,
                     RecoveryArguments,
                     RecoverArguments,
                     LanArguments,
                     DeviceArguments,
                     RotateArguments>(command);
}

// Whatever was being answered is not said any more.
Exit stop(Context& context, const engine::EngineError& error) {
    context.out.discard();
    return fail(context, error);
}

}  // namespace

Exit run(Context& context, const Command& command) try {
    if (!context.common.draft.empty() && takes_no_draft(command)) {
        return wrong_use(context,
                         "This command does not take --draft: that is for commands that read or "
                         "edit the plan.");
    }
    const auto chosen = [&](const auto& arguments) { return run(context, arguments); };
    const Exit exit = std::visit(chosen, command);
    if (context.out.finish()) return exit;
    context.out.error("The answer could not be written: is the disk full?");
    return Exit::refused;
} catch (const sqlite::SqliteError& error) {
    return stop(context, engine::from_sqlite(error));
} catch (const std::filesystem::filesystem_error& error) {
    return stop(context, {engine::EngineFault::disk, error.what()});
} catch (const std::length_error& error) {
    return stop(context, {engine::EngineFault::too_large, error.what()});
} catch (const std::bad_alloc&) {
    return stop(context, {engine::EngineFault::disk, "There is not enough memory for this"});
}

std::string counted(std::uint64_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

Result<Opened, engine::EngineError> open_workspace(Context& context) {
    const auto name = context.home.choose(
        context.common.workspace, context.workspace_from_environment, context.folder);
    if (!name) return refuse(name.error());
    const auto keys = load_device(context, *name);
    // Somebody is there and meant to open them: half a command would help nobody.
    if (!keys && keys.error().fault == engine::EngineFault::wrong_passphrase)
        return refuse(keys.error());
    auto workspace = engine::Workspace::open({context.home.file_of(*name).string(), {}},
                                             keys ? std::optional(*keys) : std::nullopt,
                                             context.random);
    if (!workspace) return refuse(workspace.error());
    if (!keys) workspace->without_keys_because(keys.error());
    workspace->heed_shown_conflicts();
    return Opened{*name, std::move(*workspace)};
}

namespace {

using InWorkspace = std::function<Exit(engine::Workspace&, const std::string&)>;

Exit run_in(Context& context,
            Opened& opened,
            engine::DraftSession& session,
            const InWorkspace& run) {
    const Exit exit = run(opened.workspace, opened.name);
    if (exit != Exit::ok && exit != Exit::needs_person) return exit;
    const auto kept = session.keep(context.now);
    if (!kept) {
        context.out.discard();
        return fail(context, kept.error());
    }
    if (*kept > 0) {
        context.out.note(fmt::format("In the draft \"{}\", which nobody else sees: {}.",
                                     printable(context.common.draft),
                                     counted(session.draft().edits.size(), "edit")));
    }
    return exit;
}

// The answer waits for the end of the session, which keeps others from writing.
Exit in_draft(Context& context, Opened& opened, const InWorkspace& run) {
    context.out.hold();
    Exit exit = Exit::ok;
    {
        auto session =
            engine::DraftSession::enter(opened.workspace, context.common.draft, context.now);
        exit = session ? run_in(context, opened, **session, run) : fail(context, session.error());
    }
    context.out.release();
    return exit;
}

}  // namespace

Exit with_workspace(Context& context,
                    const std::function<Exit(engine::Workspace&, const std::string&)>& run) {
    auto opened = open_workspace(context);
    if (!opened) return fail(context, opened.error());
    if (context.common.draft.empty()) return run(opened->workspace, opened->name);
    return in_draft(context, *opened, run);
}

nlohmann::json change_answer(const Context& context, const ChangeId& change) {
    if (!context.common.draft.empty()) return nullptr;
    return to_base32(change.view());
}

void note_arrivals(Context& context, std::size_t withheld, bool own_branch) {
    if (withheld > 0) {
        context.out.note(
            fmt::format("{} found no room beside what waits here already; `cairn status` says why.",
                        counted(withheld, "envelope")));
    }
    if (own_branch) {
        context.out.note(
            "This laptop's history goes on elsewhere: a copy of it is in use. Nothing is lost.");
    }
}

namespace {

bool is_database(const std::filesystem::path& file) {
    constexpr std::string_view magic = "SQLite format 3";
    auto opened = platform::OpenFile::open(file);
    if (!opened) return false;
    const auto start = opened->read(magic.size());
    return start && text_of(*start) == magic;
}

// Of a database: its log holds what was acknowledged and is not yet in the file itself.
bool stands_beside_database(const std::string& file) {
    for (const std::string_view ending : {"-wal", "-shm", "-journal", "-lock"})
        if (file.ends_with(ending) && is_database(file.substr(0, file.size() - ending.size())))
            return true;
    return false;
}

}  // namespace

std::optional<engine::EngineError> is_to_be_kept(Context& context,
                                                 const std::filesystem::path& file) {
    std::error_code failed;
    const auto whole = std::filesystem::weakly_canonical(file, failed);
    const auto keys = std::filesystem::weakly_canonical(context.home.folder() / "keys", failed);
    const auto [end, at] = std::mismatch(keys.begin(), keys.end(), whole.begin(), whole.end());
    const bool among_keys = end == keys.end();
    if (!among_keys && !is_database(file) && !stands_beside_database(file.string()))
        return std::nullopt;
    return engine::EngineError{engine::EngineFault::wrong_value,
                               "'" + file.string() +
                                   "' is a workspace, or stands among the keys of one, and would "
                                   "be lost. Choose another file."};
}

Exit needs_person(const replica::Counts& counts) {
    const bool waits =
        counts.conflicts > 0 || counts.parked_envelopes > 0 || counts.parked_edits > 0;
    return waits ? Exit::needs_person : Exit::ok;
}

}  // namespace cairn::cli
