// Plays `cairn` on several laptops at times that a script names: weeks of a program within a
// minute. Reads one JSON object a line, {laptop, at_ms, words[]}, runs what was typed after `cairn`
// as of that moment, and answers {code, out, errors}. The commands are those that people type; the
// clock and the home folder are all that is different.
// usage: cairn-player FOLDER     (a home folder for each laptop goes below it)
#include <filesystem>
#include <iostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "client/cli/context.h"
#include "tests/support/capture.h"
#include "tests/support/memory_keyring.h"

namespace {

using namespace cairn;
using nlohmann::json;

json answer(int code, const std::string& out, const std::string& errors) {
    return {{"code", code}, {"out", out}, {"errors", errors}};
}

json play(const std::filesystem::path& folder, Random& random, const json& line) {
    const auto words = line.at("words").get<std::vector<std::string>>();
    const std::string laptop = line.at("laptop");
    std::vector<const char*> argv{"cairn"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream errors;
    const auto parsed =
        cli::parse_arguments(static_cast<int>(argv.size()), argv.data(), out, errors);
    if (const auto* answered = std::get_if<cli::Answered>(&parsed))
        return answer(static_cast<int>(answered->exit), out.str(), errors.str());
    const auto& invocation = std::get<cli::Invocation>(parsed);
    test::Capture answers;
    test::Capture complaints;
    cli::OutputOptions options;
    options.json = invocation.common.json;
    options.quiet = invocation.common.quiet;
    options.columns = 120;
    options.answers = answers.file();
    options.errors = complaints.file();
    cli::Output output(options);
    test::MemoryKeyring no_keyring;
    cli::Context context{output,
                         engine::Home(folder / laptop),
                         invocation.common,
                         "",
                         folder,
                         laptop,
                         WallTime{line.at("at_ms").get<std::int64_t>()},
                         random,
                         no_keyring,
                         {},
                         {}};
    const cli::Exit exit = cli::run(context, invocation.command);
    return answer(static_cast<int>(exit), answers.text(), complaints.text());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: cairn-player FOLDER\n";
        return 2;
    }
    SystemRandom random;
    for (std::string line; std::getline(std::cin, line);)
        std::cout << play(argv[1], random, json::parse(line)).dump() << std::endl;
}
