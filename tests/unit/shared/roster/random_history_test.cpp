// Random histories of valid records: whoever replays them sees the same.
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/shared/roster/losses.h"

namespace cairn::test {
namespace {

// Everything a view tells, as text.
std::string dump(const RosterView& view) {
    std::ostringstream out;
    const auto hex = [](const auto& id) { return to_hex(id.view()); };
    out << hex(view.workspace()) << ' ' << view.length().value << ' ' << hex(view.head()) << '\n';
    for (const MemberEntry& m : view.members()) {
        out << "member " << hex(m.id) << ' ' << name_of(m.role()) << ' ' << m.added_at.value << ' '
            << (m.invited_by ? hex(*m.invited_by) : "") << ' '
            << (m.name ? hex(m.name->epoch) + to_hex(m.name->sealed) : "");
        for (const DeviceId& id : m.devices) out << ' ' << hex(id);
        for (const RoleSince& since : m.roles)
            out << ' ' << since.from.value << name_of(since.role);
        out << ' ' << m.active() << '\n';
    }
    for (const DeviceEntry& d : view.devices()) {
        out << "device " << hex(d.id) << ' ' << hex(d.member) << ' ' << hex(d.channel) << ' '
            << hex(d.box) << ' ' << d.added_at.value << ' ' << hex(d.added_by) << ' '
            << (d.added_through ? hex(*d.added_through) : "") << ' ' << d.active();
        for (const RightCut& cut : d.cuts) {
            out << " cut " << cut.at.value << ' ' << static_cast<int>(cut.left);
            for (const Tip& tip : cut.pins) out << ' ' << tip.number.value << hex(tip.hash);
        }
        out << '\n';
    }
    for (const InviteEntry& i : view.invites())
        out << "invite " << hex(i.id) << ' ' << hex(i.box) << ' ' << name_of(i.role_cap) << ' '
            << i.uses << ' ' << i.used << ' ' << i.unattended << ' '
            << (i.bound_to ? hex(*i.bound_to) : "") << ' ' << i.open() << '\n';
    for (const EpochEntry& e : view.epochs()) {
        out << "epoch " << hex(e.id) << ' ' << hex(e.commitment) << ' ' << e.index.value;
        for (const SealedFor& s : *e.sealed) out << ' ' << hex(s.recipient) << hex(s.sealed);
        for (const KeyShareEntry& s : e.shares) out << ' ' << hex(s.by) << hex(s.share.sealed);
        out << '\n';
    }
    return out.str();
}

class History {
public:
    explicit History(std::uint64_t seed) : w(seed), people_{w.founder} {}

    // One random act; what the rules forbid is left out, what they allow must succeed.
    void step() {
        Person& actor = people_[w.random.below(people_.size())];
        if (!w.view.device(actor.id())->active()) return;
        actor.keys.learn(w.view, actor.device);
        const bool manages = at_least(w.view.member_of(actor.id())->role(), Role::admin);
        switch (w.random.below(11)) {
            case 0:
                if (manages && holds_key(actor)) w.start_epoch(actor);
                break;
            case 1:
                open(actor, manages);
                break;
            case 2:
            case 3:
                use();
                break;
            case 4:
                if (manages) close(actor);
                break;
            case 5:
                if (w.view.member_of(actor.id())->devices.size() < 16)
                    people_.push_back(w.add_device(actor));
                break;
            case 6:
                if (holds_key(actor))
                    w.take(make_member_named(w.by(actor), actor.keys, "someone", w.random));
                break;
            case 7:
                if (holds_key(actor)) shut_out(actor);
                break;
            case 8:
                change_role(actor);
                break;
            case 9:
                if (manages) raise(actor);
                break;
            default:
                if (holds_key(actor)) share(actor);
        }
    }

    SmallWorkspace w;

private:
    bool holds_key(const Person& person) const {
        return person.keys.key(w.view.current_epoch()->id) != nullptr;
    }
    void open(const Person& actor, bool manages) {
        const bool own = !manages || w.random.below(4) == 0;
        const auto cap = static_cast<Role>(2 + w.random.below(4));
        secrets_.push_back(w.open_invite({.role_cap = cap,
                                          .expires = {},
                                          .uses = static_cast<std::uint16_t>(1 + w.random.below(3)),
                                          .unattended = w.random.below(2) == 0,
                                          .for_own_device = own},
                                         actor));
    }
    void use() {
        if (secrets_.empty()) return;
        const auto& secret = secrets_[w.random.below(secrets_.size())];
        const InviteEntry& invite = *w.view.invite(w.invite_id(secret));
        const MemberEntry* bound = invite.bound_to ? w.view.member(*invite.bound_to) : nullptr;
        if (!invite.open() || (bound != nullptr && bound->devices.size() >= 16)) return;
        people_.push_back(w.use_invite(secret));
    }
    void close(const Person& actor) {
        for (const InviteEntry& invite : w.view.invites())
            if (invite.open()) {
                w.take(make_invite_closed(w.by(actor), {InviteId(invite.id)}));
                return;
            }
    }
    // The founder stays: somebody must be there to hand over keys.
    [[nodiscard]] const Person& another() { return people_[w.random.below(people_.size())]; }
    [[nodiscard]] std::vector<DeviceTips> some_tips() {
        std::vector<DeviceTips> tips;
        for (const Person& person : people_)
            tips.push_back({person.id(), {some_tip(w, 1 + w.random.below(9))}});
        return tips;
    }
    void shut_out(const Person& actor) {
        const Person& whom = another();
        const MemberEntry& member = *w.view.member_of(whom.id());
        const MemberEntry& own = *w.view.member_of(actor.id());
        const bool is_founder = member.id == w.view.member_of(w.founder.id())->id;
        if (!w.view.device(whom.id())->active() || whom.id() == actor.id() || is_founder) return;
        const auto tips = some_tips();
        const HeldTips held{.tips = tips};
        const bool outranks = may_shut_out(own.role(), member.role());
        if (own.id != member.id && outranks && w.random.below(2) == 0)
            w.take(make_member_removed(w.by(actor), actor.keys, member.id, held, w.random));
        else if (own.id == member.id || outranks)
            w.take(make_device_revoked(w.by(actor), actor.keys, whom.id(), {}, held, w.random));
    }
    void change_role(const Person& actor) {
        const Person& whom = another();
        const MemberEntry& member = *w.view.member_of(whom.id());
        const MemberEntry& own = *w.view.member_of(actor.id());
        const auto role = static_cast<Role>(1 + w.random.below(5));
        const bool is_founder = member.id == w.view.member_of(w.founder.id())->id;
        if (!member.active() || member.role() == role || is_founder) return;
        if (!may_change_role(own.role(), own.id == member.id, member.role(), role)) return;
        const auto tips = some_tips();
        w.take(make_role_changed(w.by(actor), member.id, role, {.tips = tips}));
    }
    void raise(const Person& actor) {
        const DeviceEntry& of = *w.view.device(another().id());
        if (of.cuts.empty()) return;
        const RecordIndex loss = of.cuts[w.random.below(of.cuts.size())].at;
        w.take(make_pins_raised(w.by(actor), loss, {{of.id, {some_tip(w, 9)}}}));
    }
    void share(const Person& actor) {
        const auto lacking = w.view.devices_without_current_key();
        if (lacking.empty()) return;
        const auto to = lacking[w.random.below(lacking.size())];
        const EpochId epoch = w.view.current_epoch()->id;
        w.take(make_key_share(w.by(actor), actor.keys, epoch, {to}, w.random));
    }

    std::vector<Person> people_;
    std::vector<InviteSecret> secrets_;
};

class RandomHistory : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomHistory, ReplaysToTheSameViewWithHostileRecordsInBetween) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    History history(GetParam());
    for (int step = 0; step < 240; ++step) history.step();
    ASSERT_GT(history.w.records.size(), 40U);

    RosterView replay;
    SeededRandom random(GetParam() + 1'000'000);
    for (const Bytes& record : history.w.records) {
        Bytes changed = record;
        changed[random.below(changed.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        ASSERT_FALSE(replay.append(changed).has_value());
        ASSERT_TRUE(replay.append(record).has_value());
    }

    EXPECT_EQ(dump(replay), dump(history.w.view));
    KeyRing from_replay;
    from_replay.learn(replay, history.w.founder.device);
    EXPECT_TRUE(from_replay.missing(replay).empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomHistory, testing::Range<std::uint64_t>(1, 25));

}  // namespace
}  // namespace cairn::test
