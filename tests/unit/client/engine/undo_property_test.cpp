// I12 on random histories of two places that write apart.
#include <algorithm>

#include <gtest/gtest.h>

#include "client/engine/move_commands.h"
#include "client/engine/resolve_commands.h"
#include "client/engine/undo_commands.h"
#include "client/merge/schema.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

// What is refused (a circle, an item in the trash) is just not done.
class RandomPlan {
public:
    explicit RandomPlan(std::uint64_t seed) : random_(seed) {
        for (const char* title : {"Beta", "Docs", "Launch", "Review", "FAQ", "Pilot"})
            items_.push_back(laptops.make(laptops.here(), title));
        laptops.split();
    }

    void act(Workspace& place) {
        const ItemId item = any();
        switch (random_.below(9)) {
            case 0:
                return set(place, item, "due=2027-0" + digit() + "-01");
            case 1:
                return set(place, item, "title=Title " + digit());
            case 2:
                return set(place, item, "votes=" + digit());
            case 3:
                return elements(place, item);
            case 4:
                return link(place, item);
            case 5:
                static_cast<void>(move_items(
                    place, std::vector{item}, {any(), std::nullopt, std::nullopt}, laptops.now()));
                return;
            case 6:
                static_cast<void>(trash_items(place, std::vector{item}, laptops.now()));
                return;
            case 7:
                static_cast<void>(restore_items(place, std::vector{item}, laptops.now()));
                return;
            default:
                items_.push_back(laptops.make(place, "New " + digit()));
        }
    }
    void live() {
        for (std::uint64_t left = 1 + random_.below(12); left > 0; --left)
            act(random_.below(2) == 0 ? laptops.here() : laptops.there());
        laptops.exchange();
        decide();
    }
    // A change of the history, as the start of its id.
    std::string any_change() {
        const auto changes = laptops.here().read().newest_changes(30);
        return to_base32(changes[random_.below(changes.size())].id.view());
    }
    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

    Workspaces laptops;

private:
    ItemId any() { return items_[random_.below(items_.size())]; }
    std::string digit() { return std::to_string(1 + random_.below(9)); }
    void set(Workspace& place, const ItemId& item, const std::string& assignment) {
        const auto parsed = parse_assignments(std::span(&assignment, 1));
        static_cast<void>(set_fields(place, item, *parsed, laptops.now()));
    }
    void elements(Workspace& place, const ItemId& item) {
        const std::vector<std::string> labels{"label " + digit()};
        const bool present = random_.below(2) == 0;
        static_cast<void>(change_elements(place, item, "labels", labels, present, laptops.now()));
    }
    void link(Workspace& place, const ItemId& item) {
        const LinkWish wish{item, "depends", any(), {}};
        if (random_.below(3) == 0)
            static_cast<void>(unlink_items(place, wish, laptops.now()));
        else
            static_cast<void>(link_items(place, wish, laptops.now()));
    }
    void decide() {
        if (random_.below(2) == 0) return;
        for (const auto& conflict : laptops.here().read().conflicts()) {
            if (conflict.kind == replica::ConflictKind::values && conflict.field != 0)
                static_cast<void>(
                    resolve_by_candidate(laptops.here(), conflict.item, "due", 2, laptops.now()));
        }
    }

    SeededRandom random_;
    std::vector<ItemId> items_;
};

// What waits for a decision. A notice that somebody did not know of a move to the trash goes with
// the redo of that move, which knows.
std::size_t decisions(Workspace& workspace) {
    const auto all = workspace.read().conflicts();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& conflict) {
        return conflict.kind == replica::ConflictKind::values ||
               conflict.kind == replica::ConflictKind::places;
    }));
}

TEST(UndoProperty, UndoThenRedoChangesNothingThatIsVisible) {
    constexpr std::uint64_t seeds = 40;
    std::size_t undone_changes = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        RandomPlan plan(seed);
        Workspace& here = plan.laptops.here();
        for (int round = 0; round < 3; ++round) {
            plan.live();
            const Hash32 before = here.read().hashes().view;
            const std::size_t open = decisions(here);
            const auto undone = undo(here, plan.any_change(), {}, plan.laptops.now());
            if (!undone) continue;
            ++undone_changes;
            const auto redone =
                redo(here, to_base32(undone->committed.change.view()), plan.laptops.now());
            ASSERT_TRUE(redone) << "seed " << seed << ": " << redone.error().sentence;
            EXPECT_EQ(here.read().hashes().view, before) << "seed " << seed;
            EXPECT_EQ(decisions(here), open) << "seed " << seed;
            EXPECT_TRUE(redone->left_alone.empty()) << "seed " << seed;
            plan.laptops.exchange();
        }
    }
    EXPECT_GT(undone_changes, seeds / 2) << "too little was undone to tell";
}

// Back as far as it goes and forth again.
TEST(UndoProperty, ManyUndosAndAsManyRedosChangeNothingThatIsVisible) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        RandomPlan plan(seed);
        Workspace& here = plan.laptops.here();
        plan.live();
        const Hash32 before = here.read().hashes().view;
        const std::uint64_t steps = 1 + plan.below(6);
        std::uint64_t done = 0;
        while (done < steps && undo(here, {}, {}, plan.laptops.now())) ++done;
        for (std::uint64_t left = done; left > 0; --left) {
            const auto redone = redo(here, {}, plan.laptops.now());
            ASSERT_TRUE(redone) << "seed " << seed << ": " << redone.error().sentence;
        }
        EXPECT_EQ(here.read().hashes().view, before) << "seed " << seed << ", " << done;
        EXPECT_FALSE(redo(here, {}, plan.laptops.now())) << "seed " << seed;
    }
}

}  // namespace
}  // namespace cairn::engine
