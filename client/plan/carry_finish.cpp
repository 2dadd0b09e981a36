#include "client/plan/carry_finish.h"

#include <optional>
#include <string>
#include <vector>

#include "client/plan/catalog.h"
#include "client/plan/civil.h"

namespace cairn::plan {
namespace {

using merge::Value;

std::optional<Date> day_of(const Value& value) {
    if (value.type() == merge::ValueType::date) return date_from_iso(value.payload());
    if (value.type() != merge::ValueType::minute) return std::nullopt;
    const auto minute = minute_from_iso(value.payload());
    return minute ? std::optional(minute->date()) : std::nullopt;
}

// The same time of another day.
std::optional<Value> on(Date day, const Value& value) {
    if (value.type() == merge::ValueType::date) return Value::date(to_iso(day));
    const auto minute = minute_from_iso(value.payload());
    if (!minute) return std::nullopt;
    return Value::minute(to_iso(at_minute(day, minute->minute_of_day())));
}

}  // namespace

Value with_finish_carried(const Value& before, const Value& after) {
    const std::vector<Value> was = before.parts();
    std::vector<Value> is = after.parts();
    if (was.size() <= part::finish || is.size() <= part::finish) return after;
    if (was[part::start] == was[part::finish] && !was[part::start].is_unset()) {
        is[part::finish] = is[part::start];
        return Value::composite(is).value_or(after);
    }
    const auto start_was = day_of(was[part::start]);
    const auto start_is = day_of(is[part::start]);
    const auto finish = day_of(is[part::finish]);
    if (!start_was || !start_is || !finish) return after;
    const auto day = add_days(*finish, start_is->days - start_was->days);
    const auto carried = day ? on(*day, is[part::finish]) : std::nullopt;
    if (!carried) return after;
    is[part::finish] = *carried;
    return Value::composite(is).value_or(after);
}

}  // namespace cairn::plan
