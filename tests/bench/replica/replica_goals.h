#pragma once
// The goals of the workspace file. Each prints its lines, those that are wanted.
#include <functional>
#include <string>

namespace cairn::bench {

using IsWanted = std::function<bool(const std::string& workload)>;

void write_goals(const IsWanted& wanted);
void receive_goals(const IsWanted& wanted);
void open_goals(const IsWanted& wanted);
void history_goals(const IsWanted& wanted);
void roster_goals(const IsWanted& wanted);
void size_goals(const IsWanted& wanted);

}  // namespace cairn::bench
