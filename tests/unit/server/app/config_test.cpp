#include "server/app/config.h"

#include <cctype>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace cairn::server {
namespace {

struct Given {
    std::string file;
    std::map<std::string, std::string> environment;
    std::vector<Setting> flags;

    [[nodiscard]] Result<Config, ConfigError> read() const {
        ConfigSources sources;
        sources.file = "server.toml";
        sources.file_text = file;
        sources.environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = environment.find(name);
            if (found == environment.end()) return std::nullopt;
            return found->second;
        };
        sources.flags = flags;
        return read_config(sources);
    }
    [[nodiscard]] std::string complaint() const {
        const auto config = read();
        return config ? "" : config.error().sentence;
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(Config, HasADefaultForEverything) {
    const auto config = Given{}.read();
    ASSERT_TRUE(config);
    EXPECT_EQ(config->listen, (ListenAddress{"0.0.0.0", default_port}));
    ASSERT_TRUE(config->metrics);
    EXPECT_EQ(config->metrics->host, "127.0.0.1");
    EXPECT_TRUE(config->host.empty());
}

TEST(Config, ReadsWhatInitWrites) {
    Given given;
    given.file = initial_config("plan.example.org", 7500);
    const auto config = given.read();
    ASSERT_TRUE(config) << given.complaint();
    EXPECT_EQ(config->host, "plan.example.org");
    EXPECT_EQ(config->port, 7500);
    EXPECT_EQ(config->listen, (ListenAddress{"0.0.0.0", 7500}));
}

TEST(Config, FlagsGoBeforeTheEnvironmentThatBeforeTheFile) {
    Given given;
    given.file = "network_threads = 3\nport = 1\n[limits]\nidle_s = 40\n";
    given.environment = {{"CAIRN_SERVER_NETWORK_THREADS", "4"}, {"CAIRN_SERVER_PORT", "2"}};
    given.flags = {{"network_threads", "5"}};
    const auto config = given.read();
    ASSERT_TRUE(config) << given.complaint();
    EXPECT_EQ(config->network_threads, 5U);
    EXPECT_EQ(config->port, 2);
    EXPECT_EQ(config->hub.idle_ms_max, 40'000U);
}

TEST(Config, QuotasAndLimitsAreSettings) {
    Given given;
    given.file = "accept_known_workspaces = false\n[limits]\nworkspace_mib = 10\nstrangers = 7\n";
    given.environment = {{"CAIRN_SERVER_LIMITS_CONNECTIONS_PER_ADDRESS", "9"}};
    const auto config = given.read();
    ASSERT_TRUE(config) << given.complaint();
    EXPECT_EQ(config->hub.workspace_bytes_max, 10U * 1024 * 1024);
    EXPECT_FALSE(config->hub.accept_known_workspaces);
    EXPECT_EQ(config->gate.strangers_max, 7U);
    EXPECT_EQ(config->gate.per_address_max, 9U);
}

TEST(Config, AComplaintNamesKeyValueAndLine) {
    Given given;
    given.file = "host = \"x\"\n\nport = 70000\n";
    const std::string sentence = given.complaint();
    EXPECT_TRUE(has(sentence, "server.toml, line 3")) << sentence;
    EXPECT_TRUE(has(sentence, "`port`")) << sentence;
    EXPECT_TRUE(has(sentence, "70000")) << sentence;
    EXPECT_TRUE(has(sentence, "65535")) << sentence;
}

TEST(Config, AnUnknownKeyIsRefusedWhereverItStands) {
    Given file;
    file.file = "[limits]\nworkspace_mb = 3\n";
    EXPECT_TRUE(has(file.complaint(), "limits.workspace_mb")) << file.complaint();
    EXPECT_TRUE(has(file.complaint(), "line 2")) << file.complaint();
    Given flag;
    flag.flags = {{"quota", "3"}};
    EXPECT_TRUE(has(flag.complaint(), "the command line")) << flag.complaint();
}

TEST(Config, WhatIsNoTomlIsRefusedWithItsLine) {
    Given given;
    given.file = "host = \"x\"\nport = = 3\n";
    EXPECT_TRUE(has(given.complaint(), "line 2")) << given.complaint();
}

TEST(Config, AVariableThatCannotBeNamesItself) {
    Given given;
    given.environment = {{"CAIRN_SERVER_LOG_LEVEL", "loud"}};
    EXPECT_TRUE(has(given.complaint(), "CAIRN_SERVER_LOG_LEVEL")) << given.complaint();
    EXPECT_TRUE(has(given.complaint(), "warning")) << given.complaint();
}

TEST(Config, WrongTypesAreRefused) {
    for (const char* text : {"port = \"many\"",
                             "port = 1.5",
                             "port = [1]",
                             "host = true x",
                             "host = \"two words\"",
                             "listen = \"localhost\"",
                             "listen = 7420",
                             "network_threads = -1",
                             "network_threads = 0",
                             "port = 2020-01-01"}) {
        Given given;
        given.file = text;
        EXPECT_FALSE(given.read()) << text;
    }
}

// Every key, a value that it cannot have, and what its complaint must say it wants.
struct WrongValue {
    const char* key;
    const char* value;
    const char* wants;
};
constexpr WrongValue wrong_values[] = {
    {"host", "two words", "a host name or address"},
    {"port", "0", "from 1 to 65535"},
    {"listen", "localhost", "HOST:PORT"},
    {"metrics", "on", "or off"},
    {"network_threads", "65", "from 1 to 64"},
    {"log.form", "xml", "text or json"},
    {"log.level", "loud", "debug, info, warning or error"},
    {"limits.connections", "0", "from 1 to 1000000"},
    {"limits.connections_per_address", "-1", "from 1 to 1000000"},
    {"limits.strangers", "many", "from 1 to 1000000"},
    {"limits.strangers_per_address", "1000001", "from 1 to 1000000"},
    {"limits.attempts_per_minute", "60001", "from 1 to 60000"},
    {"limits.connections_per_workspace", "1e3", "from 1 to 100000"},
    {"limits.connections_per_device", "0", "from 1 to 1000"},
    {"limits.idle_s", "29", "from 30 to 86400"},
    {"limits.workspace_mib", "1.5", "from 1 to 16777216"},
    {"limits.device_guaranteed_mib", "1048577", "from 0 to 1048576"},
    {"limits.roster_mib", "", "from 1 to 65536"},
    {"limits.envelope_mib", "13", "from 1 to 12"},
    {"accept_known_workspaces", "maybe", "true or false"},
};

TEST(Config, EveryKeySaysWhereAndWhatItWantsInstead) {
    for (const auto& [key, value, wants] : wrong_values) {
        std::string variable = "CAIRN_SERVER_";
        for (const char c : std::string(key))
            variable += c == '.' ? '_' : static_cast<char>(std::toupper(c));
        Given in_file;
        in_file.file = std::string("# a comment\n") + key + " = \"" + value + "\"\n";
        Given in_environment;
        in_environment.environment = {{variable, value}};
        Given as_flag;
        as_flag.flags = {{key, value}};
        const std::pair<Given, std::string> places[] = {{in_file, "server.toml, line 2"},
                                                        {in_environment, variable},
                                                        {as_flag, "command line"}};
        for (const auto& [given, where] : places) {
            const std::string sentence = given.complaint();
            EXPECT_TRUE(has(sentence, where)) << key << ": " << sentence;
            EXPECT_TRUE(has(sentence, "`" + std::string(key) + "`")) << sentence;
            EXPECT_TRUE(has(sentence, "`" + std::string(value) + "`")) << sentence;
            EXPECT_TRUE(has(sentence, wants)) << sentence;
        }
    }
}

TEST(Config, NoKeyIsWithoutAWrongValueHere) {
    std::set<std::string> tried;
    for (const WrongValue& wrong : wrong_values) tried.insert(wrong.key);
    std::istringstream described(describe_settings());
    std::set<std::string> known;
    for (std::string line; std::getline(described, line);)
        if (!line.starts_with("      ")) known.insert(line.substr(2));
    EXPECT_EQ(tried, known);
}

TEST(Config, ListeningAddressesTakePortZeroAndIpv6) {
    EXPECT_EQ(parse_listen_address("127.0.0.1:0"), (ListenAddress{"127.0.0.1", 0}));
    EXPECT_EQ(parse_listen_address("[::1]:0"), (ListenAddress{"::1", 0}));
    EXPECT_EQ(parse_listen_address("[::]:7420"), (ListenAddress{"::", 7420}));
    EXPECT_EQ(to_string(ListenAddress{"::1", 5}), "[::1]:5");
    for (const char* wrong : {"", ":0", "127.0.0.1", "127.0.0.1:", "127.0.0.1:00", "a b:0"})
        EXPECT_FALSE(parse_listen_address(wrong)) << wrong;
}

TEST(Config, EverySettingIsDescribedWithItsDefault) {
    const std::string text = describe_settings();
    for (const char* key : {"host", "listen", "metrics", "limits.workspace_mib", "limits.idle_s"})
        EXPECT_TRUE(has(text, std::string("  ") + key + "\n")) << key;
    EXPECT_TRUE(has(text, "default: 4096"));
}

}  // namespace
}  // namespace cairn::server
