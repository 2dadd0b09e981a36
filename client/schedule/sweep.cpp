#include "client/schedule/sweep.h"

#include <algorithm>
#include <bit>

#include "client/schedule/rules.h"

namespace cairn::schedule {
namespace {

bool is_share(const NetLink& link) {
    return link.lag_unit == Lag::Unit::percent || link.lag_unit == Lag::Unit::elapsed_percent;
}

}  // namespace

void MarkedRanks::mark_all(std::size_t ranks) {
    words_.assign((ranks + 63) / 64, ~std::uint64_t{0});
    if (ranks % 64 != 0) words_.back() = (std::uint64_t{1} << (ranks % 64)) - 1;
}

std::uint32_t MarkedRanks::take_next(std::uint32_t from) {
    std::size_t at = from / 64;
    if (at >= words_.size()) return no_index;
    std::uint64_t word = words_[at] & (~std::uint64_t{0} << (from % 64));
    while (word == 0) {
        if (++at == words_.size()) return no_index;
        word = words_[at];
    }
    const int bit = std::countr_zero(word);
    words_[at] &= ~(std::uint64_t{1} << bit);
    return static_cast<std::uint32_t>(at * 64) + static_cast<std::uint32_t>(bit);
}

std::uint32_t MarkedRanks::take_previous(std::uint32_t from) {
    std::size_t at = from / 64;
    if (at >= words_.size()) return no_index;
    std::uint64_t word = words_[at] & (~std::uint64_t{0} >> (63 - from % 64));
    while (word == 0) {
        if (at-- == 0) return no_index;
        word = words_[at];
    }
    const int bit = 63 - std::countl_zero(word);
    words_[at] &= ~(std::uint64_t{1} << bit);
    return static_cast<std::uint32_t>(at * 64) + static_cast<std::uint32_t>(bit);
}

void Sweep::reset(const Network& net) {
    early_.resize(net.at_rank.size());
    late_.resize(net.at_rank.size());
    is_touched_.assign(net.rows.size(), 0);
    finish_before_.assign(net.rows.size(), no_bound);
    touched_.clear();
}

void Sweep::mark_all(const Network& net) {
    early_.mark_all(net.at_rank.size());
    late_.mark_all(net.at_rank.size());
}

void Sweep::touch(RowIndex row) {
    if (is_touched_[row] != 0) return;
    is_touched_[row] = 1;
    touched_.push_back(row);
}

std::vector<RowIndex> Sweep::run(Network& net) {
    run_early(net);
    run_late(net);
    for (const RowIndex row : touched_) is_touched_[row] = 0;
    std::erase(touched_, root_row);
    return std::move(touched_);
}

// What else depends on a row's early dates, beside the rows behind it.
void Sweep::after_early(const Network& net, Node node) {
    const Row& row = net.rows[node / 2];
    if (!row.is_summary) {
        if (row.hold != Hold::nothing) mark_late(net, node);
        return;
    }
    for (const LinkIndex link : row.out) {
        if (is_share(net.links[link])) mark_late(net, node);
    }
}

void Sweep::run_early(Network& net) {
    std::vector<RowIndex> moved;  // programs whose finish did
    std::uint32_t rank = early_.take_next(0);
    for (; rank != no_index; rank = early_.take_next(rank + 1)) {
        const Node node = net.at_rank[rank];
        const RowIndex index = node / 2;
        const bool is_gate = net.rows[index].is_summary && node % 2 == 0;
        const Minute before = net.rows[index].early_finish;
        if (!pass_early(net, node)) continue;
        net.each_next(node, [&](Node next) { early_.mark(net.rank[next]); });
        if (is_gate) continue;
        touch(index);
        after_early(net, node);
        if (net.rows[index].program == index && net.rows[index].early_finish != before) {
            moved.push_back(index);
            finish_before_[index] = before;
        }
    }
    if (!moved.empty()) follow_program_finishes(net);
    for (const RowIndex program : moved) finish_before_[program] = no_bound;
}

// Only what the old finish limited, or what ends after the new one, can change.
void Sweep::follow_program_finishes(const Network& net) {
    for (RowIndex index = 0; index < net.rows.size(); ++index) {
        const Row& row = net.rows[index];
        const Minute before = finish_before_[row.program];
        if (before == no_bound || row.is_summary) continue;
        const Minute finish = net.rows[row.program].early_finish;
        if (row.is_late_by_program || (finish < before && row.late_finish > finish)) {
            late_.mark(net.rank[net.gate(index)]);
        }
    }
}

void Sweep::run_late(Network& net) {
    const auto last = static_cast<std::uint32_t>(net.at_rank.size() - 1);
    std::uint32_t rank = late_.take_previous(last);
    while (rank != no_index) {
        const Node node = net.at_rank[rank];
        const Row& row = net.rows[node / 2];
        const auto before = std::pair(row.late_start, row.late_finish);
        if (pass_late(net, node)) {
            net.each_previous(node, [&](Node previous) { late_.mark(net.rank[previous]); });
            if (before != std::pair(row.late_start, row.late_finish)) touch(node / 2);
        }
        if (rank == 0) break;
        rank = late_.take_previous(rank - 1);
    }
}

}  // namespace cairn::schedule
