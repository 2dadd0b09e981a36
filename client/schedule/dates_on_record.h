#pragma once
// The dates on record of every row, a summary's from what stands below it. Of a row with one date,
// where the schedule agrees, the other follows from its length.
#include <unordered_map>

#include "client/schedule/catalog_plan.h"
#include "client/schedule/schedule.h"

namespace cairn::schedule {

struct SpanOnRecord {
    std::optional<Minute> start;
    std::optional<Minute> finish;
    friend bool operator==(const SpanOnRecord&, const SpanOnRecord&) = default;
};

class DatesOnRecord {
public:
    DatesOnRecord(const CatalogPlan& catalog, const Schedule& schedule);

    // Nothing for a row without any date, and for what is no row. A summary: earliest start and
    // latest finish below it, else its own.
    [[nodiscard]] std::optional<SpanOnRecord> of(const ItemId& row) const;
    // Itself, or somewhere below it.
    [[nodiscard]] bool is_below(const ItemId& row, const ItemId& top) const;

private:
    std::unordered_map<ItemId, ItemId> parents_;
    std::unordered_map<ItemId, SpanOnRecord> dates_;
};

}  // namespace cairn::schedule
