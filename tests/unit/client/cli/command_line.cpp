#include "tests/unit/client/cli/command_line.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "client/engine/item_commands.h"
#include "client/keys/key_store.h"
#include "tests/support/capture.h"

namespace cairn::cli {
namespace {

constexpr WallTime begin{1'800'000'000'000};  // January 2027

}  // namespace

std::vector<nlohmann::json> Answer::lines() const {
    std::vector<nlohmann::json> all;
    std::istringstream text(out);
    for (std::string line; std::getline(text, line);) all.push_back(nlohmann::json::parse(line));
    return all;
}

CommandLine::CommandLine() : random_(7), now_(begin) {}

Answer CommandLine::operator()(const std::vector<std::string>& words) {
    std::vector<const char*> argv{"cairn"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream errors;
    const auto parsed = parse_arguments(static_cast<int>(argv.size()), argv.data(), out, errors);
    if (const auto* answered = std::get_if<Answered>(&parsed))
        return {answered->exit, out.str(), errors.str()};
    const auto& invocation = std::get<Invocation>(parsed);
    test::Capture answers;
    test::Capture complaints;
    OutputOptions own = options;
    own.json = invocation.common.json;
    own.quiet = invocation.common.quiet;
    own.answers = answers.file();
    own.errors = complaints.file();
    Output output(own);
    now_.ms += 1000;
    Context context{output,
                    engine::Home(home()),
                    invocation.common,
                    "",
                    folder(),
                    "planner",
                    now_,
                    random_,
                    keyring,
                    passphrases(),
                    {editor, [this] { return now_; }}};
    const Exit exit = run(context, invocation.command);
    return {exit, answers.text(), complaints.text()};
}

PassphraseSource CommandLine::passphrases() {
    PassphraseSource source;
    source.typed = !typed.empty();
    source.ask = [this](const std::string&) -> Result<SecretText, std::string> {
        std::string answer = passphrase;
        if (!typed.empty()) {
            answer = typed.front();
            typed.erase(typed.begin());
        }
        if (answer.empty()) return refuse(std::string("There is nobody to ask."));
        return *SecretText::from(bytes_of(answer));
    };
    return source;
}

std::string CommandLine::make(std::vector<std::string> words) {
    words.insert(words.begin(), "new");
    words.emplace_back("--json");
    return (*this)(words).json().at("id");
}

nlohmann::json CommandLine::fields(const std::string& item) {
    return (*this)({"show", item, "--json"}).json().at("fields");
}

engine::Workspace CommandLine::open(const std::string& workspace) {
    const engine::Home home(this->home());
    const keys::KeyStore store(home.keys_of(workspace), keyring);
    DeviceSecrets device(*store.load({}));
    return *engine::Workspace::open(
        {home.file_of(workspace).string(), {}}, std::move(device), random_);
}

void CommandLine::lose_an_envelope(const std::string& workspace) {
    engine::Workspace here = open(workspace);
    here.seal_pending();
    const std::string copy_path = folder_.file("copy.cairn");
    here.replica().database().execute("VACUUM INTO '" + copy_path + "'");
    auto copy = engine::Workspace::open(
        {copy_path, {}}, DeviceSecrets(here.device()->to_secret_bytes()), random_);
    for (const char* title : {"First", "Second"}) {
        now_.ms += 1000;
        if (!engine::new_item(*copy, {"task", title, {}, {}}, now_)) std::abort();
        copy->seal_pending();
    }
    auto envelopes = copy->replica().lacking(here.replica().frontier(), SIZE_MAX);
    here.receive(std::vector{replica::Arrival{envelopes.back(), std::nullopt}}, std::nullopt);
}

std::filesystem::path CommandLine::file(const std::string& name, const std::string& content) {
    std::FILE* file = std::fopen(folder_.file(name).c_str(), "w");
    std::fwrite(content.data(), 1, content.size(), file);
    std::fclose(file);
    return folder() / name;
}

}  // namespace cairn::cli
