#pragma once
// Values that have the form of their field and cannot be meant: what people are told at once when
// they type one, and by an import's report. Merge takes any value that has the form.
#include <optional>
#include <span>
#include <string>

#include "client/merge/value.h"
#include "client/plan/catalog.h"

namespace cairn::plan {

// Why a value of this field makes no sense in an item of this kind (null: of a link): a blank
// title, a negative length of time, a state that the kind does not have. Follows "its FIELD ".
[[nodiscard]] std::optional<std::string> senseless(const KindSpec* kind,
                                                   const FieldSpec& field,
                                                   const merge::Value& value);

// What an item named by this field must be: an owner is a person or a team. Empty: anything.
[[nodiscard]] std::span<const KindNumber> kinds_named_by(FieldNumber field);

// "person or team".
[[nodiscard]] std::string either_of(std::span<const KindNumber> kinds);

}  // namespace cairn::plan
