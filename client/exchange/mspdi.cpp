#include "client/exchange/mspdi.h"

#include "client/exchange/mspdi_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {
namespace {

using merge::Value;
using namespace mspdi;

constexpr std::string_view mspdi_namespace = "http://schemas.microsoft.com/project";

ImportError wrong(std::string message) { return {ImportFault::wrong_format, std::move(message)}; }

// What else this XML may be, so that the refusal helps.
ImportError not_mspdi(pugi::xml_node root) {
    const std::string_view name = root.name();
    const std::string_view space = root.attribute("xmlns").value();
    if (name == "APIBusinessObjects" || space.find("oracle.com/Primavera") != space.npos) {
        return wrong("this is a Primavera P6 file; export it from P6 as Microsoft Project XML");
    }
    if (name == "project" && root.child("task").child("pID")) {
        return wrong("this is a jsGantt file, not Microsoft Project XML; export the plan as CSV");
    }
    if (name == "project" && root.child("tasks")) {
        return wrong("this is a GanttProject file, not Microsoft Project XML; read it as gan");
    }
    if (name == "Project") {
        return wrong("<Project> is in the namespace " + quoted(space) + ", not in " +
                     std::string(mspdi_namespace));
    }
    return wrong("the root element is " + quoted(name) +
                 "; Microsoft Project XML begins with "
                 "<Project xmlns=\"" +
                 std::string(mspdi_namespace) + "\">");
}

Result<pugi::xml_node, ImportError> project_of(const pugi::xml_document& document) {
    const pugi::xml_node root = document.document_element();
    const bool right = std::string_view(root.name()) == "Project" &&
                       root.attribute("xmlns").value() == mspdi_namespace;
    if (!right) return refuse(not_mspdi(root));
    if (!root.child("Tasks") && !root.child("Resources") && !root.child("Calendars")) {
        return refuse(wrong("<Project> holds no tasks, resources or calendars"));
    }
    return root;
}

std::int64_t within(std::string_view text,
                    std::int64_t least,
                    std::int64_t most,
                    std::int64_t usual) {
    const auto value = integer_from(text);
    return value && *value >= least && *value <= most ? *value : usual;
}

int clock_or(std::string_view text, int usual) {
    return text.size() < 5 ? usual : plan::clock_from_text(text.substr(0, 5)).value_or(usual);
}

plan::WorkingUnits units_of(pugi::xml_node project) {
    plan::WorkingUnits units;
    units.day_minutes = within(child_text(project, "MinutesPerDay"), 1, 1440, units.day_minutes);
    units.week_minutes =
        within(child_text(project, "MinutesPerWeek"), 1, 7 * 1440, units.week_minutes);
    units.month_days = within(child_text(project, "DaysPerMonth"), 1, 31, units.month_days);
    units.day_start = clock_or(child_text(project, "DefaultStartTime"), units.day_start);
    units.day_finish = clock_or(child_text(project, "DefaultFinishTime"), units.day_finish);
    return units;
}

Value units_value(const plan::WorkingUnits& units) {
    return *Value::composite({Value::integer(units.day_minutes),
                              Value::integer(units.week_minutes),
                              Value::integer(units.month_days),
                              Value::integer(units.day_start),
                              Value::integer(units.day_finish)});
}

std::string title_of(pugi::xml_node project) {
    for (const char* element : {"Title", "Name"}) {
        if (const auto text = child_text(project, element); !text.empty()) return std::string(text);
    }
    for (const pugi::xml_node task : project.child("Tasks").children("Task")) {
        const bool summary = child_text(task, "UID") == "0";
        if (summary && !child_text(task, "Name").empty()) {
            return std::string(child_text(task, "Name"));
        }
    }
    return "Imported project";
}

// A program keeps the day it is scheduled from; its other dates follow from what is below it.
Value program_span(Reading& reading, pugi::xml_node project, Fields& fields) {
    const bool from_start = child_text(project, "ScheduleFromStart") != "0";
    std::vector<Value> parts(8);
    const std::size_t part = from_start ? plan::part::start : plan::part::finish;
    parts[part] = fields.minute(child_text(project, from_start ? "StartDate" : "FinishDate"));
    if (!from_start) {
        reading.plan.report.warnings.add(
            "project", "it is scheduled backwards from its finish; Cairn schedules forwards");
    }
    return *plan::from_parts(parts);
}

Done read_program(Reading& reading, pugi::xml_node project) {
    ImportedRow row;
    row.kind = plan::kind::program;
    row.key = project_key;
    row.title = reading.plan.title;
    Fields fields(reading, row.fields, "project");
    fields.add(plan::field::span, program_span(reading, project, fields));
    fields.add(plan::field::working_units, units_value(reading.plan.units));
    fields.add_text(plan::field::notes, child_text(project, "Subject"));
    if (const auto key = calendar_row(reading, child_text(project, "CalendarUID"))) {
        fields.add_row(plan::field::calendar, *key);
    }
    return add_row(reading, std::move(row));
}

std::string currency_of(pugi::xml_node project) {
    const std::string_view code = child_text(project, "CurrencyCode");
    const bool sound = Value::money(0, code).has_value();
    return sound ? std::string(code) : std::string();
}

Done read_project(Reading& reading, pugi::xml_node project) {
    reading.plan.format = "mspdi";
    reading.plan.title = title_of(project);
    reading.plan.units = units_of(project);
    reading.currency = currency_of(project);
    for (const auto read :
         {read_calendars, read_program, read_tasks, read_resources, read_assignments}) {
        if (auto done = read(reading, project); !done) return done;
    }
    return {};
}

}  // namespace

Result<ImportedPlan, ImportError> read_mspdi(std::string_view bytes, const ImportLimits& limits) {
    pugi::xml_document document;
    if (auto loaded = load_xml(bytes, limits, document); !loaded) return refuse(loaded.error());
    const auto project = project_of(document);
    if (!project) return refuse(project.error());
    Reading reading{limits, {}, {}, {}, {}, {}, true};
    if (auto done = read_project(reading, *project); !done) return refuse(done.error());
    finish_plan(reading.plan);
    return std::move(reading.plan);
}

}  // namespace cairn::exchange
