#pragma once
// A plan as the passes see it: rows and links by number, and an order in which every row comes
// after all it depends on. Inside this folder only.
#include <unordered_map>

#include "client/schedule/calendar_shelf.h"
#include "client/schedule/plan_input.h"

namespace cairn::schedule {

using RowIndex = std::uint32_t;
using LinkIndex = std::uint32_t;
inline constexpr std::uint32_t no_index = 0xFFFF'FFFF;
inline constexpr RowIndex root_row = 0;  // above everything; stands for the plan

// A leaf is one node. A summary is two: its gate, through which what binds all rows below passes,
// and its roll, which sums them up. gate(parent) -> rows below -> roll(parent) -> gate(successor).
using Node = std::uint32_t;

inline constexpr Minute no_bound = first_minute;  // of what must not be earlier
inline constexpr Minute no_limit = last_minute;   // of what must not be later

// What holds a row where it is.
enum class Hold : std::uint8_t { nothing, manual, begun, ended };

struct Row {
    // As Task says, made sound.
    const Calendar* calendar = nullptr;        // by which it is worked on
    const Calendar* slack_calendar = nullptr;  // the same without the people
    Minute resumes = 0;                        // of what has begun: where the rest begins
    Minute duration = 0;
    Minute length = 0;  // duration and interruption
    Minute constraint_date = 0;
    Minute deadline = no_limit;
    Minute fixed_start = 0;
    Minute fixed_finish = 0;
    Minute program_start = no_bound;
    RowIndex parent = root_row;
    RowIndex program = root_row;  // the nearest above (or itself, if it is one)
    Constraint constraint = Constraint::as_soon_as_possible;
    Hold hold = Hold::nothing;
    bool is_elapsed = false;
    bool is_inactive = false;
    bool is_program = false;
    bool is_summary = false;
    bool is_late_by_program = false;  // nothing but the program's finish limits it

    Minute early_start = 0;
    Minute early_finish = 0;
    Minute late_start = 0;
    Minute late_finish = 0;
    // Of summaries: what binds every leaf below.
    Minute base = 0;  // the program's start
    Minute start_bound = no_bound;
    Minute finish_bound = no_bound;
    Minute start_limit = no_limit;
    Minute finish_limit = no_limit;
    Minute least_late_finish = no_limit;  // late_finish is the greatest

    // What predecessors are held to: the late start, or where the rest of what has begun begins.
    Minute late_begin = 0;

    std::vector<RowIndex> children;
    std::vector<LinkIndex> in;
    std::vector<LinkIndex> out;

    [[nodiscard]] bool needs_work() const { return length > 0 && !is_elapsed; }
};

struct NetLink {
    RowIndex predecessor = 0;
    RowIndex successor = 0;
    LinkType type = LinkType::finish_start;
    Lag::Unit lag_unit = Lag::Unit::working;
    Minute lag = 0;
    bool is_taken = false;
};

// The order grows link by link (Pearce and Kelly, A Dynamic Topological Sort Algorithm for Directed
// Acyclic Graphs, 2006).
struct Network {
    std::vector<Task> tasks;  // [0] is the plan itself
    std::vector<Row> rows;
    std::vector<Link> link_inputs;
    std::vector<NetLink> links;
    std::unordered_map<ItemId, RowIndex> row_of;
    std::unordered_map<ItemId, LinkIndex> link_of;
    std::vector<std::uint32_t> rank;  // by node
    std::vector<Node> at_rank;
    std::vector<Finding> findings;      // of structure: parents, ends of links, cycles
    std::size_t cycles = 0;             // links left out because they close one
    std::vector<std::uint32_t> stamps;  // by node: which search met it last
    std::uint32_t stamp = 0;

    [[nodiscard]] Node gate(RowIndex row) const { return row * 2; }
    [[nodiscard]] Node roll(RowIndex row) const {
        return rows[row].is_summary ? row * 2 + 1 : row * 2;
    }

    template <class Visit>
    void each_next(Node node, Visit visit) const {
        const RowIndex index = node / 2;
        const Row& row = rows[index];
        if (row.is_summary && node % 2 == 0) {
            for (const RowIndex child : row.children) visit(gate(child));
            if (row.children.empty()) visit(node + 1);  // the root of an empty plan
            return;
        }
        if (index != root_row) visit(roll(row.parent));
        for (const LinkIndex link : row.out) {
            if (links[link].is_taken) visit(gate(links[link].successor));
        }
    }
    template <class Visit>
    void each_previous(Node node, Visit visit) const {
        const RowIndex index = node / 2;
        const Row& row = rows[index];
        if (row.is_summary && node % 2 == 1) {
            for (const RowIndex child : row.children) visit(roll(child));
            if (row.children.empty()) visit(node - 1);
            return;
        }
        if (index != root_row) visit(gate(row.parent));
        for (const LinkIndex link : row.in) {
            if (links[link].is_taken) visit(roll(links[link].predecessor));
        }
    }

    // Rows from tasks, with parents that are sound; links whose ends exist; the order. Links that
    // close a cycle with links of lesser id are left out.
    static Network build(std::vector<Task> tasks, std::vector<Link> links);
    // Whether a link of the same rows and type stands back for this one.
    [[nodiscard]] bool has_duplicate(LinkIndex link) const;
    // Brings the order up to date for one more link; false, and nothing done, if it closes a cycle.
    [[nodiscard]] bool admit(LinkIndex link);
};

}  // namespace cairn::schedule
