#pragma once
// What one node's dates follow from: the rules of both passes, one function a kind of node. Each
// reads only nodes that the order has put before it (behind it, in the backward pass), and answers
// whether anything changed. Inside this folder only.
#include "client/schedule/network.h"

namespace cairn::schedule {

[[nodiscard]] bool pass_early(Network& net, Node node);
[[nodiscard]] bool pass_late(Network& net, Node node);

// What a link asks of its successor's start (or finish: of_finish), given its predecessor's dates.
struct Bound {
    Minute date = 0;
    bool is_of_finish = false;
};
[[nodiscard]] Bound bound_of(const Network& net, const NetLink& link);
// The same, were the predecessor to start and finish at the dates given.
[[nodiscard]] Bound bound_for(const Network& net,
                              const NetLink& link,
                              Minute predecessor_start,
                              Minute predecessor_finish);
// What it asks of its predecessor, so that the successor may keep its late dates.
[[nodiscard]] Bound limit_of(const Network& net, const NetLink& link);
// The same, were the successor to start and finish at the dates given.
[[nodiscard]] Bound limit_for(const Network& net,
                              const NetLink& link,
                              Minute successor_start,
                              Minute successor_finish);
// Whether a link counts: taken, and not from what is inactive to what is not.
[[nodiscard]] bool pushes(const Network& net, const NetLink& link);

// The earliest start of what stands under a program, unless something asks for more.
[[nodiscard]] Minute base_of(const Network& net, const Row& row);

// Where a row finishes that starts then, and the reverse.
[[nodiscard]] Minute finish_from(const Row& row, Minute start);
[[nodiscard]] Minute start_from(const Row& row, Minute finish);

// The latest finish that a program's rows have slack to.
[[nodiscard]] Minute finish_of_program(const Network& net, RowIndex program);

}  // namespace cairn::schedule
