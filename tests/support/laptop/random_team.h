#pragma once
// Several people at one small plan, under a seed: they write whatever is legal, on clocks that go
// forward and back, and take some of what others have, in any order.
#include <memory>
#include <vector>

#include "tests/support/laptop/laptop.h"

namespace cairn::test {

class RandomTeam {
public:
    explicit RandomTeam(std::uint64_t seed);

    void step();    // one of them writes, seals, or takes what another has
    void settle();  // everybody gets everything

    SmallWorkspace workspace;
    std::vector<std::unique_ptr<Laptop>> laptops;
    std::vector<ItemId> items;

private:
    [[nodiscard]] static bool may_write(Laptop& laptop);
    [[nodiscard]] ItemId any_item() { return items[random_.below(items.size())]; }
    [[nodiscard]] ItemId any_parent();
    void write(Laptop& laptop);
    void write_text(Laptop& laptop);
    [[nodiscard]] replica::LocalEdit any_edit();
    void link(replica::LocalEdit& edit);
    void deliver(Laptop& to);

    SeededRandom random_;
};

}  // namespace cairn::test
