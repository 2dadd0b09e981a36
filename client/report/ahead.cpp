// What lies ahead: milestones, the critical path, workstreams, what others owe us.
#include <algorithm>

#include "client/radar/radar.h"
#include "client/report/sections.h"

namespace cairn::report {
namespace {

constexpr std::size_t milestones_max = 14;
constexpr std::size_t path_max = 12;
constexpr std::size_t findings_max = 8;
constexpr std::size_t dependencies_max = 12;

bool is_point(plan::KindNumber kind) {
    return kind == plan::kind::milestone || kind == plan::kind::gate;
}

bool is_reached(const Item& item) {
    return plan::phase_of(outline::state_of(item.cells)) == plan::Phase::finished;
}

// What people committed to, else where the schedule puts it.
std::optional<plan::Date> date_of(const Insight& insight, Place place) {
    const auto own = outline::date_of_item(insight.at(place).cells);
    return own ? own : insight.forecast(insight.at(place).id);
}

std::vector<Place> points(const Insight& insight, bool with_reached) {
    std::vector<Place> places;
    for (Place place = insight.first(); place < insight.end(); ++place) {
        const Item& item = insight.at(place);
        const plan::Phase phase = plan::phase_of(outline::state_of(item.cells));
        if (!is_point(item.kind) || phase == plan::Phase::abandoned) continue;
        if (with_reached || phase != plan::Phase::finished) places.push_back(place);
    }
    const auto day = [&](Place place) {
        return date_of(insight, place).value_or(plan::Date{INT32_MAX});
    };
    std::stable_sort(
        places.begin(), places.end(), [&](Place a, Place b) { return day(a) < day(b); });
    return places;
}

boards::TimelineRow bar_of(const Insight& insight, Place place) {
    const Item& item = insight.at(place);
    const auto finish = date_of(insight, place);
    boards::TimelineRow row;
    row.finish = finish.value_or(insight.evidence.today);
    row.start = std::min(row.finish, insight.sight().start(item).value_or(row.finish));
    row.is_milestone = is_point(item.kind);
    if (row.is_milestone) row.start = row.finish;
    row.is_critical = insight.sight().is_critical(item.id);
    row.percent_done = is_reached(item)   ? 100
                       : row.is_milestone ? 0
                                          : insight.done_below(place).percent();
    row.baseline_finish = insight.baseline_finish(place);
    return row;
}

Timeline timeline_of(const Insight& insight, const std::vector<Place>& points) {
    Timeline timeline{{}, insight.evidence.today};
    for (const Place place : points)
        if (date_of(insight, place))
            timeline.bars.push_back({insight.title(place), bar_of(insight, place)});
    return timeline;
}

// "2026-12-04, 5 days later": where the plan leads, where that is not what was committed to.
Cell forecast_cell(const Insight& insight, Place place) {
    const Item& item = insight.at(place);
    const auto forecast = insight.forecast(item.id);
    const auto committed = outline::date_of_item(item.cells);
    if (is_reached(item)) return {"reached", Tone::good};
    if (insight.is_late(place)) return {"overdue", Tone::bad};
    if (!forecast) return {item.kind == plan::kind::gate ? "" : "not in the schedule", Tone::quiet};
    if (!committed || *forecast <= *committed) return {plan::to_iso(*forecast)};
    return {plan::to_iso(*forecast) + ", " + shift(*committed, *forecast), Tone::bad};
}

Cell moved_cell(const Insight& insight, Place place) {
    const Item& item = insight.at(place);
    const Item* before = insight.evidence.before.item(item.id);
    if (before == nullptr) return {"new", Tone::quiet};
    const auto was = outline::date_of_item(before->cells);
    const auto is = outline::date_of_item(item.cells);
    const auto forecast_was = insight.forecast_before(item.id);
    const auto forecast_is = insight.forecast(item.id);
    std::string text;
    if (was && is) text = shift(*was, *is);
    if (text.empty() && forecast_was && forecast_is && !is_reached(item)) {
        text = shift(*forecast_was, *forecast_is);
        if (!text.empty()) text = "forecast " + text;
    }
    const bool is_worse = text.find("later") != std::string::npos;
    return {text, is_worse ? Tone::warning : text.empty() ? Tone::quiet : Tone::good};
}

std::string slack_text(std::int64_t days) {
    return days < 0 ? "−" + radar::days(-days) : radar::days(days);
}

Cell health_cell(const Insight& insight, Place place) {
    const Standing standing = standing_of(insight, place);
    return standing.health == 0
               ? Cell{"", Tone::quiet}
               : Cell{word_of_health(standing.health), tone_of_health(standing.health)};
}

Cell owner_cell(const Insight& insight, Place place) {
    const std::string owner = insight.owner(place);
    return owner.empty() ? Cell{"nobody", Tone::warning} : Cell{owner};
}

// The chain with the least room that leads to the next milestone.
struct Chain {
    Place target = outline::no_place;
    std::int64_t slack = 0;  // working minutes
    std::vector<Place> places;
};

Chain tightest_chain(const Insight& insight) {
    Chain chain;
    for (const Place place : points(insight, false)) {
        if (insight.at(place).kind != plan::kind::milestone) continue;
        const auto steps = insight.leading_to(insight.at(place).id);
        if (steps.empty()) continue;
        chain.target = place;
        chain.slack = INT64_MAX;
        for (const Insight::Step& step : steps) chain.slack = std::min(chain.slack, step.slack);
        for (const Insight::Step& step : steps)
            if (step.slack == chain.slack) chain.places.push_back(step.place);
        return chain;
    }
    return chain;
}

std::string chain_sentence(const Insight& insight, const Chain& chain) {
    const std::string target = "“" + insight.title(chain.target) + "”";
    const auto forecast = insight.forecast(insight.at(chain.target).id);
    const std::string when = forecast ? ", which the plan puts on " + plan::to_iso(*forecast) : "";
    const std::int64_t days = chain.slack / insight.sight().units.day_minutes;
    if (days <= 0) return "A day lost here is a day lost for " + target + when + ".";
    return "The tightest chain that leads to " + target + when + ": it has " + radar::days(days) +
           " of room.";
}

struct Debt {
    const outline::Link* link = nullptr;
    std::optional<plan::Date> needed;
    std::string what;
    Tone tone = Tone::plain;
};

// Promised too late, not answered, or not agreed.
std::optional<Debt> debt_of(const Insight& insight, const outline::Link& link) {
    const auto asked = outline::date_of(link.cells, plan::field::asked);
    const auto promised = outline::date_of(link.cells, plan::field::promised);
    if (!asked && !promised) return std::nullopt;
    const auto needed = asked ? asked : insight.sight().latest_start(link.from);
    if (!promised) return Debt{&link, needed, "asked for, not promised", Tone::warning};
    if (needed && *promised > *needed)
        return Debt{
            &link, needed, "promised " + shift(*needed, *promised) + " than needed", Tone::bad};
    if (*promised < insight.evidence.today)
        return Debt{&link, needed, "promised day has passed", Tone::bad};
    if (!outline::yes_no_of(link.cells, plan::field::agreed).value_or(false))
        return Debt{&link, needed, "not yet agreed by both sides", Tone::quiet};
    return std::nullopt;
}

void drop_last_if_empty(Table& table) {
    for (const auto& row : table.rows)
        if (!row.back().text.empty()) return;
    table.columns.pop_back();
    for (auto& row : table.rows) row.pop_back();
}

std::string sentence_of(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string who_of(const Insight& insight, Place place) {
    const std::string team = insight.named(insight.at(place), plan::field::team);
    const std::string owner = insight.owner(place);
    return team.empty() ? owner : owner.empty() ? team : team + ", " + owner;
}

}  // namespace

Blocks milestones(const Insight& insight, bool with_reached) {
    std::vector<Place> places = points(insight, with_reached);
    if (places.empty()) return {nothing("No milestone lies ahead.")};
    const std::size_t all = places.size();
    if (!with_reached) places.resize(std::min(places.size(), milestones_max));
    Blocks blocks;
    const Timeline timeline = timeline_of(insight, places);
    if (timeline.bars.size() > 1) blocks.push_back(timeline);
    Table table{
        {{"Milestone"}, {"Owner"}, {"Committed"}, {"Forecast"}, {"Since last"}, {"Slack", true}},
        {}};
    for (const Place place : places) {
        const Item& item = insight.at(place);
        const auto slack = insight.sight().slack_days(&insight.schedule(), item.id);
        table.rows.push_back({{insight.title(place)},
                              owner_cell(insight, place),
                              {iso_or(outline::date_of_item(item.cells), "no date")},
                              forecast_cell(insight, place),
                              moved_cell(insight, place),
                              {slack && !is_reached(item) ? slack_text(*slack) : "",
                               slack && *slack <= 0 ? Tone::warning : Tone::plain}});
    }
    blocks.push_back(table);
    add_rest(all, places.size(), blocks);
    return blocks;
}

Blocks critical_path(const Insight& insight) {
    const Chain chain = tightest_chain(insight);
    if (chain.target == outline::no_place)
        return {
            nothing("No open work leads to a milestone: nothing says how long work takes, or "
                    "what waits for what.")};
    Blocks blocks{Paragraph{chain_sentence(insight, chain)}};
    Table table{{{"Step"}, {"Workstream"}, {"Owner"}, {"Start"}, {"Finish"}}, {}};
    for (const Place place : chain.places) {
        if (table.rows.size() == path_max) break;
        const Item& item = insight.at(place);
        const auto dates = insight.schedule().dates(item.id);
        const auto start = plan::LocalMinute{dates->start}.date();
        const auto finish = insight.forecast(item.id);
        table.rows.push_back(
            {{insight.title(place)},
             {insight.workstream(place), Tone::quiet},
             owner_cell(insight, place),
             {plan::to_iso(start)},
             {iso_or(finish, ""),
              finish && *finish < insight.evidence.today ? Tone::bad : Tone::plain}});
    }
    blocks.push_back(table);
    add_rest(chain.places.size(), table.rows.size(), blocks);
    return blocks;
}

Blocks dependencies(const Insight& insight) {
    std::vector<Debt> debts;
    for (const outline::Link& link : insight.now.links()) {
        if (link.type != plan::link::depends) continue;
        const Place from = insight.now.find(link.from);
        const Place to = insight.now.find(link.to);
        if (!insight.is_inside(from) && !insight.is_inside(to)) continue;
        if (insight.at(from).is_trashed || insight.at(to).is_trashed) continue;
        if (!outline::is_open(insight.at(from).cells) || !outline::is_open(insight.at(to).cells))
            continue;
        if (const auto debt = debt_of(insight, link)) debts.push_back(*debt);
    }
    if (debts.empty()) return {nothing("No promise is late, and no ask is without an answer.")};
    std::stable_sort(debts.begin(), debts.end(), [](const Debt& a, const Debt& b) {
        return std::tuple(a.tone != Tone::bad, a.tone != Tone::warning, a.needed) <
               std::tuple(b.tone != Tone::bad, b.tone != Tone::warning, b.needed);
    });
    Table table{{{"We need"}, {"From"}, {"For"}, {"Needed by"}, {"Promised"}, {"State"}}, {}};
    for (const Debt& debt : debts) {
        if (table.rows.size() == dependencies_max) break;
        const Place to = insight.now.find(debt.link->to);
        table.rows.push_back(
            {{insight.title(to)},
             {who_of(insight, to)},
             {insight.name(debt.link->from)},
             {iso_or(debt.needed, "")},
             {iso_or(outline::date_of(debt.link->cells, plan::field::promised), "")},
             {debt.what, debt.tone}});
    }
    Blocks blocks{table};
    add_rest(debts.size(), table.rows.size(), blocks);
    return blocks;
}

Blocks workstreams(const Insight& insight) {
    const plan::KindNumber kind =
        insight.top == outline::no_place ? plan::kind::program : plan::kind::initiative;
    Table table{{{kind == plan::kind::program ? "Program" : "Workstream"},
                 {"Owner"},
                 {"Status"},
                 {"Done"},
                 {"Late", true},
                 {"Next milestone"}},
                {}};
    for (Place place = insight.first(); place < insight.end(); ++place) {
        const Item& item = insight.at(place);
        if (item.kind != kind || !outline::is_open(item.cells)) continue;
        std::size_t late = 0;
        std::optional<std::pair<plan::Date, Place>> next;
        for (Place below = place + 1; below < item.end; ++below) {
            if (radar::is_work(insight.at(below).kind) && insight.is_late(below) &&
                radar::is_leaf(insight.now, below))
                ++late;
            const auto day = date_of(insight, below);
            if (is_point(insight.at(below).kind) && outline::is_open(insight.at(below).cells) &&
                day && (!next || *day < next->first))
                next = {*day, below};
        }
        const Insight::Done done = insight.done_below(place);
        table.rows.push_back(
            {{insight.title(place)},
             owner_cell(insight, place),
             health_cell(insight, place),
             {std::to_string(done.percent()) + " % of " + std::to_string(done.all),
              Tone::plain,
              done.percent()},
             {std::to_string(late), late > 0 ? Tone::warning : Tone::quiet},
             {next ? plan::to_iso(next->first) + " " + insight.title(next->second) : ""}});
    }
    if (table.rows.empty()) return {};
    drop_last_if_empty(table);
    return {table};
}

Blocks lookout(const Insight& insight) {
    const radar::Seen seen = radar::look(insight.sight(), insight.evidence.program);
    if (seen.findings.empty()) return {nothing("The radar sees nothing ahead.")};
    // One of each kind first: ten items without an owner are one thing to say.
    List list;
    std::map<std::string_view, std::size_t> counts;
    for (const radar::Finding& finding : seen.findings) ++counts[finding.code];
    for (const radar::Finding& finding : seen.findings) {
        std::size_t& count = counts[finding.code];
        if (count == 0 || list.items.size() == findings_max) continue;
        list.items.push_back(
            {sentence_of(finding.what) + ": " + finding.why +
             (count > 1 ? " (and " + std::to_string(count - 1) + " more like it)" : "")});
        count = 0;
    }
    return {list};
}

}  // namespace cairn::report
