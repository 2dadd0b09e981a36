// How fast merge's own parts are, without storage: identities, judging, moves.
#include <algorithm>

#include <benchmark/benchmark.h>

#include "client/merge/identity.h"
#include "client/merge/move_tree.h"
#include "client/merge/schema.h"
#include "shared/base/random.h"

namespace cairn::merge {
namespace {

constexpr std::size_t items = 10'000;

// Every item under one of those before it, then `count` random moves; Lamports from `first` on.
std::vector<Move> random_moves(std::size_t count, std::uint64_t first, SeededRandom& random) {
    static const std::vector<ItemId> ids = [] {
        SeededRandom ids_random(7);
        std::vector<ItemId> made;
        for (std::size_t i = 0; i < items; ++i) made.push_back(ids_random.make<ItemId>());
        return made;
    }();
    const OrderKey key = *OrderKey::from_hex("80");
    std::vector<Move> moves;
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_creation = first == 1 && i < items;
        const ItemId& item = ids[is_creation ? i : random.below(items)];
        const std::uint64_t above = random.below(is_creation ? i + 1 : items);
        const ItemId parent = above % 20 == 0 ? root_item() : ids[above / 8];
        const MoveAt at{{first + i}, {random.make<ChangeId>(), 0}};
        moves.push_back({at, Move::What::place, item, parent, key, 5});
    }
    return moves;
}

void batch_into_log(benchmark::State& state) {
    SeededRandom random(1);
    const MoveTree log(random_moves(50'000, 1, random));
    // Concurrent with the last tenth, half, or all of the log.
    const auto depth = static_cast<std::uint64_t>(state.range(0));
    std::vector<Move> batch = random_moves(5'000, 60'000, random);
    for (Move& move : batch) move.at.lamport.value = 50'000 - random.below(depth);
    for (auto _ : state) {
        state.PauseTiming();
        MoveTree tree = log;
        std::vector<Move> arriving = batch;
        state.ResumeTiming();
        benchmark::DoNotOptimize(tree.apply(std::move(arriving)));
    }
    state.SetItemsProcessed(state.iterations() * 5'000);
}
BENCHMARK(batch_into_log)->Arg(5'000)->Arg(25'000)->Arg(49'000)->Unit(benchmark::kMillisecond);

// One local move at the end, then one remote move that is concurrent with the last `depth` moves.
void remote_moves_one_by_one(benchmark::State& state) {
    SeededRandom random(2);
    MoveTree tree(random_moves(50'000, 1, random));
    const auto depth = static_cast<std::uint64_t>(state.range(0));
    std::vector<Move> arriving = random_moves(200'000, 50'001, random);
    std::size_t next = 0;
    for (auto _ : state) {
        if (next + 2 > arriving.size()) state.SkipWithError("out of moves");
        Move local = arriving[next++];
        Move remote = arriving[next++];
        local.at.lamport.value = 50'000 + next;
        remote.at.lamport.value = local.at.lamport.value - 2 * depth;
        benchmark::DoNotOptimize(tree.apply({std::move(local)}));
        benchmark::DoNotOptimize(tree.apply({std::move(remote)}));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(remote_moves_one_by_one)
    ->Arg(200)
    ->Arg(2'000)
    ->Arg(20'000)
    ->Unit(benchmark::kMicrosecond);

void local_moves(benchmark::State& state) {
    SeededRandom random(3);
    MoveTree tree(random_moves(50'000, 1, random));
    std::vector<Move> arriving = random_moves(1'000'000, 60'000, random);
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(tree.apply({arriving[next++ % arriving.size()]}));
    }
}
BENCHMARK(local_moves);

void load_log(benchmark::State& state) {
    SeededRandom random(4);
    const std::vector<Move> moves = random_moves(50'000, 1, random);
    for (auto _ : state) benchmark::DoNotOptimize(MoveTree(moves));
}
BENCHMARK(load_log)->Unit(benchmark::kMillisecond);

void identity(benchmark::State& state) {
    SeededRandom random(5);
    Change change;
    change.device = random.make<DeviceId>();
    for (std::int64_t i = 0; i < state.range(0); ++i) {
        Edit edit{{random.make<ItemId>(), 12, ""}, "tsome title of it", {}};
        edit.over = {EditId{random.make<ChangeId>(), 3}};
        change.edits.push_back(std::move(edit));
    }
    for (auto _ : state) {
        ++change.counter;
        benchmark::DoNotOptimize(identity_of(change));
    }
}
BENCHMARK(identity)->Arg(1)->Arg(100);

void judge_text(benchmark::State& state) {
    Schema schema;
    for (FieldNumber field = 10; field < 150; ++field)
        schema.fields[field] = {.fold = Fold::reg, .types = {ValueType::text}};
    const WorkspaceId workspace;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            judge_form(schema, workspace, {ItemId{}, 99, "", "tsome title of it", 1}));
    }
}
BENCHMARK(judge_text);

}  // namespace
}  // namespace cairn::merge
