#pragma once
// The texts of MSPDI elements (MS Project XML, namespace http://schemas.microsoft.com/project).
#include <cstdint>
#include <optional>
#include <string_view>

#include "client/plan/civil.h"
#include "client/plan/numbers.h"

namespace cairn::exchange {

// ISO 8601 length of working time, PT40H0M0S or P1DT2H (a day is 24 hours), rounded to minutes.
// Nothing for years and months, or beyond 1,000,000,000 minutes.
[[nodiscard]] std::optional<std::int64_t> minutes_from_iso_duration(std::string_view text);

// 2012-06-22T11:35:00, seconds dropped, no zone; a date alone is its midnight. Nothing outside the
// years 1 to 9999.
[[nodiscard]] std::optional<plan::LocalMinute> minute_from_mspdi(std::string_view text);

[[nodiscard]] std::optional<std::int64_t> integer_from(std::string_view text);
// Decimal times `scale`, rounded: ("0.5", 100) is 50.
[[nodiscard]] std::optional<std::int64_t> scaled_from(std::string_view text, std::int64_t scale);

// DurationFormat and LagFormat: the unit, and whether "estimated" (+32) is set. Unknown: days.
struct ShownUnit {
    plan::ChoiceNumber unit = plan::unit::days;
    bool estimated = false;
};
[[nodiscard]] ShownUnit unit_from_format(std::int64_t format);

}  // namespace cairn::exchange
