#include "client/merge/schema.h"
#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

constexpr plan::ChoiceNumber response_accept = 4;

// By work that was not given up: what is done has made it smaller.
bool is_mitigated(const Sight& sight, outline::Place place) {
    for (const outline::LinkEnd& end : ends_of(sight.outline, place, plan::link::mitigates, true)) {
        const auto state = outline::state_of(sight.at(end.other).cells);
        if (plan::phase_of(state) != plan::Phase::abandoned) return true;
    }
    return false;
}

}  // namespace

void risk_unmitigated(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (item.kind != plan::kind::risk || !outline::is_open(item.cells)) continue;
        if (outline::choice_of(item.cells, plan::field::response) == response_accept) continue;
        if (is_mitigated(sight, place)) continue;
        const auto exposure =
            outline::integer_of(item.cells, plan::field::probability).value_or(0) *
            outline::integer_of(item.cells, plan::field::impact).value_or(0);
        findings.push_back({.code = "risk-unmitigated",
                            .item = item.id,
                            .what = with_kind(item) + " has nothing that makes it smaller",
                            .why = exposure > 0
                                       ? "exposure " + std::to_string(exposure) +
                                             " of 25, no live mitigation, not accepted"
                                       : "no live mitigation, not accepted, and not yet weighed",
                            .sure = Sure::certain,
                            .since = sight.written_on(item.id, merge::field_place),
                            .help = "cairn link WORK mitigates " + sight.handle(item.id)});
    }
}

}  // namespace cairn::radar
