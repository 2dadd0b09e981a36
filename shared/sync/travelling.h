#pragma once
// Tips on their way: with bounds, so that not even a device that branches without end makes a
// message too long to send. What is left out counts as lacking at the other end.
#include <vector>

#include "shared/wire/tip.h"

namespace cairn {

std::vector<DeviceTips> travelling(std::vector<DeviceTips> devices);

}  // namespace cairn
