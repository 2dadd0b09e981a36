// The chain of reasons for a date, found by asking again what the rules asked.
#include <algorithm>

#include "client/schedule/rules.h"
#include "client/schedule/schedule_state.h"

namespace cairn::schedule {
namespace {

using What = Reason::What;

class Reasons {
public:
    explicit Reasons(const Network& net) : net_(net) {}

    std::vector<Reason> of(RowIndex index) {
        std::vector<bool> met(net_.rows.size());
        for (RowIndex at = index; at != no_index && !met[at];) {
            met[at] = true;
            at = net_.rows[at].is_summary ? step_below(at) : step(at);
        }
        return std::move(chain_);
    }

private:
    struct Asked {
        Reason reason;
        RowIndex next = no_index;
        // Work between what is asked and what is: none for the reason that decides.
        Minute gap = 0;
    };

    [[nodiscard]] ItemId id(RowIndex row) const {
        return row == root_row ? ItemId{} : net_.tasks[row].id;
    }

    void ask(RowIndex index, Reason reason, RowIndex next) {
        const Row& row = net_.rows[index];
        reason.item = id(index);
        const Minute is = reason.is_of_finish ? row.early_finish : row.early_start;
        // Moments between which no work lies are the same to a task that works.
        const Minute gap =
            row.needs_work() ? row.calendar->between(reason.date, is) : is - reason.date;
        asked_.push_back({reason, next, gap});
    }

    void ask_links(RowIndex index, RowIndex holder) {
        for (const LinkIndex in : net_.rows[holder].in) {
            const NetLink& link = net_.links[in];
            if (!pushes(net_, link)) continue;
            const Bound bound = bound_of(net_, link);
            Reason reason;
            reason.what = holder == index ? What::link : What::summary_link;
            reason.other = id(link.predecessor);
            reason.link = net_.link_inputs[in].id;
            if (holder != index) reason.via = id(holder);
            reason.date = bound.date;
            reason.is_of_finish = bound.is_of_finish;
            ask(index, reason, link.predecessor);
        }
    }

    void ask_constraint(RowIndex index, RowIndex holder) {
        const Row& row = net_.rows[holder];
        Reason reason;
        reason.what = holder == index ? What::constraint : What::summary_constraint;
        if (holder != index) reason.via = id(holder);
        reason.date = row.constraint_date;
        switch (row.constraint) {
            case Constraint::as_soon_as_possible:
            case Constraint::as_late_as_possible:
                return;
            case Constraint::must_finish_on:
            case Constraint::finish_no_earlier:
            case Constraint::finish_no_later:
                if (holder != index) return;
                reason.is_of_finish = true;
                break;
            default:
                break;
        }
        ask(index, reason, no_index);
    }

    void ask_start(RowIndex index) {
        RowIndex holder = index;
        while (holder != root_row && net_.rows[holder].program_start == no_bound) {
            holder = net_.rows[holder].parent;
        }
        Reason reason;
        reason.what = What::plan_start;
        reason.other = id(holder);
        reason.date = base_of(net_, net_.rows[index]);
        ask(index, reason, no_index);
    }

    // A fixed row stands for itself; else the first that decides, in the order of Reason.
    RowIndex step(RowIndex index) {
        const Row& row = net_.rows[index];
        if (row.hold != Hold::nothing) {
            Reason reason;
            reason.what = row.hold == Hold::manual ? What::manual : What::actual;
            reason.item = id(index);
            reason.date = row.early_start;
            chain_.push_back(reason);
            return no_index;
        }
        asked_.clear();
        ask_constraint(index, index);
        ask_links(index, index);
        for (RowIndex at = row.parent; at != root_row; at = net_.rows[at].parent) {
            ask_links(index, at);
            ask_constraint(index, at);
        }
        ask_start(index);
        return choose(index);
    }

    RowIndex choose(RowIndex index) {
        const auto rank = [](const Asked& asked) {
            const bool is_hard = asked.reason.what == What::constraint;
            return std::tuple(asked.gap != 0, !is_hard, asked.reason.link);
        };
        const auto least =
            std::min_element(asked_.begin(), asked_.end(), [&](const Asked& a, const Asked& b) {
                // The plan's start is what remains when nothing else asks for the date.
                const bool start_a = a.reason.what == What::plan_start;
                const bool start_b = b.reason.what == What::plan_start;
                if ((a.gap != 0) != (b.gap != 0)) return a.gap == 0;
                if (start_a != start_b) return start_b;
                return rank(a) < rank(b);
            });
        chain_.push_back(least->reason);
        const Row& row = net_.rows[index];
        const Reason& reason = least->reason;
        if (!reason.is_of_finish && reason.date < row.early_start) {
            Reason calendar;
            calendar.what = What::calendar;
            calendar.item = id(index);
            calendar.date = row.early_start;
            chain_.insert(chain_.end() - 1, calendar);
        }
        return least->next;
    }

    // The leaf below that starts first, or for what hangs on a summary's end, finishes last.
    RowIndex step_below(RowIndex index) {
        const Row& row = net_.rows[index];
        const bool by_start = chain_.empty();
        Reason reason;
        reason.what = row.hold == Hold::manual ? What::manual : What::rows_below;
        reason.item = id(index);
        reason.date = by_start ? row.early_start : row.early_finish;
        reason.is_of_finish = !by_start;
        RowIndex best = no_index;
        if (row.hold == Hold::nothing) {
            for (const RowIndex child : row.children) {
                const Row& below = net_.rows[child];
                const Minute date = by_start ? below.early_start : below.early_finish;
                const bool fits = date == reason.date;
                if (fits && (best == no_index || id(child) < id(best))) best = child;
            }
        }
        if (best != no_index) reason.other = id(best);
        chain_.push_back(reason);
        return best;
    }

    const Network& net_;
    std::vector<Reason> chain_;
    std::vector<Asked> asked_;
};

}  // namespace

std::vector<Reason> Schedule::why(const ItemId& task) const {
    const RowIndex* row = state_->find(task);
    return row == nullptr ? std::vector<Reason>() : Reasons(state_->net).of(*row);
}

std::vector<ItemId> Schedule::driving_path(const ItemId& task) const {
    std::vector<ItemId> path;
    for (const Reason& reason : why(task)) {
        if (path.empty() || path.back() != reason.item) path.push_back(reason.item);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace cairn::schedule
