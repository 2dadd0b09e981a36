#include "client/radar/sight.h"

#include <algorithm>

#include "client/merge/value.h"
#include "client/plan/value_text.h"

namespace cairn::radar {
namespace {

plan::Date day_of(schedule::Minute minute) {
    return plan::LocalMinute{static_cast<std::int64_t>(minute)}.date();
}

// Where the schedule puts it; nothing where that says nothing: what has no length and waits for
// nothing that has one stands where the plan begins.
std::optional<schedule::Dates> scheduled(const Sight& sight, const outline::Item& item) {
    const auto dates = sight.schedule == nullptr ? std::nullopt : sight.schedule->dates(item.id);
    const bool says_nothing =
        dates && dates->start == dates->finish && day_of(dates->finish) <= sight.today;
    return says_nothing ? std::nullopt : dates;
}

}  // namespace

std::string_view name_of(Sure sure) {
    switch (sure) {
        case Sure::certain:
            return "certain";
        case Sure::likely:
            return "likely";
        default:
            return "possible";
    }
}

std::optional<plan::Date> Sight::written_on(const ItemId& item, plan::FieldNumber field) const {
    return written ? written(item, field) : std::nullopt;
}

std::string Sight::command(const std::string& verb,
                           const ItemId& item,
                           const std::string& rest) const {
    const std::string name = handle ? handle(item) : to_base32(item.view());
    return "cairn " + verb + " " + name + (rest.empty() ? "" : " " + rest);
}

std::optional<std::int64_t> Sight::slack_days(const schedule::Schedule* of,
                                              const ItemId& item) const {
    const auto slack = of == nullptr ? std::nullopt : of->slack(item);
    if (!slack) return std::nullopt;
    return static_cast<std::int64_t>(slack->total) / units.day_minutes;
}

bool Sight::is_critical(const ItemId& item) const {
    const auto slack = schedule == nullptr ? std::nullopt : schedule->slack(item);
    return slack && slack->is_critical;
}

std::optional<plan::Date> Sight::latest_start(const ItemId& item) const {
    const auto dates = schedule == nullptr ? std::nullopt : schedule->dates(item);
    return dates ? std::optional(day_of(dates->late_start)) : std::nullopt;
}

std::optional<plan::Date> Sight::start(const outline::Item& item) const {
    if (const auto own = outline::start_of(item.cells)) return own;
    const auto dates = scheduled(*this, item);
    return dates ? std::optional(day_of(dates->start)) : std::nullopt;
}

std::optional<plan::Date> Sight::finish(const outline::Item& item) const {
    if (const auto own = outline::date_of_item(item.cells)) return own;
    const auto dates = scheduled(*this, item);
    return dates ? std::optional(day_of(dates->finish)) : std::nullopt;
}

std::optional<std::int64_t> Sight::cadence_days(const outline::Item& item) const {
    constexpr std::int64_t days_a_week = 7;
    const auto value = merge::Value::parse(outline::value_of(item.cells, plan::field::cadence));
    const auto cadence = value ? plan::duration_of(*value) : std::nullopt;
    if (!cadence || cadence->amount <= 0) return std::nullopt;
    const bool is_elapsed = cadence->shown_in >= plan::unit::elapsed_minutes;
    const std::int64_t days = is_elapsed ? cadence->amount / plan::minutes_a_day
                                         : cadence->amount * days_a_week / units.week_minutes;
    return std::max<std::int64_t>(days, 1);
}

bool Sight::is_soon(const std::optional<plan::Date>& date) const {
    return date && date->days <= today.days + limits.look_ahead_days;
}

bool is_work(plan::KindNumber kind) {
    return kind == plan::kind::program || kind == plan::kind::initiative ||
           kind == plan::kind::milestone || kind == plan::kind::deliverable ||
           kind == plan::kind::task;
}

bool is_leaf(const outline::Outline& outline, outline::Place place) {
    for (outline::Place below = place + 1; below < outline.at(place).end; ++below)
        if (is_work(outline.at(below).kind)) return false;
    return true;
}

bool has_begun(const outline::Item& item) {
    return !outline::value_of(item.cells, plan::field::actual_start).empty() ||
           outline::integer_of(item.cells, plan::field::progress).value_or(0) > 0 ||
           plan::phase_of(outline::state_of(item.cells)) == plan::Phase::active;
}

std::string quoted(const outline::Item& item) { return "\"" + outline::title_of(item) + "\""; }

std::string with_kind(const outline::Item& item) {
    const plan::KindSpec* kind = plan::find_kind(item.kind);
    return (kind == nullptr ? "item" : std::string(kind->name)) + " " + quoted(item);
}

std::string counted(std::int64_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string days(std::int64_t count) { return counted(count, "day"); }

std::string when(plan::Date date, plan::Date today) {
    const std::int64_t ahead = std::int64_t{date.days} - today.days;
    constexpr std::int64_t told_in_days = 60;
    if (ahead == 0) return "today";
    if (ahead > told_in_days || ahead < -told_in_days) return "on " + plan::to_iso(date);
    return ahead > 0 ? "in " + days(ahead) : days(-ahead) + " ago";
}

std::vector<outline::LinkEnd> ends_of(const outline::Outline& outline,
                                      outline::Place place,
                                      plan::LinkNumber type,
                                      bool is_reversed) {
    std::vector<outline::LinkEnd> ends;
    for (const outline::LinkEnd& end : outline.ends(place))
        if (end.link->type == type && end.is_reversed == is_reversed) ends.push_back(end);
    return ends;
}

}  // namespace cairn::radar
