// How fast a schedule is made, and how fast it follows edits. 300 teams, a six-month program.
#include <benchmark/benchmark.h>

#include "client/schedule/schedule.h"
#include "shared/base/random.h"

namespace cairn::schedule {
namespace {

constexpr Minute start = 29'540'640;  // 2026-03-02T08:00

ItemId id_of(SeededRandom& random) { return random.make<ItemId>(); }

// Summaries of about thirty rows; links lead from earlier rows to later ones near them, of all
// types, one in four with a lag.
Plan make_plan(std::size_t tasks, std::size_t links) {
    SeededRandom random(11);
    Plan plan;
    plan.start = start;
    for (int n = 0; n < 4; ++n) {
        CalendarSpec calendar;
        calendar.id = id_of(random);
        for (std::int32_t holiday = 0; holiday < 40; ++holiday) {
            const auto first = static_cast<std::int32_t>(start / 1440) + holiday * 30 + n;
            calendar.exceptions.push_back({{first}, {first}, {}});
        }
        plan.calendars.push_back(calendar);
    }
    plan.calendar = plan.calendars[0].id;
    Task program;
    program.id = id_of(random);
    program.is_program = true;
    plan.tasks.push_back(program);
    ItemId team;
    for (std::size_t i = 1; i < tasks; ++i) {
        Task task;
        task.id = id_of(random);
        if (i % 33 == 1) team = task.id;
        task.parent = i % 33 == 1 ? program.id : team;
        task.duration = static_cast<Minute>(random.below(6)) * 480;
        if (random.below(20) == 0) task.calendar = plan.calendars[random.below(4)].id;
        if (random.below(20) == 0) {
            task.constraint = Constraint::start_no_earlier;
            task.constraint_date = start + static_cast<Minute>(random.below(180)) * 1440;
        }
        plan.tasks.push_back(task);
    }
    while (plan.links.size() < links) {
        const std::size_t from = 1 + random.below(tasks - 1);
        const std::size_t to = from + 1 + random.below(200);
        if (to >= tasks || from % 33 == 1 || to % 33 == 1) continue;
        Link link{id_of(random), plan.tasks[from].id, plan.tasks[to].id, {}, {}};
        link.type = random.below(5) == 0 ? static_cast<LinkType>(1 + random.below(3))
                                         : LinkType::finish_start;
        if (random.below(4) == 0) link.lag.amount = static_cast<Minute>(random.below(5)) * 240;
        plan.links.push_back(link);
    }
    return plan;
}

void full(benchmark::State& state) {
    const Plan plan = make_plan(static_cast<std::size_t>(state.range(0)),
                                static_cast<std::size_t>(state.range(1)));
    for (auto _ : state) {
        state.PauseTiming();
        Plan copy = plan;
        state.ResumeTiming();
        benchmark::DoNotOptimize(Schedule(std::move(copy)));
    }
}

// A random leaf takes a day longer or shorter: some edits reach nothing, some the whole plan.
void one_duration(benchmark::State& state) {
    Plan plan = make_plan(static_cast<std::size_t>(state.range(0)),
                          static_cast<std::size_t>(state.range(1)));
    Schedule schedule(plan);
    SeededRandom random(13);
    std::size_t rows = 0;
    for (auto _ : state) {
        Task& task = plan.tasks[1 + random.below(plan.tasks.size() - 1)];
        task.duration = task.duration == 480 ? 960 : 480;
        rows += schedule.apply({{task}, {}, {}, {}}).size();
    }
    state.counters["rows_moved"] =
        benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kAvgIterations);
}

// The worst there is: a critical task at the very beginning moves every date of the plan.
void one_critical_duration(benchmark::State& state) {
    Plan plan = make_plan(static_cast<std::size_t>(state.range(0)),
                          static_cast<std::size_t>(state.range(1)));
    Schedule schedule(plan);
    const ItemId first = schedule.critical().front();
    Task task;
    for (const Task& one : plan.tasks) {
        if (one.id == first) task = one;
    }
    const Minute usual = task.duration;
    std::size_t rows = 0;
    for (auto _ : state) {
        task.duration = task.duration == usual ? usual + 480 : usual;
        rows += schedule.apply({{task}, {}, {}, {}}).size();
    }
    state.counters["rows_moved"] =
        benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kAvgIterations);
}

// A link that joins two leaves, and the edit that takes it away again.
void one_link(benchmark::State& state) {
    const Plan plan = make_plan(static_cast<std::size_t>(state.range(0)),
                                static_cast<std::size_t>(state.range(1)));
    Schedule schedule(plan);
    SeededRandom random(17);
    Link link;
    bool is_there = false;
    for (auto _ : state) {
        if (is_there) {
            schedule.apply({{}, {}, {}, {link.id}});
        } else {
            std::size_t from = 0;
            while (from % 33 <= 1 || from + 40 >= plan.tasks.size()) {
                from = random.below(plan.tasks.size());
            }
            std::size_t to = from + 7;
            if (to % 33 <= 1) to += 2;
            link = {id_of(random), plan.tasks[from].id, plan.tasks[to].id, {}, {}};
            schedule.apply({{}, {link}, {}, {}});
        }
        is_there = !is_there;
    }
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->Args({10'000, 15'000})->Args({50'000, 75'000})->Unit(benchmark::kMicrosecond);
}

BENCHMARK(full)->Name("schedule/full")->Apply(sizes);
BENCHMARK(one_duration)->Name("schedule/one_duration")->Apply(sizes);
BENCHMARK(one_critical_duration)->Name("schedule/one_critical_duration")->Apply(sizes);
BENCHMARK(one_link)->Name("schedule/one_link")->Apply(sizes);

}  // namespace
}  // namespace cairn::schedule
