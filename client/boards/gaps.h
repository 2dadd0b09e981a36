#pragma once
// What a record lacks to be of use. People write things down first: a gap never blocks, it is
// listed until it is closed.
#include <string>
#include <vector>

#include "client/outline/outline.h"

namespace cairn::boards {

struct Gap {
    std::string field;  // that closes it, as typed; or a link or a kind
    std::string what;   // "no owner"
};
using Gaps = std::vector<Gap>;

// Of risks, decisions, corrections of error and their actions, stakeholders, goals, measures,
// checks, gates, feedback, experiments, principles, milestones, updates; none of other kinds.
[[nodiscard]] Gaps gaps_of(const outline::Outline& outline, outline::Place place);

// Private to this folder.
void add_gaps_of_coe(const outline::Outline& outline, outline::Place place, Gaps& gaps);
void add_gaps_of_coe_action(const outline::Item& item, Gaps& gaps);
void add_gaps_of_gate(const outline::Outline& outline, outline::Place place, Gaps& gaps);
void add_gaps_of_check(const outline::Item& item, Gaps& gaps);
// Adds a gap unless the field holds something.
void need(const outline::Item& item, plan::FieldNumber field, const char* what, Gaps& gaps);
// Links of a type, seen from one end.
[[nodiscard]] std::size_t count_links(const outline::Outline& outline,
                                      outline::Place place,
                                      plan::LinkNumber type,
                                      bool is_reversed);
[[nodiscard]] std::size_t count_below(const outline::Outline& outline,
                                      outline::Place place,
                                      plan::KindNumber kind);

}  // namespace cairn::boards
