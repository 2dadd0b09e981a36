#include "client/replica/cut.h"

#include <algorithm>

namespace cairn::replica {

Row Cut::last_of(Row lane) const {
    const auto found = std::lower_bound(
        ends.begin(), ends.end(), lane, [](const End& end, Row row) { return end.lane < row; });
    return found == ends.end() || found->lane != lane ? 0 : found->last;
}

Cut united(const Cut& a, const Cut& b) {
    Cut both;
    auto other = b.ends.begin();
    for (const Cut::End& end : a.ends) {
        for (; other != b.ends.end() && other->lane < end.lane; ++other)
            both.ends.push_back(*other);
        const bool same = other != b.ends.end() && other->lane == end.lane;
        both.ends.push_back({.lane = end.lane, .last = std::max(end.last, same ? other->last : 0)});
        if (same) ++other;
    }
    both.ends.insert(both.ends.end(), other, b.ends.end());
    return both;
}

Outside::Outside(std::vector<OutsideChange> changes) : changes_(std::move(changes)) {
    std::sort(changes_.begin(), changes_.end(), [](const auto& a, const auto& b) {
        return a.row < b.row;
    });
    for (const OutsideChange& change : changes_) {
        const Row last = change.row + static_cast<Row>(change.edits);
        if (!ranges_.empty() && ranges_.back().last + 1 == change.row)
            ranges_.back().last = last;
        else
            ranges_.push_back({.first = change.row, .last = last});
    }
}

bool Outside::holds(Row edit) const {
    const auto after =
        std::upper_bound(ranges_.begin(), ranges_.end(), edit, [](Row row, const Range& range) {
            return row < range.first;
        });
    return after != ranges_.begin() && edit <= (after - 1)->last;
}

std::optional<Lamport> Outside::least_lamport() const {
    if (empty()) return std::nullopt;
    return std::min_element(changes_.begin(),
                            changes_.end(),
                            [](const auto& a, const auto& b) { return a.lamport < b.lamport; })
        ->lamport;
}

}  // namespace cairn::replica
