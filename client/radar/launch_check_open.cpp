#include "client/radar/rules.h"

namespace cairn::radar {
namespace {

bool is_missing(const outline::Item& check) {
    return outline::is_open(check.cells) || outline::state_of(check.cells) == plan::state::failed;
}

struct Gate {
    const outline::Item* item = nullptr;
    std::optional<plan::Date> date;
};

// The gate above it, or that requires it; of several the first to come. A gate's date is that of
// what it stands on where it has none of its own.
std::optional<Gate> first_gate(const Sight& sight, outline::Place check) {
    std::optional<Gate> first;
    const auto consider = [&](outline::Place place) {
        if (place == outline::no_place) return;
        const outline::Item& item = sight.at(place);
        if (!outline::is_open(item.cells)) return;
        auto date = sight.finish(item);
        if (!date && item.parent != outline::no_place) date = sight.finish(sight.at(item.parent));
        if (!first || (date && (!first->date || *date < *first->date))) first = Gate{&item, date};
    };
    consider(sight.outline.above(check, plan::kind::gate));
    for (const outline::LinkEnd& end :
         ends_of(sight.outline, check, plan::link::requires_check, true))
        consider(end.other);
    return first;
}

}  // namespace

void launch_check_open(const Sight& sight, Findings& findings) {
    for (outline::Place place = 0; place < sight.outline.living().size(); ++place) {
        const outline::Item& check = sight.at(place);
        if (check.kind != plan::kind::check || !is_missing(check)) continue;
        const auto gate = first_gate(sight, place);
        auto date = outline::date_of(check.cells, plan::field::required_by);
        if (!date && gate) date = gate->date;
        if (!sight.is_soon(date)) continue;
        const bool has_failed = outline::state_of(check.cells) == plan::state::failed;
        findings.push_back(
            {.code = "launch-check-open",
             .item = check.id,
             .what = with_kind(check) + (has_failed ? " has failed" : " is still open") +
                     (gate ? ", and " + quoted(*gate->item) + " needs it" : ""),
             .why = "required " + when(*date, sight.today),
             .sure = Sure::certain,
             .since = has_failed ? sight.written_on(check.id, plan::field::status) : std::nullopt,
             .help = sight.command("set", check.id, "status=passed evidence=\"...\"")});
    }
}

}  // namespace cairn::radar
