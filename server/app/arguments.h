#pragma once
// The command line, as values.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/app/config.h"

namespace cairn::server {

enum class Exit : std::uint8_t { ok = 0, refused = 1, wrong_use = 2 };

struct InitArguments {
    std::string host;
    std::uint16_t port = default_port;
};
struct RunArguments {
    std::vector<Setting> settings;  // in the order given
};
struct TicketArguments {
    std::string label;
    bool list = false;
    std::optional<std::uint64_t> close;
};
struct WorkspacesArguments {};
struct CheckArguments {};
struct StatsArguments {};
struct BackupArguments {
    std::filesystem::path to;
};
struct RestoredArguments {};
using Command = std::variant<InitArguments,
                             RunArguments,
                             TicketArguments,
                             WorkspacesArguments,
                             CheckArguments,
                             StatsArguments,
                             BackupArguments,
                             RestoredArguments>;

struct Invocation {
    std::filesystem::path data;
    std::optional<std::filesystem::path> config;
    bool json = false;
    Command command;
};

// Help or a complaint was printed already: only the exit code is left. `default_data` is where the
// data are unless --data names another folder.
using Parsed = std::variant<Invocation, Exit>;
[[nodiscard]] Parsed parse_arguments(int argc,
                                     const char* const* argv,
                                     const std::filesystem::path& default_data);

}  // namespace cairn::server
