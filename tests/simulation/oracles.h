#pragma once
// What must hold when all has come to rest (DESIGN section 10). Each throws Broken.
#include <memory>
#include <optional>
#include <vector>

#include "tests/simulation/laptop_machine.h"

namespace cairn::simulation {

using Laptops = std::vector<std::unique_ptr<LaptopMachine>>;

// How many envelopes `one` holds besides: sealed before their author lost the right to write them
// and not sent by then, so that no server takes them; they wait there until somebody keeps them.
// Nothing: the two differ in something else.
[[nodiscard]] std::optional<std::size_t> refused_work(LaptopMachine& one, LaptopMachine& first);
// The hierarchy is a tree (I5), but for what lies below an item that does not count; of that people
// are told (I4).
void check_tree(LaptopMachine& laptop);
// What is shown is what the log gives; the file is sound (I9).
void check_file(LaptopMachine& laptop);
// All who belong have the same as the first and show the same, conflicts included; it is what the
// plain reference makes of the same envelopes (I3). Nothing waits but for what none of them can
// have: it went with an older copy, or only somebody has it who is gone.
void check_alike(Laptops& laptops, Laptops& deaf, LaptopMachine& first, const Ledger& ledger);
// Nothing that was saved or acknowledged is missing, and it says what was typed (I1, I2, I4). What
// somebody may not send any more is on their own laptop.
void check_nothing_lost(const Ledger& ledger,
                        Laptops& laptops,
                        LaptopMachine& first,
                        ServerMachine& server);
// What was typed after its author had lost the right counts nowhere, and what the server had
// acknowledged before counts everywhere, unless a person asked for something else (I6). This looks
// at when it happened; what the pins of the roster say is check_alike's.
void check_rights(Laptops& laptops, Ledger& ledger);
// No key that was made since a device had to go can be opened by it (I7).
void check_keys(Laptops& laptops, const RosterView& roster);
// None is open whose time had passed `then`.
void check_invites(const RosterView& roster, WallTime then);
// The server's bytes hold no text of a plan, no name of a member and no key (I7).
void check_ciphertext(ServerMachine& server, LaptopMachine& first);

}  // namespace cairn::simulation
