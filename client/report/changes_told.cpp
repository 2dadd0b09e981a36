#include "client/report/changes.h"
#include "client/report/sections.h"

namespace cairn::report {
namespace {

constexpr std::size_t lines_max = 12;

void add_moves(const Changes& changes, Blocks& blocks) {
    if (!changes.moved.empty()) {
        Table table{{{"Date moved"}, {"Was"}, {"Is"}, {"Shift"}, {"By"}}, {}};
        for (const MovedDate& moved : changes.moved) {
            if (table.rows.size() == lines_max) break;
            const int days = moved.to.days - moved.from.days;
            const bool is_point = moved.kind != plan::kind::task;
            table.rows.push_back({{(is_point ? std::string(plan::find_kind(moved.kind)->name) + " "
                                             : std::string()) +
                                   moved.title},
                                  {plan::to_iso(moved.from)},
                                  {plan::to_iso(moved.to)},
                                  {(days > 0 ? "+" : "−") + radar::days(days > 0 ? days : -days),
                                   days > 0 ? Tone::warning : Tone::good},
                                  {moved.by}});
        }
        blocks.push_back(table);
        add_rest(changes.moved.size(), table.rows.size(), blocks);
    }
    if (changes.dates_set > 0)
        blocks.push_back(nothing(counted(changes.dates_set, "date") +
                                 (changes.dates_set == 1 ? " was" : " were") +
                                 " set for the first time."));
}

void add_told(const char* heading, const std::vector<Told>& told, Blocks& blocks) {
    if (told.empty()) return;
    List list;
    for (const Told& line : told) {
        if (list.items.size() == lines_max) break;
        list.items.push_back({line.text});
    }
    blocks.push_back(Heading{heading});
    blocks.push_back(list);
    add_rest(told.size(), list.items.size(), blocks);
}

std::string task_line(const std::string& workstream, const TaskCount& count) {
    std::string text = workstream.empty() ? "elsewhere: " : workstream + ": ";
    std::string parts;
    const auto add = [&](std::size_t number, const char* what) {
        if (number > 0) parts += (parts.empty() ? "" : ", ") + counted(number, "task") + " " + what;
    };
    add(count.finished, "done");
    add(count.added, "added");
    add(count.removed, "removed");
    return text + parts;
}

void add_owners(const Changes& changes, Blocks& blocks) {
    if (changes.owners.empty()) return;
    List list;
    for (const ChangedOwner& owner : changes.owners) {
        if (list.items.size() == lines_max) break;
        const std::string from = owner.from.empty() ? "nobody" : owner.from;
        const std::string to = owner.to.empty() ? "nobody" : owner.to;
        list.items.push_back({"“" + owner.title + "” from " + from + " to " + to +
                                  (owner.by.empty() ? "" : " (" + owner.by + ")"),
                              owner.to.empty() ? Tone::warning : Tone::plain});
    }
    blocks.push_back(Heading{"Owners"});
    blocks.push_back(list);
    add_rest(changes.owners.size(), list.items.size(), blocks);
}

}  // namespace

Blocks changes(const Insight& insight) {
    const auto& program = insight.evidence.program;
    if (program && insight.evidence.before.item(*program) == nullptr)
        return {
            nothing("The program itself is newer than that: there is nothing to compare with.")};
    const Changes changes = sort_out(insight);
    Blocks blocks;
    if (changes.empty()) return {nothing("Nothing has changed.")};
    add_moves(changes, blocks);
    add_told("Finished", changes.finished, blocks);
    add_told("New in scope", changes.scope_in, blocks);
    add_told("Out of scope", changes.scope_out, blocks);
    std::vector<Told> tasks;
    for (const auto& [workstream, count] : changes.tasks)
        tasks.push_back({plan::kind::task, task_line(workstream, count)});
    add_told("Tasks", tasks, blocks);
    add_owners(changes, blocks);
    add_told("Decisions", changes.decisions, blocks);
    add_told("Risks", changes.risks, blocks);
    add_told("Issues and blockers", changes.problems, blocks);
    add_told("Dependencies", changes.agreements, blocks);
    add_told("Colours", changes.colours, blocks);
    if (changes.others > 0)
        blocks.push_back(
            nothing(counted(changes.others, "other item") + " changed in smaller ways."));
    return blocks;
}

}  // namespace cairn::report
