// What a roster of some hundred members costs: to replay at a start, to copy between threads, and
// to draw the keys from.
#include <benchmark/benchmark.h>

#include "tests/support/small_workspace.h"

namespace cairn::test {
namespace {

// 200 members who joined and got their key, nine epochs: 411 records.
const SmallWorkspace& company() {
    static const SmallWorkspace workspace = [] {
        SmallWorkspace w(1);
        const auto secret = w.open_invite({.role_cap = Role::editor, .uses = 200});
        for (int member = 0; member < 200; ++member) {
            Person joiner = w.use_invite(secret);
            w.share_current_key(w.founder, joiner);
            if (member % 25 == 0) w.start_epoch(w.founder);
        }
        return w;
    }();
    return workspace;
}

void replay(benchmark::State& state) {
    for (auto _ : state) {
        RosterView view;
        for (const Bytes& record : company().records)
            if (!view.append(record)) state.SkipWithError("a record was refused");
        benchmark::DoNotOptimize(view.head());
    }
    state.SetItemsProcessed(state.iterations() *
                            static_cast<std::int64_t>(company().records.size()));
}
BENCHMARK(replay)->Unit(benchmark::kMillisecond);

// Decoding, the check of the one encoding and the hash, without signatures and rules.
void read(benchmark::State& state) {
    for (auto _ : state)
        for (const Bytes& record : company().records) benchmark::DoNotOptimize(read_record(record));
    state.SetItemsProcessed(state.iterations() *
                            static_cast<std::int64_t>(company().records.size()));
}
BENCHMARK(read)->Unit(benchmark::kMillisecond);

void copy(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(RosterView(company().view));
}
BENCHMARK(copy)->Unit(benchmark::kMicrosecond);

void learn_all_keys(benchmark::State& state) {
    for (auto _ : state) {
        KeyRing keys;
        keys.learn(company().view, company().founder.device);
        if (!keys.missing(company().view).empty()) state.SkipWithError("a key is missing");
    }
}
BENCHMARK(learn_all_keys)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace cairn::test
