#pragma once
// What made a row slip: the rows it waits for, back to the first that slipped by itself, and there
// the edit that did it. A guide for people, from the schedule as it is and from history.
#include <unordered_map>

#include "client/engine/baselines.h"
#include "client/schedule/dates_on_record.h"

namespace cairn::engine {

class SlipCauses {
public:
    // `slipped`: working minutes, of every row whose dates are others than in the baseline. Edits
    // stamped after `since` count. What it is given outlives it.
    SlipCauses(Workspace& workspace,
               const Scheduled& scheduled,
               const schedule::DatesOnRecord& dates,
               const std::unordered_map<ItemId, schedule::Minute>& slipped,
               WallTime since);
    [[nodiscard]] SlipCause of(const ItemId& row) const;

private:
    [[nodiscard]] bool is_late(const ItemId& row) const;
    [[nodiscard]] ItemId latest_below(const ItemId& summary) const;
    [[nodiscard]] std::optional<replica::HistoryEntry> newest_edit(
        const std::vector<ItemId>& items) const;
    [[nodiscard]] bool is_only_placement(const replica::HistoryEntry& entry) const;

    Workspace& workspace_;
    const Scheduled& scheduled_;
    const schedule::DatesOnRecord& dates_;
    const std::unordered_map<ItemId, schedule::Minute>& slipped_;
    WallTime since_;
    // Many rows slip for one edit: by the row where they begin.
    mutable std::unordered_map<ItemId, std::optional<replica::HistoryEntry>> edits_;
};

}  // namespace cairn::engine
