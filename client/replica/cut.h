#pragma once
// A cut through the graph of changes: a set of changes that holds the causal past of each of its
// own, such as "all changes stamped up to T and what they knew" (DESIGN 3.4).
#include <cstdint>
#include <optional>
#include <vector>

#include "client/replica/rows.h"
#include "shared/base/time.h"

namespace cairn::replica {

// By this file's own numbers, which other files do not share: Reader::ends_of gives what they do.
struct Cut {
    struct End {
        Row lane = 0;
        Row last = 0;  // the lane's greatest change that is in the cut
        friend bool operator==(const End&, const End&) = default;
    };
    std::vector<End> ends;  // ascending by lane; lanes of which nothing is in it are left out

    [[nodiscard]] Row last_of(Row lane) const;  // 0: nothing of it
    [[nodiscard]] bool includes(Row lane, Row change) const { return change <= last_of(lane); }
    friend bool operator==(const Cut&, const Cut&) = default;
};
// What either holds.
[[nodiscard]] Cut united(const Cut& a, const Cut& b);

// A change outside of a cut.
struct OutsideChange {
    Row row = 0;
    Row lane = 0;
    std::uint32_t edits = 0;
    Lamport lamport;
    WallTime wall;
};

// The changes that are here and not in a cut, in order of arrival.
class Outside {
public:
    struct Range {  // of numbers of changes and edits, both included
        Row first = 0;
        Row last = 0;
    };

    Outside() = default;
    explicit Outside(std::vector<OutsideChange> changes);  // in any order

    [[nodiscard]] bool empty() const { return changes_.empty(); }
    [[nodiscard]] bool holds(Row edit) const;
    // Every edit before it is in the cut.
    [[nodiscard]] Row first() const { return empty() ? INT64_MAX : changes_.front().row; }
    [[nodiscard]] const std::vector<OutsideChange>& changes() const { return changes_; }
    [[nodiscard]] const std::vector<Range>& ranges() const { return ranges_; }
    // The least among its changes; nothing: it is empty.
    [[nodiscard]] std::optional<Lamport> least_lamport() const;

private:
    std::vector<OutsideChange> changes_;
    std::vector<Range> ranges_;
};

}  // namespace cairn::replica
