#pragma once
// Everything of a server stands in one folder, mode 0700:
//
//   server.key  its secret keys, mode 0600: whoever has them is the server
//   store.db    what it keeps (server/store)
//   server.toml its configuration
//   run.lock    held while it runs
#include <filesystem>
#include <string>

#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/identity/server.h"

namespace cairn::server {

struct AdminError {
    std::string sentence;  // what happened, and what to do
};

class DataFolder {
public:
    explicit DataFolder(std::filesystem::path path) : path_(std::move(path)) {}

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path key_file() const { return path_ / "server.key"; }
    [[nodiscard]] std::filesystem::path store_file() const { return path_ / "store.db"; }
    [[nodiscard]] std::filesystem::path config_file() const { return path_ / "server.toml"; }
    [[nodiscard]] std::filesystem::path lock_file() const { return path_ / "run.lock"; }

    // Makes the folder, keys and an empty store. Refused if there are keys already.
    [[nodiscard]] Result<ServerSecrets, AdminError> init(const std::string& config_text,
                                                         Random& random) const;
    [[nodiscard]] Result<ServerSecrets, AdminError> load_secrets() const;

private:
    std::filesystem::path path_;
};

}  // namespace cairn::server
