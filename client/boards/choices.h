#pragma once
// Choices of the catalog that boards look at. Inside this folder only.
#include "client/plan/numbers.h"

namespace cairn::boards {

inline constexpr plan::ChoiceNumber response_accept = 4;
inline constexpr plan::ChoiceNumber door_one_way = 1;
inline constexpr plan::ChoiceNumber door_two_way = 2;

}  // namespace cairn::boards
