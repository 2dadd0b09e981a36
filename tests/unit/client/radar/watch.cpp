#include "tests/unit/client/radar/watch.h"

namespace cairn::radar {

plan::Date day(const std::string& iso) { return *plan::date_from_iso(iso); }

Findings Watch::find(Rule rule, const See& see) const {
    const outline::Outline outline = plan.outline();
    schedule::CatalogPlan input =
        schedule::read_catalog(schedule::catalog_of(outline), plan.today());
    const schedule::Schedule schedule(std::move(input.plan));
    Sight sight{.outline = outline, .today = plan.today()};
    sight.units = input.units;
    sight.schedule = &schedule;
    sight.handle = [&](const ItemId& item) { return plan.text().name_item(item); };
    if (see) see(sight);
    Findings findings;
    rule(sight, findings);
    for (const Finding& finding : findings) {
        if (find_rule(finding.code) == nullptr || finding.what.empty() || finding.why.empty() ||
            finding.help.rfind("cairn ", 0) != 0)
            return {};
    }
    return findings;
}

std::string Watch::titles(Rule rule, const See& see) const {
    std::string all;
    for (const Finding& finding : find(rule, see))
        all += (all.empty() ? "" : ", ") + plan.text().name_item(finding.item);
    return all;
}

}  // namespace cairn::radar
