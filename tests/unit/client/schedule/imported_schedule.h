#pragma once
// The schedule of an imported plan, as the file's own rows and links say.
#include <map>

#include "client/exchange/imported_catalog.h"
#include "tests/unit/client/schedule/plan_building.h"

namespace cairn::schedule {

class ImportedSchedule {
public:
    explicit ImportedSchedule(const exchange::ImportedPlan& plan) {
        for (const auto& row : plan.rows) ids_.emplace(row.key.text, id(1'000'000 + ids_.size()));
        const auto id_of_row = [&](const exchange::RowKey& key) { return ids_.at(key.text); };
        plan_ =
            read_catalog(exchange::catalog_of(plan, id_of_row), *plan::date_from_iso("2026-03-02"));
    }

    [[nodiscard]] const Plan& plan() const { return plan_.plan; }
    // Nothing for a key that the file does not have.
    [[nodiscard]] std::optional<ItemId> id_of(const std::string& key) const {
        const auto found = ids_.find(key);
        return found == ids_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    std::map<std::string, ItemId> ids_;
    CatalogPlan plan_;
};

}  // namespace cairn::schedule
