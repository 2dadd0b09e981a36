// Parts of the work with texts that nothing was promised about. Traces come from CAIRN_SHARED or
// ../shared; without them their workloads are reported as skipped.
#include <map>
#include <string>

#include <benchmark/benchmark.h>

#include "client/merge/text/compare.h"
#include "client/merge/text/graph_codec.h"
#include "client/merge/text/word_diff.h"
#include "tests/bench/text/workloads.h"

namespace cairn::text {
namespace {

const TextCase* trace_or_skip(benchmark::State& state, const std::string& name) {
    static std::map<std::string, std::optional<TextCase>> loaded;
    if (!loaded.contains(name)) loaded[name] = load_trace(name);
    if (!loaded[name]) state.SkipWithError("no trace; set CAIRN_SHARED");
    return loaded[name] ? &*loaded[name] : nullptr;
}

void require(benchmark::State& state, bool holds) {
    if (!holds) state.SkipWithError("wrong text");
}

void type_rustcode(benchmark::State& state) {
    const TextCase* trace = trace_or_skip(state, "rustcode");
    if (trace == nullptr) return;
    for (auto _ : state) benchmark::DoNotOptimize(typed(*trace).length());
    require(state, typed(*trace).text() == trace->end_text);
}
BENCHMARK(type_rustcode)->Unit(benchmark::kMillisecond);

void load_trace_history(benchmark::State& state) {
    const TextCase* trace = trace_or_skip(state, "automerge-paper");
    if (trace == nullptr) return;
    const Bytes history = encode_graph(typed(*trace).graph());
    for (auto _ : state) benchmark::DoNotOptimize(decode_document(history)->length());
    require(state, decode_document(history)->text() == trace->end_text);
}
BENCHMARK(load_trace_history)->Unit(benchmark::kMillisecond);

void blame_trace(benchmark::State& state) {
    const TextCase* trace = trace_or_skip(state, "automerge-paper");
    if (trace == nullptr) return;
    const TextDocument document = typed(*trace);
    for (auto _ : state) benchmark::DoNotOptimize(blame(document.graph()));
}
BENCHMARK(blame_trace)->Unit(benchmark::kMillisecond);

// What an editor of one's own leaves, against what it was given.
void compare_words(benchmark::State& state) {
    const std::string before = paper_of(1U << 20U).text();
    std::string after = before;
    for (std::size_t at = 1000; at < after.size(); at += 10'000) after.insert(at, "new words ");
    for (auto _ : state) benchmark::DoNotOptimize(word_difference(before, after));
}
BENCHMARK(compare_words)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn::text
