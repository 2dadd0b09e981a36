#pragma once
// What the radar has to say: something ahead that people would want to know of before they meet it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/plan/civil.h"
#include "shared/base/ids.h"

namespace cairn::radar {

enum class Sure : std::uint8_t {
    certain = 1,  // the plan says so
    likely,       // the plan says so if it is kept up to date
    possible,     // a sign that often comes before trouble
};
// certain, likely, possible.
[[nodiscard]] std::string_view name_of(Sure sure);

struct Finding {
    std::string_view code;  // of its rule: owner-missing
    ItemId item;            // whom it concerns; muting it is a word in this item
    std::string what;       // a sentence without its end
    std::string why;        // what in the plan says so
    Sure sure = Sure::certain;
    std::optional<plan::Date> since;  // as far as the plan can tell
    std::string help;                 // the command that would help, for people to complete
};
using Findings = std::vector<Finding>;

}  // namespace cairn::radar
