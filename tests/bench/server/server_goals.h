#pragma once
// The goals of the server. Each prints its lines, those that are wanted.
#include <functional>
#include <string>

namespace cairn::bench {

using IsWanted = std::function<bool(const std::string& workload)>;

void wire_goals(const IsWanted& wanted);
void load_goals(const IsWanted& wanted);
void idle_goals(const IsWanted& wanted);
void screen_goals(const IsWanted& wanted);
void removal_goals(const IsWanted& wanted);

}  // namespace cairn::bench
