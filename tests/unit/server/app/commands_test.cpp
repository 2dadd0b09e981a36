// The commands as an operator meets them: arguments in, lines and exit codes out.
#include "server/app/commands.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "server/store/sqlite_store.h"
#include "shared/roster/invite_line.h"
#include "tests/support/temporary_folder.h"

namespace cairn::server {
namespace {

using nlohmann::json;

struct Operator {
    // Runs a whole command line.
    Exit run(std::vector<std::string> words) {
        said.clear();
        complained.clear();
        words.insert(words.begin(), "cairn-server");
        std::vector<const char*> arguments;
        for (const std::string& word : words) arguments.push_back(word.c_str());
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const auto parsed =
            parse_arguments(static_cast<int>(arguments.size()), arguments.data(), data);
        printed = testing::internal::GetCapturedStdout();
        printed += testing::internal::GetCapturedStderr();
        if (const auto* answered = std::get_if<Exit>(&parsed)) return *answered;
        const auto& invocation = std::get<Invocation>(parsed);
        const Context context{
            .folder = DataFolder(invocation.data),
            .config = invocation.config,
            .json = invocation.json,
            .environment = [](const std::string&) { return std::nullopt; },
            .random = random,
            .now = WallTime{1'800'000'000'000},
            .say = [this](const std::string& line) { said.push_back(line); },
            .complain = [this](const std::string& line) { complained.push_back(line); }};
        return std::visit(
            [&](const auto& chosen) {
                if constexpr (std::is_same_v<std::decay_t<decltype(chosen)>, RunArguments>)
                    return load_config(context, chosen.settings) ? Exit::ok : Exit::refused;
                else
                    return execute(context, chosen);
            },
            invocation.command);
    }
    [[nodiscard]] json answer() const { return json::parse(said.at(0)); }

    cairn::test::TemporaryFolder folder;
    std::filesystem::path data = folder.path() / "server";
    SeededRandom random{4};
    std::vector<std::string> said;
    std::vector<std::string> complained;
    std::string printed;
};

TEST(Commands, EveryOneHasHelpWithAnExample) {
    Operator someone;
    for (const char* name :
         {"init", "run", "ticket", "workspaces", "check", "stats", "backup", "restored"}) {
        EXPECT_EQ(someone.run({name, "--help"}), Exit::ok);
        EXPECT_NE(someone.printed.find("Example"), std::string::npos) << name;
        EXPECT_NE(someone.printed.find("cairn-server"), std::string::npos) << name;
    }
}

TEST(Commands, WrongUseIsToldApartFromRefusal) {
    Operator someone;
    EXPECT_EQ(someone.run({}), Exit::wrong_use);
    EXPECT_EQ(someone.run({"serve"}), Exit::wrong_use);
    EXPECT_EQ(someone.run({"init"}), Exit::wrong_use) << "no host";
    EXPECT_EQ(someone.run({"init", "--host", "two words"}), Exit::wrong_use);
    EXPECT_EQ(someone.run({"run", "--set", "nonsense"}), Exit::wrong_use);
    EXPECT_EQ(someone.run({"ticket", "--list", "--close", "1"}), Exit::wrong_use);
    for (const char* name : {"ticket", "workspaces", "check", "stats", "restored"}) {
        EXPECT_EQ(someone.run({name}), Exit::refused) << name << " without a server";
        ASSERT_EQ(someone.complained.size(), 1U) << name;
        EXPECT_NE(someone.complained[0].find("init"), std::string::npos) << name;
    }
}

TEST(Commands, InitMakesAServerAndPrintsATicketForIt) {
    Operator someone;
    ASSERT_EQ(someone.run({"--json", "init", "--host", "plan.example.org", "--port", "7500"}),
              Exit::ok);
    const auto line = parse_ticket_line(someone.answer()["ticket"].get<std::string>());
    ASSERT_TRUE(line);
    EXPECT_EQ(line->server.host, "plan.example.org");
    EXPECT_EQ(line->server.port, 7500);
    const auto secrets = DataFolder(someone.data).load_secrets();
    ASSERT_TRUE(secrets);
    EXPECT_EQ(line->server.sign, secrets->id());
    EXPECT_EQ(line->server.channel, secrets->channel_key());
    EXPECT_EQ(someone.run({"init", "--host", "plan.example.org"}), Exit::refused) << "only once";
}

TEST(Commands, TicketsAreMadeListedAndClosed) {
    Operator someone;
    ASSERT_EQ(someone.run({"init", "--host", "h"}), Exit::ok);
    ASSERT_EQ(someone.run({"ticket", "--label", "launch"}), Exit::ok);
    ASSERT_EQ(someone.said.size(), 1U);
    const auto line = parse_ticket_line(someone.said[0]);
    ASSERT_TRUE(line);
    ASSERT_EQ(someone.run({"--json", "ticket", "--list"}), Exit::ok);
    EXPECT_EQ(someone.answer().size(), 2U);
    EXPECT_EQ(someone.answer()[1]["label"], "launch");
    EXPECT_EQ(someone.said[0].find(to_base32(line->secret.view())), std::string::npos);
    ASSERT_EQ(someone.run({"ticket", "--label", "gr\xC3\xBCn \x1b[31m\xC2\x9B\xFF"}), Exit::ok);
    ASSERT_EQ(someone.run({"ticket", "--list"}), Exit::ok);
    EXPECT_NE(someone.said.back().find("gr\xC3\xBCn ?[31m??"), std::string::npos);
    EXPECT_EQ(someone.run({"--json", "ticket", "--list"}), Exit::ok);
    EXPECT_EQ(someone.run({"ticket", "--close", "2"}), Exit::ok);
    EXPECT_EQ(someone.run({"ticket", "--close", "2"}), Exit::refused);
    ASSERT_EQ(someone.run({"--json", "stats"}), Exit::ok);
    EXPECT_EQ(someone.answer()["tickets_open"], 2) << "of three";
}

TEST(Commands, AnEmptyServerIsInOrder) {
    Operator someone;
    ASSERT_EQ(someone.run({"init", "--host", "h"}), Exit::ok);
    ASSERT_EQ(someone.run({"--json", "check"}), Exit::ok);
    EXPECT_EQ(someone.answer()["workspaces"], 0);
    EXPECT_TRUE(someone.answer()["faults"].empty());
    EXPECT_EQ(someone.run({"workspaces", "--json"}), Exit::ok);
    EXPECT_TRUE(someone.answer().empty());
}

TEST(Commands, RestoredBeginsAnotherIncarnationUnlessAServerRuns) {
    Operator someone;
    ASSERT_EQ(someone.run({"init", "--host", "h"}), Exit::ok);
    const DataFolder folder(someone.data);
    const auto incarnation = [&] {
        return SqliteStore(folder.store_file().string(), someone.random).incarnation();
    };
    const Incarnation before = incarnation();
    {
        const auto running = platform::FileLock::try_take(folder.lock_file());
        EXPECT_EQ(someone.run({"restored"}), Exit::refused);
        EXPECT_EQ(incarnation(), before);
    }
    EXPECT_EQ(someone.run({"restored"}), Exit::ok);
    EXPECT_NE(incarnation(), before);
}

TEST(Commands, RunTakesFlagsInPlaceOfTheFile) {
    Operator someone;
    ASSERT_EQ(someone.run({"init", "--host", "h"}), Exit::ok);
    EXPECT_EQ(someone.run({"run",
                           "--listen",
                           "127.0.0.1:0",
                           "--metrics",
                           "off",
                           "--set",
                           "limits.workspace_mib=3",
                           "--set",
                           "network_threads=1"}),
              Exit::ok);
    EXPECT_EQ(someone.run({"run", "--listen", "nowhere"}), Exit::refused);
    EXPECT_EQ(someone.run({"--config", (someone.data / "none.toml").string(), "run"}),
              Exit::refused)
        << "a file that was named must be there";
}

}  // namespace
}  // namespace cairn::server
