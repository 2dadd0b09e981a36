#include "server/app/config.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "shared/net/address.h"
#include "shared/roster/invite_line.h"

namespace cairn::server {
namespace {

constexpr std::uint64_t mib = limits::mib;

// Takes a text; false if the text is none of what `wants` says.
using Take = std::function<bool(Config&, const std::string&)>;

struct Known {
    const char* key;
    const char* what;
    std::string wants;
    std::string by_default;
    Take take;
};

template <class Number>
std::optional<Number> parse_number(const std::string& text, Number least, Number most) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < least || number > most) return std::nullopt;
    return number;
}

// A whole number times `unit`.
template <class Member>
Known number(const char* key,
             const char* what,
             Member member,
             std::uint64_t least,
             std::uint64_t most,
             std::uint64_t unit = 1) {
    Config defaults;
    auto& value = member(defaults);
    using Number = std::remove_reference_t<decltype(value)>;
    const auto take = [=](Config& config, const std::string& text) {
        const auto parsed = parse_number<std::uint64_t>(text, least, most);
        if (parsed) member(config) = static_cast<Number>(*parsed * unit);
        return parsed.has_value();
    };
    return {key,
            what,
            fmt::format("a whole number from {} to {}", least, most),
            fmt::format("{}", static_cast<std::uint64_t>(value) / unit),
            take};
}

bool take_host(Config& config, const std::string& text) {
    if (!is_host(text)) return false;
    config.host = text;
    return true;
}

bool take_listen(Config& config, const std::string& text) {
    const auto address = parse_listen_address(text);
    if (address) config.listen = *address;
    return address.has_value();
}

bool take_metrics(Config& config, const std::string& text) {
    if (text == "off") return config.metrics.reset(), true;
    const auto address = parse_listen_address(text);
    if (address) config.metrics = *address;
    return address.has_value();
}

bool take_log_form(Config& config, const std::string& text) {
    if (text != "text" && text != "json") return false;
    config.log_form = text == "json" ? LogForm::json : LogForm::text;
    return true;
}

bool take_log_level(Config& config, const std::string& text) {
    const std::vector<std::string> levels{"debug", "info", "warning", "error"};
    const auto found = std::find(levels.begin(), levels.end(), text);
    if (found == levels.end()) return false;
    config.log_level = static_cast<LogLevel>(found - levels.begin());
    return true;
}

bool take_returning(Config& config, const std::string& text) {
    if (text != "true" && text != "false") return false;
    config.hub.accept_known_workspaces = text == "true";
    return true;
}

std::vector<Known> basic_settings() {
    const char* listen_form = "HOST:PORT, such as 0.0.0.0:7420 or [::]:7420";
    return {
        {"host",
         "what clients connect to; stands in tickets and invites",
         "a host name or address",
         "none",
         take_host},
        number(
            "port",
            "the port that stands in tickets and invites",
            [](Config & c) -> auto& { return c.port; },
            1,
            65'535),
        {"listen",
         "where this server listens",
         listen_form,
         to_string(Config{}.listen),
         take_listen},
        {"metrics",
         "where /healthz and /metrics are served; for operators only",
         std::string(listen_form) + ", or off",
         to_string(*Config{}.metrics),
         take_metrics},
        number(
            "network_threads",
            "threads that carry connections and check signatures",
            [](Config & c) -> auto& { return c.network_threads; },
            1,
            64),
        {"log.form",
         "how the log on standard error is written",
         "text or json",
         "text",
         take_log_form},
        {"log.level",
         "the least that is logged",
         "debug, info, warning or error",
         "info",
         take_log_level},
    };
}

std::vector<Known> connection_settings() {
    return {
        number(
            "limits.connections",
            "connections at once",
            [](Config & c) -> auto& { return c.gate.connections_max; },
            1,
            1'000'000),
        number(
            "limits.connections_per_address",
            "of one IPv4 address or IPv6 /64",
            [](Config & c) -> auto& { return c.gate.per_address_max; },
            1,
            1'000'000),
        number(
            "limits.strangers",
            "connections that are not yet those of a device in a membership list here",
            [](Config & c) -> auto& { return c.gate.strangers_max; },
            1,
            1'000'000),
        number(
            "limits.strangers_per_address",
            "the same, of one address",
            [](Config & c) -> auto& { return c.gate.strangers_per_address_max; },
            1,
            1'000'000),
        number(
            "limits.attempts_per_minute",
            "connections of one address that end without showing a member",
            [](Config & c) -> auto& { return c.gate.attempts_per_minute; },
            1,
            60'000),
        number(
            "limits.connections_per_workspace",
            "devices of one workspace at once",
            [](Config & c) -> auto& { return c.hub.sessions_per_workspace_max; },
            1,
            100'000),
        number(
            "limits.connections_per_device",
            "of one device to one workspace; a further one is refused",
            [](Config & c) -> auto& { return c.hub.sessions_per_device_max; },
            1,
            1'000),
        number(
            "limits.idle_s",
            "seconds of silence before a connection is closed",
            [](Config & c) -> auto& { return c.hub.idle_ms_max; },
            30,
            86'400,
            1'000),
    };
}

std::vector<Known> quota_settings() {
    return {
        number(
            "limits.workspace_mib",
            "envelopes of one workspace",
            [](Config & c) -> auto& { return c.hub.workspace_bytes_max; },
            1,
            1 << 24,
            mib),
        number(
            "limits.device_guaranteed_mib",
            "what a device may store of its own even in a full workspace",
            [](Config & c) -> auto& { return c.hub.device_bytes_guaranteed; },
            0,
            1 << 20,
            mib),
        number(
            "limits.roster_mib",
            "membership records of one workspace",
            [](Config & c) -> auto& { return c.hub.roster_bytes_max; },
            1,
            1 << 16,
            mib),
        number(
            "limits.envelope_mib",
            "one envelope",
            [](Config & c) -> auto& { return c.hub.envelope_bytes_max; },
            1,
            12,
            mib),
        {"accept_known_workspaces",
         "take a workspace back without a ticket when its records carry this server's receipts",
         "true or false",
         "true",
         take_returning},
    };
}

const std::vector<Known>& all_settings() {
    static const std::vector<Known> settings = [] {
        std::vector<Known> all = basic_settings();
        for (auto& one : connection_settings()) all.push_back(std::move(one));
        for (auto& one : quota_settings()) all.push_back(std::move(one));
        return all;
    }();
    return settings;
}

const Known* find_setting(std::string_view key) {
    const auto& all = all_settings();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Known& known) { return known.key == key; });
    return found == all.end() ? nullptr : &*found;
}

Result<void, ConfigError> take(Config& config, const Setting& setting, const std::string& where) {
    const Known* known = find_setting(setting.key);
    if (known == nullptr) {
        return refuse(ConfigError{
            fmt::format("{}: there is no setting `{}`. `cairn-server run --help` lists them.",
                        where,
                        setting.key)});
    }
    if (known->take(config, setting.value)) return {};
    return refuse(ConfigError{fmt::format(
        "{}: `{}` cannot be `{}`; it wants {}.", where, setting.key, setting.value, known->wants)});
}

std::string text_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    std::ostringstream out;
    if (const auto* integer = node.as_integer())
        out << integer->get();
    else if (const auto* flag = node.as_boolean())
        out << (flag->get() ? "true" : "false");
    else
        out << "a value of the wrong type";
    return out.str();
}

Result<void, ConfigError> take_table(Config& config,
                                     const toml::table& table,
                                     const std::string& prefix,
                                     const std::string& file) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const auto* inner = node.as_table()) {
            if (auto taken = take_table(config, *inner, name + ".", file); !taken) return taken;
            continue;
        }
        const std::string where = fmt::format("{}, line {}", file, node.source().begin.line);
        if (auto taken = take(config, {name, text_of(node)}, where); !taken) return taken;
    }
    return {};
}

Result<void, ConfigError> take_file(Config& config, const ConfigSources& sources) {
    const std::string file = sources.file ? sources.file->string() : "the configuration";
    try {
        return take_table(config, toml::parse(sources.file_text), "", file);
    } catch (const toml::parse_error& error) {
        return refuse(ConfigError{fmt::format("{}, line {}: this is no TOML: {}.",
                                              file,
                                              error.source().begin.line,
                                              error.description())});
    }
}

std::string variable_of(std::string_view key) {
    std::string name = "CAIRN_SERVER_";
    for (const char c : key)
        name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

}  // namespace

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
    const bool any_port = text.ends_with(":0");
    const std::string checked =
        any_port ? std::string(text.substr(0, text.size() - 1)) + "1" : std::string(text);
    const auto address = parse_address(checked);
    if (!address) return std::nullopt;
    return ListenAddress{.host = address->host,
                         .port = any_port ? std::uint16_t{0} : address->port};
}

std::string to_string(const ListenAddress& address) {
    return to_string(HostAddress{address.host, address.port});
}

Result<Config, ConfigError> read_config(const ConfigSources& sources) {
    Config config;
    if (auto taken = take_file(config, sources); !taken) return refuse(taken.error());
    for (const Known& known : all_settings()) {
        const std::string name = variable_of(known.key);
        const auto value = sources.environment(name);
        if (!value) continue;
        if (auto taken = take(config, {known.key, *value}, "the environment, " + name); !taken)
            return refuse(taken.error());
    }
    for (const Setting& flag : sources.flags)
        if (auto taken = take(config, flag, "the command line"); !taken)
            return refuse(taken.error());
    return config;
}

std::string initial_config(const std::string& host, std::uint16_t port) {
    return fmt::format(
        "# A Cairn server. `cairn-server run --help` lists every setting; what is not set here\n"
        "# has its default. Restart the server after a change.\n"
        "\n"
        "# What clients connect to: stands in every ticket and invite.\n"
        "host = \"{}\"\n"
        "port = {}\n"
        "\n"
        "# Where this server listens.\n"
        "listen = \"0.0.0.0:{}\"\n",
        host,
        port,
        port);
}

std::string describe_settings() {
    std::string text;
    for (const Known& known : all_settings())
        text += fmt::format("  {}\n      {}: {} (default: {})\n",
                            known.key,
                            known.what,
                            known.wants,
                            known.by_default);
    return text;
}

}  // namespace cairn::server
