#include "tests/bench/goals/goal.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string_view>

#include <nlohmann/json.hpp>

namespace cairn::bench {
namespace {

// Four digits that count: more would claim more than a shared machine can tell.
double rounded(double value) {
    if (value == 0 || !std::isfinite(value)) return 0;
    const double scale = std::pow(10.0, 3 - std::floor(std::log10(std::fabs(value))));
    return std::round(value * scale) / scale;
}

bool is_met(const Line& line, const Goal& goal) {
    const double measured = goal.of_ratio ? line.ratio.value_or(0) : line.value;
    return goal.wanted == Wanted::at_least ? measured >= goal.bound : measured <= goal.bound;
}

std::string in_words(const Goal& goal) {
    const std::string bound = nlohmann::json(rounded(goal.bound)).dump();
    return std::string(goal.of_ratio ? "ratio" : "value") +
           (goal.wanted == Wanted::at_least ? " >= " : " <= ") + bound;
}

std::vector<double> scaled(const std::vector<double>& values, double factor) {
    std::vector<double> all;
    for (const double value : values) all.push_back(value * factor);
    return all;
}

void add_spread(Line& line, const std::vector<double>& ratios) {
    line.more.emplace_back("ratio_lowest", quantile(ratios, 0));
    line.more.emplace_back("ratio_highest", quantile(ratios, 1));
    line.more.emplace_back("rounds", static_cast<double>(ratios.size()));
}

}  // namespace

void print(const Line& line) {
    nlohmann::ordered_json object;
    object["workload"] = line.workload;
    object["value"] = rounded(line.value);
    object["unit"] = line.unit;
    if (line.baseline) object["baseline"] = rounded(*line.baseline);
    if (line.ratio) object["ratio"] = rounded(*line.ratio);
    if (line.goal) {
        object["goal"] = in_words(*line.goal);
        object["met"] = is_met(line, *line.goal);
    }
    for (const auto& [name, value] : line.more) object[name] = rounded(value);
    std::puts(object.dump().c_str());
    std::fflush(stdout);
}

double seconds_now() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

double seconds_of(const std::function<void()>& work) {
    const double begin = seconds_now();
    work();
    return seconds_now() - begin;
}

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

double quantile(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    const auto at =
        static_cast<std::size_t>(std::llround(part * static_cast<double>(values.size() - 1)));
    std::nth_element(
        values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    return values[at];
}

std::vector<double> Turns::speed_ratios() const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ours_s.size(); ++i) ratios.push_back(baseline_s[i] / ours_s[i]);
    return ratios;
}

Turns take_turns(int rounds,
                 const std::function<double()>& ours,
                 const std::function<double()>& baseline) {
    Turns turns;
    for (int round = 0; round < rounds; ++round) {
        if (round % 2 == 0) turns.ours_s.push_back(ours());
        turns.baseline_s.push_back(baseline());
        if (round % 2 != 0) turns.ours_s.push_back(ours());
    }
    return turns;
}

Line rate_line(
    std::string workload, std::string unit, double count, const Turns& turns, Goal goal) {
    const std::vector<double> ratios = turns.speed_ratios();
    Line line{.workload = std::move(workload),
              .unit = std::move(unit),
              .value = count / median(turns.ours_s),
              .baseline = count / median(turns.baseline_s),
              .ratio = median(ratios),
              .goal = goal,
              .more = {}};
    add_spread(line, ratios);
    return line;
}

Line time_line(std::string workload, const Turns& turns, Goal goal) {
    std::vector<double> ratios;
    for (const double speed : turns.speed_ratios()) ratios.push_back(1 / speed);
    Line line{.workload = std::move(workload),
              .unit = "ms",
              .value = median(scaled(turns.ours_s, 1000)),
              .baseline = median(scaled(turns.baseline_s, 1000)),
              .ratio = median(ratios),
              .goal = goal,
              .more = {}};
    add_spread(line, ratios);
    return line;
}

bool is_wanted(int argument_count, char** arguments, const std::string& workload) {
    return argument_count < 2 || workload.find(arguments[1]) != std::string::npos;
}

}  // namespace cairn::bench
