#include "client/schedule/network.h"

#include <algorithm>

#include "client/schedule/network_order.h"

namespace cairn::schedule {
namespace {

void keep_greatest_of_equal_ids(Network& net, std::vector<Task> tasks) {
    net.tasks.reserve(tasks.size() + 1);
    net.row_of.reserve(tasks.size());
    net.tasks.emplace_back();
    for (Task& task : tasks) {
        const auto next = static_cast<RowIndex>(net.tasks.size());
        const auto [place, is_new] = net.row_of.try_emplace(task.id, next);
        if (is_new) {
            net.tasks.push_back(std::move(task));
            continue;
        }
        net.findings.push_back({Code::duplicate_id, task.id, {}, {}, {}});
        Task& held = net.tasks[place->second];
        if (held < task) held = std::move(task);
    }
}

void keep_greatest_of_equal_ids(Network& net, std::vector<Link> links) {
    net.link_inputs.reserve(links.size());
    net.link_of.reserve(links.size());
    for (Link& link : links) {
        const auto next = static_cast<LinkIndex>(net.link_inputs.size());
        const auto [place, is_new] = net.link_of.try_emplace(link.id, next);
        if (is_new) {
            net.link_inputs.push_back(link);
            continue;
        }
        net.findings.push_back({Code::duplicate_id, {}, {}, link.id, {}});
        Link& held = net.link_inputs[place->second];
        if (held < link) held = link;
    }
}

void find_parents(Network& net) {
    net.rows.resize(net.tasks.size());
    for (RowIndex row = 1; row < net.tasks.size(); ++row) {
        const Task& task = net.tasks[row];
        if (!task.parent) continue;
        const auto parent = net.row_of.find(*task.parent);
        if (parent != net.row_of.end()) {
            net.rows[row].parent = parent->second;
        } else {
            net.findings.push_back({Code::missing_parent, task.id, *task.parent, {}, {}});
        }
    }
}

// Each circle of parents is cut above the least id in it.
void cut_circles_of_parents(Network& net) {
    enum class Seen : std::uint8_t { no, now, done };
    std::vector<Seen> seen(net.rows.size(), Seen::no);
    seen[root_row] = Seen::done;
    for (RowIndex from = 1; from < net.rows.size(); ++from) {
        std::vector<RowIndex> path;
        RowIndex at = from;
        for (; seen[at] == Seen::no; at = net.rows[at].parent) {
            seen[at] = Seen::now;
            path.push_back(at);
        }
        if (seen[at] == Seen::now) {
            const auto circle = std::find(path.begin(), path.end(), at);
            const RowIndex least = *std::min_element(circle, path.end(), [&](auto a, auto b) {
                return net.tasks[a].id < net.tasks[b].id;
            });
            net.findings.push_back(
                {Code::parent_cycle, net.tasks[least].id, *net.tasks[least].parent, {}, {}});
            net.rows[least].parent = root_row;
        }
        for (const RowIndex row : path) seen[row] = Seen::done;
    }
}

void list_children(Network& net) {
    net.rows[root_row].is_summary = true;
    for (RowIndex row = 1; row < net.rows.size(); ++row) {
        Row& parent = net.rows[net.rows[row].parent];
        parent.is_summary = true;
        parent.children.push_back(row);
    }
}

// What every row takes from those above it, parents first.
void inherit(Network& net) {
    std::vector<RowIndex> open{root_row};
    while (!open.empty()) {
        const RowIndex index = open.back();
        open.pop_back();
        Row& row = net.rows[index];
        if (index != root_row) {
            const Task& task = net.tasks[index];
            const Row& parent = net.rows[row.parent];
            row.is_program = task.is_program;
            row.program = task.is_program ? index : parent.program;
            row.is_inactive = task.is_inactive || parent.is_inactive;
        }
        open.insert(open.end(), row.children.begin(), row.children.end());
    }
}

// Sound ends, or a finding and nothing.
bool find_ends(Network& net, const Link& link, NetLink& out) {
    const auto predecessor = net.row_of.find(link.predecessor);
    const auto successor = net.row_of.find(link.successor);
    if (predecessor == net.row_of.end()) {
        net.findings.push_back(
            {Code::missing_predecessor, link.successor, link.predecessor, link.id, {}});
    } else if (successor == net.row_of.end()) {
        net.findings.push_back(
            {Code::missing_successor, link.predecessor, link.successor, link.id, {}});
    } else if (link.predecessor == link.successor) {
        net.findings.push_back({Code::self_link, link.successor, {}, link.id, {}});
    } else {
        out.predecessor = predecessor->second;
        out.successor = successor->second;
        return true;
    }
    return false;
}

void list_links(Network& net) {
    net.links.resize(net.link_inputs.size());
    for (LinkIndex index = 0; index < net.links.size(); ++index) {
        NetLink& link = net.links[index];
        link.type = net.link_inputs[index].type;
        if (!find_ends(net, net.link_inputs[index], link)) continue;
        link.is_taken = true;
        net.rows[link.predecessor].out.push_back(index);
        net.rows[link.successor].in.push_back(index);
    }
}

// Of links between the same rows, of the same type, the one with the least id stays.
void leave_out_duplicates(Network& net) {
    std::vector<LinkIndex> in;
    for (Row& row : net.rows) {
        if (row.in.size() < 2) continue;
        in = row.in;
        const auto key = [&](LinkIndex index) {
            const NetLink& link = net.links[index];
            return std::pair(link.predecessor, link.type);
        };
        std::sort(in.begin(), in.end(), [&](LinkIndex a, LinkIndex b) {
            if (key(a) != key(b)) return key(a) < key(b);
            return net.link_inputs[a].id < net.link_inputs[b].id;
        });
        for (std::size_t i = 1, first = 0; i < in.size(); ++i) {
            if (key(in[i]) != key(in[first])) {
                first = i;
                continue;
            }
            const Link& link = net.link_inputs[in[i]];
            net.findings.push_back(
                {Code::duplicate_link, link.successor, net.link_inputs[in[first]].id, link.id, {}});
            net.links[in[i]].is_taken = false;
        }
    }
}

}  // namespace

Network Network::build(std::vector<Task> tasks, std::vector<Link> links) {
    Network net;
    keep_greatest_of_equal_ids(net, std::move(tasks));
    keep_greatest_of_equal_ids(net, std::move(links));
    find_parents(net);
    cut_circles_of_parents(net);
    list_children(net);
    inherit(net);
    list_links(net);
    leave_out_duplicates(net);
    put_in_order(net);
    return net;
}

bool Network::has_duplicate(LinkIndex index) const {
    const NetLink& link = links[index];
    const auto& in = rows[link.successor].in;
    return std::any_of(in.begin(), in.end(), [&](LinkIndex other) {
        const NetLink& held = links[other];
        return other != index && held.predecessor == link.predecessor && held.type == link.type;
    });
}

bool Network::admit(LinkIndex link) {
    return order_edge(*this, roll(links[link].predecessor), gate(links[link].successor));
}

}  // namespace cairn::schedule
