#pragma once
// Which items people mean: `kind:risk owner:me due<+2w health:red -label:later "free text"`.
//
//   terms side by side   all of them; `or` between them: any; `-` or `not` before one: not so
//   ( )                  groups
//   word, "two words"    stands in the title, notes, labels or ref
//   NAME:VALUE,VALUE     is one of the values; of a text: holds one of them
//   NAME=VALUE           is it; of a text: is it wholly
//   NAME!=VALUE          is not it
//   NAME<VALUE <= > >=   dates, numbers, lengths of time, and choices in their order
//   NAME:A..B            from A to B, both included; either may be left out
//   NAME:none NAME:any   is empty, is not
//
// NAME is `kind`, `id`, `under` (below an item), `is` (open, waiting, active, finished, abandoned,
// overdue), a field or a part of one (start, state), a link (serves:none, depends:Beta), or a
// custom field. Upper and lower case are one. Dates read as they are typed elsewhere, and
// 2027, 2027-q2, 2027-03 stand for all their days.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/outline/outline.h"
#include "client/plan/text_input.h"
#include "shared/base/result.h"

namespace cairn::filter {

inline constexpr std::size_t filter_bytes_max = 4096;
inline constexpr std::size_t filter_terms_max = 200;
inline constexpr std::size_t filter_depth_max = 32;

struct CustomField {
    ItemId item;  // of kind `field`
};

// What names in a filter mean. `text.find_item` finds the items that people name.
struct Vocabulary {
    plan::TextContext text;
    // By title, whatever the case; nothing if none or several. May be empty: there are none.
    std::function<std::optional<CustomField>(std::string_view)> find_custom;
};

struct FilterError {
    std::size_t column = 1;  // from 1, in characters
    std::string message;     // what is wrong and what would do
};
// "column 7: there is no field 'ownr'. Did you mean 'owner'?"
[[nodiscard]] std::string sentence_of(const FilterError& error);

struct Expression;  // private to this folder

class Filter {
public:
    // Empty text is every item. Bounded by the limits above, whatever the text.
    static Result<Filter, FilterError> parse(std::string_view text, const Vocabulary& vocabulary);
    Filter(Filter&&) noexcept;
    Filter& operator=(Filter&&) noexcept;
    ~Filter();

    [[nodiscard]] bool matches(const outline::Outline& outline, outline::Place place) const;
    // Whether it needs the outline's links (with their fields, for custom ones).
    [[nodiscard]] bool looks_at_links() const;
    // Whether it asks for a kind itself: what is hidden otherwise (comments) is then shown.
    [[nodiscard]] bool names_kind() const;

private:
    explicit Filter(std::unique_ptr<const Expression> expression);
    std::unique_ptr<const Expression> expression_;
};

}  // namespace cairn::filter
