#pragma once
// The workspace file: every change held, what they add up to, and what waits to be sent. One file
// per workspace; several processes may have it open. Each verb that writes is one transaction, on
// disk when it returns (I2), and reads within it whatever others have committed before.
//
// Throws sqlite::SqliteError when the machine fails; then nothing of the verb has happened.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "client/merge/schema.h"
#include "client/replica/opener.h"
#include "client/replica/reader.h"
#include "client/replica/types.h"
#include "shared/base/random.h"
#include "shared/log/frontier.h"
#include "shared/roster/view.h"
#include "shared/sqlite/database.h"
#include "shared/wire/limits.h"
#include "shared/wire/run.h"

namespace cairn::replica {

struct ReplicaOptions {
    std::string path;                       // ":memory:" for a file that is gone with the object
    DeviceId device;                        // this installation; others' changes come by receive
    const merge::Schema* schema = nullptr;  // outlives the replica
    std::uint32_t schema_version = 1;       // of the catalog: another one judges parked edits anew
    std::int64_t busy_timeout_ms = 10'000;
    std::int64_t parked_bytes_max = limits::parked_bytes_per_device_max;  // of one device
    std::string vfs;  // for tests: a registered SQLite VFS
};

// What an author's run says the server signed for it; the signature is not checked here.
struct Stated {
    DeviceId device;
    SeenCheckpoint statement;
};

struct ReceiveReport {
    std::size_t unproven = 0;   // nobody vouches for them: not stored
    std::size_t foreign = 0;    // of another workspace: not stored
    std::size_t strangers = 0;  // of devices that no record held here names: not stored
    std::size_t known = 0;      // held already
    std::size_t applied = 0;    // counts earlier parked ones that became applicable too
    std::size_t parked = 0;     // of these arrivals, at the end
    std::size_t invalid = 0;    // void
    std::size_t changes = 0;    // applied for the first time
    std::size_t edits = 0;
    bool own_branch = false;  // this device's chain goes on elsewhere: a clone or a restored copy

    // Proven, but parked they would exceed their device's limit: not stored, and in no frontier, so
    // that the next comparison of frontiers brings them, when there is room.
    std::size_t withheld = 0;
    std::vector<DeviceId> paused;   // whose
    std::vector<DeviceId> resumed;  // were paused, and now there is room
    std::vector<Stated> stated;     // by runs applied now; one after the other only if they differ
};

struct SealReport {
    std::size_t sealed = 0;  // envelopes
    std::size_t changes = 0;
    bool key_missing = false;    // the sealer had none: what is left stays pending
    bool not_permitted = false;  // this device may write nothing now: the same
};

class Replica {
public:
    // A new file for a workspace whose first records are known (its maker's, or a joiner's after
    // the roster was pulled). Refused if the records are. The file must not exist yet.
    static Result<Replica, RosterError> create(const ReplicaOptions& options,
                                               std::span<const StoredRecord> records,
                                               Random& random);
    // Throws SqliteError, also for a file that is not a workspace's, or newer than this program.
    static Replica open(const ReplicaOptions& options, Random& random);
    Replica(Replica&&) noexcept;
    Replica& operator=(Replica&&) noexcept;
    ~Replica();

    // --- Changes of this device -------------------------------------------------------------
    // All edits or none. `wall` is what the device's clock says.
    [[nodiscard]] Result<Committed, CommitError> commit(std::span<const LocalEdit> edits,
                                                        WallTime wall);
    // Puts pending changes into envelopes of typical size and stores their bytes in the outbox:
    // from then on only those bytes leave (DESIGN 4, sealed once).
    SealReport seal_pending(EnvelopeSealer& sealer);

    // --- Everybody's envelopes --------------------------------------------------------------
    // Proves, stores, applies or parks or voids (schema/PROTOCOL.md section 6), and moves the
    // cursor, all in one transaction. In any order, any number of times. `order`: the running
    // hashes after the positions that end with the cursor's, as far as they were followed.
    ReceiveReport receive(std::span<const Arrival> arrivals,
                          const std::optional<Cursor>& cursor,
                          EnvelopeOpener& opener,
                          std::span<const Hash32> order = {});
    // Keys of these epochs have become known: tries again what waited for them.
    ReceiveReport keys_arrived(std::span<const EpochId> epochs, EnvelopeOpener& opener);
    // Takes records in order, up to the first that is refused, and tries again what waited for
    // them. Records held already are skipped, but for a receipt they lacked.
    [[nodiscard]] Result<ReceiveReport, RosterError> adopt_records(
        std::span<const StoredRecord> records, EnvelopeOpener& opener);

    // --- Sync -------------------------------------------------------------------------------
    // Envelopes that the server is not known to hold, predecessors first, up to about `bytes_max`
    // but at least one.
    [[nodiscard]] std::vector<Envelope> outbox(std::size_t bytes_max);
    // The server holds these: their positions, or none where it did not say.
    void acknowledge(std::span<const Acknowledged> envelopes);
    [[nodiscard]] Cursor cursor();
    // Another incarnation also forgets every position: all is in the outbox until acknowledged or
    // found on the server by comparing frontiers.
    void save_cursor(const Cursor& cursor);
    // After a position that was followed here, under the cursor's incarnation; else nothing.
    [[nodiscard]] std::optional<Hash32> running_at(Position position);
    // Held, with everything before it; parked and void ones included, since they are relayed.
    [[nodiscard]] Frontier frontier();
    // Envelopes that a replica with `theirs` lacks, the same way.
    [[nodiscard]] std::vector<Envelope> lacking(const Frontier& theirs, std::size_t bytes_max);
    // What these devices had when they wrote the last that is here of them, as their changes say:
    // at least that much, and their own work.
    [[nodiscard]] Frontier known_to(std::span<const DeviceId> devices);
    // What `theirs` holds is on the server; all else is not, whatever it acknowledged before: a
    // store put back from a copy forgets.
    void note_server_holds(const Frontier& theirs);
    [[nodiscard]] std::optional<Envelope> envelope(const EnvelopeHash& hash);
    // In the sense of frontier(): not while anything before it is missing.
    [[nodiscard]] bool holds(const EnvelopeHash& hash);
    // The server's last signed statement; it goes into the next runs.
    void save_checkpoint(const SeenCheckpoint& checkpoint);
    [[nodiscard]] std::optional<SeenCheckpoint> checkpoint();

    // What kinds, fields and link types are called, for people's views.
    enum class Named : std::uint8_t { kind, field, link };
    struct Name {
        Named what = Named::kind;
        std::uint32_t number = 0;
        std::string name;
    };
    void save_names(std::span<const Name> names);

    // --- Small things kept for the owner (drafts, settings, undo) ---------------------------
    void save_note(const std::string& name, ByteView bytes);  // empty: removes it
    [[nodiscard]] std::optional<Bytes> note(const std::string& name);
    // Names of notes that begin so, ascending.
    [[nodiscard]] std::vector<std::string> notes(const std::string& beginning);

    // --- Reading ----------------------------------------------------------------------------
    [[nodiscard]] const RosterView& roster();  // as of the last commit of any process
    [[nodiscard]] std::vector<StoredRecord> records(RecordIndex from, std::size_t count_max);
    [[nodiscard]] WorkspaceId workspace() const;
    [[nodiscard]] DeviceId device() const;
    [[nodiscard]] const merge::Schema& schema() const;
    [[nodiscard]] Reader& read();
    [[nodiscard]] sqlite::Database& database();

private:
    friend class Batch;
    struct State;
    explicit Replica(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// For people's own SQL, on the views of docs/SQL.md: nothing can be written through it.
[[nodiscard]] sqlite::Database open_for_queries(const std::string& path);

}  // namespace cairn::replica
