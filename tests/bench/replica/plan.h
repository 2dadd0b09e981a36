#pragma once
// A plan of 10,000 items with 12 fields each, and edits of it.
#include <string>
#include <vector>

#include "tests/bench/replica/raw_table.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::bench {

inline constexpr std::size_t plan_items = 10'000;
inline constexpr std::uint32_t plan_fields = 12;
inline constexpr merge::FieldNumber first_field = 100;

[[nodiscard]] const merge::Schema& plan_schema();

class Plan {
public:
    explicit Plan(std::uint64_t seed);

    // Creates all items, in changes of `edits_per_change`.
    void import_into(test::Laptop& laptop, std::size_t edits_per_change);
    [[nodiscard]] std::vector<RawEdit> as_raw();
    // Random single fields.
    [[nodiscard]] std::vector<RawEdit> random_edits(std::size_t count);
    // In changes of so many edits, each over what is shown.
    void write(test::Laptop& laptop,
               const std::vector<RawEdit>& edits,
               std::size_t edits_per_change);

    [[nodiscard]] const std::vector<ItemId>& items() const { return items_; }

private:
    [[nodiscard]] std::string random_value(std::uint32_t field);

    SeededRandom random_;
    std::vector<ItemId> items_;
};

}  // namespace cairn::bench
