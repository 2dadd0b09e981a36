#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

using TeamWeek = std::pair<ItemId, plan::Date>;

std::map<TeamWeek, int> starts_by_week(const Sight& sight) {
    constexpr int days_ahead = 28;
    std::map<TeamWeek, int> starts;
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (!is_work(item.kind) || item.kind == plan::kind::milestone) continue;
        const auto team = outline::item_of(item.cells, plan::field::team);
        if (!team || !outline::is_open(item.cells) || has_begun(item)) continue;
        const auto start = sight.start(item);
        if (!start || *start < sight.today || start->days > sight.today.days + days_ahead) continue;
        if (!is_leaf(sight.outline, place)) continue;
        ++starts[{*team, plan::Date{start->days - plan::weekday_of(*start)}}];
    }
    return starts;
}

}  // namespace

void crowded_start(const Sight& sight, Findings& findings) {
    for (const auto& [key, count] : starts_by_week(sight)) {
        const auto& [team, monday] = key;
        if (count <= sight.limits.starts_per_team) continue;
        const outline::Item* item = sight.outline.item(team);
        if (item == nullptr || item->is_trashed) continue;
        findings.push_back(
            {.code = "crowded-start",
             .item = team,
             .what = "team " + quoted(*item) + " is to begin " + counted(count, "item") +
                     " in the week of " + plan::to_iso(monday),
             .why = "more than " + std::to_string(sight.limits.starts_per_team) +
                    " at once; begun together, they end late together",
             .sure = Sure::possible,
             .since = {},
             .help = "cairn ls \"team:" + sight.handle(team) + " start:" + plan::to_iso(monday) +
                     ".." + plan::to_iso(*plan::add_days(monday, 6)) + "\""});
    }
}

}  // namespace cairn::radar
