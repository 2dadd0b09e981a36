#pragma once
// Where workspaces live on this laptop. Plans are application files; keys stand in a folder of
// their own, so that a copied plan carries no key.
//
//   HOME/NAME.cairn          the plan (SQLite)
//   HOME/keys/NAME.key       this device's secrets (client/keys/key_store.h)
//   HOME/keys/NAME.watch     held while a process watches the server
//   FOLDER/.cairn-workspace  one line, NAME: chosen for FOLDER and all below it
#include <filesystem>
#include <string>
#include <vector>

#include "client/engine/fault.h"
#include "shared/base/result.h"

namespace cairn::engine {

class Home {
public:
    explicit Home(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::vector<std::string> workspaces() const;  // names, ascending
    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] bool has_keys(const std::string& name) const;
    [[nodiscard]] std::filesystem::path file_of(const std::string& name) const;
    [[nodiscard]] std::filesystem::path keys_of(const std::string& name) const;
    [[nodiscard]] std::filesystem::path watch_lock_of(const std::string& name) const;

    // 1 to 64 letters, digits, spaces, '-', '_' and '.', not beginning with '.'; any script, no
    // path separator.
    static Result<void, EngineError> check_name(const std::string& name);

    // `asked` (may be empty), else `from_environment`, else the nearest .cairn-workspace at or
    // above `folder`, else the only workspace there is.
    [[nodiscard]] Result<std::string, EngineError> choose(
        const std::string& asked,
        const std::string& from_environment,
        const std::filesystem::path& folder) const;
    static Result<void, EngineError> bind_folder(const std::filesystem::path& folder,
                                                 const std::string& name);

private:
    std::filesystem::path folder_;
};

}  // namespace cairn::engine
