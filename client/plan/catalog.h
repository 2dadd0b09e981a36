#pragma once
// What a program is made of, as data: kinds of items, their fields and choices, types of links.
// The command line, the importers and the schema of merge all read this one table. Everything
// returned lives as long as the program.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "client/merge/schema.h"
#include "client/plan/numbers.h"

namespace cairn::plan {

struct Choice {
    ChoiceNumber number = 0;  // 1.. without gaps
    std::string_view name;    // as typed: in-progress
};

// One member of a composite. `name` can be typed in place of the whole field: start=2027-03-01.
struct PartSpec {
    std::string_view name;
    merge::ValueType type = merge::ValueType::unset;
    std::span<const Choice> choices = {};
};

// How a composite is written as one text (client/plan/value_text.h).
enum class Shape : std::uint8_t { plain, status, duration, span, list };

struct FieldSpec {
    FieldNumber number = 0;
    merge::Fold fold = merge::Fold::reg;
    Shape shape = Shape::plain;
    std::string_view name;                         // as typed: due
    std::span<const merge::ValueType> types = {};  // as people type and read it
    std::span<const Choice> choices = {};
    std::span<const PartSpec> parts = {};
    std::int64_t integer_min = 0;  // integers: what people may type; merge accepts any
    std::int64_t integer_max = 0;  // both 0: no bound
    std::string_view help;
};

struct KindSpec {
    KindNumber number = 0;
    std::string_view name;    // as typed: coe_action
    std::string_view plural;  // coe_actions
    std::span<const FieldNumber> fields;
    std::span<const ChoiceNumber> states;  // the choices of `status` this kind uses; first = new
    std::string_view help;
};

struct LinkSpec {
    LinkNumber number = 0;     // 1.. without gaps
    std::string_view name;     // read from its start: A depends B
    std::string_view reverse;  // read from its end: B needed-by A
    std::span<const FieldNumber> fields;
    std::string_view help;
};

[[nodiscard]] std::span<const KindSpec> kinds();
[[nodiscard]] std::span<const FieldSpec> fields();
[[nodiscard]] std::span<const LinkSpec> links();

[[nodiscard]] const KindSpec* find_kind(KindNumber number);
[[nodiscard]] const FieldSpec* find_field(FieldNumber number);
[[nodiscard]] const LinkSpec* find_link(LinkNumber number);

// By name as typed: case does not matter, and `-` and `_` and a space are one. Kinds also by
// plural, links also by their reverse name (then `reversed`).
[[nodiscard]] const KindSpec* find_kind(std::string_view name);

struct NamedField {
    const FieldSpec* field = nullptr;
    std::optional<std::size_t> part;  // `start` names part 0 of `span`
};
[[nodiscard]] std::optional<NamedField> find_field(std::string_view name);

struct NamedLink {
    const LinkSpec* link = nullptr;
    bool reversed = false;
};
[[nodiscard]] std::optional<NamedLink> find_link(std::string_view name);

[[nodiscard]] const Choice* find_choice(std::span<const Choice> choices, ChoiceNumber number);
[[nodiscard]] const Choice* find_choice(std::span<const Choice> choices, std::string_view name);

[[nodiscard]] bool carries(const KindSpec& kind, FieldNumber field);
[[nodiscard]] bool carries(const LinkSpec& link, FieldNumber field);

// Where a state stands, whatever the kind: what counts as open, as under way, as finished.
enum class Phase : std::uint8_t { waiting, active, finished, abandoned };
[[nodiscard]] Phase phase_of(ChoiceNumber state);

// Numbers kept for fields that later versions bring: nothing else may ever take them.
struct ReservedField {
    FieldNumber number = 0;
    std::string_view name;
};
[[nodiscard]] std::span<const ReservedField> reserved_fields();

[[nodiscard]] merge::Schema to_schema();

}  // namespace cairn::plan
