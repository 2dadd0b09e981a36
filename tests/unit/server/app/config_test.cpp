#include "server/app/config.h"

#include <map>

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
