#include <algorithm>
#include <cstddef>
#include <optional>

#include "client/merge/text/word_diff.h"

namespace cairn::text {
namespace {

using Index = std::int64_t;

constexpr Index rounds_max = 512;  // per box: more differences than that end the search

struct Box {
    Index x0 = 0;  // in before
    Index x1 = 0;
    Index y0 = 0;  // in after
    Index y1 = 0;
};
struct Point {
    Index x = 0;
    Index y = 0;
};

// The furthest points reached in one direction, by diagonal x - y, in the box as seen from the
// corner it starts at: for the way back both axes are turned round.
class Paths {
public:
    Paths(std::span<const std::uint32_t> before,
          std::span<const std::uint32_t> after,
          bool backward)
        : before_(before), after_(after), backward_(backward) {}

    void start(const Box& box) {
        box_ = box;
        width_ = box.x1 - box.x0;
        height_ = box.y1 - box.y0;
        low_ = std::max(-rounds_max, -height_);
        high_ = std::min(rounds_max, width_);
        reach_.assign(static_cast<std::size_t>(high_ - low_ + 3), unreached);
        round_ = 0;
    }
    // One more difference. Calls met(diagonal, x) for every new furthest point until it says true.
    template <class Met>
    bool advance(Met met) {
        for (Index k = -round_; k <= round_; k += 2) {
            if (k < low_ || k > high_) continue;
            const Index x = slide(furthest_before(k), k);
            at(k) = x;
            if (x != unreached && met(k, x)) return true;
        }
        ++round_;
        return false;
    }
    [[nodiscard]] Index furthest(Index k) const {
        return k < low_ || k > high_ ? unreached : reach_[slot(k)];
    }
    // Of all points reached, one with the most behind it, never the start itself.
    [[nodiscard]] Point best() const {
        Point best;
        for (Index k = low_; k <= high_; ++k) {
            const Index x = furthest(k);
            if (x != unreached && 2 * x - k > best.x + best.y) best = {x, x - k};
        }
        return best;
    }
    static constexpr Index unreached = -1;

private:
    [[nodiscard]] std::size_t slot(Index k) const { return static_cast<std::size_t>(k - low_ + 1); }
    Index& at(Index k) { return reach_[slot(k)]; }
    [[nodiscard]] Index furthest_before(Index k) const {
        if (round_ == 0) return 0;
        const Index right = reach_[slot(k - 1)];  // from there one step along before
        const Index down = reach_[slot(k + 1)];
        const Index by_right = right != unreached && right < width_ ? right + 1 : unreached;
        const Index by_down = down != unreached && down - k <= height_ ? down : unreached;
        return std::max(by_right, by_down);
    }
    [[nodiscard]] Index slide(Index x, Index k) const {
        if (x == unreached) return x;
        while (x < width_ && x - k < height_ && alike(x, x - k)) ++x;
        return x;
    }
    [[nodiscard]] bool alike(Index x, Index y) const {
        const Index in_before = backward_ ? box_.x1 - 1 - x : box_.x0 + x;
        const Index in_after = backward_ ? box_.y1 - 1 - y : box_.y0 + y;
        return before_[static_cast<std::size_t>(in_before)] ==
               after_[static_cast<std::size_t>(in_after)];
    }

    std::span<const std::uint32_t> before_;
    std::span<const std::uint32_t> after_;
    bool backward_;
    Box box_;
    Index width_ = 0;
    Index height_ = 0;
    Index low_ = 0;  // diagonals that matter
    Index high_ = 0;
    Index round_ = 0;
    std::vector<Index> reach_;
};

class Search {
public:
    Search(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after)
        : before_(before),
          after_(after),
          forward_(before, after, false),
          backward_(before, after, true) {
        marks_.removed.resize(before.size());
        marks_.inserted.resize(after.size());
    }

    Marks run() {
        boxes_.push_back(
            {0, static_cast<Index>(before_.size()), 0, static_cast<Index>(after_.size())});
        while (!boxes_.empty()) {
            const Box box = trim(boxes_.back());
            boxes_.pop_back();
            if (box.x0 == box.x1 || box.y0 == box.y1) {
                mark(box);
                continue;
            }
            const Point split = middle_of(box);
            boxes_.push_back({box.x0, split.x, box.y0, split.y});
            boxes_.push_back({split.x, box.x1, split.y, box.y1});
        }
        return std::move(marks_);
    }

private:
    [[nodiscard]] bool alike(Index x, Index y) const {
        return before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(y)];
    }
    [[nodiscard]] Box trim(Box box) const {
        while (box.x0 < box.x1 && box.y0 < box.y1 && alike(box.x0, box.y0)) {
            ++box.x0;
            ++box.y0;
        }
        while (box.x0 < box.x1 && box.y0 < box.y1 && alike(box.x1 - 1, box.y1 - 1)) {
            --box.x1;
            --box.y1;
        }
        return box;
    }
    void mark(const Box& box) {
        std::fill(marks_.removed.begin() + box.x0, marks_.removed.begin() + box.x1, true);
        std::fill(marks_.inserted.begin() + box.y0, marks_.inserted.begin() + box.y1, true);
    }
    // A point that a shortest path through the box goes through, not one of its two ends. The box
    // is trimmed, so the path has at least two differences.
    [[nodiscard]] Point middle_of(const Box& box) {
        const Index width = box.x1 - box.x0;
        const Index height = box.y1 - box.y0;
        forward_.start(box);
        backward_.start(box);
        Point met;
        for (Index round = 0; round < rounds_max; ++round) {
            // A diagonal k seen from the other corner is (width - height) - k.
            if (forward_.advance([&](Index k, Index x) {
                    const Index back = backward_.furthest(width - height - k);
                    if (back == Paths::unreached || x + back < width) return false;
                    met = {x, x - k};
                    return true;
                }))
                return {box.x0 + met.x, box.y0 + met.y};
            if (backward_.advance([&](Index k, Index x) {
                    const Index ahead = forward_.furthest(width - height - k);
                    if (ahead == Paths::unreached || x + ahead < width) return false;
                    met = {width - x, height - (x - k)};
                    return true;
                }))
                return {box.x0 + met.x, box.y0 + met.y};
        }
        const Point ahead = forward_.best();
        return {box.x0 + ahead.x, box.y0 + ahead.y};
    }

    std::span<const std::uint32_t> before_;
    std::span<const std::uint32_t> after_;
    Paths forward_;
    Paths backward_;
    std::vector<Box> boxes_;
    Marks marks_;
};

}  // namespace

Marks difference_marks(std::span<const std::uint32_t> before,
                       std::span<const std::uint32_t> after) {
    return Search(before, after).run();
}

}  // namespace cairn::text
