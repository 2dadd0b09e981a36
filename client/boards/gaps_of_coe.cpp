// The form of a correction of error, which checks itself: impact in numbers, five whys to a root
// cause, every action owned, dated, and one aimed at the root.
#include "client/boards/gaps.h"

namespace cairn::boards {
namespace {

constexpr plan::FieldNumber whys[] = {plan::field::why_1,
                                      plan::field::why_2,
                                      plan::field::why_3,
                                      plan::field::why_4,
                                      plan::field::why_5};

void add_missing_whys(const outline::Item& coe, Gaps& gaps) {
    std::size_t answered = 0;
    for (const plan::FieldNumber why : whys)
        if (outline::text_of(coe.cells, why).size() > 0) ++answered;
    for (std::size_t i = 0; i < std::size(whys); ++i) {
        if (!outline::text_of(coe.cells, whys[i]).empty()) continue;
        gaps.push_back({std::string(plan::find_field(whys[i])->name),
                        answered == 0 ? "no why was asked; five lead to the root"
                                      : std::to_string(answered) +
                                            " of five whys are answered: this is the next"});
        return;
    }
}

void add_gaps_of_actions(const outline::Outline& outline, outline::Place place, Gaps& gaps) {
    std::size_t actions = 0;
    bool reaches_root = false;
    for (outline::Place below = place + 1; below < outline.at(place).end; ++below) {
        const outline::Item& action = outline.at(below);
        if (action.kind != plan::kind::coe_action) continue;
        ++actions;
        reaches_root =
            reaches_root || outline::yes_no_of(action.cells, plan::field::at_root) == true;
        Gaps own;
        add_gaps_of_coe_action(action, own);
        for (Gap& gap : own)
            gaps.push_back(
                {gap.field, "action \"" + outline::title_of(action) + "\": " + gap.what});
    }
    if (actions == 0)
        gaps.push_back({"coe-action", "no action below it: what keeps it from happening again?"});
    else if (!reaches_root)
        gaps.push_back({"at-root", "no action removes the root cause"});
}

}  // namespace

void add_gaps_of_coe(const outline::Outline& outline, outline::Place place, Gaps& gaps) {
    const outline::Item& coe = outline.at(place);
    need(coe, plan::field::owner, "no owner", gaps);
    need(coe, plan::field::happened, "what happened is not told", gaps);
    need(coe, plan::field::customer_impact, "what customers saw is not told", gaps);
    need(coe, plan::field::customers_hit, "the impact has no number", gaps);
    need(coe, plan::field::timeline, "no timeline", gaps);
    need(coe, plan::field::detection, "how we noticed, and could have sooner, is not told", gaps);
    add_missing_whys(coe, gaps);
    need(coe, plan::field::root_cause, "no root cause", gaps);
    need(coe, plan::field::lessons, "no lessons", gaps);
    add_gaps_of_actions(outline, place, gaps);
}

void add_gaps_of_coe_action(const outline::Item& item, Gaps& gaps) {
    need(item, plan::field::owner, "no owner", gaps);
    need(item, plan::field::due, "no date", gaps);
}

}  // namespace cairn::boards
