// Asks, risks, decisions due, blockers, goals.
#include <algorithm>
#include <tuple>

#include "client/boards/gaps.h"
#include "client/merge/value.h"
#include "client/plan/value_text.h"
#include "client/report/sections.h"

namespace cairn::report {
namespace {

constexpr std::size_t rows_max = 12;
constexpr plan::ChoiceNumber one_way = 1;

std::int64_t weight_of(const Item& item) {
    return outline::integer_of(item.cells, plan::field::probability).value_or(0) *
           outline::integer_of(item.cells, plan::field::impact).value_or(0);
}

std::string choice_name(const Item& item, plan::FieldNumber field) {
    const auto number = outline::choice_of(item.cells, field);
    const plan::Choice* choice =
        number ? plan::find_choice(plan::find_field(field)->choices, *number) : nullptr;
    return choice == nullptr ? "" : std::string(choice->name);
}

Cell heat_cell(const Item& item) {
    constexpr std::int64_t hot = 15;
    constexpr std::int64_t warm = 8;
    const std::int64_t weight = weight_of(item);
    if (weight == 0) return {"not weighed", Tone::quiet};
    return {std::to_string(outline::integer_of(item.cells, plan::field::probability).value_or(0)) +
                " × " +
                std::to_string(outline::integer_of(item.cells, plan::field::impact).value_or(0)),
            weight >= hot    ? Tone::bad
            : weight >= warm ? Tone::warning
                             : Tone::plain};
}

// What makes it smaller: the work that mitigates it, else how it is answered.
Cell mitigation_cell(const Insight& insight, Place place) {
    std::string text;
    for (const outline::LinkEnd& end :
         radar::ends_of(insight.now, place, plan::link::mitigates, true)) {
        const Item& work = insight.at(end.other);
        const bool is_done = !outline::is_open(work.cells);
        const auto date = outline::date_of_item(work.cells);
        text += (text.empty() ? "" : "; ") + outline::title_of(work) +
                (is_done ? " (done)"
                 : date  ? " (" + plan::to_iso(*date) + ")"
                         : "");
    }
    if (!text.empty()) return {text};
    const std::string response = choice_name(insight.at(place), plan::field::response);
    if (response == "accept") return {"accepted"};
    return {"no mitigation" + (response.empty() ? "" : ", to " + response), Tone::warning};
}

Cell date_cell(const Insight& insight, const std::optional<plan::Date>& date, const char* none) {
    if (!date) return {none, Tone::warning};
    if (*date < insight.evidence.today)
        return {plan::to_iso(*date) + ", " +
                    radar::days(std::int64_t{insight.evidence.today.days} - date->days) +
                    " overdue",
                Tone::bad};
    return {plan::to_iso(*date)};
}

Cell name_cell(const std::string& name) {
    return name.empty() ? Cell{"nobody", Tone::warning} : Cell{name};
}

std::string approvers_of(const Insight& insight, Place place) {
    std::string names = insight.named(insight.at(place), plan::field::approver);
    for (const outline::LinkEnd& end :
         radar::ends_of(insight.now, place, plan::link::approver, false)) {
        const std::string name = insight.title(end.other);
        if (names.find(name) == std::string::npos) names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

}  // namespace

void add_rest(std::size_t all, std::size_t shown, Blocks& blocks) {
    if (all > shown) blocks.push_back(nothing("And " + std::to_string(all - shown) + " more."));
}

Blocks lacks(const Insight& insight, Place place) {
    const boards::Gaps gaps = boards::gaps_of(insight.now, place);
    if (gaps.empty()) return {};
    List list;
    for (const boards::Gap& gap : gaps) list.items.push_back({gap.what, Tone::warning});
    return {Heading{"Missing"}, list};
}

Blocks asks(const Insight& insight) {
    List list;
    for (Place place = insight.first(); place < insight.end(); ++place) {
        const plan::KindNumber kind = insight.at(place).kind;
        const bool is_reported = kind == plan::kind::program || kind == plan::kind::initiative ||
                                 kind == plan::kind::milestone;
        if (!is_reported || place == insight.top) continue;
        const Standing standing = standing_of(insight, place);
        if (standing.update == outline::no_place) continue;
        const std::string ask = text_in(insight.at(standing.update), plan::field::ask);
        if (!ask.empty()) list.items.push_back({insight.title(place) + ": " + ask});
    }
    if (list.items.empty()) return {};
    return {list};
}

Blocks risks(const Insight& insight, std::size_t count_max) {
    std::vector<Place> places = insight.open_of_kind(plan::kind::risk);
    if (places.empty()) return {nothing("No risk is open.")};
    std::stable_sort(places.begin(), places.end(), [&](Place a, Place b) {
        return weight_of(insight.at(a)) > weight_of(insight.at(b));
    });
    const boards::Grid grid =
        boards::grid_of(insight.now, places, plan::field::probability, plan::field::impact);
    HeatMap map{"probability", "impact"};
    for (std::size_t up = 0; up < boards::grid_side; ++up)
        for (std::size_t across = 0; across < boards::grid_side; ++across)
            map.counts[up][across] = grid.cells[up][across].size();
    Table table{{{"Risk"}, {"Weight"}, {"Owner"}, {"What makes it smaller"}}, {}};
    for (const Place place : places) {
        if (table.rows.size() == count_max) break;
        table.rows.push_back({{insight.title(place)},
                              heat_cell(insight.at(place)),
                              name_cell(insight.owner(place)),
                              mitigation_cell(insight, place)});
    }
    Blocks blocks{table};
    add_rest(places.size(), table.rows.size(), blocks);
    if (grid.unweighed.size() < places.size()) blocks.push_back(map);
    return blocks;
}

Blocks decisions_due(const Insight& insight) {
    std::vector<Place> places = insight.open_of_kind(plan::kind::decision);
    if (places.empty()) return {nothing("No decision is open.")};
    std::stable_sort(places.begin(), places.end(), [&](Place a, Place b) {
        const auto due = [&](Place place) {
            return outline::date_of(insight.at(place).cells, plan::field::due)
                .value_or(plan::Date{INT32_MAX});
        };
        return due(a) < due(b);
    });
    Table table{{{"Decision"}, {"Door"}, {"Due"}, {"Owner"}, {"Approver"}}, {}};
    for (const Place place : places) {
        if (table.rows.size() == rows_max) break;
        const Item& item = insight.at(place);
        const bool is_one_way = outline::choice_of(item.cells, plan::field::door) == one_way;
        const std::string door = choice_name(item, plan::field::door);
        const std::string approvers = approvers_of(insight, place);
        table.rows.push_back(
            {{insight.title(place)},
             door.empty() ? Cell{"not said", Tone::warning} : Cell{door},
             date_cell(insight, outline::date_of(item.cells, plan::field::due), "no day"),
             name_cell(insight.owner(place)),
             is_one_way || !approvers.empty() ? name_cell(approvers) : Cell{""}});
    }
    Blocks blocks{table};
    add_rest(places.size(), table.rows.size(), blocks);
    return blocks;
}

Blocks blockers(const Insight& insight) {
    std::vector<Place> places = insight.open_of_kind(plan::kind::blocker);
    const auto issues = insight.open_of_kind(plan::kind::issue);
    places.insert(places.end(), issues.begin(), issues.end());
    if (places.empty()) return {};
    Table table{{{"What"}, {"Kind"}, {"Since"}, {"Must act"}, {"By"}, {"Then to"}}, {}};
    for (const Place place : places) {
        if (table.rows.size() == rows_max) break;
        const Item& item = insight.at(place);
        table.rows.push_back(
            {{insight.title(place)},
             {std::string(plan::find_kind(item.kind)->name),
              item.kind == plan::kind::blocker ? Tone::bad : Tone::plain},
             {iso_or(outline::date_of(item.cells, plan::field::since), "")},
             name_cell(insight.owner(place)),
             date_cell(insight, outline::date_of(item.cells, plan::field::due), "no day"),
             {text_in(item, plan::field::escalation)}});
    }
    Blocks blocks{table};
    add_rest(places.size(), table.rows.size(), blocks);
    return blocks;
}

Blocks goals(const Insight& insight) {
    Table table{
        {{"Goal"}, {"Measure"}, {"Was", true}, {"Is", true}, {"Wanted", true}, {"Unit"}, {"Due"}},
        {}};
    const plan::TextContext plain{
        .today = insight.evidence.today, .units = {}, .find_item = {}, .name_item = {}};
    const auto shown = [&](const Item& item, plan::FieldNumber field) {
        const auto value = merge::Value::parse(outline::value_of(item.cells, field));
        return value ? plan::print_value(*plan::find_field(field), *value, plain) : std::string();
    };
    for (const Place goal : insight.open_of_kind(plan::kind::goal)) {
        bool is_first = true;
        const std::string due =
            iso_or(outline::date_of(insight.at(goal).cells, plan::field::due), "");
        for (Place place = goal + 1; place < insight.at(goal).end; ++place) {
            const Item& item = insight.at(place);
            if (item.kind != plan::kind::measure) continue;
            table.rows.push_back({{is_first ? insight.title(goal) : ""},
                                  {outline::title_of(item)},
                                  {shown(item, plan::field::measure_baseline)},
                                  {shown(item, plan::field::measure_now)},
                                  {shown(item, plan::field::measure_target)},
                                  {shown(item, plan::field::measure_unit)},
                                  {is_first ? due : ""}});
            is_first = false;
        }
        if (is_first)
            table.rows.push_back({{insight.title(goal)},
                                  {"no measure", Tone::warning},
                                  {""},
                                  {""},
                                  {""},
                                  {""},
                                  {due}});
    }
    if (table.rows.empty()) return {nothing("No goal is written down.")};
    return {table};
}

}  // namespace cairn::report
