#include "shared/sqlite/migration.h"

#include <sqlite3.h>

#include "shared/sqlite/transaction.h"

namespace cairn::sqlite {
namespace {

std::int64_t version_of(Database& database, const FileKind& kind) {
    const std::int64_t version = database.integer("PRAGMA user_version");
    const std::int64_t application = database.integer("PRAGMA application_id");
    const bool empty = database.integer("SELECT count(*) FROM sqlite_schema") == 0;
    if (application != kind.application_id && !(empty && application == 0 && version == 0))
        throw SqliteError(Failure::not_ours,
                          SQLITE_NOTADB,
                          database.path() + " is not " + std::string(kind.name));
    if (version > static_cast<std::int64_t>(kind.steps.size()))
        throw SqliteError(Failure::newer,
                          SQLITE_NOTADB,
                          database.path() + " was written by a newer version of Cairn (format " +
                              std::to_string(version) + ", this one knows up to " +
                              std::to_string(kind.steps.size()) + "): update this program");
    return version;
}

}  // namespace

void migrate(Database& database, const FileKind& kind) {
    while (version_of(database, kind) < static_cast<std::int64_t>(kind.steps.size())) {
        Transaction transaction(database);
        // Again, under the lock: another process may just have done it.
        const std::int64_t version = version_of(database, kind);
        if (version == static_cast<std::int64_t>(kind.steps.size())) return;
        database.execute(std::string(kind.steps[static_cast<std::size_t>(version)]));
        database.execute("PRAGMA user_version=" + std::to_string(version + 1));
        database.execute("PRAGMA application_id=" + std::to_string(kind.application_id));
        transaction.commit();
    }
}

void check_version(Database& database, const FileKind& kind) {
    if (version_of(database, kind) < static_cast<std::int64_t>(kind.steps.size()))
        throw SqliteError(Failure::not_ours,
                          SQLITE_NOTADB,
                          database.path() + " has an older format: open it for writing once");
}

}  // namespace cairn::sqlite
