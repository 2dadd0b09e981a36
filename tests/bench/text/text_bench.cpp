// Text: the workloads W1 and W2 of the peers in shared/bench (yjs, loro, automerge), two branches
// of a week, and one text of 1 MB. Traces come from CAIRN_SHARED or ../shared; without them their
// workloads are reported as skipped.
#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <zstd.h>

#include "client/merge/text/compare.h"
#include "client/merge/text/graph_codec.h"
#include "client/merge/text/text_document.h"
#include "tests/support/text/histories.h"
#include "tests/support/text/replicas.h"

namespace cairn::text {
namespace {

constexpr std::size_t events_per_pause = 500;  // what somebody types between two pauses

const TextCase* trace_or_skip(benchmark::State& state, const std::string& name) {
    static std::map<std::string, std::optional<TextCase>> loaded;
    if (!loaded.contains(name)) loaded[name] = load_trace(name);
    if (!loaded[name]) state.SkipWithError("no trace; set CAIRN_SHARED");
    return loaded[name] ? &*loaded[name] : nullptr;
}

TextId pseudo_random_id() {
    static const Chance chance = seeded_chance(1);
    TextId id;
    for (std::uint8_t& byte : id.change.bytes) byte = static_cast<std::uint8_t>(chance(256));
    return id;
}

void commit(TextDocument& document) {
    std::vector<TextId> ids(document.pending().size());
    for (TextId& id : ids) id = pseudo_random_id();
    document.commit(ids);
}

// One call of edit() for every event.
TextDocument typed(const TextCase& trace) {
    TextDocument document;
    std::size_t events = 0;
    for (const TextEdit& edit : trace.edits) {
        for (const Patch& patch : edit.patches) {
            benchmark::DoNotOptimize(document.edit(patch.position, patch.removed, patch.inserted));
            if (++events % events_per_pause == 0) commit(document);
        }
    }
    commit(document);
    return document;
}

TextDocument received(const std::vector<TextEdit>& edits) {
    TextDocument document;
    for (const TextEdit& edit : edits) benchmark::DoNotOptimize(document.receive(edit));
    return document;
}

std::size_t compressed_bytes(const Bytes& content) {
    Bytes frame(ZSTD_compressBound(content.size()));
    return ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), 19);
}

std::size_t heap_bytes() { return mallinfo2().uordblks; }

void require(benchmark::State& state, bool holds) {
    if (!holds) state.SkipWithError("wrong text");
}

void type_trace(benchmark::State& state, const std::string& name) {
    const TextCase* trace = trace_or_skip(state, name);
    if (trace == nullptr) return;
    for (auto _ : state) benchmark::DoNotOptimize(typed(*trace).length());
    const TextDocument document = typed(*trace);
    require(state, document.text() == trace->end_text);
    const Bytes history = encode_graph(document.graph());
    state.counters["saved_bytes"] = static_cast<double>(history.size());
    state.counters["saved_bytes_zstd"] = static_cast<double>(compressed_bytes(history));
    state.counters["edits"] = static_cast<double>(document.graph().size());
}
BENCHMARK_CAPTURE(type_trace, automerge_paper, "automerge-paper")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(type_trace, rustcode, "rustcode")->Unit(benchmark::kMillisecond);

void load_trace_history(benchmark::State& state) {
    const TextCase* trace = trace_or_skip(state, "automerge-paper");
    if (trace == nullptr) return;
    const Bytes history = encode_graph(typed(*trace).graph());
    for (auto _ : state) benchmark::DoNotOptimize(decode_document(history)->length());
    require(state, decode_document(history)->text() == trace->end_text);
}
BENCHMARK(load_trace_history)->Unit(benchmark::kMillisecond);

void read_back(benchmark::State& state) {
    const TextCase* trace = trace_or_skip(state, "automerge-paper");
    if (trace == nullptr) return;
    const TextDocument document = typed(*trace);
    for (auto _ : state) benchmark::DoNotOptimize(document.text());
}
BENCHMARK(read_back)->Unit(benchmark::kMicrosecond);

void blame_trace(benchmark::State& state) {
    const TextCase* trace = trace_or_skip(state, "automerge-paper");
    if (trace == nullptr) return;
    const TextDocument document = typed(*trace);
    for (auto _ : state) benchmark::DoNotOptimize(blame(document.graph()));
}
BENCHMARK(blame_trace)->Unit(benchmark::kMillisecond);

// The text and what is held to edit it, against the bytes of the text.
void open_trace_text(benchmark::State& state) {
    const TextCase* trace = trace_or_skip(state, "automerge-paper");
    if (trace == nullptr) return;
    std::size_t held = 0;
    for (auto _ : state) {
        const std::size_t before = heap_bytes();
        const auto document = TextDocument::open(trace->end_text, {pseudo_random_id()});
        held = heap_bytes() - before;
        benchmark::DoNotOptimize(document->length());
    }
    state.counters["held_bytes"] = static_cast<double>(held);
    state.counters["text_bytes"] = static_cast<double>(trace->end_text.size());
}
BENCHMARK(open_trace_text)->Unit(benchmark::kMicrosecond);

// Each edit merged as it comes, with its patches for the screen.
void receive_trace(benchmark::State& state, const std::string& name) {
    const TextCase* trace = trace_or_skip(state, name);
    if (trace == nullptr) return;
    for (auto _ : state) benchmark::DoNotOptimize(received(trace->edits).length());
    require(state, received(trace->edits).text() == trace->end_text);
    state.counters["edits"] = static_cast<double>(trace->edits.size());
}
BENCHMARK_CAPTURE(receive_trace, friendsforever, "friendsforever")->Unit(benchmark::kMillisecond);

// 10,000 edits of one character each, here and there in words, on top of what is there.
std::vector<TextEdit> branch(const TextDocument& base, std::uint64_t seed) {
    const Chance chance = seeded_chance(seed);
    TextDocument document = base;
    std::vector<TextEdit> edits;
    std::uint32_t cursor = 0;
    for (int i = 0; i < 10'000; ++i) {
        if (i % 40 == 0) cursor = static_cast<std::uint32_t>(chance(document.length()));
        const bool erases = i % 10 == 9 && cursor > 0;
        TextEdit edit{pseudo_random_id(), document.heads(), {}};
        const std::string letter(1, static_cast<char>('a' + chance(26)));
        benchmark::DoNotOptimize(
            document.edit(erases ? --cursor : cursor++, erases ? 1 : 0, erases ? "" : letter));
        edit.patches = document.pending().front();
        document.commit({&edit.id, 1});
        edits.push_back(std::move(edit));
    }
    return edits;
}

TextDocument paper_of(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes)
        text += "Eleven words or so that stand for what a paper says here. ";
    TextDocument document;
    benchmark::DoNotOptimize(document.edit(0, 0, text.substr(0, bytes)));
    commit(document);
    return document;
}

void merge_two_branches(benchmark::State& state) {
    const TextDocument base = paper_of(50'000);
    const std::vector<TextEdit> mine = branch(base, 1);
    const std::vector<TextEdit> theirs = branch(base, 2);
    TextDocument here = base;
    for (const TextEdit& edit : mine) benchmark::DoNotOptimize(here.receive(edit));
    for (auto _ : state) {
        state.PauseTiming();
        TextDocument document = here;
        state.ResumeTiming();
        for (const TextEdit& edit : theirs) benchmark::DoNotOptimize(document.receive(edit));
    }
    TextDocument there = base;
    for (const TextEdit& edit : theirs) benchmark::DoNotOptimize(there.receive(edit));
    for (const TextEdit& edit : mine) benchmark::DoNotOptimize(there.receive(edit));
    for (const TextEdit& edit : theirs) benchmark::DoNotOptimize(here.receive(edit));
    require(state, here.text() == there.text());
}
BENCHMARK(merge_two_branches)->Unit(benchmark::kMillisecond);

constexpr std::size_t large = 1U << 20U;

void large_open(benchmark::State& state) {
    const std::string text = paper_of(large).text();
    const std::vector<TextId> heads = {pseudo_random_id()};
    for (auto _ : state) benchmark::DoNotOptimize(TextDocument::open(text, heads));
}
BENCHMARK(large_open)->Unit(benchmark::kMicrosecond);

void large_key(benchmark::State& state) {
    TextDocument document = paper_of(large);
    const Chance chance = seeded_chance(1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            document.edit(static_cast<std::uint32_t>(chance(document.length())), 0, "x"));
        commit(document);
    }
}
BENCHMARK(large_key)->Unit(benchmark::kMicrosecond);

// Concurrent with a key typed here: the walker's state is built and dropped each time.
void large_remote_insert(benchmark::State& state) {
    const std::string text = paper_of(large).text();
    const std::vector<TextId> heads = {pseudo_random_id()};
    const TextDocument opened = *TextDocument::open(text, heads);
    for (auto _ : state) {
        state.PauseTiming();
        TextDocument document = opened;
        benchmark::DoNotOptimize(document.edit(large / 3, 0, "x"));
        commit(document);
        const TextEdit remote{pseudo_random_id(), heads, {{large / 2, 0, "y"}}};
        state.ResumeTiming();
        benchmark::DoNotOptimize(document.receive(remote));
        state.PauseTiming();
        document = TextDocument();
        state.ResumeTiming();
    }
}
BENCHMARK(large_remote_insert)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace cairn::text
