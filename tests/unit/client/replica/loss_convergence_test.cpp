// Random plans by people some of whom lose and regain rights meanwhile, while records and envelopes
// travel in any order: every replica ends in the state of the reference model, in which what lies
// beyond a pin is void (I3, I6).
#include <set>

#include <gtest/gtest.h>

#include "client/merge/model.h"
#include "client/replica/doctor.h"
#include "tests/support/laptop/graph_reader.h"
#include "tests/support/laptop/plain_rights.h"
#include "tests/support/laptop/random_team.h"

namespace cairn::test {
namespace {

class LosingTeam {
public:
    explicit LosingTeam(std::uint64_t seed) : team(seed), random_(seed * 31 + 5) {}

    void step() {
        team.step();
        if (random_.below(4) == 0) any().adopt();
        if (random_.below(9) == 0) change_rights();
    }
    // Everybody gets all records and envelopes.
    void settle() {
        for (auto& laptop : team.laptops) laptop->adopt();
        team.settle();
    }

    RandomTeam team;
    std::size_t losses = 0;
    std::size_t raises = 0;

private:
    Laptop& any() { return *team.laptops[random_.below(team.laptops.size())]; }
    Laptop& founder() { return *team.laptops.front(); }

    // By the founder, with what the founder holds at that moment as pins.
    void change_rights() {
        SmallWorkspace& w = team.workspace;
        founder().adopt();
        Laptop& whom = any();
        const MemberEntry& member = *w.view.member_of(whom.person.id());
        if (&whom == &founder()) return;
        const auto tips = founder().replica.frontier().tips();
        const HeldTips held{.tips = tips};
        const Author author = w.by(founder().person);
        constexpr std::array roles{Role::editor, Role::editor, Role::commenter, Role::reader};
        const Role role = roles[random_.below(roles.size())];
        const std::uint64_t act = random_.below(12);
        if (act < 3) return raise(whom.person.id(), tips);
        if (!member.active()) return;
        if (act == 3)
            w.take(make_member_removed(author, founder().person.keys, member.id, held, w.random));
        else if (member.role() != role)
            w.take(make_role_changed(author, member.id, role, held));
        else
            return;
        ++losses;
        founder().adopt();
    }
    void raise(const DeviceId& device, const std::vector<DeviceTips>& held) {
        SmallWorkspace& w = team.workspace;
        const auto& cuts = w.view.device(device)->cuts;
        if (cuts.empty()) return;
        const RightCut& cut = cuts[random_.below(cuts.size())];
        DeviceTips fresh{.device = device, .tips = {}};
        for (const DeviceTips& of : held)
            for (const Tip& tip : of.tips)
                if (of.device == device &&
                    std::find(cut.pins.begin(), cut.pins.end(), tip) == cut.pins.end())
                    fresh.tips.push_back(tip);
        if (fresh.tips.empty()) return;
        w.take(make_pins_raised(w.by(founder().person), cut.at, {fresh}));
        founder().adopt();
        ++raises;
    }

    SeededRandom random_;
};

struct Reference {
    merge::ModelState state;
    std::size_t void_edits = 0;
};

Reference reference_of(Laptop& laptop) {
    const std::vector<Envelope> envelopes = laptop.replica.lacking(Frontier(), SIZE_MAX);
    const std::vector<merge::GraphEnvelope> graph =
        GraphReader(envelopes, laptop.person.keys).all();
    std::set<merge::EditId> taken =
        PlainRights(envelopes, laptop.replica.roster()).taken_from(graph);
    merge::Model model(laptop.replica.workspace(), test_schema());
    for (const merge::GraphEnvelope& node : graph) model.add(node);
    const std::size_t count = taken.size();
    model.set_void_by_right(std::move(taken));
    return {model.state(), count};
}

class ReplicaLosses : public testing::TestWithParam<std::uint64_t> {};

TEST_P(ReplicaLosses, EndInTheReferenceStateOnEveryLaptop) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    LosingTeam losing(GetParam());
    for (int i = 0; i < 400; ++i) losing.step();
    losing.settle();

    Laptop& first = *losing.team.laptops.front();
    const Reference reference = reference_of(first);
    EXPECT_GT(losing.losses, 3U);
    EXPECT_GT(reference.void_edits, 0U);
    for (auto& laptop : losing.team.laptops) {
        EXPECT_EQ(laptop->replica.frontier(), first.replica.frontier());
        for (const replica::Finding& finding : replica::examine(laptop->replica))
            ADD_FAILURE() << finding.sentence;
        // What was sealed since a removal is closed to who was removed.
        if (!first.replica.roster().device(laptop->person.id())->active()) continue;
        const replica::StateHashes hashes = laptop->read().hashes();
        EXPECT_EQ(hashes.heads, reference.state.heads_hash);
        EXPECT_EQ(hashes.view, reference.state.view_hash);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReplicaLosses, testing::Range<std::uint64_t>(1, 13));

}  // namespace
}  // namespace cairn::test
