// Whatever the order and the grouping in which envelopes come, the state is the same, hostile edits
// included.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "client/merge/derived_id.h"
#include "shared/base/random.h"
#include "tests/unit/client/merge/small_world.h"

namespace cairn::merge::testing {
namespace {

ItemId any_item(SeededRandom& random) {
    const auto number = static_cast<std::uint8_t>(random.below(6));
    if (number == 0) return root_item();
    if (number == 1) return trash_item();
    return small_item(number);
}

// A cell and a value that fit each other, mostly.
Edit any_edit(SeededRandom& random) {
    const ItemId item = small_item(static_cast<std::uint8_t>(2 + random.below(4)));
    const std::string text = "t" + std::to_string(random.below(3));
    const std::string key = random.below(2) == 0 ? "40" : "c0";
    switch (random.below(10)) {
        case 0:
            return {{item, title, ""}, text, {}};
        case 1:
            return {{item, colour, ""}, random.below(2) == 0 ? "n" : text, {}};
        case 2:
            return {{item, state, ""}, "e" + std::to_string(1 + random.below(5)), {}};
        case 3:
            return {{item, labels, text}, random.below(2) == 0 ? "b1" : "b0", {}};
        case 4:
            return {{item, votes, ""}, "i" + std::to_string(random.below(5)), {}};
        case 5:
            return {{item, unknown, ""}, text, {}};
        case 6: {
            const LiveValue link{random.below(2) == 0, small_item(2), 4, small_item(3)};
            const ItemId id = link_item(small_workspace(), link.from, link.type, link.to);
            return {{id, field_live, ""}, link.to_value().canonical(), {}};
        }
        case 7:
            return {{item, field_order, ""}, order_text(any_item(random), key), {}};
        default:
            return {{item, field_place, ""}, place_text(any_item(random), key), {}};
    }
}

// What a hostile or broken author would write instead.
void spoil(Edit& edit, SeededRandom& random, const std::vector<EditId>& all) {
    switch (random.below(5)) {
        case 0:
            edit.value = "t\xFF";
            break;
        case 1:
            edit.over.emplace_back(Unresolved{random.make<EnvelopeHash>(), 0, 0});
            break;
        case 2:
            edit.over.emplace_back(OwnEdit{static_cast<std::uint32_t>(random.below(3))});
            break;
        case 3:
            edit.cell.element = "x";
            break;
        default:
            if (!all.empty()) edit.over.emplace_back(all[random.below(all.size())]);
    }
}

// Some devices write at random, in runs of a few changes, and pull now and then.
SmallWorld random_world(SeededRandom& random, Planted planted) {
    SmallWorld world(3, planted);
    std::vector<EditId> all;
    for (int step = 0; step < 30; ++step) {
        const std::size_t device = random.below(3);
        if (random.below(4) == 0) {
            world.pull(device, (device + 1 + random.below(2)) % 3);
            continue;
        }
        std::vector<Edit> edits;
        for (auto n = 1 + random.below(3); n > 0; --n) {
            const Edit wanted = any_edit(random);
            Edit edit = wanted.cell.field == votes
                            ? wanted
                            : world.over_heads(device, wanted.cell, wanted.value);
            if (random.below(8) == 0) spoil(edit, random, all);
            edits.push_back(std::move(edit));
        }
        const std::size_t count = edits.size();
        const auto wall = static_cast<std::int64_t>(random.below(3));
        const ChangeId change = world.commit(device, std::move(edits), WallTime{wall});
        for (std::uint32_t i = 0; i < count; ++i) all.push_back({change, i});
        if (random.below(3) == 0) world.seal(device);
    }
    world.sync_all();
    return world;
}

bool is_ready(const SmallWorld& world,
              const EnvelopeHash& hash,
              const std::set<EnvelopeHash>& had) {
    const GraphEnvelope& envelope = world.envelope(hash);
    if (envelope.previous && !had.contains(*envelope.previous)) return false;
    return std::all_of(envelope.changes.begin(), envelope.changes.end(), [&](const Change& change) {
        return std::all_of(change.deps.begin(), change.deps.end(), [&](const EnvelopeHash& dep) {
            return had.contains(dep);
        });
    });
}

// Gives a new replica everything, in a random causal order and random groups.
SmallReplica replay_shuffled(const SmallWorld& world, SeededRandom& random, Planted planted) {
    SmallReplica replica(small_workspace(), small_schema(), planted);
    std::vector<EnvelopeHash> waiting = world.envelopes(0);
    std::set<EnvelopeHash> had;
    while (!waiting.empty()) {
        std::vector<const GraphEnvelope*> batch;
        for (auto wanted = 1 + random.below(4); wanted > 0; --wanted) {
            std::vector<std::size_t> ready;
            for (std::size_t i = 0; i < waiting.size(); ++i)
                if (is_ready(world, waiting[i], had)) ready.push_back(i);
            if (ready.empty()) break;
            const std::size_t chosen = ready[random.below(ready.size())];
            batch.push_back(&world.envelope(waiting[chosen]));
            had.insert(waiting[chosen]);
            waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(chosen));
        }
        replica.receive(batch);
    }
    return replica;
}

// The first rule that this seed breaks.
std::optional<std::string> broken_rule(std::uint64_t seed, Planted planted) {
    SeededRandom random(seed);
    const SmallWorld world = random_world(random, planted);
    const ModelState model = world.model(0);
    for (std::size_t device = 0; device < world.devices(); ++device) {
        if (world.model(device) != model) return "devices hold different states";
        if (world.replica(device).heads_hash() != model.heads_hash) return "heads hash";
        if (world.replica(device).view_hash() != model.view_hash) return "view hash";
    }
    for (int round = 0; round < 4; ++round) {
        const SmallReplica replica = replay_shuffled(world, random, planted);
        if (replica.heads_hash() != model.heads_hash) return "heads hash, shuffled";
        if (replica.view_hash() != model.view_hash) return "view hash, shuffled";
        for (const auto& [item, placement] : model.placements)
            if (replica.tree().placement(item) != placement) return "tree, shuffled";
    }
    return std::nullopt;
}

TEST(Convergence, DoesNotDependOnOrderOrGroupingOfArrival) {
    for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
        const auto broken = broken_rule(seed, Planted::none);
        ASSERT_FALSE(broken.has_value()) << *broken << ", seed " << seed;
    }
}

TEST(Convergence, MeetsEveryVerdict) {
    std::map<EditStatus, int> seen;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SeededRandom random(seed);
        for (const auto& [id, edit] : random_world(random, Planted::none).model(0).edits)
            ++seen[edit.status];
    }
    EXPECT_GT(seen[EditStatus::valid], 100);
    EXPECT_GT(seen[EditStatus::parked], 10);
    EXPECT_GT(seen[EditStatus::void_by_form], 10);
    EXPECT_GT(seen[EditStatus::void_by_over], 10);
}

TEST(ConvergencePlanted, NoticesEachFaultPlanted) {
    for (const Planted planted : {Planted::remove_wins,
                                  Planted::lowest_is_shown,
                                  Planted::moves_as_they_come,
                                  Planted::replaced_stays_hashed,
                                  Planted::any_over_is_taken,
                                  Planted::deps_do_not_count}) {
        bool noticed = false;
        for (std::uint64_t seed = 1; seed <= 40 && !noticed; ++seed)
            noticed = broken_rule(seed, planted).has_value();
        EXPECT_TRUE(noticed) << "fault " << static_cast<int>(planted);
    }
}

}  // namespace
}  // namespace cairn::merge::testing
