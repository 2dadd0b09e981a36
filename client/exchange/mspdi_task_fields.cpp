// What one task says of itself, and the links that sit in it.
#include "client/exchange/mspdi_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/plan/value_text.h"

namespace cairn::exchange::mspdi {
namespace {

using merge::Value;

std::string describe(pugi::xml_node task) {
    return "task " + std::string(child_text(task, "UID")) + " " + quoted(child_text(task, "Name"));
}

// MSPDI counts from 0 in the catalog's order: ASAP, ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT.
void set_constraint(pugi::xml_node task, std::vector<Value>& parts, Fields& fields) {
    const std::string_view text = child_text(task, "ConstraintType");
    const auto type = integer_from(text);
    if (text.empty() || type == 0) {
        // Said only of dates that MS Project itself put there: others stand for what people meant.
        const bool has_dates =
            !parts[plan::part::start].is_unset() || !parts[plan::part::finish].is_unset();
        if (has_dates && !child_flag(task, "Manual"))
            parts[plan::part::constraint] = Value::choice(plan::constraint::as_soon_as_possible);
        return;
    }
    if (!type || *type < 0 || *type > 7) {
        fields.drop("constraint type " + quoted(text) + " is none of 0 to 7");
        return;
    }
    parts[plan::part::constraint] = Value::choice(static_cast<std::uint32_t>(*type) + 1);
    if (*type >= 2) {
        parts[plan::part::constraint_date] = fields.minute(child_text(task, "ConstraintDate"));
    }
}

void set_dates(pugi::xml_node task, std::vector<Value>& parts, Fields& fields) {
    using namespace plan;
    parts[part::start] = fields.minute(child_text(task, "Start"));
    parts[part::finish] = fields.minute(child_text(task, "Finish"));
    parts[part::duration] = fields.duration(child_text(task, "Duration"));
    if (parts[part::duration].is_unset()) return;
    const ShownUnit shown =
        unit_from_format(integer_from(child_text(task, "DurationFormat")).value_or(7));
    parts[part::duration_shown_in] = Value::choice(shown.unit);
    if (shown.estimated || child_flag(task, "Estimated")) {
        parts[part::estimated] = Value::boolean(true);
    }
}

// Dates of a summary follow from the rows below it, unless it is scheduled by hand.
void add_span(pugi::xml_node task, bool summary, Fields& fields) {
    std::vector<Value> parts(8);
    const bool manual = child_flag(task, "Manual");
    if (!summary || manual) set_dates(task, parts, fields);
    set_constraint(task, parts, fields);
    if (manual) parts[plan::part::mode] = Value::choice(plan::mode::manual);
    if (const auto span = plan::from_parts(parts)) fields.add(plan::field::span, *span);
}

void add_progress(pugi::xml_node task, Fields& fields) {
    const std::string_view text = child_text(task, "PercentComplete");
    const auto percent = text.empty() ? std::optional<std::int64_t>(0) : integer_from(text);
    if (!percent || *percent < 0 || *percent > 100) {
        fields.drop("percent complete " + quoted(text) + " is not between 0 and 100");
        return;
    }
    if (*percent > 0) fields.add(plan::field::progress, Value::integer(*percent));
    const bool started = *percent > 0 || !child_text(task, "ActualStart").empty();
    if (!started) return;
    const auto state = *percent == 100 ? plan::state::done : plan::state::in_progress;
    fields.add(plan::field::status, *Value::composite({Value::choice(state), Value()}));
}

void add_priority(pugi::xml_node task, Fields& fields) {
    const auto priority = integer_from(child_text(task, "Priority"));
    if (priority && *priority >= 0 && *priority <= 1000 && *priority != 500) {
        fields.add(plan::field::leveling, Value::integer(*priority));
    }
}

// What a summary only sums up is left to the rows below it.
void add_work(pugi::xml_node task, Fields& fields) {
    fields.add_work(plan::field::estimate, child_text(task, "Work"));
    fields.add_work(plan::field::actual_work, child_text(task, "ActualWork"));
    fields.add_money(plan::field::budget, child_text(task, "Cost"));
    fields.add_money(plan::field::spent, child_text(task, "ActualCost"));
    fields.add_minute(plan::field::actual_start, child_text(task, "ActualStart"));
    fields.add_minute(plan::field::actual_finish, child_text(task, "ActualFinish"));
    add_progress(task, fields);
}

// Type 0 FF, 1 FS, 2 SF, 3 SS.
plan::ChoiceNumber dependency_type(std::string_view type) {
    if (type == "0") return plan::dependency::finish_finish;
    if (type == "2") return plan::dependency::start_finish;
    if (type == "3") return plan::dependency::start_start;
    return plan::dependency::finish_start;
}

// LinkLag is in tenths of a minute, or in percent where LagFormat says so.
void add_lag(pugi::xml_node link, Fields& fields) {
    const std::string_view text = child_text(link, "LinkLag");
    if (text.empty()) return;
    const auto lag = integer_from(text);
    if (!lag || *lag > 10'000'000'000 || *lag < -10'000'000'000) {
        fields.drop("lag " + quoted(text) + " is not a length of time");
        return;
    }
    if (*lag == 0) return;
    const ShownUnit shown =
        unit_from_format(integer_from(child_text(link, "LagFormat")).value_or(7));
    const bool percent =
        shown.unit == plan::unit::percent || shown.unit == plan::unit::elapsed_percent;
    const std::int64_t rounded = (*lag + (*lag < 0 ? -5 : 5)) / 10;
    if (!percent && *lag % 10 != 0) fields.drop("the lag's part of a minute");
    fields.add(plan::field::lag,
               plan::to_value({.amount = percent ? *lag : rounded, .shown_in = shown.unit}));
}

}  // namespace

void read_task_fields(Reading& reading, pugi::xml_node task, ImportedRow& row, bool summary) {
    Fields fields(reading, row.fields, describe(task));
    add_span(task, summary, fields);
    if (!summary) add_work(task, fields);
    fields.add_minute(plan::field::due, child_text(task, "Deadline"));
    fields.add_text(plan::field::notes, child_text(task, "Notes"));
    const std::string_view address = child_text(task, "HyperlinkAddress");
    fields.add_text(plan::field::url, address.empty() ? child_text(task, "Hyperlink") : address);
    add_priority(task, fields);
    if (reading.inactive_is_read && child_text(task, "Active") == "0") {
        fields.add(plan::field::inactive, Value::boolean(true));
    }
    const std::string_view calendar = child_text(task, "CalendarUID");
    if (calendar.empty() || calendar == "-1") return;
    if (const auto key = calendar_row(reading, calendar)) {
        fields.add_row(plan::field::calendar, *key);
    } else {
        fields.drop("its calendar " + quoted(calendar) + " is not in the file");
    }
}

Done read_task_links(Reading& reading, pugi::xml_node task, const RowKey& key) {
    for (const pugi::xml_node node : task.children("PredecessorLink")) {
        const std::string_view uid = child_text(node, "PredecessorUID");
        if (child_flag(node, "CrossProject")) {
            reading.plan.report.dropped.add(describe(task), "a link to a task of another project");
            continue;
        }
        ImportedLink link;
        link.from = key;
        link.type = plan::link::depends;
        link.to = uid == "0" ? project_key : task_key(uid);
        Fields fields(reading, link.fields, "link of " + describe(task));
        fields.add(plan::field::dependency,
                   Value::choice(dependency_type(child_text(node, "Type"))));
        add_lag(node, fields);
        ++reading.plan.report.read["dependencies"];
        if (auto done = add_link(reading, std::move(link)); !done) return done;
    }
    return {};
}

}  // namespace cairn::exchange::mspdi
