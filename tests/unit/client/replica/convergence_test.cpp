// Random plans by several people, delivered in random order and grouping: every replica ends in
// the same state, which is the reference model's, and its log gives it again.
#include <map>

#include <gtest/gtest.h>

#include "client/merge/model.h"
#include "client/replica/doctor.h"
#include "tests/support/laptop/graph_reader.h"
#include "tests/support/laptop/laptop.h"
#include "tests/support/laptop/random_team.h"

namespace cairn::test {
namespace {

constexpr std::size_t steps = 260;

merge::ModelState reference_of(Laptop& laptop) {
    const std::vector<Envelope> envelopes = laptop.replica.lacking(Frontier(), SIZE_MAX);
    merge::Model model(laptop.replica.workspace(), test_schema());
    for (merge::GraphEnvelope& node : GraphReader(envelopes, laptop.person.keys).all())
        model.add(std::move(node));
    return model.state();
}

class ReplicaConvergence : public testing::TestWithParam<std::uint64_t> {};

TEST_P(ReplicaConvergence, EndsInTheReferenceStateOnEveryLaptop) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    RandomTeam team(GetParam());
    for (std::size_t i = 0; i < steps; ++i) team.step();
    team.settle();

    Laptop& first = *team.laptops.front();
    const merge::ModelState reference = reference_of(first);
    const replica::Counts counts = first.read().counts();
    EXPECT_GT(counts.changes, steps / 3);
    EXPECT_EQ(counts.parked_envelopes, 0U);
    EXPECT_EQ(counts.void_envelopes, 0U);
    EXPECT_EQ(counts.edits, reference.edits.size());
    const auto texts =
        std::count_if(reference.cells.begin(), reference.cells.end(), [](const auto& cell) {
            return cell.second.fold == merge::Fold::text && cell.second.heads.size() > 1;
        });
    EXPECT_GT(texts, 0) << "nobody wrote at the same time";
    for (auto& laptop : team.laptops) {
        const replica::StateHashes hashes = laptop->read().hashes();
        EXPECT_EQ(hashes.heads, reference.heads_hash);
        EXPECT_EQ(hashes.view, reference.view_hash);
        EXPECT_EQ(laptop->replica.frontier(), first.replica.frontier());
        EXPECT_TRUE(replica::examine(laptop->replica).empty());
    }
}

TEST_P(ReplicaConvergence, ShowsTheSameConflictsAsTheReference) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    RandomTeam team(GetParam() + 1000);
    for (std::size_t i = 0; i < steps; ++i) team.step();
    team.settle();
    const merge::ModelState reference = reference_of(*team.laptops.front());
    std::map<merge::Cell, std::string> shown_first;  // on the first laptop: base and candidates
    std::size_t expected = 0;
    for (const auto& [cell, state] : reference.cells) expected += state.conflict ? 1 : 0;
    for (auto& laptop : team.laptops) {
        EXPECT_EQ(laptop->read().counts().conflicts, expected);
        for (const replica::ConflictView& conflict : laptop->read().conflicts()) {
            if (conflict.kind != replica::ConflictKind::values &&
                conflict.kind != replica::ConflictKind::places)
                continue;
            const auto& cell =
                reference.cells.at({conflict.item, conflict.field, conflict.element});
            EXPECT_TRUE(cell.conflict);
            EXPECT_EQ(conflict.candidates.size(), cell.heads.size());
            EXPECT_EQ(conflict.candidates.front().value, cell.shown);
            std::string told = conflict.base.value_or("none");
            for (const replica::HeadView& head : conflict.candidates)
                told += " " + to_base32(head.change.view()) + head.value;
            const auto first =
                shown_first.try_emplace({conflict.item, conflict.field, conflict.element}, told);
            EXPECT_EQ(first.first->second, told);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReplicaConvergence, testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace cairn::test
