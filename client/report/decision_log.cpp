// Decisions: what waits to be decided, and what was decided, by whom and why.
#include <algorithm>

#include "client/report/approval_text.h"
#include "client/report/sections.h"

namespace cairn::report {
namespace {

constexpr plan::ChoiceNumber one_way = 1;

void add_fact(const char* name, const std::string& text, std::vector<Fact>& facts) {
    if (!text.empty()) facts.push_back({name, {text}});
}

std::string linked(const Insight& insight, Place place, plan::LinkNumber type, bool is_reversed) {
    std::string names;
    for (const outline::LinkEnd& end : radar::ends_of(insight.now, place, type, is_reversed))
        names += (names.empty() ? "" : ", ") + insight.title(end.other);
    return names;
}

// Each option with what speaks for and against it; the chosen one is named so.
void add_options(const Insight& insight, Place decision, Blocks& blocks) {
    const auto chosen = outline::item_of(insight.at(decision).cells, plan::field::chosen);
    Table table{{{"Option"}, {"For"}, {"Against"}}, {}};
    for (Place place = decision + 1; place < insight.at(decision).end; ++place) {
        const Item& item = insight.at(place);
        if (item.kind != plan::kind::option) continue;
        const bool is_chosen = chosen == item.id;
        table.rows.push_back({{insight.title(place) + (is_chosen ? " (chosen)" : ""),
                               is_chosen ? Tone::good : Tone::plain},
                              {text_in(item, plan::field::pros)},
                              {text_in(item, plan::field::cons)}});
    }
    if (!table.rows.empty()) blocks.push_back(table);
}

Blocks told(const Insight& insight, Place place) {
    const Item& item = insight.at(place);
    const auto door = outline::choice_of(item.cells, plan::field::door);
    Facts facts;
    add_fact("Question", text_in(item, plan::field::question), facts.facts);
    if (door)
        facts.facts.push_back(
            {"Door", {*door == one_way ? "one-way: it cannot be undone" : "two-way"}});
    add_fact("State", insight.state(item), facts.facts);
    add_fact("Due",
             outline::is_open(item.cells)
                 ? iso_or(outline::date_of(item.cells, plan::field::due), "")
                 : "",
             facts.facts);
    add_fact("Decided", insight.named(item, plan::field::chosen), facts.facts);
    add_fact("Why", text_in(item, plan::field::why), facts.facts);
    add_fact("Decided by", insight.named(item, plan::field::decided_by), facts.facts);
    add_fact("Decided on",
             iso_or(outline::date_of(item.cells, plan::field::decided_on), ""),
             facts.facts);
    add_fact("Revisit on",
             iso_or(outline::date_of(item.cells, plan::field::revisit_on), ""),
             facts.facts);
    add_fact("Owner", insight.owner(place), facts.facts);
    add_fact("Leans on", linked(insight, place, plan::link::leans_on, false), facts.facts);
    add_fact("Trades away", linked(insight, place, plan::link::trades_away, false), facts.facts);
    add_fact("Supersedes", linked(insight, place, plan::link::supersedes, false), facts.facts);
    add_fact("Superseded by", linked(insight, place, plan::link::supersedes, true), facts.facts);
    Blocks blocks;
    if (!facts.facts.empty()) blocks.push_back(facts);
    add_options(insight, place, blocks);
    add_approvals(insight, place, blocks);
    for (Block& block : lacks(insight, place)) blocks.push_back(std::move(block));
    return blocks;
}

Blocks all_of(const Insight& insight,
              std::vector<Place> places,
              plan::FieldNumber by,
              bool newest_first) {
    const auto day = [&](Place place) {
        return outline::date_of(insight.at(place).cells, by)
            .value_or(plan::Date{newest_first ? INT32_MIN : INT32_MAX});
    };
    std::stable_sort(places.begin(), places.end(), [&](Place a, Place b) {
        return newest_first ? day(b) < day(a) : day(a) < day(b);
    });
    Blocks blocks;
    for (const Place place : places) {
        blocks.push_back(Heading{insight.title(place)});
        for (Block& block : told(insight, place)) blocks.push_back(std::move(block));
    }
    return blocks;
}

}  // namespace

std::vector<Section> open_and_made_decisions(const Insight& insight) {
    std::vector<Place> open;
    std::vector<Place> made;
    for (const Place place : insight.of_kind(plan::kind::decision))
        (outline::is_open(insight.at(place).cells) ? open : made).push_back(place);
    if (open.empty() && made.empty())
        return {{"Decisions",
                 {Hint{"No decision is written down. ",
                       "cairn new QUESTION --template decision",
                       " begins one."}}}};
    std::vector<Section> sections;
    if (!open.empty())
        sections.push_back({"To be decided", all_of(insight, open, plan::field::due, false)});
    if (!made.empty())
        sections.push_back({"Decided", all_of(insight, made, plan::field::decided_on, true)});
    return sections;
}

}  // namespace cairn::report
