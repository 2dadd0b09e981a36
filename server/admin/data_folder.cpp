#include "server/admin/data_folder.h"

#include "server/store/sqlite_store.h"
#include "shared/platform/file.h"

namespace cairn::server {

namespace {

AdminError error_of(const platform::FileError& error) { return {.sentence = error.sentence}; }

}  // namespace

Result<ServerSecrets, AdminError> DataFolder::init(const std::string& config_text,
                                                   Random& random) const {
    if (std::filesystem::exists(key_file()))
        return refuse(AdminError{"There is a server in " + path_.string() +
                                 " already. Start it with `cairn-server run`."});
    if (auto made = platform::make_private_folder(path_); !made)
        return refuse(error_of(made.error()));
    const SqliteStore store(store_file().string(), random);
    if (!std::filesystem::exists(config_file())) {
        auto written = platform::write_file(
            config_file(), bytes_of(config_text), platform::Privacy::owner_only);
        if (!written) return refuse(error_of(written.error()));
    }
    // The keys come last: with them the server exists.
    const ServerSecrets secrets = ServerSecrets::make(random);
    const ServerSecretBytes kept = secrets.to_secret_bytes();
    auto written = platform::write_file(key_file(), kept.view(), platform::Privacy::owner_only);
    if (!written) return refuse(error_of(written.error()));
    return secrets;
}

Result<ServerSecrets, AdminError> DataFolder::load_secrets() const {
    auto bytes = platform::read_file(key_file(), ServerSecretBytes{}.view().size());
    if (!bytes && bytes.error().missing)
        return refuse(AdminError{"There is no server in " + path_.string() +
                                 " yet. Make one with `cairn-server init --host NAME`, or name its "
                                 "folder with --data."});
    if (!bytes) return refuse(error_of(bytes.error()));
    const auto kept = ServerSecretBytes::from(*bytes);
    wipe(*bytes);
    if (!kept)
        return refuse(AdminError{key_file().string() +
                                 " is damaged: a server's keys are 64 bytes. Restore the file from "
                                 "a backup; without it clients will not take this for their "
                                 "server."});
    return ServerSecrets(*kept);
}

}  // namespace cairn::server
