#include "client/schedule/placement.h"

#include <algorithm>

#include "client/schedule/rules.h"

namespace cairn::schedule {
namespace {

bool shall_be_late(const Row& row) {
    return !row.is_summary && row.hold == Hold::nothing &&
           row.constraint == Constraint::as_late_as_possible;
}

class Placement {
public:
    explicit Placement(const Network& net)
        : net_(net), placed_(net.rows.size()), below_(net.rows.size()), limits_(net.rows.size()) {
        for (auto node = net.at_rank.rbegin(); node != net.at_rank.rend(); ++node) place(*node);
    }
    [[nodiscard]] std::vector<Placed> take() { return std::move(placed_); }

private:
    struct Limits {
        Minute start = no_limit;
        Minute finish = no_limit;
    };

    void place(Node node) {
        const RowIndex index = node / 2;
        const Row& row = net_.rows[index];
        if (!row.is_summary) {
            place_leaf(row, index);
        } else if (node % 2 == 1) {
            limits_[index] = limits_of(row, index);
        } else {
            sum_up(row, index);
        }
    }

    Limits limits_of(const Row& row, RowIndex index) const {
        Limits limits = index == root_row ? Limits{} : limits_[row.parent];
        for (const LinkIndex out : row.out) {
            const NetLink& link = net_.links[out];
            if (!pushes(net_, link)) continue;
            const RowIndex next = link.successor;
            const Bound limit = limit_for(net_, link, placed_[next].start, below_[next]);
            Minute& held = limit.is_of_finish ? limits.finish : limits.start;
            held = std::min(held, limit.date);
        }
        return limits;
    }

    void place_leaf(const Row& row, RowIndex index) {
        Placed span{row.early_start, row.early_finish};
        if (shall_be_late(row)) {
            Limits limits = limits_of(row, index);
            limits.finish = std::min(limits.finish, row.late_finish);
            if (row.needs_work()) limits.finish = row.calendar->last_finish(limits.finish);
            Placed late{start_from(row, limits.finish), limits.finish};
            if (limits.start < late.start) {
                late.start =
                    row.needs_work() ? row.calendar->next_start(limits.start) : limits.start;
                late.finish = finish_from(row, late.start);
            }
            if (late.start > span.start) span = late;
        }
        placed_[index] = span;
        below_[index] = span.finish;
    }

    void sum_up(const Row& row, RowIndex index) {
        placed_[index] = {row.early_start, row.early_finish};
        below_[index] = row.early_finish;
        if (row.children.empty() || row.hold != Hold::nothing) return;
        Placed span{last_minute, first_minute};
        for (const RowIndex child : row.children) {
            below_[index] = std::min(below_[index], below_[child]);
            if (net_.rows[child].is_inactive && !row.is_inactive) continue;
            span.start = std::min(span.start, placed_[child].start);
            span.finish = std::max(span.finish, placed_[child].finish);
        }
        if (span.start <= span.finish) placed_[index] = span;
    }

    const Network& net_;
    std::vector<Placed> placed_;
    std::vector<Minute> below_;   // the earliest finish of a leaf below, or the leaf's own
    std::vector<Limits> limits_;  // of summaries
};

}  // namespace

std::vector<Placed> place_late(const Network& net) {
    const bool any = std::any_of(net.rows.begin(), net.rows.end(), shall_be_late);
    return any ? Placement(net).take() : std::vector<Placed>();
}

}  // namespace cairn::schedule
