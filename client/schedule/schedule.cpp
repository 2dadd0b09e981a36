#include "client/schedule/schedule.h"

#include <algorithm>

#include "client/schedule/row_input.h"
#include "client/schedule/schedule_state.h"

namespace cairn::schedule {
namespace {

// Parents before the rows below them: a row's calendar may come from its program.
std::vector<RowIndex> from_the_top(const Network& net) {
    std::vector<RowIndex> rows{root_row};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = net.rows[rows[i]];
        rows.insert(rows.end(), row.children.begin(), row.children.end());
    }
    return rows;
}

template <class Known>
void drop_removed(Known& known, const std::vector<ItemId>& removed) {
    for (const ItemId& id : removed) known.erase(id);
}

}  // namespace

Schedule::State::State(Plan plan)
    : settings{plan.start, plan.calendar, plan.critical_slack, {}, {}, {}},
      shelf(plan.calendars),
      net(Network::build(std::move(plan.tasks), std::move(plan.links))) {
    static_cast<void>(compute_all());
}

std::vector<RowIndex> Schedule::State::compute_all() {
    set_root(net, shelf, settings);
    for (const RowIndex row : from_the_top(net)) {
        if (row != root_row) set_row(net, shelf, row, unused);
    }
    for (LinkIndex link = 0; link < net.links.size(); ++link) set_link(net, link, unused);
    unused.clear();
    sweep.reset(net);
    sweep.mark_all(net);
    return run();
}

std::vector<RowIndex> Schedule::State::run() {
    for (const Node node : stale_early) sweep.mark_early(net, node);
    for (const Node node : stale_late) sweep.mark_late(net, node);
    stale_early.clear();
    stale_late.clear();
    std::vector<RowIndex> changed = sweep.run(net);
    std::vector<Placed> now = place_late(net);
    if (!now.empty() || !placed.empty()) {
        // A row whose early dates stand may have been put elsewhere between them and the late ones.
        std::vector<bool> is_known(net.rows.size());
        for (const RowIndex row : changed) is_known[row] = true;
        for (RowIndex row = 1; row < net.rows.size(); ++row) {
            const Placed early{net.rows[row].early_start, net.rows[row].early_finish};
            const Placed& before = placed.empty() ? early : placed[row];
            const Placed& after = now.empty() ? early : now[row];
            if (!is_known[row] && before != after) changed.push_back(row);
        }
    }
    placed = std::move(now);
    return changed;
}

bool Schedule::State::changes_order(const Edit& edit) const {
    if (!edit.removed_tasks.empty()) return true;
    const bool has_links = !edit.links.empty() || !edit.removed_links.empty();
    if (has_links && net.cycles > 0) return true;
    for (const Task& task : edit.tasks) {
        const RowIndex* row = find(task.id);
        if (row == nullptr) return true;
        const Task& before = net.tasks[*row];
        if (task.is_program || before.is_program || task.parent != before.parent) return true;
        if (net.rows[*row].is_summary && task.is_inactive != before.is_inactive) return true;
    }
    for (const Link& link : edit.links) {
        if (stands_apart(link.id)) return true;
        const RowIndex* predecessor = find(link.predecessor);
        const RowIndex* successor = find(link.successor);
        if (predecessor == nullptr || successor == nullptr || predecessor == successor) return true;
    }
    return std::any_of(edit.removed_links.begin(), edit.removed_links.end(), [&](const ItemId& id) {
        return stands_apart(id);
    });
}

// Left out, or the reason why another is.
bool Schedule::State::stands_apart(const ItemId& link) const {
    const auto known = net.link_of.find(link);
    if (known == net.link_of.end()) return false;
    return !net.links[known->second].is_taken || net.has_duplicate(known->second);
}

// Links by id, so that what is new and what was there meet.
std::vector<ItemId> Schedule::State::rebuild(const Edit& edit) {
    std::unordered_map<ItemId, Dates> before;
    std::unordered_map<ItemId, Task> tasks;
    std::unordered_map<ItemId, Link> links;
    for (const auto& [id, row] : net.row_of) {
        before.emplace(id, dates_of(row));
        tasks.emplace(id, std::move(net.tasks[row]));
    }
    for (const auto& [id, link] : net.link_of) links.emplace(id, net.link_inputs[link]);
    drop_removed(tasks, edit.removed_tasks);
    drop_removed(links, edit.removed_links);
    for (const Task& task : edit.tasks) tasks.insert_or_assign(task.id, task);
    for (const Link& link : edit.links) links.insert_or_assign(link.id, link);
    std::vector<Task> all_tasks;
    std::vector<Link> all_links;
    for (auto& [id, task] : tasks) all_tasks.push_back(std::move(task));
    for (auto& [id, link] : links) all_links.push_back(link);
    net = Network::build(std::move(all_tasks), std::move(all_links));
    placed.clear();
    free_links.clear();
    stale_early.clear();
    stale_late.clear();
    static_cast<void>(compute_all());
    std::vector<ItemId> changed;
    for (const auto& [id, row] : net.row_of) {
        const auto known = before.find(id);
        if (known == before.end() || known->second != dates_of(row)) changed.push_back(id);
    }
    return changed;
}

// Everything that reads the row, or is read through it.
void Schedule::State::mark_row(RowIndex index) {
    for (const Node node : {net.gate(index), net.roll(index)}) {
        stale_early.push_back(node);
        stale_late.push_back(node);
        net.each_next(node, [&](Node next) { stale_early.push_back(next); });
        net.each_previous(node, [&](Node before) { stale_late.push_back(before); });
    }
}

void Schedule::State::mark_link(const NetLink& link) {
    stale_early.push_back(net.gate(link.successor));
    stale_late.push_back(net.roll(link.predecessor));
}

void Schedule::State::put(const Task& task) {
    const RowIndex index = net.row_of.at(task.id);
    net.tasks[index] = task;
    Row& row = net.rows[index];
    row.is_inactive = task.is_inactive || net.rows[row.parent].is_inactive;
    set_row(net, shelf, index, unused);
    unused.clear();
    mark_row(index);
}

void Schedule::State::remove_link(const ItemId& id) {
    const auto known = net.link_of.find(id);
    if (known == net.link_of.end()) return;
    const LinkIndex index = known->second;
    NetLink& link = net.links[index];
    mark_link(link);
    std::erase(net.rows[link.predecessor].out, index);
    std::erase(net.rows[link.successor].in, index);
    link.is_taken = false;
    net.link_of.erase(known);
    free_links.push_back(index);
}

bool Schedule::State::put(const Link& input) {
    remove_link(input.id);
    if (free_links.empty()) {
        free_links.push_back(static_cast<LinkIndex>(net.links.size()));
        net.links.emplace_back();
        net.link_inputs.emplace_back();
    }
    const LinkIndex index = free_links.back();
    free_links.pop_back();
    net.link_of.emplace(input.id, index);
    net.link_inputs[index] = input;
    NetLink& link = net.links[index];
    link = {net.row_of.at(input.predecessor), net.row_of.at(input.successor)};
    set_link(net, index, unused);
    unused.clear();
    if (net.has_duplicate(index)) return false;
    net.rows[link.predecessor].out.push_back(index);
    net.rows[link.successor].in.push_back(index);
    if (!net.admit(index)) return false;
    link.is_taken = true;
    mark_link(link);
    return true;
}

const RowIndex* Schedule::State::find(const ItemId& task) const {
    const auto found = net.row_of.find(task);
    return found == net.row_of.end() ? nullptr : &found->second;
}

Dates Schedule::State::dates_of(RowIndex index) const {
    const Row& row = net.rows[index];
    Dates dates{row.early_start, row.early_finish, row.late_start, row.late_finish, 0, 0};
    dates.start = placed.empty() ? row.early_start : placed[index].start;
    dates.finish = placed.empty() ? row.early_finish : placed[index].finish;
    return dates;
}

Schedule::Schedule(Plan plan) : state_(std::make_unique<State>(std::move(plan))) {}
Schedule::~Schedule() = default;
Schedule::Schedule(Schedule&&) noexcept = default;
Schedule& Schedule::operator=(Schedule&&) noexcept = default;

std::vector<ItemId> Schedule::apply(const Edit& edit) {
    State& state = *state_;
    if (state.changes_order(edit)) return state.rebuild(edit);
    for (const ItemId& id : edit.removed_links) state.remove_link(id);
    for (const Link& link : edit.links) {
        if (!state.put(link)) return state.rebuild(edit);
    }
    for (const Task& task : edit.tasks) state.put(task);
    std::vector<ItemId> changed;
    for (const RowIndex row : state.run()) changed.push_back(state.net.tasks[row].id);
    return changed;
}

std::size_t Schedule::size() const { return state_->net.row_of.size(); }

std::optional<Dates> Schedule::dates(const ItemId& task) const {
    const RowIndex* row = state_->find(task);
    return row == nullptr ? std::nullopt : std::optional(state_->dates_of(*row));
}

}  // namespace cairn::schedule
