// Resources of a GanttProject file, who works on what, and who is away.
#include <cmath>

#include "client/exchange/gan_parts.h"
#include "client/exchange/mspdi_values.h"
#include "client/merge/utf8.h"

namespace cairn::exchange::gan {
namespace {

using merge::Value;
using RoleNames = std::map<std::string, std::string>;

// By the number that `function` has; "Default:0" is nobody's.
RoleNames roles_of(pugi::xml_node project) {
    RoleNames names{{"Default:1", "Project manager"}};
    for (const pugi::xml_node set : project.children("roles")) {
        const std::string prefix(attribute(set, "roleset-name"));
        for (const pugi::xml_node role : set.children("role")) {
            std::string number(attribute(role, "id"));
            if (!prefix.empty()) number.insert(0, prefix + ":");
            names.insert_or_assign(number, std::string(attribute(role, "name")));
        }
    }
    return names;
}

Done read_resource(Reading& reading, pugi::xml_node node, const RoleNames& roles) {
    const std::string_view id = attribute(node, "id");
    if (id.empty()) {
        reading.plan.report.dropped.add("resource " + quoted(attribute(node, "name")),
                                        "it has no id");
        return {};
    }
    ImportedRow row;
    row.kind = plan::kind::person;
    row.key = resource_key(id);
    row.parent = project_key;
    row.title = attribute(node, "name");
    if (plan::trimmed(row.title).empty()) row.title = "Resource " + std::string(id);
    const auto role = roles.find(std::string(attribute(node, "function")));
    const bool sound =
        add_text(row.fields, plan::field::role, role == roles.end() ? "" : role->second) &&
        add_text(row.fields, plan::field::email, attribute(node, "contacts")) &&
        add_text(row.fields, plan::field::channel, attribute(node, "phone"));
    if (!sound) reading.plan.report.dropped.add("resource " + quoted(row.title), "what is no text");
    if (node.child("rate")) ++reading.plan.report.left_out["rates of resources"];
    ++reading.plan.report.read["resources"];
    return add_row(reading.plan, reading.limits, std::move(row));
}

// Days off become a calendar of the person's own, on top of the file's.
Done read_vacations(Reading& reading, pugi::xml_node project) {
    std::map<std::string, std::size_t> rows;
    for (std::size_t i = 0; i < reading.plan.rows.size(); ++i)
        rows.emplace(reading.plan.rows[i].key.text, i);
    std::map<std::string, std::size_t> made;
    for (const pugi::xml_node node : project.child("vacations").children("vacation")) {
        const std::string id(attribute(node, "resourceid"));
        const auto person = rows.find(resource_key(id).text);
        const auto from = plan::date_from_iso(attribute(node, "start"));
        const auto to = plan::date_from_iso(attribute(node, "end"));
        if (person == rows.end() || !from || !to || *to < *from) {
            reading.plan.report.dropped.add("vacation of resource " + quoted(id),
                                            "nobody's, or without a sound period");
            continue;
        }
        if (!made.contains(id)) {
            ImportedRow row;
            row.kind = plan::kind::calendar;
            row.key = {"vacation/" + id};
            row.parent = project_key;
            row.title = "Days of " + reading.plan.rows[person->second].title;
            row.fields.push_back({plan::field::base_calendar, calendar_key});
            reading.plan.rows[person->second].fields.push_back({plan::field::calendar, row.key});
            made.emplace(id, reading.plan.rows.size());
            ++reading.plan.report.read["calendars"];
            if (auto done = add_row(reading.plan, reading.limits, std::move(row)); !done)
                return done;
        }
        const std::string period =
            plan::to_iso(*from) + (*to == *from ? "" : ".." + plan::to_iso(*to));
        reading.plan.rows[made.at(id)].elements.push_back(
            {plan::field::exceptions, "t" + period + " off"});
    }
    return {};
}

Done read_allocation(Reading& reading,
                     pugi::xml_node node,
                     std::map<std::string, RowKey>& coordinators) {
    ImportedLink link;
    link.from = task_key(attribute(node, "task-id"));
    link.type = plan::link::responsible;
    link.to = resource_key(attribute(node, "resource-id"));
    const auto load = scaled_from(attribute(node, "load"), 1);
    if (load && *load >= 0) add_value(link.fields, plan::field::units, Value::integer(*load));
    if (attribute(node, "responsible") == "true") coordinators.emplace(link.from.text, link.to);
    ++reading.plan.report.read["assignments"];
    return add_link(reading.plan, reading.limits, std::move(link));
}

}  // namespace

Done read_people(Reading& reading, pugi::xml_node project) {
    const RoleNames roles = roles_of(project);
    for (const pugi::xml_node node : project.child("resources").children("resource")) {
        if (auto done = read_resource(reading, node, roles); !done) return done;
    }
    if (auto done = read_vacations(reading, project); !done) return done;
    std::map<std::string, RowKey> coordinators;
    for (const pugi::xml_node node : project.child("allocations").children("allocation")) {
        if (auto done = read_allocation(reading, node, coordinators); !done) return done;
    }
    for (ImportedRow& row : reading.plan.rows) {
        const auto found = coordinators.find(row.key.text);
        if (found != coordinators.end()) row.fields.push_back({plan::field::owner, found->second});
    }
    return {};
}

}  // namespace cairn::exchange::gan
