#pragma once
// Private to this folder: what an open Replica holds.
#include "client/replica/receiver.h"
#include "client/replica/replica.h"
#include "client/replica/tables.h"
#include "shared/sqlite/migration.h"

namespace cairn::replica {

// 'CrnW', for file(1).
inline constexpr std::int32_t workspace_application_id = 0x43726e57;
[[nodiscard]] sqlite::FileKind workspace_file_kind();
[[nodiscard]] sqlite::Database open_workspace_database(const ReplicaOptions& options,
                                                       sqlite::Mode mode);

// Names of rows in `meta`.
namespace meta_name {
inline constexpr std::string_view workspace = "workspace";
inline constexpr std::string_view schema_version = "schema_version";
inline constexpr std::string_view own_right = "own_right";    // WriteRight of this device
inline constexpr std::string_view own_member = "own_member";  // zeros: not in the roster yet
inline constexpr std::string_view cursor = "cursor";
inline constexpr std::string_view checkpoint = "checkpoint";
inline constexpr std::string_view search_upto = "search_upto";  // greatest edit in the index
}  // namespace meta_name

struct Replica::State {
    State(sqlite::Database database, const ReplicaOptions& chosen, Random& random);

    // Takes in records that other processes have added.
    void refresh_roster();
    // Within a transaction; the caller refreshed the roster.
    void store_record(const Appended& appended, const StoredRecord& record);
    void store_members(const RosterView& view);
    // Parked edits, judged by a schema that has grown.
    void judge_parked_anew();
    void save_cursor(const Cursor& cursor);
    void save_order(Position end, std::span<const Hash32> order);  // within a transaction
    void write_note(const std::string& name, ByteView bytes);      // within a transaction
    [[nodiscard]] std::optional<SeenCheckpoint> checkpoint();
    SealReport seal(EnvelopeSealer& sealer);
    [[nodiscard]] AuthorRight own_right();
    // Those of `news` that the next change must name, as drafts want them.
    void add_deps(ChangeDraft& draft);

    ReplicaOptions options;
    Tables tables;
    Reader reader;
    std::optional<WriteScope> batch;  // client/replica/batch.h
    RosterView roster;
    SittingId sitting;
    std::uint64_t counter = 0;
    bool versions_retried = false;
    sqlite::LazyStatement news;
    sqlite::LazyStatement remove_news;
    sqlite::LazyStatement record_count;
    sqlite::LazyStatement records_from;
    sqlite::LazyStatement insert_record;
    sqlite::LazyStatement update_receipt;
    sqlite::LazyStatement forget_positions;
    sqlite::LazyStatement forget_order;
    sqlite::LazyStatement insert_order;
    sqlite::LazyStatement find_order;
};

}  // namespace cairn::replica
