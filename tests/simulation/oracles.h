#pragma once
// What must hold when all has come to rest (DESIGN section 10). Each throws Broken.
#include <memory>
#include <vector>

#include "tests/simulation/laptop_machine.h"

namespace cairn::simulation {

using Laptops = std::vector<std::unique_ptr<LaptopMachine>>;

// The hierarchy is a tree (I5).
void check_tree(LaptopMachine& laptop);
// What is shown is what the log gives; the file is sound (I9).
void check_file(LaptopMachine& laptop);
// Everybody has the same and shows the same, conflicts included; it is what the plain reference
// makes of the same envelopes (I3). Nothing waits but for what nobody has any more.
void check_alike(Laptops& laptops, const Ledger& ledger);
// Nothing that was saved or acknowledged is missing, and it says what was typed (I1, I2, I4).
void check_nothing_lost(const Ledger& ledger, LaptopMachine& laptop, ServerMachine& server);
// None is open whose time had passed `then`.
void check_invites(const RosterView& roster, WallTime then);
// The server's bytes hold no text of a plan (I7).
void check_ciphertext(ServerMachine& server);

}  // namespace cairn::simulation
