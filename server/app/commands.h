#pragma once
// What each command does, besides `run`. Answers go to standard output, complaints to standard
// error.
#include <functional>
#include <optional>
#include <string>

#include "server/admin/data_folder.h"
#include "server/app/arguments.h"
#include "shared/base/random.h"
#include "shared/base/time.h"
#include "shared/platform/file.h"

namespace cairn::server {

struct Context {
    DataFolder folder;
    std::optional<std::filesystem::path> config;
    bool json = false;
    std::function<std::optional<std::string>(const std::string&)> environment;
    Random& random;
    WallTime now;
    std::function<void(const std::string&)> say;       // a line on standard output
    std::function<void(const std::string&)> complain;  // a line on standard error
};

// From the file, the environment and `flags`.
[[nodiscard]] Result<Config, ConfigError> load_config(const Context& context,
                                                      std::vector<Setting> flags);

[[nodiscard]] Exit execute(const Context& context, const InitArguments& arguments);
[[nodiscard]] Exit execute(const Context& context, const TicketArguments& arguments);
[[nodiscard]] Exit execute(const Context& context, const WorkspacesArguments& arguments);
[[nodiscard]] Exit execute(const Context& context, const CheckArguments& arguments);
[[nodiscard]] Exit execute(const Context& context, const StatsArguments& arguments);
[[nodiscard]] Exit execute(const Context& context, const BackupArguments& arguments);
[[nodiscard]] Exit execute(const Context& context, const RestoredArguments& arguments);

// Held while a server runs on the folder; nothing while another one does.
[[nodiscard]] std::optional<platform::FileLock> lock_folder(const Context& context);

}  // namespace cairn::server
