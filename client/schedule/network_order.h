#pragma once
// The order of a network's nodes. Inside this folder only.
#include "client/schedule/network.h"

namespace cairn::schedule {

// From nothing. Links are taken in ascending id, and one that closes a cycle with those taken is
// left out with a finding; linear where there are no cycles.
void put_in_order(Network& net);

// Moves what must move so that `from` stands before `to`; false if `to` leads to `from`.
[[nodiscard]] bool order_edge(Network& net, Node from, Node to);

// The rows of one shortest way between two nodes, both ends included; empty if there is none.
[[nodiscard]] std::vector<RowIndex> way(const Network& net, Node from, Node to);

}  // namespace cairn::schedule
