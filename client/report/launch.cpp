// Launch readiness: one page for each gate, go or no-go.
#include <algorithm>

#include "client/boards/gaps.h"
#include "client/report/approval_text.h"
#include "client/report/sections.h"

namespace cairn::report {
namespace {

bool is_met(const Item& check) {
    const plan::ChoiceNumber state = outline::state_of(check.cells);
    return state == plan::state::passed || state == plan::state::waived;
}

// Below the gate, or required by it; what is not met first, by the day it is required.
std::vector<Place> checks_of(const Insight& insight, Place gate) {
    std::vector<Place> checks;
    for (Place place = gate + 1; place < insight.at(gate).end; ++place)
        if (insight.at(place).kind == plan::kind::check) checks.push_back(place);
    for (const outline::LinkEnd& end :
         radar::ends_of(insight.now, gate, plan::link::requires_check, false))
        if (!insight.now.is_below(end.other, gate)) checks.push_back(end.other);
    const auto rank = [&](Place place) {
        const Item& item = insight.at(place);
        return std::pair(
            is_met(item),
            outline::date_of(item.cells, plan::field::required_by).value_or(plan::Date{INT32_MAX}));
    };
    std::stable_sort(
        checks.begin(), checks.end(), [&](Place a, Place b) { return rank(a) < rank(b); });
    return checks;
}

std::string choice_name(const Item& item, plan::FieldNumber field) {
    const auto number = outline::choice_of(item.cells, field);
    const plan::Choice* choice =
        number ? plan::find_choice(plan::find_field(field)->choices, *number) : nullptr;
    return choice == nullptr ? "" : std::string(choice->name);
}

Table table_of(const Insight& insight, const std::vector<Place>& checks) {
    Table table{
        {{"Check"}, {"Area"}, {"State"}, {"Required by"}, {"Owner"}, {"Reviewer"}, {"Evidence"}},
        {}};
    for (const Place place : checks) {
        const Item& item = insight.at(place);
        const auto by = outline::date_of(item.cells, plan::field::required_by);
        const bool is_late = by && *by < insight.evidence.today && !is_met(item);
        const std::string state = insight.state(item);
        const bool has_failed = outline::state_of(item.cells) == plan::state::failed;
        table.rows.push_back({{insight.title(place)},
                              {choice_name(item, plan::field::area)},
                              {state.empty() ? "open" : state,
                               is_met(item) ? Tone::good
                               : has_failed ? Tone::bad
                                            : Tone::warning},
                              {iso_or(by, "no day"), is_late ? Tone::bad : Tone::plain},
                              {insight.owner(place).empty() ? "nobody" : insight.owner(place),
                               insight.owner(place).empty() ? Tone::warning : Tone::plain},
                              {insight.named(item, plan::field::reviewer)},
                              {text_in(item, plan::field::evidence)}});
    }
    return table;
}

Banner verdict_of(const Insight& insight, Place gate, std::size_t open_checks) {
    const Item& item = insight.at(gate);
    const std::string said = choice_name(item, plan::field::verdict);
    const bool is_ready = open_checks == 0 && boards::gaps_of(insight.now, gate).empty() &&
                          is_approved(insight, gate);
    std::string note =
        said.empty() ? "Nobody has given a verdict yet." : "Verdict given: " + said + ".";
    if (said == "go" && !is_ready) note += " The plan does not bear it out.";
    auto date = outline::date_of_item(item.cells);
    if (!date && item.parent != outline::no_place)
        date = outline::date_of_item(insight.at(item.parent).cells);
    const std::string when = date ? " for " + plan::to_iso(*date) : "";
    return {is_ready ? Tone::good : Tone::bad,
            is_ready ? "READY" : "NOT READY",
            is_ready ? "Every check is met, and those who must say go have said so" + when + "."
            : open_checks == 0
                ? "Every check is met; approvals or the way back are missing" + when + "."
                : counted(open_checks, "check") + (open_checks == 1 ? " is" : " are") + " not met" +
                      when + ".",
            note};
}

Section page_of(const Insight& insight, Place gate) {
    const Item& item = insight.at(gate);
    const std::vector<Place> checks = checks_of(insight, gate);
    const auto open_checks = static_cast<std::size_t>(std::count_if(
        checks.begin(), checks.end(), [&](Place place) { return !is_met(insight.at(place)); }));
    Section section{insight.title(gate), {verdict_of(insight, gate, open_checks)}};
    Facts facts;
    const auto add = [&](const char* name, const std::string& text, const char* none) {
        if (!text.empty())
            facts.facts.push_back({name, {text}});
        else if (none != nullptr)
            facts.facts.push_back({name, {none, Tone::warning}});
    };
    add("Owner", insight.owner(gate), "nobody");
    add("Launches", item.parent == outline::no_place ? "" : insight.title(item.parent), nullptr);
    add("Done when", text_in(item, plan::field::exit_criteria), nullptr);
    add("Way back",
        text_in(item, plan::field::rollback),
        "not written down: how is the launch undone?");
    section.blocks.push_back(facts);
    add_approvals(insight, gate, section.blocks);
    section.blocks.push_back(Heading{"Checks"});
    if (checks.empty())
        section.blocks.push_back(
            Paragraph{"No check is required: what would have to be true?", Tone::warning});
    else
        section.blocks.push_back(table_of(insight, checks));
    return section;
}

}  // namespace

std::vector<Section> launches(const Insight& insight) {
    std::vector<Section> sections;
    for (const Place gate : insight.of_kind(plan::kind::gate))
        if (outline::is_open(insight.at(gate).cells) ||
            outline::state_of(insight.at(gate).cells) == plan::state::approved)
            sections.push_back(page_of(insight, gate));
    if (sections.empty())
        return {{"",
                 {Hint{"No gate is open. ",
                       "cairn new TITLE --template launch",
                       " begins a launch with its gate and checks."}}}};
    return sections;
}

}  // namespace cairn::report
