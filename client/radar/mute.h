#pragma once
// A finding that people do not want to hear of: an element of the set `muted` of its item, such as
// "owner-missing" or "owner-missing until 2027-03-01".
#include <optional>
#include <string>
#include <string_view>

#include "client/outline/outline.h"

namespace cairn::radar {

struct Mute {
    std::string code;
    std::optional<plan::Date> until;  // its last day; none: for good
};

[[nodiscard]] std::string to_text(const Mute& mute);
// Nothing if it is none; the code need not be one of this version.
[[nodiscard]] std::optional<Mute> parse_mute(std::string_view text);
[[nodiscard]] bool is_muted(const outline::Item& item, std::string_view code, plan::Date today);

}  // namespace cairn::radar
