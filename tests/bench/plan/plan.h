#pragma once
// The data of every goal: a plan of 10,000 items with 12 fields each, and random edits of single
// fields. Values are of the kinds and lengths that the peers are measured with.
#include <string>
#include <vector>

#include "tests/bench/plan/raw_table.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::bench {

inline constexpr std::size_t plan_items = 10'000;
inline constexpr std::uint32_t plan_fields = 12;
inline constexpr std::size_t import_edits_per_change = 1'000;

[[nodiscard]] const merge::Schema& plan_schema();

class Plan {
public:
    explicit Plan(std::uint64_t seed);

    // Creates all items, in changes of import_edits_per_change, as an import does.
    void import_into(test::Laptop& laptop);
    [[nodiscard]] std::vector<std::vector<replica::LocalEdit>> import_changes();
    // The same as rows, the place of an item among them.
    [[nodiscard]] std::vector<RawEdit> as_raw();
    // Random single fields, each up to two minutes after the one before.
    [[nodiscard]] std::vector<RawEdit> random_edits(std::size_t count);
    // In changes of so many edits, each over what is shown.
    void write(test::Laptop& laptop,
               const std::vector<RawEdit>& edits,
               std::size_t edits_per_change);

    [[nodiscard]] const std::vector<ItemId>& items() const { return items_; }

private:
    [[nodiscard]] std::string random_value(std::uint32_t index);
    [[nodiscard]] std::string words(std::size_t count);

    SeededRandom random_;
    std::vector<ItemId> items_;
    std::vector<ItemId> people_;
    std::int64_t wall_ms_ = 1'800'000'000'000;
};

// One edit as the replica takes it, over the heads that are shown now.
[[nodiscard]] replica::LocalEdit shown_edit(test::Laptop& laptop, const RawEdit& edit);

}  // namespace cairn::bench
