#include "server/admin/backup.h"

#include "shared/platform/file.h"
#include "shared/sqlite/database.h"
#include "shared/sqlite/statement.h"
#include "shared/sqlite/transaction.h"

namespace cairn::server {
namespace {

constexpr std::size_t config_bytes_max = 1024 * 1024;

sqlite::OpenOptions existing() {
    sqlite::OpenOptions options;
    options.mode = sqlite::Mode::existing;
    return options;
}

Result<void, platform::FileError> copy_small(const std::filesystem::path& from,
                                             const std::filesystem::path& to) {
    auto bytes = platform::read_file(from, config_bytes_max);
    if (!bytes) return refuse(bytes.error());
    auto written = platform::write_file(to, *bytes, platform::Privacy::owner_only);
    wipe(*bytes);
    return written;
}

void forget_incarnation(const std::filesystem::path& store) {
    sqlite::Database copied(store.string(), existing());
    {
        sqlite::Transaction transaction(copied);
        copied.execute("DELETE FROM meta WHERE key = 'incarnation'");
        copied.execute("UPDATE workspace SET settled = 0");
        transaction.commit();
    }
    // SQLite does not sync what VACUUM INTO wrote; a whole checkpoint syncs the file.
    copied.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

// Under another name until it is whole.
Result<void, platform::FileError> copy_store(const std::filesystem::path& from,
                                             const std::filesystem::path& to) {
    const std::filesystem::path parts = to.string() + ".part";
    // Nobody else may read the copy, from its first byte; SQLite takes an empty file.
    if (auto made = platform::write_file(parts, {}, platform::Privacy::owner_only); !made)
        return made;
    {
        sqlite::Database source(from.string(), existing());
        const std::string target = parts.string();
        sqlite::Statement(source, "VACUUM INTO ?").run(target);
    }
    forget_incarnation(parts);
    for (const char* rest : {"-wal", "-shm", "-lock"})
        std::filesystem::remove(parts.string() + rest);
    std::filesystem::rename(parts, to);
    return {};
}

}  // namespace

Result<void, AdminError> back_up(const DataFolder& from, const DataFolder& to) {
    if (!std::filesystem::exists(from.key_file()) || !std::filesystem::exists(from.store_file()))
        return refuse(AdminError{"There is no server in " + from.path().string() + " to copy."});
    if (std::filesystem::exists(to.path()) && !std::filesystem::is_empty(to.path()))
        return refuse(AdminError{to.path().string() + " is not empty; name a new folder."});
    auto done = platform::make_private_folder(to.path());
    if (done) done = copy_store(from.store_file(), to.store_file());
    if (done && std::filesystem::exists(from.config_file()))
        done = copy_small(from.config_file(), to.config_file());
    // The keys come last: a folder without them is no server.
    if (done) done = copy_small(from.key_file(), to.key_file());
    if (!done) return refuse(AdminError{done.error().sentence});
    return {};
}

}  // namespace cairn::server
