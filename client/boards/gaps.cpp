#include "client/boards/gaps.h"

#include "client/boards/choices.h"

namespace cairn::boards {
namespace {

using outline::Item;
using outline::Outline;
using outline::Place;

void add_gaps_of_risk(const Outline& outline, Place place, Gaps& gaps) {
    const Item& item = outline.at(place);
    need(item, plan::field::owner, "no owner", gaps);
    need(item, plan::field::probability, "how likely it is, 1 to 5, is not said", gaps);
    need(item, plan::field::impact, "how bad it would be, 1 to 5, is not said", gaps);
    need(item, plan::field::response, "no response: avoid, reduce, transfer or accept", gaps);
    need(item, plan::field::trigger, "no trigger: how would we notice?", gaps);
    const bool is_accepted =
        outline::choice_of(item.cells, plan::field::response) == response_accept;
    if (!is_accepted && count_links(outline, place, plan::link::mitigates, true) == 0)
        gaps.push_back({"mitigated-by", "nothing mitigates it, and it is not accepted"});
}

void add_gaps_of_decided(const Item& item, Gaps& gaps) {
    need(item, plan::field::why, "decided, but not why", gaps);
    need(item, plan::field::decided_by, "decided, but not by whom", gaps);
    need(item, plan::field::decided_on, "decided, but not when", gaps);
}

void add_gaps_of_decision(const Outline& outline, Place place, Gaps& gaps) {
    const Item& item = outline.at(place);
    const auto door = outline::choice_of(item.cells, plan::field::door);
    const bool is_decided = outline::state_of(item.cells) == plan::state::decided;
    need(item, plan::field::owner, "no owner", gaps);
    need(item, plan::field::question, "the question is not written down", gaps);
    need(item, plan::field::door, "one-way or two-way? The door is not said", gaps);
    if (count_below(outline, place, plan::kind::option) < 2)
        gaps.push_back({"option", "fewer than two options: what else could be done?"});
    const bool has_approver = !outline::value_of(item.cells, plan::field::approver).empty() ||
                              count_links(outline, place, plan::link::approver, false) > 0;
    if (door == door_one_way && !has_approver)
        gaps.push_back({"approver", "a one-way door without an approver"});
    if (door == door_two_way)
        need(item, plan::field::revisit_on, "a two-way door without a day to revisit it", gaps);
    if (is_decided)
        add_gaps_of_decided(item, gaps);
    else
        need(item, plan::field::due, "no day by which it must be decided", gaps);
}

void add_gaps_of_stakeholder(const Item& item, Gaps& gaps) {
    need(item, plan::field::influence, "influence, 1 to 5, is not said", gaps);
    need(item, plan::field::interest, "interest, 1 to 5, is not said", gaps);
    need(item, plan::field::stance, "champion or opponent? The stance is not said", gaps);
    need(item, plan::field::cadence, "how often we mean to talk is not said", gaps);
    need(item, plan::field::channel, "how to reach them is not said", gaps);
}

void add_gaps_of_goal(const Outline& outline, Place place, Gaps& gaps) {
    const Item& item = outline.at(place);
    need(item, plan::field::owner, "no owner", gaps);
    need(item, plan::field::due, "no day by which it is to be reached", gaps);
    if (count_below(outline, place, plan::kind::measure) == 0)
        gaps.push_back({"measure", "no measure below it: how will we tell?"});
    if (count_links(outline, place, plan::link::serves, true) == 0)
        gaps.push_back({"served-by", "no work serves it"});
}

void add_gaps_of_measure(const Item& item, Gaps& gaps) {
    need(item, plan::field::measure_baseline, "where it stood is not said", gaps);
    need(item, plan::field::measure_target, "no target", gaps);
    need(item, plan::field::measure_now, "where it stands is not said", gaps);
    need(item, plan::field::direction, "which way is better is not said", gaps);
}

void add_gaps_of_feedback(const Outline& outline, Place place, Gaps& gaps) {
    const Item& item = outline.at(place);
    need(item, plan::field::feedback_source, "where it was said is not written down", gaps);
    need(item, plan::field::quote, "not in their words", gaps);
    need(item, plan::field::segment, "which customers is not said", gaps);
    if (count_links(outline, place, plan::link::informs, false) == 0)
        need(item, plan::field::answer, "nobody answered, and it informs no work", gaps);
}

void add_gaps_of_experiment(const Item& item, Gaps& gaps) {
    need(item, plan::field::hypothesis, "no hypothesis", gaps);
    need(item, plan::field::measured_by, "how we will know is not said", gaps);
    if (outline::is_open(item.cells)) return;
    need(item, plan::field::result, "ended without a result", gaps);
    need(item, plan::field::keep, "keep, drop or change? It is not said", gaps);
}

// What an update that is not green must answer.
void add_gaps_of_update(const Item& item, Gaps& gaps) {
    need(item, plan::field::health, "no colour", gaps);
    const auto health = outline::choice_of(item.cells, plan::field::health);
    if (!health || *health == plan::health::green) return;
    need(item, plan::field::update_why, "why this colour is not said", gaps);
    need(item, plan::field::update_action, "what is being done is not said", gaps);
    need(item, plan::field::action_owner, "who does it is not said", gaps);
    need(item, plan::field::action_due, "by when is not said", gaps);
    need(item, plan::field::ask, "what the reader must do is not said", gaps);
    need(item, plan::field::would_change, "what would change the colour is not said", gaps);
}

void add_gaps(const Outline& outline, Place place, Gaps& gaps) {
    const Item& item = outline.at(place);
    switch (item.kind) {
        case plan::kind::risk:
            return add_gaps_of_risk(outline, place, gaps);
        case plan::kind::decision:
            return add_gaps_of_decision(outline, place, gaps);
        case plan::kind::coe:
            return add_gaps_of_coe(outline, place, gaps);
        case plan::kind::coe_action:
            return add_gaps_of_coe_action(item, gaps);
        case plan::kind::person:
            return add_gaps_of_stakeholder(item, gaps);
        case plan::kind::goal:
            return add_gaps_of_goal(outline, place, gaps);
        case plan::kind::measure:
            return add_gaps_of_measure(item, gaps);
        case plan::kind::gate:
            return add_gaps_of_gate(outline, place, gaps);
        case plan::kind::check:
            return add_gaps_of_check(item, gaps);
        case plan::kind::feedback:
            return add_gaps_of_feedback(outline, place, gaps);
        case plan::kind::experiment:
            return add_gaps_of_experiment(item, gaps);
        case plan::kind::principle:
            return need(item, plan::field::meaning, "what it asks of us is not said", gaps);
        case plan::kind::milestone:
            return need(item, plan::field::exit_criteria, "no exit criteria", gaps);
        case plan::kind::update:
            return add_gaps_of_update(item, gaps);
        default:
            return;
    }
}

}  // namespace

void need(const Item& item, plan::FieldNumber field, const char* what, Gaps& gaps) {
    const std::string_view value = outline::value_of(item.cells, field);
    if (value.empty() || value == "t")
        gaps.push_back({std::string(plan::find_field(field)->name), what});
}

std::size_t count_links(const Outline& outline,
                        Place place,
                        plan::LinkNumber type,
                        bool is_reversed) {
    std::size_t count = 0;
    for (const outline::LinkEnd& end : outline.ends(place))
        if (end.link->type == type && end.is_reversed == is_reversed) ++count;
    return count;
}

std::size_t count_below(const Outline& outline, Place place, plan::KindNumber kind) {
    std::size_t count = 0;
    for (Place below = place + 1; below < outline.at(place).end; ++below)
        if (outline.at(below).kind == kind) ++count;
    return count;
}

Gaps gaps_of(const Outline& outline, Place place) {
    Gaps gaps;
    add_gaps(outline, place, gaps);
    return gaps;
}

}  // namespace cairn::boards
