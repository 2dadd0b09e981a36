#pragma once
// A plan under the eyes of one rule.
#include <string>

#include "client/radar/radar.h"
#include "client/schedule/outline_catalog.h"
#include "tests/support/outline/outline_building.h"

namespace cairn::radar {

class Watch {
public:
    using Rule = void (*)(const Sight& sight, Findings& findings);
    using See = std::function<void(Sight&)>;

    // Codes and titles of what a rule finds, such as "overdue Pour"; `see` adds to what it sees.
    [[nodiscard]] std::string titles(Rule rule, const See& see = {}) const;
    [[nodiscard]] Findings find(Rule rule, const See& see = {}) const;

    test::OutlineBuilder plan;
};

[[nodiscard]] plan::Date day(const std::string& iso);

}  // namespace cairn::radar
