#pragma once
// What a Schedule holds. Inside this folder only.
#include "client/schedule/network.h"
#include "client/schedule/placement.h"
#include "client/schedule/schedule.h"
#include "client/schedule/sweep.h"

namespace cairn::schedule {

struct Schedule::State {
    explicit State(Plan plan);

    Plan settings;  // without its tasks and links, which are in the network
    CalendarShelf shelf;
    Network net;
    Sweep sweep;
    std::vector<Placed> placed;  // empty: all at their early dates
    std::vector<LinkIndex> free_links;
    // Marks are by rank, and new links move ranks: nodes wait here until the order stands.
    std::vector<Node> stale_early;
    std::vector<Node> stale_late;
    std::vector<Finding> unused;  // findings of rows are asked for anew

    std::vector<RowIndex> compute_all();
    std::vector<RowIndex> run();
    std::vector<ItemId> rebuild(const Edit& edit);
    [[nodiscard]] bool changes_order(const Edit& edit) const;
    [[nodiscard]] bool stands_apart(const ItemId& link) const;

    void put(const Task& task);
    [[nodiscard]] bool put(const Link& link);  // false: the order has no place for it
    void remove_link(const ItemId& id);
    void mark_row(RowIndex row);
    void mark_link(const NetLink& link);

    [[nodiscard]] const RowIndex* find(const ItemId& task) const;
    [[nodiscard]] Dates dates_of(RowIndex row) const;
    [[nodiscard]] Slack slack_of(RowIndex row) const;
};

}  // namespace cairn::schedule
