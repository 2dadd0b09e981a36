// What goes wrong in a world.
#include "tests/simulation/world.h"

namespace cairn::simulation {

void World::fault() {}

}  // namespace cairn::simulation
