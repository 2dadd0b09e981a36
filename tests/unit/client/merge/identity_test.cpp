#include "client/merge/identity.h"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "shared/base/byte_io.h"
#include "shared/base/domain.h"
#include "shared/base/random.h"

namespace cairn::merge {
namespace {

// The canonical form written down a second time, straight from the protocol.
ChangeId identity_by_the_book(const Change& change) {
    ByteWriter canonical;
    canonical.id(change.device).id(change.sitting).u64(change.counter);
    canonical.u64(static_cast<std::uint64_t>(change.wall.ms)).id(change.predecessor);
    const std::set<EnvelopeHash> deps(change.deps.begin(), change.deps.end());
    canonical.varint(deps.size());
    for (const EnvelopeHash& dep : deps) canonical.id(dep);
    canonical.varint(change.edits.size());
    for (const Edit& edit : change.edits) {
        canonical.id(edit.cell.item).varint(edit.cell.field);
        canonical.sized(bytes_of(edit.cell.element)).sized(bytes_of(edit.value));
        std::set<Bytes> over;
        for (const Reference& reference : edit.over) {
            ByteWriter one;
            if (const auto* id = std::get_if<EditId>(&reference))
                one.u8(0).id(id->change).varint(id->index);
            if (const auto* lost = std::get_if<Unresolved>(&reference))
                one.u8(1).id(lost->envelope).varint(lost->change).varint(lost->edit);
            if (const auto* own = std::get_if<OwnEdit>(&reference)) one.u8(2).varint(own->index);
            over.insert(one.bytes());
        }
        canonical.varint(over.size());
        for (const Bytes& reference : over) canonical.raw(reference);
    }
    return Hasher(domain::change_identity).add(canonical.bytes()).finish_as<ChangeId>();
}

Reference random_reference(SeededRandom& random) {
    // Numbers on both sides of 128 and 16384: byte order and number order differ there.
    const auto number =
        static_cast<std::uint32_t>(random.below(4) == 0 ? random.below(40'000) : random.below(300));
    switch (random.below(3)) {
        case 0:
            return EditId{random.make<ChangeId>(), number};
        case 1:
            return Unresolved{random.make<EnvelopeHash>(), number, number / 2};
        default:
            return OwnEdit{number};
    }
}

Change random_change(SeededRandom& random) {
    Change change;
    change.device = random.make<DeviceId>();
    change.sitting = random.make<SittingId>();
    change.counter = random.below(UINT64_MAX);
    change.wall.ms = static_cast<std::int64_t>(random.below(UINT64_MAX));
    change.predecessor = random.make<ChangeId>();
    for (auto n = random.below(4); n > 0; --n) change.deps.push_back(random.make<EnvelopeHash>());
    for (auto n = random.below(4); n > 0; --n) {
        Edit edit;
        edit.cell = {random.make<ItemId>(),
                     static_cast<FieldNumber>(random.below(1000)),
                     std::string(random.below(5), 'x')};
        edit.value = "t" + std::string(random.below(3) == 0 ? random.below(2000) : 5, 'v');
        for (auto k = random.below(6); k > 0; --k) edit.over.push_back(random_reference(random));
        change.edits.push_back(std::move(edit));
    }
    return change;
}

TEST(ChangeIdentity, IsTheHashOfTheCanonicalForm) {
    SeededRandom random(1);
    for (int round = 0; round < 2000; ++round) {
        const Change change = random_change(random);
        ASSERT_EQ(identity_of(change), identity_by_the_book(change)) << "seed 1, round " << round;
    }
}

TEST(ChangeIdentity, DoesNotDependOnOrderOrRepetitionOfDepsAndOver) {
    SeededRandom random(2);
    for (int round = 0; round < 500; ++round) {
        Change change = random_change(random);
        const ChangeId before = identity_of(change);
        std::reverse(change.deps.begin(), change.deps.end());
        if (!change.deps.empty()) change.deps.push_back(change.deps.front());
        for (Edit& edit : change.edits) {
            std::reverse(edit.over.begin(), edit.over.end());
            if (!edit.over.empty()) edit.over.push_back(edit.over.front());
        }
        ASSERT_EQ(identity_of(change), before) << "seed 2, round " << round;
    }
}

TEST(ChangeIdentity, DependsOnEveryPart) {
    SeededRandom random(3);
    Change change;
    change.edits = {{{random.make<ItemId>(), 7, "x"}, "tv", {OwnEdit{0}}}};
    const ChangeId before = identity_of(change);
    const std::vector<std::function<void(Change&)>> alterations{
        [](Change& c) { c.device.bytes[3] ^= 1U; },
        [](Change& c) { c.sitting.bytes[3] ^= 1U; },
        [](Change& c) { ++c.counter; },
        [](Change& c) { ++c.wall.ms; },
        [](Change& c) { c.predecessor.bytes[3] ^= 1U; },
        [](Change& c) { c.deps.emplace_back(); },
        [](Change& c) { c.edits[0].cell.item.bytes[3] ^= 1U; },
        [](Change& c) { ++c.edits[0].cell.field; },
        [](Change& c) { c.edits[0].cell.element = "y"; },
        [](Change& c) { c.edits[0].value = "tw"; },
        [](Change& c) { c.edits[0].over.clear(); },
        [](Change& c) { c.edits[0].over = {OwnEdit{1}}; },
        [](Change& c) { c.edits.push_back(c.edits[0]); },
    };
    for (std::size_t i = 0; i < alterations.size(); ++i) {
        Change altered = change;
        alterations[i](altered);
        EXPECT_NE(identity_of(altered), before) << "alteration " << i;
    }
}

}  // namespace
}  // namespace cairn::merge
