#pragma once
// One workspace at work: its file, this device's keys, and the people in it. Commands
// (client/engine/*_commands.h) build on it; sync (sync_driver.h) drives it.
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "client/engine/fault.h"
#include "client/plan/text_input.h"
#include "client/replica/replica.h"
#include "shared/identity/device.h"
#include "shared/roster/key_ring.h"
#include "shared/wire/limits.h"

namespace cairn::engine {

struct WorkspaceFile {
    std::string path;
    std::string vfs;  // for tests; empty: the system's
    std::int64_t parked_bytes_max = limits::parked_bytes_per_device_max;
};

class Workspace final {
public:
    // A new workspace on this device alone: no network is needed. The caller has the keys on disk
    // before it calls, so a file without keys cannot come to be.
    static Result<Workspace, EngineError> make(const WorkspaceFile& file,
                                               DeviceSecrets device,
                                               const std::string& owner,
                                               Random& random,
                                               WallTime now);
    // What a joiner begins with: the roster up to and with the record that lets it in.
    static Result<Workspace, EngineError> begin_joined(
        const WorkspaceFile& file,
        DeviceSecrets device,
        std::span<const replica::StoredRecord> roster,
        const std::string& name,
        Random& random);
    // Without keys, or with those of a device that is not in the roster, the plan can be read and
    // searched, and that is all.
    static Result<Workspace, EngineError> open(const WorkspaceFile& file,
                                               std::optional<DeviceSecrets> device,
                                               Random& random);
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;
    ~Workspace();

    [[nodiscard]] replica::Replica& replica();
    [[nodiscard]] replica::Reader& read();
    [[nodiscard]] const RosterView& roster();
    [[nodiscard]] WorkspaceId id() const;
    [[nodiscard]] const DeviceSecrets* device() const;  // null without keys
    [[nodiscard]] EngineError no_keys() const;          // why device() is null
    void without_keys_because(EngineError why);         // what the caller knows of that
    [[nodiscard]] std::optional<MemberId> me();
    // This device was revoked, or its member removed: nothing can be written any more.
    [[nodiscard]] bool is_removed();
    [[nodiscard]] EngineError removed() const;
    [[nodiscard]] Random& random();

    // Keys that this device can open, as of the roster now.
    [[nodiscard]] const KeyRing& keys();
    // A joiner's first keys, through an unattended invite.
    void learn_through(const InviteKeys& invite);

    // One action of a person. On disk when it returns (I2).
    Result<replica::Committed, EngineError> commit(std::span<const replica::LocalEdit> edits,
                                                   WallTime now);
    // Is told of every commit that was not refused; an empty one ends that.
    using CommitWatcher =
        std::function<void(std::span<const replica::LocalEdit>, const replica::Committed&)>;
    void watch_commits(CommitWatcher watcher);
    // Edits from this one on are a draft's, which only its author sees; none without a draft.
    void mark_draft(std::optional<replica::EditRow> first);
    [[nodiscard]] bool is_of_draft(replica::EditRow edit) const;
    [[nodiscard]] bool shows_draft() const;  // false while the draft is empty

    // For a program whose commands follow one another without a form that stays open: from now on a
    // change that decides a conflict is refused unless that was shown as it stands
    // (client/engine/shown_conflicts.h).
    void heed_shown_conflicts();
    [[nodiscard]] bool heeds_shown_conflicts() const;

    // Tries again what waits for keys that are here: a process that ended right after it had
    // adopted a record could leave that undone.
    void retry_with_keys();

    // What sync does with what arrives.
    Result<replica::ReceiveReport, EngineError> adopt_records(
        std::span<const replica::StoredRecord> records);
    replica::ReceiveReport receive(std::span<const replica::Arrival> arrivals,
                                   const std::optional<replica::Cursor>& cursor,
                                   std::span<const Hash32> order = {});
    // Seals what is pending, as far as there is a key.
    replica::SealReport seal_pending();

    // Names for people: never empty.
    [[nodiscard]] std::string name_of(const MemberId& member);
    [[nodiscard]] std::string name_of(const DeviceId& device);
    [[nodiscard]] std::optional<std::string> wanted_name();  // to be sealed into the roster
    // The item that stands for a member: owners and mentions name it.
    [[nodiscard]] ItemId person_of(const MemberId& member) const;

private:
    struct State;
    void take_note(const replica::ReceiveReport& got);
    explicit Workspace(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace cairn::engine
