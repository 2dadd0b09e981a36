#pragma once
// One laptop on which commands are typed: a home in a fresh temporary folder.
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "shared/base/random.h"
#include "tests/support/memory_keyring.h"
#include "tests/support/temporary_folder.h"

namespace cairn::cli {

struct Answer {
    Exit exit = Exit::ok;
    std::string out;
    std::string errors;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
    [[nodiscard]] std::vector<nlohmann::json> lines() const;
};

class CommandLine {
public:
    CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    // As typed after `cairn`, each a second after the one before.
    Answer operator()(const std::vector<std::string>& words);
    void let_days_pass(int days) { now_.ms += days * 86'400'000LL; }
    // The id of a new item, made with these words after `new`.
    std::string make(std::vector<std::string> words);
    // Its fields, as `show --json` tells them.
    nlohmann::json fields(const std::string& item);
    // A copy of this laptop wrote two envelopes; the second came here and the first is lost.
    void lose_an_envelope(const std::string& workspace);
    // The workspace's file, with its keys, beside the commands.
    engine::Workspace open(const std::string& workspace);
    std::filesystem::path file(const std::string& name, const std::string& content);
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
    [[nodiscard]] std::filesystem::path home() const { return folder() / "home"; }

    OutputOptions options;
    std::string passphrase;          // empty: nobody can be asked
    std::vector<std::string> typed;  // by a person, one after the other
    test::MemoryKeyring keyring;
    std::function<int(const std::filesystem::path&)> editor;  // none: there is none

private:
    PassphraseSource passphrases();

    cairn::test::TemporaryFolder folder_;
    SeededRandom random_;
    WallTime now_;
};

}  // namespace cairn::cli
