// Every sequence of four records by three actors, against the rules of PROTOCOL.md section 9
// written down once more. Where two sequences lead to the same state, what follows is tried once.
#include <array>
#include <deque>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/losses.h"

namespace cairn::test {
namespace {

constexpr std::size_t people = 3;
constexpr int steps_max = 4;

enum class Op : std::uint8_t { rotate, change_role, remove, revoke };
struct Step {
    std::size_t actor = 0;
    Op op = Op::rotate;
    std::size_t target = 0;
    Role role = Role::reader;
};

std::vector<Step> all_steps() {
    std::vector<Step> all;
    for (std::size_t actor = 0; actor < people; ++actor) {
        all.push_back({actor, Op::rotate, actor, {}});
        for (std::size_t target = 0; target < people; ++target) {
            for (const Role role : {Role::owner, Role::admin, Role::editor, Role::reader})
                all.push_back({actor, Op::change_role, target, role});
            all.push_back({actor, Op::remove, target, {}});
            all.push_back({actor, Op::revoke, target, {}});
        }
    }
    return all;
}

// What the rules say, of people with one device each.
struct Model {
    struct Somebody {
        Role role = Role::reader;
        bool member = true;
        bool device = true;
        std::vector<WriteRight> rights;  // after each record, from the first on
    };
    std::array<Somebody, people> all;

    [[nodiscard]] std::size_t owners() const {
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& one) {
            return one.role == Role::owner && one.member && one.device;
        }));
    }
    [[nodiscard]] bool allows(const Step& step) const {
        const Somebody& actor = all.at(step.actor);
        const Somebody& target = all.at(step.target);
        const bool owner = actor.role == Role::owner;
        const bool admin = actor.role == Role::admin;
        const bool below = target.role != Role::owner && target.role != Role::admin;
        const bool self = step.actor == step.target;
        if (!actor.member || !actor.device) return false;
        switch (step.op) {
            case Op::rotate:
                return owner || admin;
            case Op::change_role:
                if (!target.member || target.role == step.role) return false;
                if (target.role == Role::owner && target.device && owners() == 1) return false;
                return owner || (admin && step.role != Role::owner && (self || below));
            case Op::remove:
                return target.member && !self && (owner || (admin && below));
            case Op::revoke:
                return target.member && target.device && !self && (owner || (admin && below));
        }
        return false;
    }
    void take(const Step& step) {
        Somebody& target = all.at(step.target);
        if (step.op == Op::change_role) target.role = step.role;
        if (step.op == Op::remove) target.member = target.device = false;
        if (step.op == Op::revoke) target.device = false;
        note_rights();
    }
    void note_rights() {
        for (Somebody& one : all)
            one.rights.push_back(one.device ? write_right_of(one.role) : WriteRight::none);
    }
};

struct World {
    SmallWorkspace w{11};
    std::vector<Person> who;
    Model model;

    World() {
        who = {w.founder, w.join(Role::admin), w.join(Role::editor)};
        for (std::size_t i = 0; i < people; ++i)
            model.all.at(i).role = w.view.member_of(who[i].id())->role();
        model.note_rights();
        first = {w.view.length().value - 1};
    }
    RecordIndex first;

    [[nodiscard]] Bytes record(const Step& step) {
        KeyRing keys;
        for (const Person& person : who) keys.learn(w.view, person.device);
        const Person& actor = who[step.actor];
        const Person& target = who[step.target];
        const MemberId member = w.view.member_of(target.id())->id;
        const HeldTips none{.tips = {}};
        switch (step.op) {
            case Op::rotate:
                return *make_epoch(w.by(actor), keys, w.random);
            case Op::change_role:
                return *make_role_changed(w.by(actor), member, step.role, none);
            case Op::remove:
                return *make_member_removed(w.by(actor), keys, member, none, w.random);
            case Op::revoke:
                return *make_device_revoked(w.by(actor), keys, target.id(), {}, none, w.random);
        }
        throw std::logic_error("unreachable");
    }

    // All of the state that a rule may look at, with the rights of every record since the first.
    [[nodiscard]] std::string key() const {
        std::ostringstream out;
        for (const Model::Somebody& one : model.all) {
            out << name_of(one.role) << one.member << one.device;
            for (const WriteRight right : one.rights) out << static_cast<int>(right);
        }
        return out.str();
    }

    void check_state() const {
        EXPECT_GE(w.view.owners(), 1U);
        EXPECT_EQ(w.view.owners(), model.owners());
        for (std::size_t i = 0; i < people; ++i) check(i);
    }
    void check(std::size_t i) const {
        const Model::Somebody& one = model.all.at(i);
        const DeviceId id = who[i].id();
        EXPECT_EQ(w.view.device(id)->active(), one.device);
        EXPECT_EQ(w.view.member_of(id)->active(), one.member);
        // A key goes to nobody who left before it was made.
        if (!one.device) {
            EXPECT_FALSE(w.view.sealed_to(*w.view.current_epoch(), w.view.device(id)->box));
        }
        for (std::size_t at = 0; at < one.rights.size(); ++at) {
            const RecordIndex cited{first.value + at};
            const auto role = w.view.role_at(id, cited);
            const WriteRight given = role ? write_right_of(*role) : WriteRight::none;
            EXPECT_EQ(given, one.rights[at]);
            const auto under = [&](bool pinned) {
                return w.view.right_under(id, cited, given, [&](auto&) { return pinned; });
            };
            // Without a pin nobody gains by citing an old head: no right that was lost since.
            EXPECT_EQ(
                under(false),
                *std::min_element(one.rights.begin() + static_cast<int>(at), one.rights.end()));
            EXPECT_EQ(under(true), given);
        }
    }
};

TEST(RosterSmallScope, EverySequenceOfFourRecordsByThreeActorsKeepsTheRules) {
    const std::vector<Step> steps = all_steps();
    std::set<std::string> seen;
    std::deque<std::pair<World, int>> open;
    open.emplace_back(World(), 0);
    std::size_t tried = 0;
    while (!open.empty() && !testing::Test::HasFailure()) {
        auto [world, depth] = std::move(open.front());
        open.pop_front();
        for (const Step& step : steps) {
            ++tried;
            const Bytes record = world.record(step);
            World next = world;
            const auto appended = next.w.view.append(record);
            ASSERT_EQ(appended.has_value(), world.model.allows(step))
                << world.key() << ": " << step.actor << " does " << static_cast<int>(step.op)
                << " to " << step.target << " " << name_of(step.role);
            if (!appended) continue;
            next.model.take(step);
            next.check_state();
            if (depth + 1 < steps_max && seen.insert(next.key()).second)
                open.emplace_back(std::move(next), depth + 1);
        }
    }
    EXPECT_GT(seen.size(), 500U);
    RecordProperty("states", static_cast<int>(seen.size()));
    RecordProperty("records", static_cast<int>(tried));
}

}  // namespace
}  // namespace cairn::test
