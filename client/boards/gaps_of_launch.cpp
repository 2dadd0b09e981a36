// Launch readiness: gates and the checks they need.
#include "client/boards/gaps.h"

namespace cairn::boards {
namespace {

bool is_met(const outline::Item& check) {
    const plan::ChoiceNumber state = outline::state_of(check.cells);
    return state == plan::state::passed || state == plan::state::waived;
}

}  // namespace

void add_gaps_of_gate(const outline::Outline& outline, outline::Place place, Gaps& gaps) {
    const outline::Item& gate = outline.at(place);
    need(gate, plan::field::owner, "no owner", gaps);
    need(gate, plan::field::rollback, "no way back: how is the launch undone?", gaps);
    const bool has_approver = !outline::value_of(gate.cells, plan::field::approver).empty() ||
                              count_links(outline, place, plan::link::approver, false) > 0;
    if (!has_approver) gaps.push_back({"approver", "nobody is to say go"});
    std::size_t checks = 0;
    const auto look_at = [&](const outline::Item& check) {
        if (check.kind != plan::kind::check) return;
        ++checks;
        if (!is_met(check))
            gaps.push_back({"check", "\"" + outline::title_of(check) + "\" is not passed"});
    };
    for (outline::Place below = place + 1; below < gate.end; ++below) look_at(outline.at(below));
    for (const outline::LinkEnd& end : outline.ends(place)) {
        const bool is_required = end.link->type == plan::link::requires_check && !end.is_reversed;
        if (is_required && !outline.is_below(end.other, place)) look_at(outline.at(end.other));
    }
    if (checks == 0) gaps.push_back({"check", "no check below it, and none required"});
}

void add_gaps_of_check(const outline::Item& item, Gaps& gaps) {
    need(item, plan::field::owner, "no owner", gaps);
    need(item, plan::field::required_by, "no day by which it is required", gaps);
    if (outline::state_of(item.cells) == plan::state::passed)
        need(item, plan::field::evidence, "passed, but nothing shows it", gaps);
    if (outline::state_of(item.cells) == plan::state::waived)
        need(item, plan::field::evidence, "waived, but nothing says why", gaps);
}

}  // namespace cairn::boards
