#include "client/exchange/export_mspdi.h"

#include <sstream>

#include "client/exchange/mspdi_output.h"
#include "client/plan/catalog.h"

namespace cairn::exchange {
namespace {

using merge::Value;
using namespace mspdi;

// "Baseline 3" is number 3, as the reader calls it; others take what is free of 0 to 10.
void number_baselines(Writing& writing) {
    constexpr int baselines_max = 11;
    std::map<int, ItemId> taken;
    std::vector<ItemId> others;
    for (const ExportedItem& item : writing.plan.items) {
        if (item.kind != plan::kind::baseline) continue;
        bool is_known = false;
        for (int number = 0; number < baselines_max && !is_known; ++number) {
            const std::string title =
                number == 0 ? "Baseline" : "Baseline " + std::to_string(number);
            is_known = title == title_of(item) && taken.emplace(number, item.id).second;
        }
        if (!is_known) others.push_back(item.id);
    }
    int number = 0;
    for (const ItemId& item : others) {
        while (taken.contains(number)) ++number;
        if (number < baselines_max) taken.emplace(number, item);
    }
    for (const auto& [of, item] : taken) writing.baselines.emplace(item, of);
}

void number_items(Writing& writing) {
    const auto next = [](const auto& uids) { return static_cast<int>(uids.size()) + 1; };
    for (const ExportedItem& item : writing.plan.items) {
        if (item.kind == plan::kind::calendar) {
            writing.calendars.emplace(item.id, next(writing.calendars));
        } else if (item.kind == plan::kind::person) {
            writing.people.emplace(item.id, next(writing.people));
        } else if (is_work(item) && &item != writing.project) {
            writing.tasks.emplace(item.id, next(writing.tasks));
        }
    }
}

void write_project(Writing& writing, pugi::xml_node project, const std::string& title) {
    const ExportedItem* item = writing.project;
    put(project, "Name", item == nullptr ? title : title_of(*item));
    put(project, "Title", item == nullptr ? title : title_of(*item));
    const Value subject = item == nullptr ? Value() : value_of(item->fields, plan::field::notes);
    if (!subject.payload().empty()) put(project, "Subject", subject.payload());
    const Value span = item == nullptr ? Value() : value_of(item->fields, plan::field::span);
    const Value start = part_of(span, plan::part::start);
    const Value finish = part_of(span, plan::part::finish);
    const bool from_start = !start.is_unset() || finish.is_unset();
    put(project, "ScheduleFromStart", from_start ? 1 : 0);
    put_minute(project, "StartDate", start, writing.units.day_start);
    put_minute(project, "FinishDate", finish, writing.units.day_finish);
    if (item != nullptr) put_calendar(writing, project, *item);
    put(project, "DefaultStartTime", plan::clock_text(writing.units.day_start) + ":00");
    put(project, "DefaultFinishTime", plan::clock_text(writing.units.day_finish) + ":00");
    put(project, "MinutesPerDay", writing.units.day_minutes);
    put(project, "MinutesPerWeek", writing.units.week_minutes);
    put(project, "DaysPerMonth", writing.units.month_days);
}

// 1 work, 0 material, and a mark of its own for cost.
void write_people(Writing& writing, pugi::xml_node project) {
    pugi::xml_node resources = project.append_child("Resources");
    for (const ExportedItem& item : writing.plan.items) {
        const auto uid = writing.people.find(item.id);
        if (uid == writing.people.end()) continue;
        const auto type = value_of(item.fields, plan::field::resource_type).as_choice();
        pugi::xml_node node = resources.append_child("Resource");
        put(node, "UID", uid->second);
        put(node, "ID", uid->second);
        put(node, "Name", title_of(item));
        put(node,
            "Type",
            type == plan::resource::material ? 0
            : type == plan::resource::cost   ? 2
                                             : 1);
        const std::string_view email = value_of(item.fields, plan::field::email).payload();
        if (!email.empty()) put(node, "EmailAddress", email);
        put_hundredth(node, "MaxUnits", value_of(item.fields, plan::field::capacity));
        put_calendar(writing, node, item);
        const std::string notes(value_of(item.fields, plan::field::notes).payload());
        if (!notes.empty()) put(node, "Notes", notes);
        if (type == plan::resource::cost) put(node, "IsCostResource", 1);
        const auto active = value_of(item.fields, plan::field::active).as_boolean();
        if (active == false) put(node, "IsInactive", 1);
    }
}

void write_assignments(Writing& writing, pugi::xml_node project) {
    pugi::xml_node assignments = project.append_child("Assignments");
    int uid = 0;
    for (const ExportedLink& link : writing.plan.links) {
        const auto task = writing.tasks.find(link.from);
        const auto person = writing.people.find(link.to);
        const bool is_sound = link.type == plan::link::responsible && task != writing.tasks.end() &&
                              person != writing.people.end();
        if (!is_sound) continue;
        pugi::xml_node node = assignments.append_child("Assignment");
        put(node, "UID", ++uid);
        put(node, "TaskUID", task->second);
        put(node, "ResourceUID", person->second);
        put_hundredth(node, "Units", value_of(link.fields, plan::field::units));
        put_minutes(
            node, "Work", part_of(value_of(link.fields, plan::field::work), plan::part::amount));
    }
}

}  // namespace

WrittenMspdi write_mspdi(const ExportedPlan& plan, const std::string& title) {
    Writing writing{plan, items_by_id(plan), nullptr, {}, {}, {}, {}, {}};
    writing.project = only_program(plan, writing.items);
    writing.units = units_of(writing.project);
    number_items(writing);
    number_baselines(writing);
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    declaration.append_attribute("standalone") = "yes";
    pugi::xml_node project = document.append_child("Project");
    project.append_attribute("xmlns") = "http://schemas.microsoft.com/project";
    write_project(writing, project, title);
    write_calendars(writing, project);
    write_tasks(writing, project);
    write_people(writing, project);
    write_assignments(writing, project);
    std::ostringstream out;
    document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
    const std::size_t placed = writing.tasks.size() + writing.people.size() +
                               writing.calendars.size() + writing.baselines.size() +
                               (writing.project == nullptr ? 0 : 1);
    return {out.str(), writing.tasks.size(), plan.items.size() - placed};
}

}  // namespace cairn::exchange
