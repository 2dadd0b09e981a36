#pragma once
// How a list of items is shown: its columns, its order, its groups, by the names people use for
// fields.
#include <string>
#include <vector>

#include "client/filter/filter.h"

namespace cairn::filter {

inline constexpr std::size_t aspects_max = 50;  // columns, or keys to sort by

// What is looked at of an item: `id`, `kind`, `parent`, a field or a part of one, a custom field.
struct Aspect {
    enum class Of : std::uint8_t { id, kind, parent, field, part, custom };
    Of of = Of::field;
    const plan::FieldSpec* field = nullptr;
    std::size_t part = 0;
    ItemId custom;
    std::string name;  // as typed
};

struct SortKey {
    Aspect aspect;
    bool descending = false;
};

// "title,owner,due".
Result<std::vector<Aspect>, FilterError> parse_aspects(std::string_view text,
                                                       const Vocabulary& vocabulary);
// "due,-impact": - turns an order round.
Result<std::vector<SortKey>, FilterError> parse_sort(std::string_view text,
                                                     const Vocabulary& vocabulary);

// As people read it; empty if there is nothing. The id is whole.
[[nodiscard]] std::string shown(const Aspect& aspect,
                                const outline::Outline& outline,
                                outline::Place place,
                                const plan::TextContext& text);

// Stable. What has no value comes last, whatever the order.
void sort(std::vector<outline::Place>& places,
          const std::vector<SortKey>& keys,
          const outline::Outline& outline,
          const plan::TextContext& text);

[[nodiscard]] bool looks_at_links(std::span<const Aspect> aspects);

}  // namespace cairn::filter
