#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

// The day of the newest update below it, or on which its health was set.
std::optional<plan::Date> last_status(const Sight& sight, outline::Place place) {
    auto last = sight.written_on(sight.at(place).id, plan::field::health);
    for (outline::Place below = place + 1; below < sight.at(place).end; ++below) {
        const outline::Item& item = sight.at(below);
        if (item.kind != plan::kind::update) continue;
        auto day = outline::date_of(item.cells, plan::field::as_of);
        if (!day) day = sight.written_on(item.id, plan::field::health);
        if (day && (!last || *day > *last)) last = day;
    }
    return last;
}

}  // namespace

void stale_status(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& item = sight.at(place);
        if (item.kind != plan::kind::program || !outline::is_open(item.cells)) continue;
        const auto begins = sight.start(item);
        if (!has_begun(item) && (!begins || *begins > sight.today)) continue;
        const std::int64_t cadence = sight.cadence_days(item).value_or(sight.limits.status_days);
        const auto last = last_status(sight, place);
        if (last && sight.today.days - last->days <= cadence) continue;
        findings.push_back(
            {.code = "stale-status",
             .item = item.id,
             .what = last ? with_kind(item) + " was last reported on " + when(*last, sight.today)
                          : with_kind(item) + " has never been reported on",
             .why = "a status is due every " + days(cadence),
             .sure = Sure::certain,
             .since = last ? plan::add_days(*last, cadence) : begins,
             .help = "cairn new \"Week of " + plan::to_iso(sight.today) +
                     "\" --kind update --under " + sight.handle(item.id) +
                     " --set health=COLOUR --set as-of=today"});
    }
}

}  // namespace cairn::radar
