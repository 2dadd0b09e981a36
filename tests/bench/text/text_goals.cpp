// What was promised about texts. Without the traces (CAIRN_SHARED) their workloads are left out.
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "client/merge/text/graph_codec.h"
#include "shared/base/contract.h"
#include "tests/bench/goals/goal.h"
#include "tests/bench/text/workloads.h"

namespace cairn::text {
namespace {

using bench::Goal;
using bench::Wanted;
using IsWanted = std::function<bool(const std::string&)>;

constexpr int rounds = 9;

// The median of some rounds; each makes ready first, which is not counted.
double median_ms(const std::function<std::function<void()>()>& make_ready) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        const auto work = make_ready();
        times.push_back(bench::seconds_of(work) * 1000);
    }
    return bench::median(times);
}

double median_ms_of(const std::function<void()>& work) {
    return median_ms([&] { return work; });
}

void tell(const std::string& workload, const std::string& unit, double value, double at_most) {
    bench::print({.workload = workload,
                  .unit = unit,
                  .value = value,
                  .baseline = {},
                  .ratio = {},
                  .goal = Goal{Wanted::at_most, at_most, false},
                  .more = {}});
}

// Goals: a twentieth of the time of Yjs and Loro, 130 KB, 0.1 ms, 1 MB beside the text.
void sequential(const IsWanted& wanted) {
    const auto trace = load_trace("automerge-paper");
    if (!trace) {
        std::fputs("text_goals: no traces; set CAIRN_SHARED\n", stderr);
        return;
    }
    const TextDocument document = typed(*trace);
    CAIRN_ASSERT(document.text() == trace->end_text);
    if (wanted("text_type_paper"))
        tell("text_type_paper",
             "ms",
             median_ms_of([&] { CAIRN_ASSERT(typed(*trace).length() > 0); }),
             70);
    if (wanted("text_saved_paper"))
        tell("text_saved_paper",
             "bytes",
             static_cast<double>(compressed_bytes(encode_graph(document.graph()))),
             130'000);
    if (wanted("text_read_paper"))
        tell("text_read_paper",
             "ms",
             median_ms_of([&] { CAIRN_ASSERT(!document.text().empty()); }),
             0.1);
    if (wanted("text_memory_paper")) {
        const std::size_t before = heap_bytes();
        const auto opened = TextDocument::open(trace->end_text, {pseudo_random_id()});
        const std::size_t held = heap_bytes() - before;
        CAIRN_ASSERT(opened->length() > 0);
        const double beside =
            static_cast<double>(held) - static_cast<double>(document.text().size());
        tell("text_memory_paper", "bytes beside the text", beside, 1'000'000);
    }
}

void concurrent(const IsWanted& wanted) {
    const auto trace = load_trace("friendsforever");
    if (trace && wanted("text_receive_friends"))
        tell("text_receive_friends",
             "ms",
             median_ms_of([&] { CAIRN_ASSERT(received(trace->edits).text() == trace->end_text); }),
             28);
    if (!wanted("text_merge_two_branches")) return;
    const TextDocument base = paper_of(50'000);
    TextDocument here = base;
    for (const TextEdit& edit : branch(base, 1)) CAIRN_ASSERT(here.receive(edit));
    const std::vector<TextEdit> theirs = branch(base, 2);
    tell("text_merge_two_branches",
         "ms",
         median_ms([&]() -> std::function<void()> {
             auto document = std::make_shared<TextDocument>(here);
             return [&theirs, document] {
                 for (const TextEdit& edit : theirs) CAIRN_ASSERT(document->receive(edit));
             };
         }),
         50);
}

void large(const IsWanted& wanted) {
    constexpr std::size_t bytes = 1U << 20U;
    const std::string text = paper_of(bytes).text();
    const std::vector<TextId> heads = {pseudo_random_id()};
    const TextDocument opened = *TextDocument::open(text, heads);
    if (wanted("text_open_1mb"))
        tell("text_open_1mb",
             "ms",
             median_ms_of([&] { CAIRN_ASSERT(TextDocument::open(text, heads)); }),
             1);
    // Ready: a copy in which a key was typed that the rest does not know of.
    const auto typed_in = [&] {
        auto document = std::make_shared<TextDocument>(opened);
        CAIRN_ASSERT(document->edit(bytes / 3, 0, "x"));
        commit(*document);
        return document;
    };
    if (wanted("text_key_1mb"))
        tell("text_key_1mb",
             "ms",
             median_ms([&]() -> std::function<void()> {
                 return [document = typed_in()] {
                     CAIRN_ASSERT(document->edit(bytes / 2, 0, "y"));
                     commit(*document);
                 };
             }),
             1);
    if (wanted("text_remote_insert_1mb"))
        tell("text_remote_insert_1mb",
             "ms",
             median_ms([&]() -> std::function<void()> {
                 return [document = typed_in(), &heads] {
                     CAIRN_ASSERT(
                         document->receive({pseudo_random_id(), heads, {{bytes / 2, 0, "y"}}}));
                 };
             }),
             1);
}

}  // namespace
}  // namespace cairn::text

int main(int argument_count, char** arguments) {
    const auto wanted = [&](const std::string& workload) {
        return cairn::bench::is_wanted(argument_count, arguments, workload);
    };
    cairn::text::sequential(wanted);
    cairn::text::concurrent(wanted);
    cairn::text::large(wanted);
    return 0;
}
