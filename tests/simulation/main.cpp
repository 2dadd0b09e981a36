// Cairn under simulation: clients, a server, disks, clocks and a network in one process under one
// seed. See docs/SIMULATION.md.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "tests/simulation/world.h"

namespace cairn::simulation {
namespace {

constexpr const char* usage =
    "usage: simulation --seeds A..B [--verbose] [--all-done] [--plant NAME]\n"
    "\n"
    "Runs the worlds of seeds A to B, one after the other; --seeds A runs one. Every 100th seed "
    "is\n"
    "run twice and must go the same way. With --verbose, prints all that happens. With\n"
    "--all-done, fails if something that people can do never was. --plant puts a bug in\n"
    "(cursor-before-data, dropped-over, ack-before-commit, pins-too-low, pins-too-high,\n"
    "key-on-the-wire, records-withheld) and succeeds when a seed finds it.\n";

struct Arguments {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    bool verbose = false;
    Plant plant = Plant::none;
    bool all_done = false;  // fail if something that people do never came about
};

std::optional<std::uint64_t> number(std::string_view text) {
    if (text.empty() || text.size() > 18) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

bool read_seeds(std::string_view text, Arguments& arguments) {
    const auto dots = text.find("..");
    const auto first = number(text.substr(0, dots));
    const auto last = dots == std::string_view::npos ? first : number(text.substr(dots + 2));
    if (!first || !last || *last < *first) return false;
    arguments.first = *first;
    arguments.last = *last;
    return true;
}

std::optional<Arguments> read_arguments(int count, char** words) {
    Arguments arguments;
    bool seeds_known = false;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const std::string_view next = i + 1 < count ? words[i + 1] : "";
        if (word == "--verbose") {
            arguments.verbose = true;
        } else if (word == "--all-done") {
            arguments.all_done = true;
        } else if (word == "--seeds" && read_seeds(next, arguments)) {
            seeds_known = true;
            ++i;
        } else if (const auto plant = plant_named(next); word == "--plant" && plant) {
            arguments.plant = *plant;
            ++i;
        } else {
            return std::nullopt;
        }
    }
    return seeds_known ? std::optional(arguments) : std::nullopt;
}

std::uint64_t seed_under_way = 0;

// A broken contract aborts: say which seed it was.
void on_abort(int) {
    std::fprintf(stderr, "seed %llu aborted\n", static_cast<unsigned long long>(seed_under_way));
    std::signal(SIGABRT, SIG_DFL);
}

struct Verdict {
    std::optional<Outcome> outcome;
    std::string broken;  // why there is none
};

Verdict run_seed(std::uint64_t seed, Plant plant, std::FILE* out) {
    seed_under_way = seed;
    sqlite3_randomness(0, nullptr);  // begin anew: its numbers salt the write-ahead log
    try {
        World world(seed, plant, out);
        return {world.run(), {}};
    } catch (const std::exception& error) {
        return {std::nullopt, error.what()};
    }
}

void report_failure(std::uint64_t seed, const Arguments& arguments, const std::string& why) {
    if (!arguments.verbose) run_seed(seed, arguments.plant, stderr);
    fmt::print(
        stderr, "seed {} failed: {}\nagain: simulation --seeds {} --verbose\n", seed, why, seed);
}

constexpr std::string_view all_that_people_do[] = {"new",
                                                   "set",
                                                   "unset",
                                                   "label",
                                                   "vote",
                                                   "link",
                                                   "unlink",
                                                   "move",
                                                   "order",
                                                   "trash",
                                                   "restore",
                                                   "resolve",
                                                   "undo",
                                                   "undone and equal",
                                                   "redo",
                                                   "writes many",
                                                   "writes of a stranger",
                                                   "types",
                                                   "commits a form",
                                                   "a form overtaken",
                                                   "publishes",
                                                   "comments",
                                                   "closes a comment",
                                                   "changes a comment",
                                                   "role changed",
                                                   "member removed",
                                                   "device revoked",
                                                   "pins raised",
                                                   "came too late"};

class Totals {
public:
    void add(const Outcome& outcome) {
        ++seeds_;
        simulated_ms_ += outcome.simulated_ms;
        events_ += outcome.events;
        changes_ += outcome.changes;
        edits_ += outcome.edits;
        faults_ += outcome.faults;
        conflicts_ += outcome.conflicts;
        laptops_ += outcome.laptops;
        for (const auto& [what, count] : outcome.done) done_[what] += count;
    }
    // What people never did, of all that they do.
    [[nodiscard]] std::vector<std::string_view> never_done() const {
        std::vector<std::string_view> never;
        for (const std::string_view what : all_that_people_do)
            if (done_.count(std::string(what)) == 0) never.push_back(what);
        return never;
    }
    void print() const {
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began_;
        const double seconds = taken.count();
        fmt::print(
            "{} seeds, {} laptops, {} changes, {} edits, {} conflicts left, {} faults, {} events\n"
            "{:.1f} s: {:.1f} seeds a second, {:.0f} simulated hours a second\n",
            seeds_,
            laptops_,
            changes_,
            edits_,
            conflicts_,
            faults_,
            events_,
            seconds,
            static_cast<double>(seeds_) / seconds,
            static_cast<double>(simulated_ms_) / 3'600'000.0 / seconds);
        std::string separator = "done: ";
        for (const auto& [what, count] : done_) {
            fmt::print("{}{} {}", separator, what, count);
            separator = ", ";
        }
        fmt::print("\n");
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::uint64_t seeds_ = 0;
    std::int64_t simulated_ms_ = 0;
    std::uint64_t events_ = 0;
    std::size_t changes_ = 0;
    std::size_t edits_ = 0;
    std::size_t faults_ = 0;
    std::size_t conflicts_ = 0;
    std::size_t laptops_ = 0;
    std::map<std::string, std::size_t> done_;
};

int run(const Arguments& arguments) {
    constexpr std::uint64_t twice_every = 100;
    std::FILE* out = arguments.verbose ? stdout : nullptr;
    Totals totals;
    std::size_t failed = 0;
    for (std::uint64_t seed = arguments.first; seed <= arguments.last; ++seed) {
        const Verdict verdict = run_seed(seed, arguments.plant, out);
        if (!verdict.outcome && arguments.plant != Plant::none) {
            fmt::print("seed {} found the planted bug: {}\n", seed, verdict.broken);
            return EXIT_SUCCESS;
        }
        if (!verdict.outcome) {
            report_failure(seed, arguments, verdict.broken);
            ++failed;
            continue;
        }
        totals.add(*verdict.outcome);
        if (seed % twice_every != 0) continue;
        const Verdict again = run_seed(seed, arguments.plant, nullptr);
        if (!again.outcome || again.outcome->trace != verdict.outcome->trace) {
            fmt::print(stderr, "seed {} went another way the second time\n", seed);
            ++failed;
        }
    }
    totals.print();
    if (arguments.all_done) {
        for (const std::string_view what : totals.never_done()) {
            fmt::print(stderr, "never done: {}\n", what);
            ++failed;
        }
    }
    if (failed > 0) fmt::print(stderr, "{} failures\n", failed);
    if (arguments.plant != Plant::none) fmt::print(stderr, "the planted bug was not found\n");
    return failed > 0 || arguments.plant != Plant::none ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace
}  // namespace cairn::simulation

int main(int count, char** words) {
    using namespace cairn::simulation;
    std::signal(SIGABRT, on_abort);
    const auto arguments = read_arguments(count, words);
    if (!arguments) {
        std::fputs(usage, stderr);
        return 2;
    }
    return run(*arguments);
}
