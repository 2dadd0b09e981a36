#pragma once
// A file's plan for the schedule: what its own dates are worth under Cairn's rules.
#include <functional>

#include "client/exchange/imported_plan.h"
#include "client/schedule/moves.h"

namespace cairn::exchange {

// `id_of` gives every row another id.
[[nodiscard]] schedule::Catalog catalog_of(const ImportedPlan& plan,
                                           const std::function<ItemId(const RowKey&)>& id_of);

// A date of the file that the schedule would put elsewhere. It stays as the file has it.
struct DateElsewhere {
    RowKey key;
    std::string title;
    schedule::Move move;
};
// By the schedule's start. `today`: where a plan without any date begins.
[[nodiscard]] std::vector<DateElsewhere> dates_elsewhere(
    const ImportedPlan& plan, const std::function<ItemId(const RowKey&)>& id_of, plan::Date today);

}  // namespace cairn::exchange
