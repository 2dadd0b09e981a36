// The workspace file beside a plain SQLite table that holds the same values.
#include <filesystem>
#include <iostream>

#include <benchmark/benchmark.h>

#include "tests/bench/replica/plan.h"

namespace cairn::bench {
namespace {

constexpr std::size_t import_edits_per_change = 1000;

// A plan on disk, and the same plan in a plain table.
struct Files {
    Files() : workspace(1), plan(1), laptop(workspace, workspace.founder, plan_schema(), path()) {
        plan.import_into(laptop, import_edits_per_change);
        raw.upsert(plan.as_raw());
    }
    [[nodiscard]] std::string path() const { return folder.file("plan.cairn"); }

    test::TemporaryFolder folder;
    test::SmallWorkspace workspace;
    Plan plan;
    test::Laptop laptop;
    RawTable raw{folder.file("raw.db")};
};

Files& files() {
    static Files made;
    return made;
}

void raw_upserts_a_commit(benchmark::State& state) {
    Files& f = files();
    const auto size = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        const std::vector<RawEdit> edits = f.plan.random_edits(size);
        state.ResumeTiming();
        f.raw.upsert(edits);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(raw_upserts_a_commit)->Arg(1)->Arg(100)->Arg(20'000)->UseRealTime();

void replica_edits_a_commit(benchmark::State& state) {
    Files& f = files();
    const auto size = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<replica::LocalEdit> change;
        for (const RawEdit& edit : f.plan.random_edits(size))
            change.push_back({.item = edit.item,
                              .field = edit.field,
                              .element = {},
                              .value = edit.value,
                              .over = f.laptop.shown({edit.item, edit.field, {}}),
                              .own_over = {}});
        state.ResumeTiming();
        f.laptop.commit(change);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(replica_edits_a_commit)->Arg(1)->Arg(100)->Arg(20'000)->UseRealTime();

void replica_import(benchmark::State& state) {
    std::size_t edits = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const test::TemporaryFolder folder;
        test::SmallWorkspace workspace(2);
        Plan plan(2);
        auto laptop = std::make_unique<test::Laptop>(
            workspace, workspace.founder, plan_schema(), folder.file("plan.cairn"));
        state.ResumeTiming();
        plan.import_into(*laptop, import_edits_per_change);
        state.PauseTiming();
        edits = laptop->read().counts().edits;
        laptop.reset();
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(edits));
}
BENCHMARK(replica_import)->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(2);

void raw_import(benchmark::State& state) {
    for (auto _ : state) {
        state.PauseTiming();
        const test::TemporaryFolder folder;
        Plan plan(2);
        auto raw = std::make_unique<RawTable>(folder.file("raw.db"));
        const std::vector<RawEdit> edits = plan.as_raw();
        state.ResumeTiming();
        for (std::size_t i = 0; i < edits.size(); i += import_edits_per_change) {
            const auto begin = edits.begin() + static_cast<std::ptrdiff_t>(i);
            raw->upsert({begin,
                         begin + static_cast<std::ptrdiff_t>(
                                     std::min(import_edits_per_change, edits.size() - i))});
        }
        state.PauseTiming();
        raw.reset();
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{plan_items} * plan_fields);
}
BENCHMARK(raw_import)->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(2);

// A backlog of 20,000 single edits, as a colleague's laptop sends it, in changes of `range` edits.
void receive_backlog(benchmark::State& state) {
    constexpr std::size_t edits = 20'000;
    const test::TemporaryFolder folder;
    test::SmallWorkspace workspace(3);
    const test::Person ben = workspace.join(Role::editor);
    Plan plan(3);
    test::Laptop author(workspace, workspace.founder, plan_schema());
    plan.import_into(author, import_edits_per_change);
    author.seal();
    {
        test::Laptop reader(workspace, ben, plan_schema(), folder.file("before.cairn"));
        reader.pull_from(author);
        reader.replica.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const Frontier before = author.replica.frontier();
    plan.write(author, plan.random_edits(edits), static_cast<std::size_t>(state.range(0)));
    author.seal();
    std::vector<replica::Arrival> page;
    std::size_t bytes = 0;
    for (const Envelope& envelope : author.replica.lacking(before, SIZE_MAX)) {
        page.push_back({envelope, std::nullopt});
        bytes += envelope.bytes().size();
    }
    replica::ReplicaOptions options;
    options.path = folder.file("now.cairn");
    options.device = ben.id();
    options.schema = &plan_schema();
    for (auto _ : state) {
        state.PauseTiming();
        for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(options.path + tail);
        std::filesystem::copy_file(folder.file("before.cairn"), options.path);
        auto reader =
            std::make_unique<replica::Replica>(replica::Replica::open(options, workspace.random));
        test::RingOpener opener(ben.keys);
        static_cast<void>(reader->read().counts());
        state.ResumeTiming();
        const auto report = reader->receive(page, std::nullopt, opener);
        state.PauseTiming();
        if (report.edits != edits) state.SkipWithError("not every edit arrived");
        reader.reset();
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{edits});
    state.counters["bytes_an_edit"] = static_cast<double>(bytes) / edits;
}
BENCHMARK(receive_backlog)
    ->Arg(1)
    ->Arg(10)
    ->Arg(100)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->MinTime(1.0);

void raw_open_and_scan(benchmark::State& state) {
    Files& f = files();
    for (auto _ : state) {
        RawTable raw(f.folder.file("raw.db"));
        benchmark::DoNotOptimize(raw.scan());
    }
}
BENCHMARK(raw_open_and_scan)->UseRealTime()->Unit(benchmark::kMillisecond);

void replica_open_and_list(benchmark::State& state) {
    Files& f = files();
    replica::ReplicaOptions options;
    options.path = f.path();
    options.device = f.workspace.founder.id();
    options.schema = &plan_schema();
    for (auto _ : state) {
        replica::Replica opened = replica::Replica::open(options, f.workspace.random);
        std::size_t bytes = 0;
        opened.read().each_item(
            [&](const replica::ItemPlace&, std::span<const replica::CellView> cells) {
                for (const replica::CellView& cell : cells) bytes += cell.value.size();
            });
        benchmark::DoNotOptimize(bytes);
    }
}
BENCHMARK(replica_open_and_list)->UseRealTime()->Unit(benchmark::kMillisecond);

// Opening, how the file stands, and one item: the same whatever the history.
void open_after_history(benchmark::State& state) {
    const test::TemporaryFolder folder;
    test::SmallWorkspace workspace(5);
    Plan plan(5);
    replica::ReplicaOptions options;
    options.path = folder.file("plan.cairn");
    options.device = workspace.founder.id();
    options.schema = &plan_schema();
    {
        test::Laptop laptop(workspace, workspace.founder, plan_schema(), options.path);
        plan.import_into(laptop, import_edits_per_change);
        const auto edits = static_cast<std::size_t>(state.range(0));
        while (laptop.read().counts().edits < edits)
            plan.write(laptop, plan.random_edits(std::min<std::size_t>(edits, 20'000)), 20'000);
        laptop.seal();
    }
    for (auto _ : state) {
        replica::Replica opened = replica::Replica::open(options, workspace.random);
        benchmark::DoNotOptimize(opened.read().counts());
        benchmark::DoNotOptimize(opened.read().cells(plan.items().front()));
    }
}
BENCHMARK(open_after_history)
    ->Arg(150'000)
    ->Arg(1'000'000)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

// Bytes after the import and 100,000 single edits.
void file_size(benchmark::State& state) {
    const test::TemporaryFolder folder;
    test::SmallWorkspace workspace(4);
    Plan plan(4);
    test::Laptop laptop(workspace, workspace.founder, plan_schema(), folder.file("plan.cairn"));
    RawTable raw(folder.file("raw.db"));
    laptop.replica.database().execute("PRAGMA synchronous=OFF");
    for (auto _ : state) {
        plan.import_into(laptop, import_edits_per_change);
        raw.upsert(plan.as_raw());
        const std::vector<RawEdit> edits = plan.random_edits(100'000);
        plan.write(laptop, edits, 1);
        raw.upsert(edits);
        laptop.seal();
        laptop.replica.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const auto ours = laptop.replica.database().integer(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    state.counters["raw_bytes"] = static_cast<double>(raw.file_bytes());
    state.counters["replica_bytes"] = static_cast<double>(ours);
    state.counters["ratio"] = static_cast<double>(ours) / static_cast<double>(raw.file_bytes());
    if (std::getenv("CAIRN_BENCH_TABLES") != nullptr) {
        sqlite::Statement sizes(laptop.replica.database(),
                                "SELECT name, sum(pgsize) FROM dbstat GROUP BY name "
                                "HAVING sum(pgsize) > 100000 ORDER BY 2 DESC");
        for (sqlite::Rows rows = sizes.query(); rows.next();)
            std::cerr << rows.text(0) << " " << rows.integer(1) << "\n";
    }
}
BENCHMARK(file_size)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn::bench
