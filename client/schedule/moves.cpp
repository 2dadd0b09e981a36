#include "client/schedule/moves.h"

#include <algorithm>

#include "client/plan/value_text.h"

namespace cairn::schedule {
namespace {

using merge::Value;

bool may_move(const OnRecord& record) {
    if (record.is_program) return false;
    const bool has_dates = record.start || record.finish;
    if (record.is_summary) return has_dates && !record.is_wish;
    return record.is_sized || has_dates;
}

Value minute_value(Minute moment) {
    return *Value::minute(plan::to_iso(plan::LocalMinute{moment}));
}

// Rows that are inactive, or below one that is.
class Inactive {
public:
    explicit Inactive(const Plan& plan) {
        for (const Task& task : plan.tasks) tasks_.emplace(task.id, &task);
    }
    [[nodiscard]] bool holds(const Task& task) const {
        const Task* at = &task;
        for (std::size_t steps = 0; steps <= tasks_.size(); ++steps) {
            if (at->is_inactive) return true;
            const auto above = at->parent ? tasks_.find(*at->parent) : tasks_.end();
            if (above == tasks_.end()) return false;
            at = above->second;
        }
        return false;
    }

private:
    std::unordered_map<ItemId, const Task*> tasks_;
};

}  // namespace

std::vector<Move> moves_of(const CatalogPlan& catalog, const Schedule& schedule) {
    const Inactive inactive(catalog.plan);
    std::vector<Move> moves;
    for (const Task& task : catalog.plan.tasks) {
        const OnRecord& record = catalog.rows.at(task.id);
        const auto dates = schedule.dates(task.id);
        if (!dates || !may_move(record) || inactive.holds(task)) continue;
        const bool stands = (record.start || record.finish) &&
                            record.start.value_or(dates->start) == dates->start &&
                            record.finish.value_or(dates->finish) == dates->finish;
        if (stands) continue;
        moves.push_back({task.id, record.start, record.finish, dates->start, dates->finish});
    }
    std::sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) {
        return std::tie(a.start, a.item) < std::tie(b.start, b.item);
    });
    return moves;
}

Value span_after(const OnRecord& record, const Move& move) {
    using namespace plan;
    std::vector<Value> parts = parts_of(*find_field(field::span), record.span);
    if (parts[part::constraint].is_unset()) {
        const bool is_from_start = record.is_wish && record.start.has_value();
        const auto meant = !record.is_wish ? constraint::as_soon_as_possible
                           : is_from_start ? constraint::start_no_earlier
                                           : constraint::finish_no_earlier;
        parts[part::constraint] = Value::choice(meant);
        if (record.is_wish) {
            parts[part::constraint_date] =
                minute_value(is_from_start ? *record.start : *record.finish);
        }
    }
    parts[part::start] = minute_value(move.start);
    parts[part::finish] = minute_value(move.finish);
    return *from_parts(parts);
}

}  // namespace cairn::schedule
