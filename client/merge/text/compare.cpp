#include "client/merge/text/compare.h"

#include <algorithm>

#include "client/merge/text/check_edit.h"
#include "client/merge/text/tracker.h"
#include "shared/base/contract.h"

namespace cairn::text {
namespace {

// Every character ever, in document order.
Tracker replay(const TextGraph& graph) {
    CAIRN_ASSERT(graph.opened().empty());
    Tracker tracker;
    tracker.start(std::nullopt, 0, 0);
    std::vector<ShownStep> unused;
    for (const EditNumber edit : graph.walk_order(0)) {
        const auto parents = graph.parents_of(edit);
        tracker.prepare(graph, Version(parents.begin(), parents.end()));
        tracker.apply(graph, edit, unused);
        unused.clear();
    }
    tracker.prepare(graph, {});
    return tracker;
}

// Edits of `in` that are not in `but`.
std::vector<EditNumber> edits_of(const std::vector<bool>& in, const std::vector<bool>& but) {
    std::vector<EditNumber> edits;
    for (EditNumber edit = 0; edit < in.size(); ++edit)
        if (in[edit] && !but[edit]) edits.push_back(edit);
    return edits;
}

std::optional<TextFault> fault_of(const TextGraph& graph) {
    if (!graph.opened().empty()) return TextFault::needs_graph;
    return std::nullopt;
}

// Scalar values that patches remove and insert.
std::uint64_t size_of(const Patches& patches) {
    std::uint64_t scalars = inserted_by(patches);
    for (const Patch& patch : patches) scalars += patch.removed;
    return scalars;
}

// Writes down what turns one walk's text into another's, run by run: between what stays, first all
// that goes, then all that comes.
class Comparison {
public:
    explicit Comparison(const TextGraph& graph) : graph_(graph) {}

    void add(CharNumber first, std::uint32_t scalars, bool was_there, bool is_there) {
        if (was_there && is_there) {
            write_change();
            position_ += scalars;
        } else if (was_there) {
            removed_ += scalars;
        } else if (is_there) {
            inserted_ += graph_.content(first, scalars);
            inserted_scalars_ += scalars;
        }
    }
    Patches take() {
        write_change();
        return std::move(patches_);
    }

private:
    void write_change() {
        if (removed_ > 0 || inserted_scalars_ > 0)
            patches_.push_back({position_, removed_, inserted_});
        position_ += inserted_scalars_;
        removed_ = 0;
        inserted_.clear();
        inserted_scalars_ = 0;
    }

    const TextGraph& graph_;
    Patches patches_;
    std::uint32_t position_ = 0;  // in the text after
    std::uint32_t removed_ = 0;
    std::string inserted_;
    std::uint32_t inserted_scalars_ = 0;
};

}  // namespace

std::vector<bool> in_force(const TextGraph& graph, const Version& version) {
    std::vector<bool> past(graph.size(), false);
    for (const EditNumber head : version) past[head] = true;
    for (EditNumber edit = graph.size(); edit-- > 0;) {
        if (!past[edit]) continue;
        for (const EditNumber parent : graph.parents_of(edit)) past[parent] = true;
    }
    for (EditNumber edit = 0; edit < graph.size(); ++edit)
        if (graph.is_void(edit)) past[edit] = false;
    return past;
}

Patches compare(const TextGraph& graph,
                const std::vector<bool>& from,
                const std::vector<bool>& to) {
    Tracker tracker = replay(graph);
    tracker.move_all(edits_of(from, std::vector<bool>(from.size(), false)), true);
    const std::vector<Tracker::Run> before = tracker.runs();
    tracker.move_all(edits_of(from, to), false);
    tracker.move_all(edits_of(to, from), true);

    Comparison comparison(graph);
    std::size_t at = 0;  // in `before`, whose runs have since been cut but never joined
    std::uint32_t within = 0;
    for (const Tracker::Run& run : tracker.runs()) {
        comparison.add(run.first, run.scalars, before[at].is_prepared, run.is_prepared);
        within += run.scalars;
        if (within == before[at].scalars) {
            ++at;
            within = 0;
        }
    }
    return comparison.take();
}

Result<Patches, TextFault> difference(const TextGraph& graph,
                                      const std::vector<TextId>& from_heads,
                                      const std::vector<TextId>& to_heads) {
    if (const auto fault = fault_of(graph)) return refuse(*fault);
    const auto from = graph.resolve(from_heads);
    if (!from) return refuse(from.error());
    const auto to = graph.resolve(to_heads);
    if (!to) return refuse(to.error());
    return compare(graph, in_force(graph, *from), in_force(graph, *to));
}

Result<std::string, TextFault> text_at(const TextGraph& graph, const std::vector<TextId>& heads) {
    const auto patches = difference(graph, {}, heads);
    if (!patches) return refuse(patches.error());
    return patches->empty() ? std::string() : patches->front().inserted;
}

Result<Reverting, TextFault> reverting(const TextGraph& graph, const std::vector<TextId>& edits) {
    if (const auto fault = fault_of(graph)) return refuse(*fault);
    const std::vector<bool> now = in_force(graph, graph.heads());
    std::vector<bool> without = now;
    Version heads;
    for (const TextId& edit : edits) {
        const auto number = graph.find(edit);
        if (!number) return refuse(TextFault::unknown_parent);
        without[*number] = false;
        heads.push_back(*number);
    }
    // What they did when they were made, and what is left of that.
    const std::vector<bool> then = in_force(graph, heads);
    std::vector<bool> before = then;
    for (const EditNumber number : heads) before[number] = false;
    Reverting reverting{compare(graph, now, without), true};
    reverting.is_whole = size_of(reverting.patches) == size_of(compare(graph, then, before));
    return reverting;
}

Result<std::vector<BlameRun>, TextFault> blame(const TextGraph& graph) {
    if (const auto fault = fault_of(graph)) return refuse(*fault);
    std::vector<BlameRun> runs;
    for (const Tracker::Run& run : replay(graph).runs()) {
        if (!run.is_shown) continue;
        CharNumber first = run.first;
        const CharNumber end = run.first + run.scalars;
        while (first < end) {
            const EditNumber edit = graph.edit_of(first);
            const CharNumber next =
                edit + 1 < graph.size() ? graph.first_char_of(edit + 1) : graph.chars();
            const std::uint32_t here = std::min(end, next) - first;
            const TextId& id = graph.id_of(edit);
            if (runs.empty() || runs.back().edit != id) runs.push_back({id, 0});
            runs.back().scalars += here;
            first += here;
        }
    }
    return runs;
}

}  // namespace cairn::text
