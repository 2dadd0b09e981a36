#include "client/schedule/network_order.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "shared/base/contract.h"

namespace cairn::schedule {
namespace {

// Looking for a chain is linear in the plan; beyond so many the link alone is told.
constexpr std::size_t chains_max = 100;

bool is_node(const Network& net, Node node) {
    return node % 2 == 0 || net.rows[node / 2].is_summary;
}

// As far as it goes: nodes on a cycle, or behind one, are missing from the answer.
std::vector<Node> sort_what_has_no_cycle(const Network& net) {
    std::vector<std::uint32_t> waiting(net.rows.size() * 2, 0);
    for (Node node = 0; node < waiting.size(); ++node) {
        if (is_node(net, node)) net.each_next(node, [&](Node next) { ++waiting[next]; });
    }
    std::vector<Node> order;
    order.reserve(waiting.size());
    order.push_back(net.gate(root_row));
    for (std::size_t done = 0; done < order.size(); ++done) {
        net.each_next(order[done], [&](Node next) {
            if (--waiting[next] == 0) order.push_back(next);
        });
    }
    return order;
}

std::size_t count_nodes(const Network& net) {
    std::size_t nodes = 0;
    for (const Row& row : net.rows) nodes += row.is_summary ? 2 : 1;
    return nodes;
}

void take_order(Network& net, std::vector<Node> order) {
    net.rank.assign(net.rows.size() * 2, no_index);
    for (std::uint32_t i = 0; i < order.size(); ++i) net.rank[order[i]] = i;
    net.at_rank = std::move(order);
}

// Strongly connected components (Tarjan 1972), without recursion.
class Components {
public:
    explicit Components(const Network& net)
        : net_(net), low_(net.rows.size() * 2, 0), of_(net.rows.size() * 2, no_index) {
        for (Node node = 0; node < low_.size(); ++node) {
            if (is_node(net, node) && low_[node] == 0) visit(node);
        }
    }
    [[nodiscard]] std::uint32_t of(Node node) const { return of_[node]; }

private:
    struct Frame {
        Node node;
        std::uint32_t number;
        std::vector<Node> next;
    };
    void enter(Node node) {
        low_[node] = ++count_;
        stack_.push_back(node);
        Frame frame{node, count_, {}};
        net_.each_next(node, [&](Node next) { frame.next.push_back(next); });
        frames_.push_back(std::move(frame));
    }
    void leave() {
        const Frame frame = std::move(frames_.back());
        frames_.pop_back();
        if (!frames_.empty()) {
            std::uint32_t& above = low_[frames_.back().node];
            above = std::min(above, low_[frame.node]);
        }
        if (low_[frame.node] != frame.number) return;
        while (true) {
            const Node node = stack_.back();
            stack_.pop_back();
            of_[node] = components_;
            if (node == frame.node) break;
        }
        ++components_;
    }
    void visit(Node start) {
        enter(start);
        while (!frames_.empty()) {
            Frame& frame = frames_.back();
            if (frame.next.empty()) {
                leave();
                continue;
            }
            const Node next = frame.next.back();
            frame.next.pop_back();
            if (low_[next] == 0) {
                enter(next);
            } else if (of_[next] == no_index) {
                low_[frame.node] = std::min(low_[frame.node], low_[next]);
            }
        }
    }

    const Network& net_;
    std::vector<std::uint32_t> low_;  // 0: not seen
    std::vector<std::uint32_t> of_;
    std::vector<Node> stack_;
    std::vector<Frame> frames_;
    std::uint32_t count_ = 0;
    std::uint32_t components_ = 0;
};

void report_cycle(Network& net, LinkIndex index) {
    const NetLink& link = net.links[index];
    Finding finding{Code::cycle, net.tasks[link.successor].id, {}, net.link_inputs[index].id, {}};
    finding.other = net.tasks[link.predecessor].id;
    const bool is_told = net.cycles < chains_max;
    for (const RowIndex row : is_told
                                  ? way(net, net.gate(link.successor), net.roll(link.predecessor))
                                  : std::vector<RowIndex>()) {
        if (row != root_row) finding.chain.push_back(net.tasks[row].id);
    }
    net.findings.push_back(std::move(finding));
    ++net.cycles;
}

// Links within a component are put aside, then come back one by one.
void put_in_order_despite_cycles(Network& net) {
    std::vector<LinkIndex> aside;
    {
        const Components components(net);
        for (LinkIndex index = 0; index < net.links.size(); ++index) {
            const NetLink& link = net.links[index];
            if (!link.is_taken) continue;
            const Node from = net.roll(link.predecessor);
            const Node to = net.gate(link.successor);
            if (components.of(from) == components.of(to)) aside.push_back(index);
        }
    }
    for (const LinkIndex index : aside) net.links[index].is_taken = false;
    take_order(net, sort_what_has_no_cycle(net));
    CAIRN_ASSERT(net.at_rank.size() == count_nodes(net));
    std::sort(aside.begin(), aside.end(), [&](LinkIndex a, LinkIndex b) {
        return net.link_inputs[a].id < net.link_inputs[b].id;
    });
    for (const LinkIndex index : aside) {
        net.links[index].is_taken = net.admit(index);
        if (!net.links[index].is_taken) report_cycle(net, index);
    }
}

// The nodes that one reaches without leaving the ranks up to (or down to) a border.
struct Reach {
    std::vector<Node> nodes;
    bool met = false;
};

template <class Each, class Within>
Reach reach(Network& net, Node start, Node target, Each each, Within within) {
    Reach out;
    const std::uint32_t stamp = ++net.stamp;
    net.stamps.resize(net.rows.size() * 2, 0);
    net.stamps[start] = stamp;
    std::vector<Node> open{start};
    while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        out.nodes.push_back(node);
        each(node, [&](Node next) {
            if (next == target) out.met = true;
            if (!within(next) || net.stamps[next] == stamp) return;
            net.stamps[next] = stamp;
            open.push_back(next);
        });
        if (out.met) return out;
    }
    return out;
}

}  // namespace

void put_in_order(Network& net) {
    take_order(net, sort_what_has_no_cycle(net));
    if (net.at_rank.size() < count_nodes(net)) put_in_order_despite_cycles(net);
}

bool order_edge(Network& net, Node from, Node to) {
    const std::uint32_t lower = net.rank[to];
    const std::uint32_t upper = net.rank[from];
    if (from == to) return false;
    if (upper < lower) return true;
    Reach after = reach(
        net,
        to,
        from,
        [&](Node node, auto visit) { net.each_next(node, visit); },
        [&](Node node) { return net.rank[node] <= upper; });
    if (after.met) return false;
    Reach before = reach(
        net,
        from,
        to,
        [&](Node node, auto visit) { net.each_previous(node, visit); },
        [&](Node node) { return net.rank[node] >= lower; });
    const auto by_rank = [&](Node a, Node b) { return net.rank[a] < net.rank[b]; };
    std::sort(before.nodes.begin(), before.nodes.end(), by_rank);
    std::sort(after.nodes.begin(), after.nodes.end(), by_rank);
    std::vector<Node> nodes = std::move(before.nodes);
    nodes.insert(nodes.end(), after.nodes.begin(), after.nodes.end());
    std::vector<std::uint32_t> ranks;
    for (const Node node : nodes) ranks.push_back(net.rank[node]);
    std::sort(ranks.begin(), ranks.end());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        net.rank[nodes[i]] = ranks[i];
        net.at_rank[ranks[i]] = nodes[i];
    }
    return true;
}

std::vector<RowIndex> way(const Network& net, Node from, Node to) {
    std::unordered_map<Node, Node> came_from{{from, from}};
    std::deque<Node> open{from};
    while (!open.empty() && !came_from.contains(to)) {
        const Node node = open.front();
        open.pop_front();
        std::vector<Node> nodes;
        net.each_next(node, [&](Node next) { nodes.push_back(next); });
        // Among ways of equal length the one is told that does not depend on the order of input.
        std::sort(nodes.begin(), nodes.end(), [&](Node a, Node b) {
            const ItemId& id_a = net.tasks[a / 2].id;
            const ItemId& id_b = net.tasks[b / 2].id;
            return id_a != id_b ? id_a < id_b : a % 2 < b % 2;
        });
        for (const Node next : nodes) {
            if (came_from.try_emplace(next, node).second) open.push_back(next);
        }
    }
    if (!came_from.contains(to)) return {};
    std::vector<RowIndex> rows;
    for (Node node = to;; node = came_from[node]) {
        if (rows.empty() || rows.back() != node / 2) rows.push_back(node / 2);
        if (node == from) break;
    }
    std::reverse(rows.begin(), rows.end());
    return rows;
}

}  // namespace cairn::schedule
