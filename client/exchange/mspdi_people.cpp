#include "client/exchange/mspdi_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/plan/value_text.h"

namespace cairn::exchange::mspdi {
namespace {

using merge::Value;

plan::ChoiceNumber resource_type(pugi::xml_node resource) {
    const std::string_view type = child_text(resource, "Type");
    if (child_flag(resource, "IsCostResource") || type == "2") return plan::resource::cost;
    return type == "0" ? plan::resource::material : plan::resource::work;
}

Done read_resource(Reading& reading, pugi::xml_node resource) {
    const std::string_view uid = child_text(resource, "UID");
    const std::string_view name = child_text(resource, "Name");
    if (uid == "0" && name.empty()) return {};  // stands for nobody
    if (child_flag(resource, "IsNull")) {
        ++reading.plan.report.left_out["blank rows"];
        return {};
    }
    if (uid.empty()) {
        reading.plan.report.dropped.add("resource " + quoted(name), "it has no UID");
        return {};
    }
    ImportedRow row;
    row.kind = plan::kind::person;
    row.key = resource_key(uid);
    row.title = name.empty() ? "Resource " + std::string(uid) : std::string(name);
    Fields fields(reading, row.fields, "resource " + quoted(row.title));
    fields.add(plan::field::resource_type, Value::choice(resource_type(resource)));
    fields.add_text(plan::field::email, child_text(resource, "EmailAddress"));
    fields.add_text(plan::field::notes, child_text(resource, "Notes"));
    const auto units = scaled_from(child_text(resource, "MaxUnits"), 100);
    if (units && *units >= 0) fields.add(plan::field::capacity, Value::integer(*units));
    if (child_flag(resource, "IsInactive")) fields.add(plan::field::active, Value::boolean(false));
    if (const auto calendar = calendar_row(reading, child_text(resource, "CalendarUID"))) {
        fields.add_row(plan::field::calendar, *calendar);
    }
    ++reading.plan.report.read["resources"];
    return add_row(reading, std::move(row));
}

// Keys of tasks, and the UIDs of the work resources on each.
using Assigned = std::map<std::string, std::set<std::string>>;

std::set<std::string> work_resources(pugi::xml_node project) {
    std::set<std::string> uids;
    for (const pugi::xml_node resource : project.child("Resources").children("Resource")) {
        if (resource_type(resource) == plan::resource::work) {
            uids.emplace(child_text(resource, "UID"));
        }
    }
    return uids;
}

void count_left_out(Reading& reading, pugi::xml_node assignment) {
    for (const char* element : {"TimephasedData", "Baseline", "ExtendedAttribute"}) {
        for (auto part = assignment.child(element); part; part = part.next_sibling(element)) {
            ++reading.plan.report.left_out[std::string(element) + " of assignments"];
        }
    }
}

Done read_assignment(Reading& reading,
                     pugi::xml_node assignment,
                     const std::string& task,
                     const std::string& person) {
    ImportedLink link;
    link.from = task_key(task);
    link.type = plan::link::responsible;
    link.to = resource_key(person);
    Fields fields(reading, link.fields, "assignment of resource " + person + " to task " + task);
    const auto units = scaled_from(child_text(assignment, "Units"), 100);
    if (units && *units >= 0) fields.add(plan::field::units, Value::integer(*units));
    fields.add_work(plan::field::work, child_text(assignment, "Work"));
    ++reading.plan.report.read["assignments"];
    return add_link(reading, std::move(link));
}

// Who is alone on a task answers for it; among several the file does not say who.
void set_owners(Reading& reading, const Assigned& assigned) {
    for (ImportedRow& row : reading.plan.rows) {
        const auto found = assigned.find(row.key.text);
        if (found == assigned.end()) continue;
        if (found->second.size() == 1) {
            row.fields.push_back({plan::field::owner, resource_key(*found->second.begin())});
        } else {
            ++reading.plan.report.left_out["owners of tasks with several people"];
        }
    }
}

}  // namespace

Done read_resources(Reading& reading, pugi::xml_node project) {
    for (const pugi::xml_node resource : project.child("Resources").children("Resource")) {
        if (auto done = read_resource(reading, resource); !done) return done;
    }
    return {};
}

Done read_assignments(Reading& reading, pugi::xml_node project) {
    const std::set<std::string> people = work_resources(project);
    Assigned assigned;
    for (const pugi::xml_node node : project.child("Assignments").children("Assignment")) {
        const std::string task(child_text(node, "TaskUID"));
        const std::string person(child_text(node, "ResourceUID"));
        count_left_out(reading, node);
        if (person.empty() || person[0] == '-') {  // -65535 and -1 stand for nobody
            ++reading.plan.report.left_out["assignments to nobody"];
            continue;
        }
        if (people.contains(person)) assigned[task_key(task).text].insert(person);
        if (auto done = read_assignment(reading, node, task, person); !done) return done;
    }
    set_owners(reading, assigned);
    return {};
}

}  // namespace cairn::exchange::mspdi
