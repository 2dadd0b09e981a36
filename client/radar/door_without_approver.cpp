#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

constexpr plan::ChoiceNumber one_way = 1;

}  // namespace

void door_without_approver(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (item.kind != plan::kind::decision || !outline::is_open(item.cells)) continue;
        if (outline::choice_of(item.cells, plan::field::door) != one_way) continue;
        const auto date = outline::date_of(item.cells, plan::field::due);
        if (!sight.is_soon(date)) continue;
        if (!outline::value_of(item.cells, plan::field::approver).empty()) continue;
        if (!ends_of(sight.outline, place, plan::link::approver, false).empty()) continue;
        findings.push_back(
            {.code = "door-without-approver",
             .item = item.id,
             .what = with_kind(item) + " cannot be undone, and nobody is to approve it",
             .why = "a one-way door, due " + when(*date, sight.today),
             .sure = Sure::certain,
             .since = sight.written_on(item.id, plan::field::door),
             .help = sight.command("set", item.id, "approver=NAME")});
    }
}

}  // namespace cairn::radar
