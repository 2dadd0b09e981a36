#include "client/report/insight.h"

#include <algorithm>

#include "client/schedule/leading_to.h"
#include "client/schedule/outline_catalog.h"

namespace cairn::report {
namespace {

Place newest_baseline(const Outline& outline) {
    Place newest = outline::no_place;
    const auto taken = [&](Place place) {
        return outline::value_of(outline.at(place).cells, plan::field::taken_on);
    };
    for (Place place = 0; place < outline.living().size(); ++place) {
        if (outline.at(place).kind != plan::kind::baseline) continue;
        if (newest == outline::no_place || taken(place) >= taken(newest)) newest = place;
    }
    return newest;
}

// As Sight::scheduled: what has no length and waits for nothing that has one is not forecast.
std::optional<plan::Date> finish_in(const schedule::Schedule& schedule,
                                    const Outline& outline,
                                    const ItemId& item,
                                    plan::Date today) {
    const auto dates = schedule.dates(item);
    const Item* found = outline.item(item);
    if (!dates || found == nullptr) return std::nullopt;
    const plan::Date finish = plan::LocalMinute{dates->finish}.date();
    const bool says_nothing =
        dates->start == dates->finish && finish <= today && !outline::date_of_item(found->cells);
    return says_nothing ? std::nullopt : std::optional(finish);
}

}  // namespace

Insight::Insight(const Evidence& from)
    : evidence(from),
      now(from.now),
      plan_(schedule::read_catalog(schedule::catalog_of(from.now), from.today)),
      schedule_(plan_.plan),
      schedule_before_(schedule::read_catalog(schedule::catalog_of(from.before), from.since).plan),
      sight_{.outline = from.now, .today = from.today},
      baseline_(newest_baseline(from.now)) {
    if (from.program) top = now.find(*from.program);
    sight_.units = plan_.units;
    sight_.schedule = &schedule_;
    sight_.schedule_before = &schedule_before_;
    sight_.written = [this](const ItemId& item, plan::FieldNumber) -> std::optional<plan::Date> {
        const auto day = evidence.update_days.find(item);
        return day == evidence.update_days.end() ? std::nullopt : std::optional(day->second);
    };
    sight_.handle = [this](const ItemId& item) { return "\"" + name(item) + "\""; };
}

Place Insight::first() const { return top == outline::no_place ? 0 : top; }

Place Insight::end() const {
    return top == outline::no_place ? static_cast<Place>(now.living().size()) : at(top).end;
}

bool Insight::is_inside(Place place) const { return place >= first() && place < end(); }

std::vector<Place> Insight::of_kind(plan::KindNumber kind) const {
    std::vector<Place> places;
    for (Place place = 0; place < now.living().size(); ++place) {
        if (at(place).kind != kind) continue;
        const auto ends = now.ends(place);
        if (evidence.is_only_program || is_inside(place) ||
            std::any_of(ends.begin(), ends.end(), [&](const auto& end) {
                return end.link->type != plan::link::see_also &&
                       radar::is_work(at(end.other).kind) && is_inside(end.other);
            }))
            places.push_back(place);
    }
    return places;
}

std::vector<Place> Insight::open_of_kind(plan::KindNumber kind) const {
    std::vector<Place> places = of_kind(kind);
    std::erase_if(places, [&](Place place) { return !outline::is_open(at(place).cells); });
    return places;
}

std::string Insight::name(const ItemId& item) const {
    const Item* found = now.item(item);
    if (found == nullptr) found = evidence.before.item(item);
    return found == nullptr ? "something unknown" : outline::title_of(*found);
}

std::string Insight::title(Place place) const { return outline::title_of(at(place)); }

std::string Insight::named(const Item& item, plan::FieldNumber field) const {
    const auto who = outline::item_of(item.cells, field);
    return who ? name(*who) : "";
}

std::string Insight::owner(Place place) const { return named(at(place), plan::field::owner); }

std::string Insight::by(const replica::Work& work) const {
    std::vector<std::string> names;
    for (const DeviceId& device : work.by) {
        const auto author = evidence.authors.find(device);
        const std::string name = author == evidence.authors.end() ? "somebody" : author->second;
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

std::string Insight::state(const Item& item) const {
    const plan::FieldSpec* field = plan::find_field(plan::field::status);
    const plan::Choice* choice =
        plan::find_choice(field->parts[plan::part::state].choices, outline::state_of(item.cells));
    return choice == nullptr ? "" : std::string(choice->name);
}

std::optional<plan::Date> Insight::forecast(const ItemId& item) const {
    return finish_in(schedule_, now, item, evidence.today);
}

std::vector<Insight::Step> Insight::leading_to(const ItemId& item) const {
    std::vector<Step> steps;
    const auto dates = schedule_.dates(item);
    if (!dates) return steps;
    const schedule::Schedule part(schedule::leading_to(plan_.plan, item, dates->early_finish));
    for (const ItemId& id : part.critical(std::nullopt, INT64_MAX)) {
        const Place place = now.find(id);
        const auto slack = part.slack(id);
        if (id == item || place == outline::no_place || !slack) continue;
        if (outline::is_open(at(place).cells)) steps.push_back({place, slack->total});
    }
    return steps;
}

std::optional<plan::Date> Insight::forecast_before(const ItemId& item) const {
    return finish_in(schedule_before_, evidence.before, item, evidence.since);
}

std::optional<plan::Date> Insight::baseline_finish(Place place) const {
    for (const outline::LinkEnd& end : radar::ends_of(now, place, plan::link::baselined, false))
        if (end.other == baseline_)
            return outline::date_in(outline::part_of(
                end.link->cells, plan::field::baseline_span, plan::part::baseline_finish));
    return std::nullopt;
}

std::string Insight::workstream(Place place) const {
    for (const plan::KindNumber kind : {plan::kind::initiative, plan::kind::program}) {
        const Place above = now.above(place, kind);
        if (above != outline::no_place && above != place) return title(above);
    }
    return "";
}

int Insight::Done::percent() const { return all == 0 ? 0 : static_cast<int>(done * 100 / all); }

Insight::Done Insight::done_below(Place place) const {
    const bool is_all = place == outline::no_place;
    const Place last = is_all ? static_cast<Place>(now.living().size()) : at(place).end;
    Done done;
    for (Place below = is_all ? 0 : place; below < last; ++below) {
        const Item& item = at(below);
        if (!radar::is_work(item.kind) || item.kind == plan::kind::milestone) continue;
        if (!radar::is_leaf(now, below)) continue;
        const plan::Phase phase = plan::phase_of(outline::state_of(item.cells));
        if (phase == plan::Phase::abandoned) continue;
        ++done.all;
        if (phase == plan::Phase::finished) ++done.done;
    }
    return done;
}

bool Insight::is_late(Place place) const {
    const auto date = outline::date_of_item(at(place).cells);
    return date && *date < evidence.today && outline::is_open(at(place).cells);
}

std::string text_in(const Item& item, plan::FieldNumber field) {
    return std::string(plan::trimmed(outline::text_of(item.cells, field)));
}

std::string iso_or(const std::optional<plan::Date>& date, std::string_view other) {
    return date ? plan::to_iso(*date) : std::string(other);
}

std::string shift(plan::Date from, plan::Date to) {
    const int days = to.days - from.days;
    if (days == 0) return "";
    return radar::days(days > 0 ? days : -days) + (days > 0 ? " later" : " earlier");
}

std::string counted(std::size_t count, const std::string& what) {
    return radar::counted(static_cast<std::int64_t>(count), what);
}

Block nothing(const std::string& sentence) { return Paragraph{sentence, Tone::quiet}; }

}  // namespace cairn::report
