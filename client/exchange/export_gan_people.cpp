// Resources of a GanttProject file, who works on what, and who is away.
#include "client/exchange/gan_output.h"

namespace cairn::exchange::gan {
namespace {

using merge::Value;

class PeopleWriter {
public:
    PeopleWriter(Writing& writing, pugi::xml_node project)
        : writing_(writing),
          resources_(project.append_child("resources")),
          allocations_(project.append_child("allocations")),
          vacations_(project.append_child("vacations")) {
        for (const ExportedItem& item : writing.plan.items) {
            if (writing.people.contains(item.id)) write_person(item);
        }
        write_allocations();
    }

    void write_roles(pugi::xml_node project) const {
        put(project.append_child("roles"), "roleset-name", "Default");
        pugi::xml_node roles = project.append_child("roles");
        for (const auto& [name, number] : roles_) {
            pugi::xml_node role = roles.append_child("role");
            put(role, "id", number);
            put(role, "name", name);
        }
    }

private:
    void write_person(const ExportedItem& item) {
        const auto text = [&](plan::FieldNumber field) {
            return std::string(value_of(item.fields, field).payload());
        };
        const int number = writing_.people.at(item.id);
        pugi::xml_node node = resources_.append_child("resource");
        put(node, "id", number);
        put(node, "name", title_of(item));
        const std::string role = text(plan::field::role);
        if (role.empty()) {
            put(node, "function", "Default:0");
        } else {
            const int next = static_cast<int>(roles_.size());
            put(node, "function", roles_.emplace(role, next).first->second);
        }
        put(node, "contacts", text(plan::field::email));
        put(node, "phone", text(plan::field::channel));
        const auto calendar = value_of(item.fields, plan::field::calendar).as_item();
        const auto found = calendar ? writing_.items.find(*calendar) : writing_.items.end();
        if (found == writing_.items.end() || found->second == writing_.calendar_item) return;
        for (const CalendarDay& day : exceptions_of(*found->second)) {
            if (day.hours != "off") {
                ++writing_.rounded;
                continue;
            }
            pugi::xml_node vacation = vacations_.append_child("vacation");
            put(vacation, "start", day.from);
            put(vacation, "end", day.to);
            put(vacation, "resourceid", number);
        }
    }

    void put_allocation(int task, int person, bool is_owner, std::int64_t load) {
        pugi::xml_node node = allocations_.append_child("allocation");
        put(node, "task-id", task);
        put(node, "resource-id", person);
        put(node, "function", "Default:0");
        put(node, "responsible", is_owner ? "true" : "false");
        put(node, "load", std::to_string(load) + ".0");
    }

    void write_allocations() {
        std::map<ItemId, ItemId> owners;
        for (const ExportedItem& item : writing_.plan.items) {
            const auto owner = value_of(item.fields, plan::field::owner).as_item();
            const bool is_within =
                writing_.tasks.contains(item.id) && owner && writing_.people.contains(*owner);
            if (is_within) owners.emplace(item.id, *owner);
        }
        for (const ExportedLink& link : writing_.plan.links) {
            const auto task = writing_.tasks.find(link.from);
            const auto person = writing_.people.find(link.to);
            const bool is_sound = link.type == plan::link::responsible &&
                                  task != writing_.tasks.end() && person != writing_.people.end();
            if (!is_sound) continue;
            const auto owner = owners.find(link.from);
            const bool is_owner = owner != owners.end() && owner->second == link.to;
            if (is_owner) owners.erase(owner);
            put_allocation(task->second,
                           person->second,
                           is_owner,
                           value_of(link.fields, plan::field::units).as_integer().value_or(100));
        }
        for (const auto& [task, owner] : owners) {
            put_allocation(writing_.tasks.at(task), writing_.people.at(owner), true, 100);
        }
    }

    Writing& writing_;
    pugi::xml_node resources_;
    pugi::xml_node allocations_;
    pugi::xml_node vacations_;
    std::map<std::string, int> roles_;
};

}  // namespace

void write_people(Writing& writing, pugi::xml_node project) {
    const PeopleWriter writer(writing, project);
    writer.write_roles(project);
}

}  // namespace cairn::exchange::gan
