#include "client/schedule/dates_on_record.h"

#include <algorithm>

namespace cairn::schedule {
namespace {

void widen(SpanOnRecord& span, const SpanOnRecord& by) {
    // A point may be known by one of its dates alone.
    const auto start = by.start ? by.start : by.finish;
    const auto finish = by.finish ? by.finish : by.start;
    if (start) span.start = std::min(span.start.value_or(*start), *start);
    if (finish) span.finish = std::max(span.finish.value_or(*finish), *finish);
}

SpanOnRecord dates_of(const OnRecord& record, const std::optional<Dates>& dates) {
    SpanOnRecord span{record.start, record.finish};
    if (!dates) return span;
    if (span.start && !span.finish && dates->start == *span.start) span.finish = dates->finish;
    if (span.finish && !span.start && dates->finish == *span.finish) span.start = dates->start;
    return span;
}

}  // namespace

DatesOnRecord::DatesOnRecord(const CatalogPlan& catalog, const Schedule& schedule) {
    for (const Task& task : catalog.plan.tasks)
        if (task.parent) parents_.emplace(task.id, *task.parent);
    for (const auto& [id, record] : catalog.rows) {
        if (record.is_summary) continue;
        const SpanOnRecord own = dates_of(record, schedule.dates(id));
        if (own == SpanOnRecord{}) continue;
        dates_[id] = own;
        ItemId at = id;
        for (std::size_t depth = 0; depth <= parents_.size(); ++depth) {
            const auto above = parents_.find(at);
            if (above == parents_.end()) break;
            at = above->second;
            widen(dates_[at], own);
        }
    }
    for (const auto& [id, record] : catalog.rows) {
        const SpanOnRecord own{record.start, record.finish};
        if (record.is_summary && own != SpanOnRecord{}) dates_.try_emplace(id, own);
    }
}

std::optional<SpanOnRecord> DatesOnRecord::of(const ItemId& row) const {
    const auto found = dates_.find(row);
    return found == dates_.end() ? std::nullopt : std::optional(found->second);
}

bool DatesOnRecord::is_below(const ItemId& row, const ItemId& top) const {
    ItemId at = row;
    for (std::size_t depth = 0; depth <= parents_.size(); ++depth) {
        if (at == top) return true;
        const auto above = parents_.find(at);
        if (above == parents_.end()) return false;
        at = above->second;
    }
    return false;
}

}  // namespace cairn::schedule
