#pragma once
// Both passes over what has been marked, each node once, in the network's order. Inside this folder
// only.
#include "client/schedule/network.h"

namespace cairn::schedule {

// Numbers below a limit fixed by `resize`; found again in order, whichever were added meanwhile.
class MarkedRanks {
public:
    void resize(std::size_t ranks) { words_.assign((ranks + 63) / 64, 0); }
    void mark_all(std::size_t ranks);
    void mark(std::uint32_t rank) { words_[rank / 64] |= std::uint64_t{1} << (rank % 64); }
    // Takes the mark away from the first at or after `from` (the last at or before): no_index if
    // there is none.
    [[nodiscard]] std::uint32_t take_next(std::uint32_t from);
    [[nodiscard]] std::uint32_t take_previous(std::uint32_t from);

private:
    std::vector<std::uint64_t> words_;
};

class Sweep {
public:
    void reset(const Network& net);  // nothing marked
    void mark_all(const Network& net);
    void mark_early(const Network& net, Node node) { early_.mark(net.rank[node]); }
    void mark_late(const Network& net, Node node) { late_.mark(net.rank[node]); }

    // Answers the rows whose dates changed, each once.
    [[nodiscard]] std::vector<RowIndex> run(Network& net);

private:
    void run_early(Network& net);
    void run_late(Network& net);
    void after_early(const Network& net, Node node);
    void follow_program_finishes(const Network& net);
    void touch(RowIndex row);

    MarkedRanks early_;
    MarkedRanks late_;
    std::vector<std::uint8_t> is_touched_;
    std::vector<RowIndex> touched_;
    std::vector<Minute> finish_before_;  // by program; no_bound: has not moved
};

}  // namespace cairn::schedule
