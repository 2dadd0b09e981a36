#include "client/exchange/mspdi_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/plan/value_text.h"

namespace cairn::exchange::mspdi {

using merge::Value;

RowKey task_key(std::string_view uid) { return {"task/" + std::string(uid)}; }
RowKey resource_key(std::string_view uid) { return {"resource/" + std::string(uid)}; }
RowKey calendar_key(std::string_view uid) { return {"calendar/" + std::string(uid)}; }
RowKey baseline_key(std::string_view number) { return {"baseline/" + std::string(number)}; }

void Fields::drop(std::string_view what) {
    reading_.plan.report.dropped.add(where_, std::string(what));
}

void Fields::add(plan::FieldNumber field, const Value& value) { add_value(into_, field, value); }

void Fields::add_row(plan::FieldNumber field, const RowKey& row) { into_.push_back({field, row}); }

void Fields::add_text(plan::FieldNumber field, std::string_view text) {
    if (!exchange::add_text(into_, field, text))
        drop(quoted(text) + " is not text of at most 64 KiB");
}

Value Fields::minute(std::string_view text) {
    if (text.empty()) return {};
    const auto minute = minute_from_mspdi(text);
    if (minute) return *Value::minute(plan::to_iso(*minute));
    drop(quoted(text) + " is not a date of the years 1 to 9999");
    return {};
}

Value Fields::duration(std::string_view iso_duration) {
    if (iso_duration.empty()) return {};
    const auto minutes = minutes_from_iso_duration(iso_duration);
    if (minutes) return Value::integer(*minutes);
    drop(quoted(iso_duration) + " is not a length of working time");
    return {};
}

void Fields::add_minute(plan::FieldNumber field, std::string_view text) {
    add(field, minute(text));
}

void Fields::add_work(plan::FieldNumber field, std::string_view iso_duration) {
    const auto minutes = duration(iso_duration).as_integer();
    if (minutes && *minutes != 0) {
        add(field, plan::to_value({.amount = *minutes, .shown_in = plan::unit::hours}));
    }
}

void Fields::add_money(plan::FieldNumber field, std::string_view hundredths) {
    const auto amount = scaled_from(hundredths, 10);
    if (!amount || *amount == 0) return;
    if (reading_.currency.empty()) {
        ++reading_.plan.report.left_out["costs, for want of a currency"];
        return;
    }
    // Thousandths of the currency's unit, whatever its minor unit is.
    std::int64_t minor = *amount;
    for (int digits = plan::minor_digits(reading_.currency); digits < 3; ++digits) {
        minor = (minor + (minor < 0 ? -5 : 5)) / 10;
    }
    if (const auto value = Value::money(minor, reading_.currency)) add(field, *value);
}

Done add_row(Reading& reading, ImportedRow row) {
    return exchange::add_row(reading.plan, reading.limits, std::move(row));
}

Done add_link(Reading& reading, ImportedLink link) {
    return exchange::add_link(reading.plan, reading.limits, std::move(link));
}

}  // namespace cairn::exchange::mspdi
