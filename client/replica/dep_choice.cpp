#include "client/replica/dep_choice.h"

#include <algorithm>
#include <utility>

#include "shared/wire/limits.h"

namespace cairn::replica {
namespace {

// Beside what the edits replace. Each is compared with all before it.
constexpr std::size_t deps_wanted = 1024;

}  // namespace

std::vector<Row> DepChoice::choose(const std::vector<Row>& news) {
    const std::vector<EnvelopeInfo> candidates = latest_first(news);
    std::vector<Row> done;
    for (const EnvelopeInfo& candidate : candidates) {
        // The first, which comes after all others, is taken in any case.
        const bool full = !done.empty() && draft_.deps.size() >= deps_wanted;
        if (full || done.size() == limits::deps_max) break;
        offer(candidate);
        done.push_back(candidate.row);
        if (done.size() == 1 && candidates.size() > deps_wanted) take_replaced();
    }
    return done;
}

// No envelope stands before one that builds on it.
std::vector<EnvelopeInfo> DepChoice::latest_first(const std::vector<Row>& news) {
    std::vector<std::pair<Lamport, EnvelopeInfo>> dated;
    for (const Row row : news) {
        const EnvelopeInfo& info = tables_.envelopes.info(row);
        const Row end = info.last_change;
        dated.emplace_back(end == 0 ? Lamport() : tables_.graph.change(end).lamport, info);
    }
    std::sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? b.first < a.first : a.second.hash < b.second.hash;
    });
    std::vector<EnvelopeInfo> sorted;
    for (auto& [lamport, info] : dated) sorted.push_back(std::move(info));
    return sorted;
}

bool DepChoice::is_reached(Row end) {
    const auto reaches = [&](Row later) {
        return later != 0 && (later == end || tables_.graph.is_before(end, later));
    };
    return end == 0 || reaches(draft_.predecessor) ||
           std::any_of(draft_.dep_ends.begin(), draft_.dep_ends.end(), reaches);
}

void DepChoice::offer(const EnvelopeInfo& candidate) {
    if (!is_reached(candidate.last_change)) take(candidate);
}

void DepChoice::take_replaced() {
    std::unordered_set<Row> seen;
    for (const OverDraft& over : draft_.over) {
        if (over.change == 0) continue;
        const Row envelope = tables_.graph.change(over.change).envelope;
        if (envelope == 0 || !seen.insert(envelope).second) continue;
        const EnvelopeInfo& info = tables_.envelopes.info(envelope);
        const Row before = draft_.predecessor;
        if (before == 0 ||
            (info.last_change != before && !tables_.graph.is_before(info.last_change, before)))
            take(info);
    }
}

void DepChoice::take(const EnvelopeInfo& envelope) {
    if (!taken_.insert(envelope.row).second) return;
    draft_.deps.push_back(envelope.hash);
    draft_.dep_ends.push_back(envelope.last_change);
    draft_.dep_envelopes.push_back(envelope.row);
}

bool cites_too_much(Tables& tables, const ChangeDraft& draft) {
    if (draft.deps.size() > limits::deps_max) return true;
    if (draft.deps.size() + draft.over.size() <= limits::tips_max) return false;
    std::unordered_set<Row> cited;
    for (const Row dep : draft.dep_envelopes) cited.insert(tables.envelopes.info(dep).chain);
    std::size_t tips = draft.deps.size();
    for (const OverDraft& over : draft.over) {
        const Row envelope = over.change == 0 ? 0 : tables.graph.change(over.change).envelope;
        if (envelope != 0 && cited.insert(tables.envelopes.info(envelope).chain).second) ++tips;
    }
    return tips > limits::tips_max;
}

}  // namespace cairn::replica
