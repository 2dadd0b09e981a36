#pragma once
// A span as one text: '2027-03-01..2027-03-05 5d? snet 2027-03-01 manual'.
#include "client/plan/value_text.h"

namespace cairn::plan {

[[nodiscard]] Result<merge::Value, TextError> parse_span(const FieldSpec& field,
                                                         std::string_view text,
                                                         const TextContext& context);
[[nodiscard]] std::string print_span(const FieldSpec& field,
                                     const merge::Value& value,
                                     const TextContext& context);

// A minute as its date alone where the time is the one a day begins (or ends) with.
[[nodiscard]] std::string print_minute(const merge::Value& value, int usual_clock);

}  // namespace cairn::plan
