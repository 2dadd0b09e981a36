#pragma once
// What every command gets: where it runs, when, and where its answer goes.
#include <filesystem>
#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "client/cli/arguments.h"
#include "client/cli/output.h"
#include "client/engine/home.h"
#include "client/engine/workspace.h"
#include "shared/base/secret.h"
#include "shared/platform/keyring.h"

namespace cairn::cli {

// How a person edits a file.
struct Editor {
    // Runs until the person is done; the exit code of the program. None: no program is named, and
    // there is no terminal to run a usual one in.
    std::function<int(const std::filesystem::path&)> run = {};
    std::function<WallTime()> now = {};  // editing takes time
};

// Where a passphrase comes from: a person at a terminal, or a file.
struct PassphraseSource {
    // Refused with what to do about it.
    std::function<Result<SecretText, std::string>(const std::string& question)> ask;
    bool typed = false;  // by a person, who may mistype
};

struct Context {
    Output& out;
    engine::Home home;
    Common common;
    std::string workspace_from_environment;
    std::filesystem::path folder;  // the current one
    std::string user;              // login name
    WallTime now;
    Random& random;
    platform::Keyring& keyring;
    PassphraseSource passphrase;
    Editor editor = {};
};

// Runs the command; what the machine does wrong becomes a refusal with its reason.
Exit run(Context& context, const Command& command);

// Says the error, in JSON if that was asked for, and gives its exit code.
Exit fail(Context& context, const engine::EngineError& error);
// The command line is wrong in a way that only the command can tell.
Exit wrong_use(Context& context, const std::string& sentence);
[[nodiscard]] Exit exit_of(engine::EngineFault fault);

// The chosen workspace, open; with keys if there are any.
struct Opened {
    std::string name;
    engine::Workspace workspace;
};
Result<Opened, engine::EngineError> open_workspace(Context& context);

// Opens, runs, and reports failure.
// With --draft: the plan with the draft, and what is written goes into the draft.
Exit with_workspace(Context& context,
                    const std::function<Exit(engine::Workspace&, const std::string& name)>& run);

// The id of a change for programs; null for one that went into a draft.
[[nodiscard]] nlohmann::json change_answer(const Context& context, const ChangeId& change);

// 0, or 3 while something needs a person.
Exit needs_person(const replica::Counts& counts);

// What people should know of envelopes that came, however they came: how many found no room, and
// whether some are of a copy of this laptop.
void note_arrivals(Context& context, std::size_t withheld, bool own_branch);

// Why no answer may be written to this file: it is a workspace or another database, or stands among
// keys. Whatever else is there is replaced.
[[nodiscard]] std::optional<engine::EngineError> is_to_be_kept(Context& context,
                                                               const std::filesystem::path& file);

// "1 item", "2 items".
[[nodiscard]] std::string counted(std::uint64_t count, const std::string& what);

Exit run(Context& context, const InitArguments& arguments);
Exit run(Context& context, const WorkspacesArguments& arguments);
Exit run(Context& context, const ImportArguments& arguments);
Exit run(Context& context, const ExportArguments& arguments);
Exit run(Context& context, const QueryArguments& arguments);
Exit run(Context& context, const BundleArguments& arguments);
Exit run(Context& context, const ServerArguments& arguments);
Exit run(Context& context, const DoctorArguments& arguments);
Exit run(Context& context, const ShowArguments& arguments);
Exit run(Context& context, const LsArguments& arguments);
Exit run(Context& context, const ViewArguments& arguments);
Exit run(Context& context, const TemplatesArguments& arguments);
Exit run(Context& context, const RecordsArguments& arguments);
Exit run(Context& context, const BoardArguments& arguments);
Exit run(Context& context, const RoadmapArguments& arguments);
Exit run(Context& context, const RadarArguments& arguments);
Exit run(Context& context, const CutLineArguments& arguments);
Exit run(Context& context, const ReportArguments& arguments);
Exit run(Context& context, const ApproveArguments& arguments);
Exit run(Context& context, const ApprovalsArguments& arguments);
Exit run(Context& context, const TreeArguments& arguments);
Exit run(Context& context, const SearchArguments& arguments);
Exit run(Context& context, const LogArguments& arguments);
Exit run(Context& context, const DiffArguments& arguments);
Exit run(Context& context, const MarksArguments& arguments);
Exit run(Context& context, const ScheduleArguments& arguments);
Exit run(Context& context, const CriticalArguments& arguments);
Exit run(Context& context, const WhyArguments& arguments);
Exit run(Context& context, const BaselineArguments& arguments);
Exit run(Context& context, const AgreementArguments& arguments);
Exit run(Context& context, const AgreementsArguments& arguments);
Exit run(Context& context, const StatusArguments& arguments);
Exit run(Context& context, const ConflictsArguments& arguments);
Exit run(Context& context, const ResolveArguments& arguments);
Exit run(Context& context, const NewArguments& arguments);
Exit run(Context& context, const SetArguments& arguments);
// With --where or --dry-run.
Exit set_many(Context& context, const SetArguments& arguments);
Exit run(Context& context, const EditArguments& arguments);
Exit run(Context& context, const BlameArguments& arguments);
Exit run(Context& context, const UnsetArguments& arguments);
Exit run(Context& context, const ElementsArguments& arguments);
Exit run(Context& context, const LinkArguments& arguments);
Exit run(Context& context, const MoveArguments& arguments);
Exit run(Context& context, const TrashArguments& arguments);
Exit run(Context& context, const RestoreArguments& arguments);
Exit run(Context& context, const UndoArguments& arguments);
Exit run(Context& context, const RedoArguments& arguments);
Exit run(Context& context, const CommentArguments& arguments);
Exit run(Context& context, const InboxArguments& arguments);
Exit run(Context& context, const DraftArguments& arguments);
// Takes back the last step of the draft of --draft.
Exit undo_in_draft(Context& context);
Exit run(Context& context, const SyncArguments& arguments);
Exit run(Context& context, const InviteArguments& arguments);
Exit run(Context& context, const JoinArguments& arguments);
Exit run(Context& context, const MembersArguments& arguments);
Exit run(Context& context, const DeviceArguments& arguments);
Exit run(Context& context, const VerifyArguments& arguments);
Exit run(Context& context, const RecoveryArguments& arguments);
Exit run(Context& context, const RecoverArguments& arguments);
Exit run(Context& context, const LanArguments& arguments);
Exit run(Context& context, const RotateArguments& arguments);

}  // namespace cairn::cli
