#pragma once
// What an operator decides. Every setting has one name, which works in three places: as a key of
// server.toml (`limits.idle_s`), as a variable of the environment (CAIRN_SERVER_LIMITS_IDLE_S) and
// after --set. Flags go before the environment, that before the file, that before what is written
// here.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/app/gate.h"
#include "server/hub/limits.h"
#include "shared/base/result.h"

namespace cairn::server {

inline constexpr std::uint16_t default_port = 7420;

// Where to listen: an address of this machine; port 0 lets the system choose.
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
    friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};
std::optional<ListenAddress> parse_listen_address(std::string_view text);
std::string to_string(const ListenAddress& address);

enum class LogForm : std::uint8_t { text, json };
enum class LogLevel : std::uint8_t { debug, info, warning, error };

struct Config {
    std::string host;  // what tickets and invites name; empty: not said yet
    std::uint16_t port = default_port;
    ListenAddress listen{.host = "0.0.0.0", .port = default_port};
    std::optional<ListenAddress> metrics = ListenAddress{.host = "127.0.0.1", .port = 7421};
    std::uint32_t network_threads = 2;
    LogForm log_form = LogForm::text;
    LogLevel log_level = LogLevel::info;
    GateLimits gate;
    HubLimits hub;
};

struct ConfigError {
    std::string sentence;  // where, which key, which value, what would do
};

// KEY and VALUE as a flag gives them.
struct Setting {
    std::string key;
    std::string value;
};

// `environment` answers for a variable's name.
struct ConfigSources {
    std::optional<std::filesystem::path> file;  // for messages
    std::string file_text;
    std::function<std::optional<std::string>(const std::string&)> environment;
    std::vector<Setting> flags;
};
[[nodiscard]] Result<Config, ConfigError> read_config(const ConfigSources& sources);

// server.toml as `init` writes it.
[[nodiscard]] std::string initial_config(const std::string& host, std::uint16_t port);
// Every key with what it means and its default, for --help and the manual.
[[nodiscard]] std::string describe_settings();

}  // namespace cairn::server
