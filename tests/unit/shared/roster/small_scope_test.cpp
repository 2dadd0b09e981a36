// Every sequence of four records by three actors, and a fourth person whom an invite may let in,
// against the rules of PROTOCOL.md section 9 written down once more. Where two sequences lead to
// the same state, what follows is tried once. The rules give and take in Model::take alone: nobody
// has a right that somebody with the right to give it did not give.
#include <algorithm>
#include <array>
#include <deque>
#include <numeric>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/losses.h"

namespace cairn::test {
namespace {

constexpr std::size_t people = 4;
constexpr std::size_t newcomer = 3;  // not a member in the beginning
constexpr int steps_max = 4;
constexpr Role invited_as = Role::admin;

enum class Op : std::uint8_t { rotate, change_role, remove, revoke, invite, close, join };
struct Step {
    std::size_t actor = 0;
    Op op = Op::rotate;
    std::size_t target = 0;
    Role role = Role::reader;
};

std::vector<Step> all_steps() {
    std::vector<Step> all{{newcomer, Op::join, newcomer, {}}};
    for (std::size_t actor = 0; actor < people; ++actor) {
        for (const Op op : {Op::rotate, Op::invite, Op::close})
            all.push_back({actor, op, actor, {}});
        for (std::size_t target = 0; target < people; ++target) {
            for (const Role role : {Role::owner, Role::admin, Role::editor, Role::reader})
                all.push_back({actor, Op::change_role, target, role});
            all.push_back({actor, Op::remove, target, {}});
            all.push_back({actor, Op::revoke, target, {}});
        }
    }
    return all;
}

// What the rules say, of people with one device each and one invite at a time.
struct Model {
    struct Somebody {
        Role role = Role::reader;
        bool known = true;  // in the roster, or once there
        bool member = true;
        bool device = true;
        std::vector<WriteRight> rights;  // after each record, from the first on
    };
    struct Invite {
        bool open = false;
        std::size_t by = 0;
    };
    std::array<Somebody, people> all;
    std::optional<Invite> invite;  // the last one

    [[nodiscard]] bool has_open_invite() const { return invite && invite->open; }
    [[nodiscard]] std::size_t owners() const {
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& one) {
            return one.role == Role::owner && one.member && one.device;
        }));
    }
    // Whether such a record can be made at all: it names what there is.
    [[nodiscard]] bool can_be_made(const Step& step) const {
        if (step.op == Op::invite) return !has_open_invite();
        if (step.op == Op::close) return invite.has_value();
        if (step.op == Op::join) return invite && !all[newcomer].known;
        return all.at(step.target).known || step.op == Op::rotate;
    }
    [[nodiscard]] bool allows(const Step& step) const {
        if (step.op == Op::join) return has_open_invite();
        const Somebody& actor = all.at(step.actor);
        if (!actor.member || !actor.device) return false;
        const bool manages = actor.role == Role::owner || actor.role == Role::admin;
        if (step.op == Op::rotate || step.op == Op::invite) return manages;
        if (step.op == Op::close) return has_open_invite() && (manages || invite->by == step.actor);
        return allows_on(step, actor, all.at(step.target));
    }
    [[nodiscard]] bool allows_on(const Step& step,
                                 const Somebody& actor,
                                 const Somebody& target) const {
        const bool owner = actor.role == Role::owner;
        const bool admin = actor.role == Role::admin;
        const bool below = target.role != Role::owner && target.role != Role::admin;
        const bool self = step.actor == step.target;
        if (!target.member) return false;
        if (step.op == Op::remove) return !self && (owner || (admin && below));
        if (step.op == Op::revoke) return target.device && !self && (owner || (admin && below));
        if (target.role == step.role) return false;
        if (target.role == Role::owner && target.device && owners() == 1) return false;
        return owner || (admin && step.role != Role::owner && (self || below));
    }
    void take(const Step& step) {
        Somebody& target = all.at(step.target);
        if (step.op == Op::change_role) target.role = step.role;
        if (step.op == Op::remove) target.member = false;
        if (step.op == Op::remove || step.op == Op::revoke) target.device = false;
        if (step.op == Op::invite) invite = Invite{.open = true, .by = step.actor};
        if (step.op == Op::join) target = {.role = invited_as, .rights = target.rights};
        const bool opener_may_not =
            invite && (all.at(invite->by).role > Role::admin || !all.at(invite->by).device);
        if (step.op == Op::join || step.op == Op::close || opener_may_not) invite->open = false;
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
    KeyRing keys;              // what all of them together know
    InviteSecret secret;       // of the last invite that was opened
    InviteSecret next_secret;  // of the one that record() made last
    RecordIndex first;

    World() {
        who = {w.founder, w.join(Role::admin), w.join(Role::editor)};
        who.push_back({.device = DeviceSecrets::make(w.random), .keys = {}});
        for (std::size_t i = 0; i < newcomer; ++i)
            model.all.at(i).role = w.view.member_of(who[i].id())->role();
        model.all[newcomer] = {.known = false, .member = false, .device = false, .rights = {}};
        model.note_rights();
        first = {w.view.length().value - 1};
        learn();
    }
    void learn() {
        for (const Person& person : who) keys.learn(w.view, person.device);
    }

    [[nodiscard]] Bytes record(const Step& step) {
        const Person& actor = who[step.actor];
        const HeldTips none{.tips = {}};
        switch (step.op) {
            case Op::rotate:
                return *make_epoch(w.by(actor), keys, w.random);
            case Op::invite:
                w.random.fill(next_secret.writable());
                return make_invite_opened(
                    w.by(actor), next_secret, {.role_cap = invited_as, .expires = w.now});
            case Op::close:
                return make_invite_closed(w.by(actor), {w.invite_id(secret)});
            case Op::join:
                return *make_invite_used(w.by(actor), secret, w.random);
            case Op::revoke:
                return *make_device_revoked(
                    w.by(actor), keys, who[step.target].id(), {}, none, w.random);
            default:
                break;
        }
        const MemberId member = w.view.member_of(who[step.target].id())->id;
        if (step.op == Op::change_role)
            return *make_role_changed(w.by(actor), member, step.role, none);
        return *make_member_removed(w.by(actor), keys, member, none, w.random);
    }

    // All of the state that a rule may look at, with the rights of every record since the first.
    [[nodiscard]] std::string key() const {
        std::ostringstream out;
        for (const Model::Somebody& one : model.all) {
            out << name_of(one.role) << one.known << one.member << one.device;
            for (const WriteRight right : one.rights) out << static_cast<int>(right);
        }
        out << model.invite.has_value() << model.has_open_invite();
        if (model.has_open_invite()) out << model.invite->by;
        return out.str();
    }

    void check_state() const {
        EXPECT_GE(w.view.owners(), 1U);
        EXPECT_EQ(w.view.owners(), model.owners());
        if (model.invite) {
            EXPECT_EQ(w.view.invites().back().open(), model.has_open_invite());
        }
        for (std::size_t i = 0; i < people; ++i)
            if (model.all.at(i).known) check(i);
    }
    void check(std::size_t i) const {
        const Model::Somebody& one = model.all.at(i);
        const DeviceId id = who[i].id();
        EXPECT_EQ(w.view.device(id)->active(), one.device);
        EXPECT_EQ(w.view.member_of(id)->active(), one.member);
        EXPECT_EQ(w.view.member_of(id)->role(), one.role);
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
    // In whatever order the records come, and come again as long as one was taken: the same view.
    void check_orders() const {
        const std::size_t since = first.value + 1;
        std::vector<std::size_t> order(w.records.size() - since);
        std::iota(order.begin(), order.end(), since);
        RosterView before;
        for (std::size_t i = 0; i < since; ++i) ASSERT_TRUE(before.replay(w.records[i]));
        do {
            RosterView view = before;
            for (bool took = true; took;) {
                took = false;
                for (const std::size_t at : order)
                    if (view.replay(w.records[at])) took = true;
            }
            EXPECT_EQ(view.head(), w.view.head());
            EXPECT_EQ(view.owners(), w.view.owners());
        } while (std::next_permutation(order.begin(), order.end()));
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
            if (!world.model.can_be_made(step)) continue;
            ++tried;
            const Bytes record = world.record(step);
            World next = world;
            const auto appended = next.w.view.append(record);
            ASSERT_EQ(appended.has_value(), world.model.allows(step))
                << world.key() << ": " << step.actor << " does " << static_cast<int>(step.op)
                << " to " << step.target << " " << name_of(step.role);
            if (!appended) continue;
            next.w.records.push_back(record);
            next.model.take(step);
            if (step.op == Op::invite) next.secret = next.next_secret;
            next.check_state();
            if (depth + 1 == steps_max || !seen.insert(next.key()).second) continue;
            next.check_orders();
            next.learn();
            open.emplace_back(std::move(next), depth + 1);
        }
    }
    EXPECT_GT(seen.size(), 1'000U);
    RecordProperty("states", static_cast<int>(seen.size()));
    RecordProperty("records", static_cast<int>(tried));
}

}  // namespace
}  // namespace cairn::test
