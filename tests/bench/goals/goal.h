#pragma once
// A speed or a size that Cairn promises, measured beside what it is promised against. Both sides
// take turns in one process, so that a busy machine slows both alike, and the ratio is that of the
// median round.
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cairn::bench {

enum class Wanted { at_least, at_most };

struct Goal {
    Wanted wanted = Wanted::at_least;
    double bound = 0;
    bool of_ratio = true;  // else of the value
};

// One line of tools/bench.
struct Line {
    std::string workload;
    std::string unit;
    double value = 0;
    std::optional<double> baseline;  // in the same unit
    std::optional<double> ratio;     // value / baseline
    std::optional<Goal> goal;
    std::vector<std::pair<std::string, double>> more;  // what else a reader wants to know
};

// One JSON object on standard output: docs/BENCH.md says what is in it. Whether the goal is met is
// told, not judged: a bench never fails.
void print(const Line& line);

// Wall seconds, on a clock that never goes back.
[[nodiscard]] double seconds_now();
[[nodiscard]] double seconds_of(const std::function<void()>& work);

[[nodiscard]] double median(std::vector<double> values);
[[nodiscard]] double quantile(std::vector<double> values, double part);  // part in 0..1

struct Turns {
    std::vector<double> ours_s;
    std::vector<double> baseline_s;
    [[nodiscard]] std::vector<double> speed_ratios() const;  // baseline_s / ours_s of each round
};
// Each side returns the seconds that its work of one round took. Who begins alternates.
[[nodiscard]] Turns take_turns(int rounds,
                               const std::function<double()>& ours,
                               const std::function<double()>& baseline);

// `count` things a round, as a rate: ratio is how many times the baseline's.
[[nodiscard]] Line rate_line(
    std::string workload, std::string unit, double count, const Turns& turns, Goal goal);
// As a time: ratio is how many times as long.
[[nodiscard]] Line time_line(std::string workload, const Turns& turns, Goal goal);

// Whether the caller's pattern (the first argument of the program, a part of the name) asks for it.
[[nodiscard]] bool is_wanted(int argument_count, char** arguments, const std::string& workload);

}  // namespace cairn::bench
