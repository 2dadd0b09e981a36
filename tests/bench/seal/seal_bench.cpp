// How fast runs are sealed and opened, and how many bytes an edit takes on the wire.
#include <benchmark/benchmark.h>

#include "client/seal/seal.h"
#include "shared/identity/device.h"
#include "shared/log/proof.h"
#include "tests/support/backlog.h"
#include "tests/support/envelopes.h"

namespace cairn {
namespace {

struct Sealer {
    std::vector<Envelope> seal_all(const std::vector<Run>& runs) {
        std::vector<Envelope> envelopes;
        for (const Run& run : runs) {
            envelopes.push_back(seal(run, request, key, device, random));
            request.number = request.number.next();
            request.previous = envelopes.back().hash();
        }
        return envelopes;
    }

    SeededRandom random{1};
    DeviceSecrets device = DeviceSecrets::make(random);
    EpochKey key = *EpochKey::from(Bytes(32, 7));
    SealRequest request{
        .workspace = {}, .number = {1}, .previous = {}, .epoch = {}, .roster_head = {}};
};

std::vector<Run> backlog_of(const benchmark::State& state) {
    return test::make_backlog({.edits = static_cast<std::size_t>(state.range(0))});
}

void count_edits(benchmark::State& state) {
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void seal_backlog(benchmark::State& state) {
    const auto runs = backlog_of(state);
    std::size_t bytes = 0;
    for (auto _ : state) {
        Sealer sealer;
        bytes = 0;
        for (const Envelope& envelope : sealer.seal_all(runs)) bytes += envelope.bytes().size();
    }
    count_edits(state);
    state.counters["bytes_per_edit"] =
        static_cast<double>(bytes) / static_cast<double>(state.range(0));
}
BENCHMARK(seal_backlog)->Arg(1)->Arg(250)->Arg(10'000)->Unit(benchmark::kMicrosecond);

void open_backlog(benchmark::State& state) {
    Sealer sealer;
    const auto envelopes = sealer.seal_all(backlog_of(state));
    for (auto _ : state)
        for (const Envelope& envelope : envelopes)
            benchmark::DoNotOptimize(open(envelope, sealer.key));
    count_edits(state);
}
BENCHMARK(open_backlog)->Arg(1)->Arg(250)->Arg(10'000)->Unit(benchmark::kMicrosecond);

void decode_runs(benchmark::State& state) {
    std::vector<Bytes> encoded;
    for (const Run& run : backlog_of(state)) encoded.push_back(encode_run(run));
    for (auto _ : state)
        for (const Bytes& bytes : encoded) benchmark::DoNotOptimize(decode_run(bytes));
    count_edits(state);
}
BENCHMARK(decode_runs)->Arg(10'000)->Unit(benchmark::kMicrosecond);

void prove_chain(benchmark::State& state) {
    SeededRandom random(1);
    const auto device = DeviceSecrets::make(random);
    const auto chain =
        test::make_chain(static_cast<std::size_t>(state.range(0)), {}, device, random);
    for (auto _ : state) benchmark::DoNotOptimize(prove(chain));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(prove_chain)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace cairn
