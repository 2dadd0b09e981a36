// Corrections of error, without blame: what happened, why, and what keeps it from happening again.
#include <algorithm>

#include "client/report/sections.h"

namespace cairn::report {
namespace {

void add_prose(const char* heading, const std::string& text, Blocks& blocks) {
    if (text.empty()) return;
    blocks.push_back(Heading{heading});
    blocks.push_back(Paragraph{text});
}

void add_whys(const Item& item, Blocks& blocks) {
    Facts facts;
    const plan::FieldNumber fields[] = {plan::field::why_1,
                                        plan::field::why_2,
                                        plan::field::why_3,
                                        plan::field::why_4,
                                        plan::field::why_5};
    int number = 0;
    for (const plan::FieldNumber field : fields) {
        ++number;
        const std::string text = text_in(item, field);
        if (!text.empty()) facts.facts.push_back({"Why " + std::to_string(number), {text}});
    }
    const std::string root = text_in(item, plan::field::root_cause);
    if (!root.empty()) facts.facts.push_back({"Root cause", {root}});
    if (facts.facts.empty()) return;
    blocks.push_back(Heading{"Five whys"});
    blocks.push_back(facts);
}

Cell due_cell(const Insight& insight, const Item& item) {
    const auto due = outline::date_of(item.cells, plan::field::due);
    if (!due) return {"no day", Tone::warning};
    const std::int64_t late = std::int64_t{insight.evidence.today.days} - due->days;
    if (late <= 0 || !outline::is_open(item.cells)) return {plan::to_iso(*due)};
    return {plan::to_iso(*due) + ", " + radar::days(late) + " overdue", Tone::bad};
}

// The oldest that is open first.
void add_actions(const Insight& insight, Place coe, Blocks& blocks) {
    std::vector<Place> actions;
    for (Place place = coe + 1; place < insight.at(coe).end; ++place)
        if (insight.at(place).kind == plan::kind::coe_action) actions.push_back(place);
    const auto rank = [&](Place place) {
        const Item& item = insight.at(place);
        return std::pair(
            !outline::is_open(item.cells),
            outline::date_of(item.cells, plan::field::due).value_or(plan::Date{INT32_MAX}));
    };
    std::stable_sort(
        actions.begin(), actions.end(), [&](Place a, Place b) { return rank(a) < rank(b); });
    blocks.push_back(Heading{"Actions"});
    if (actions.empty()) {
        blocks.push_back(
            Paragraph{"No action yet: what keeps it from happening again?", Tone::warning});
        return;
    }
    Table table{{{"Action"}, {"Owner"}, {"Due"}, {"State"}, {"At the root"}}, {}};
    for (const Place place : actions) {
        const Item& item = insight.at(place);
        const std::string owner = insight.owner(place);
        const std::string state = insight.state(item);
        table.rows.push_back(
            {{insight.title(place)},
             {owner.empty() ? "nobody" : owner, owner.empty() ? Tone::warning : Tone::plain},
             due_cell(insight, item),
             {state.empty() ? "open" : state,
              outline::is_open(item.cells) ? Tone::plain : Tone::good},
             {outline::yes_no_of(item.cells, plan::field::at_root).value_or(false) ? "yes" : ""}});
    }
    blocks.push_back(table);
}

Section page_of(const Insight& insight, Place place) {
    const Item& item = insight.at(place);
    Facts facts;
    const auto add = [&](const char* name, const std::string& text) {
        if (!text.empty()) facts.facts.push_back({name, {text}});
    };
    add("Owner", insight.owner(place));
    add("State", insight.state(item));
    add("Happened on", iso_or(outline::date_of(item.cells, plan::field::since), ""));
    if (const auto hit = outline::integer_of(item.cells, plan::field::customers_hit))
        add("Customers hit", std::to_string(*hit));
    Section section{insight.title(place), {}};
    if (!facts.facts.empty()) section.blocks.push_back(facts);
    add_prose("What happened", text_in(item, plan::field::happened), section.blocks);
    add_prose("What customers saw", text_in(item, plan::field::customer_impact), section.blocks);
    add_prose("Timeline", text_in(item, plan::field::timeline), section.blocks);
    add_prose("How we noticed", text_in(item, plan::field::detection), section.blocks);
    add_whys(item, section.blocks);
    add_prose("What we learnt", text_in(item, plan::field::lessons), section.blocks);
    add_actions(insight, place, section.blocks);
    for (Block& block : lacks(insight, place)) section.blocks.push_back(std::move(block));
    return section;
}

}  // namespace

std::vector<Section> corrections(const Insight& insight) {
    std::vector<Section> sections;
    for (const Place place : insight.of_kind(plan::kind::coe))
        sections.push_back(page_of(insight, place));
    if (sections.empty())
        return {{"",
                 {Hint{"No correction of error is written down. ",
                       "cairn new TITLE --template coe",
                       " begins one."}}}};
    return sections;
}

}  // namespace cairn::report
