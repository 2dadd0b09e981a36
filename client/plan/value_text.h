#pragma once
// Values of fields as people type and read them. What print gives, parse takes back to the same
// value, in the same context.
#include <string>
#include <string_view>

#include "client/merge/value.h"
#include "client/plan/catalog.h"
#include "client/plan/text_input.h"

namespace cairn::plan {

// Nothing typed means unset. For a set, one element (canonical after merge::to_nfc); for a counter,
// a delta.
[[nodiscard]] Result<merge::Value, TextError> parse_value(const FieldSpec& field,
                                                          std::string_view text,
                                                          const TextContext& context);

// The same, where a part is named alone (start=2027-03-01): the other parts stay as in `current`.
[[nodiscard]] Result<merge::Value, TextError> parse_value(const NamedField& field,
                                                          std::string_view text,
                                                          const merge::Value& current,
                                                          const TextContext& context);

// Empty for unset. A value of a type that the field does not have is shown by its payload.
[[nodiscard]] std::string print_value(const FieldSpec& field,
                                      const merge::Value& value,
                                      const TextContext& context);
[[nodiscard]] std::string print_part(const FieldSpec& field,
                                     std::size_t part,
                                     const merge::Value& value,
                                     const TextContext& context);

// 1200.50 EUR. Minor units by ISO 4217: none for JPY, three for KWD.
[[nodiscard]] Result<merge::Value, TextError> parse_money(std::string_view text);
[[nodiscard]] std::string print_money(const merge::Value& value);
[[nodiscard]] int minor_digits(std::string_view currency);

// A composite with as many parts as the field has; missing ones are unset.
[[nodiscard]] std::vector<merge::Value> parts_of(const FieldSpec& field, const merge::Value& value);
// Unset when every part is.
[[nodiscard]] Result<merge::Value, TextError> from_parts(const std::vector<merge::Value>& parts);

[[nodiscard]] merge::Value to_value(const Duration& duration);
[[nodiscard]] std::optional<Duration> duration_of(const merge::Value& value);

}  // namespace cairn::plan
