#include "client/exchange/gan.h"

#include "client/exchange/gan_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace gan {

using merge::Value;

RowKey task_key(std::string_view id) { return {"task/" + std::string(id)}; }
RowKey resource_key(std::string_view id) { return {"resource/" + std::string(id)}; }

std::string_view attribute(pugi::xml_node node, const char* name) {
    return node.attribute(name).value();
}

std::string describe(pugi::xml_node task) {
    return "task " + std::string(attribute(task, "id")) + " " + quoted(attribute(task, "name"));
}

Value day_start(Reading& reading, std::string_view text, const std::string& where) {
    const auto date = plan::date_from_iso(text);
    if (date)
        return *Value::minute(plan::to_iso(plan::at_minute(*date, reading.plan.units.day_start)));
    reading.plan.report.dropped.add(where, quoted(text) + " is not a date of the years 1 to 9999");
    return {};
}

Dates dates_of(Reading& reading, pugi::xml_node node, const std::string& where) {
    constexpr std::int64_t days_max = schedule::duration_max / plan::minutes_a_day;
    Dates dates;
    const std::string_view length = attribute(node, "duration");
    const auto days = integer_from(length);
    if (days && *days >= 0 && *days <= days_max) {
        dates.duration = Value::integer(*days * reading.plan.units.day_minutes);
    } else if (!length.empty()) {
        reading.plan.report.dropped.add(where,
                                        "duration " + quoted(length) + " is no number of days");
    }
    if (attribute(node, "start").empty()) return dates;
    dates.start = day_start(reading, attribute(node, "start"), where);
    const auto work = dates.duration.as_integer();
    if (dates.start.is_unset() || !work) return dates;
    const auto start = plan::minute_from_iso(dates.start.payload());
    const schedule::Minute finish =
        reading.shelf->one(reading.calendar.id).add(start->minutes, *work);
    // A calendar that never works, or ends too soon, has no answer.
    if (finish < schedule::last_minute)
        dates.finish = *Value::minute(plan::to_iso(plan::LocalMinute{finish}));
    return dates;
}

}  // namespace gan

namespace {

using namespace gan;
using merge::Value;

ImportError wrong(std::string message) { return {ImportFault::wrong_format, std::move(message)}; }

Result<pugi::xml_node, ImportError> project_of(const pugi::xml_document& document) {
    const pugi::xml_node root = document.document_element();
    const std::string_view name = root.name();
    if (name == "project" && root.child("task").child("pID")) {
        return refuse(
            wrong("this is a jsGantt file, not one of GanttProject; export the plan as CSV"));
    }
    if (name == "Project") {
        return refuse(wrong("this looks like Microsoft Project XML; read it as mspdi"));
    }
    if (name != "project" || !root.child("tasks")) {
        return refuse(wrong("the root element is " + quoted(name) +
                            "; a GanttProject file begins with <project> and holds <tasks>"));
    }
    return root;
}

Value units_value(const plan::WorkingUnits& units) {
    return *Value::composite({Value::integer(units.day_minutes),
                              Value::integer(units.week_minutes),
                              Value::integer(units.month_days),
                              Value::integer(units.day_start),
                              Value::integer(units.day_finish)});
}

Done read_program(Reading& reading, pugi::xml_node project) {
    ImportedRow row;
    row.kind = plan::kind::program;
    row.key = project_key;
    row.title = reading.plan.title;
    add_value(row.fields, plan::field::working_units, units_value(reading.plan.units));
    row.fields.push_back({plan::field::calendar, calendar_key});
    const std::string_view site = attribute(project, "webLink");
    const bool says = site != "http://" && site != "https://";
    const bool sound =
        add_text(row.fields, plan::field::notes, child_text(project, "description")) &&
        add_text(row.fields, plan::field::url, says ? site : "");
    if (!sound) reading.plan.report.dropped.add("project", "a description that is no text");
    if (!attribute(project, "company").empty()) ++reading.plan.report.left_out["company names"];
    return add_row(reading.plan, reading.limits, std::move(row));
}

Done read_project(Reading& reading, pugi::xml_node project) {
    reading.plan.format = "gan";
    reading.plan.title = plan::trimmed(attribute(project, "name"));
    if (reading.plan.title.empty()) reading.plan.title = "Imported project";
    for (const auto read : {read_calendar, read_program, read_tasks, read_people, read_baselines}) {
        if (auto done = read(reading, project); !done) return done;
    }
    return {};
}

}  // namespace

Result<ImportedPlan, ImportError> read_gan(std::string_view bytes, const ImportLimits& limits) {
    pugi::xml_document document;
    if (auto loaded = load_xml(bytes, limits, document); !loaded) return refuse(loaded.error());
    const auto project = project_of(document);
    if (!project) return refuse(project.error());
    Reading reading{limits, {}, {}, nullptr, {}};
    if (auto done = read_project(reading, *project); !done) return refuse(done.error());
    finish_plan(reading.plan);
    return std::move(reading.plan);
}

}  // namespace cairn::exchange
