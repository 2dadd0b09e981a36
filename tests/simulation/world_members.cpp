// Rights that are given and taken in a world.
#include <algorithm>

#include "tests/simulation/world.h"

namespace cairn::simulation {
namespace {

using engine::MembershipRequest;
using Kind = MembershipRequest::Kind;

Role any_role(Setting& setting) {
    static constexpr Role roles[] = {
        Role::owner, Role::admin, Role::editor, Role::editor, Role::commenter, Role::reader};
    return roles[setting.below(std::size(roles))];
}

// Of somebody whose work may have been cut, if there is one; else of anybody.
const DeviceEntry& any_device(Setting& setting, const RosterView& roster, bool cut) {
    std::vector<const DeviceEntry*> all;
    for (const DeviceEntry& device : roster.devices())
        if (!cut || !device.cuts.empty()) all.push_back(&device);
    if (all.empty()) return any_device(setting, roster, false);
    return *all[setting.below(all.size())];
}

// Whatever somebody may think of; the rules judge it.
MembershipRequest any_request(Setting& setting, const RosterView& roster) {
    static constexpr Kind kinds[] = {Kind::change_role,
                                     Kind::change_role,
                                     Kind::change_role,
                                     Kind::remove_member,
                                     Kind::remove_member,
                                     Kind::revoke_device,
                                     Kind::rotate_key,
                                     Kind::take_back_cut};
    MembershipRequest request;
    request.kind = kinds[setting.below(std::size(kinds))];
    const bool some_cut = std::any_of(roster.devices().begin(),
                                      roster.devices().end(),
                                      [](const DeviceEntry& one) { return !one.cuts.empty(); });
    if (some_cut && setting.one_in(4)) request.kind = Kind::take_back_cut;
    const DeviceEntry& device = any_device(setting, roster, request.kind == Kind::take_back_cut);
    request.member = device.member;
    request.device = device.id;
    request.role = any_role(setting);
    request.cuts_more = setting.one_in(8);
    return request;
}

bool is_hit(const MembershipRequest& request, const RosterView& roster, const DeviceId& device) {
    const DeviceEntry* entry = roster.device(device);
    if (entry == nullptr) return false;
    if (request.kind == Kind::revoke_device) return device == request.device;
    return request.kind == Kind::remove_member && entry->member == request.member;
}

}  // namespace

void World::change_members() {
    const bool by_admin = !setting_.one_in(8);
    LaptopMachine& laptop = by_admin && anchor() != nullptr ? *anchor() : any_laptop();
    if (!laptop.up() || laptop.is_gone()) return;
    ask(laptop, any_request(setting_, laptop.workspace().roster()));
    plant_wrong_pins(laptop);
}

void World::ask(LaptopMachine& laptop, const MembershipRequest& request) {
    engine::Workspace& workspace = laptop.workspace();
    bool asked = false;
    laptop.guarded([&] {
        const auto number = engine::ask_for(workspace, request, laptop.wall());
        asked = number.has_value();
        setting_.trace.tell("{} asks to {}: {}",
                            laptop.name(),
                            engine::words_of(workspace, request),
                            asked ? "queued" : number.error().sentence);
    });
    if (!asked) return;
    const bool of_device = request.kind == Kind::revoke_device;
    const MemberId whom =
        of_device ? workspace.roster().device(request.device)->member : request.member;
    if (request.cuts_more) setting_.ledger.cut_asked.insert(whom);
    if (request.kind == Kind::take_back_cut) setting_.ledger.kept_asked.insert(whom);
    // Some of those who are to go do not care.
    for (std::size_t i = 0; i < laptops_.size(); ++i)
        if (is_hit(request, workspace.roster(), laptops_[i]->device().id()) && setting_.one_in(2))
            add_deaf(*laptops_[i]);
    laptop.redial();
}

// The planted bugs: nobody asked for it.
void World::plant_wrong_pins(LaptopMachine& laptop) {
    if (!laptop.up() || !at_least(laptop.role(), Role::admin)) return;
    const RosterView& roster = laptop.workspace().roster();
    const DeviceEntry& device = roster.devices()[setting_.below(roster.devices().size())];
    if (setting_.plant == Plant::pins_too_low) {
        laptop.want(
            [member = device.member](engine::Workspace& w,
                                     WallTime now) -> Result<std::optional<Bytes>, RosterError> {
                const HeldTips nothing{.tips = {}, .cuts_more = true};
                auto record = make_member_removed(
                    Author{w.roster(), *w.device(), now}, w.keys(), member, nothing, w.random());
                if (!record) return refuse(record.error());
                return std::move(*record);
            });
    } else if (setting_.plant == Plant::pins_too_high) {
        for (const MemberEntry& member : roster.members()) {
            MembershipRequest request;
            request.kind = Kind::take_back_cut;
            request.member = member.id;
            laptop.guarded([&] {
                static_cast<void>(
                    engine::ask_for(laptop.workspace(), request, laptop.wall()).has_value());
            });
            if (!laptop.up()) return;
        }
    }
    laptop.redial();
}

void World::add_deaf(LaptopMachine& laptop) {
    constexpr std::size_t deaf_max = 3;
    if (!laptop.has_file() || deaf_.size() >= deaf_max) return;
    setting_.trace.tell("a copy of {} hears nothing any more", laptop.name());
    deaf_.push_back(std::make_unique<LaptopMachine>(
        laptop, fmt::format("deaf-{}", deaf_.size()), LaptopMachine::Hearing::deaf));
    people_.push_back(std::make_unique<Person>(setting_, *deaf_.back()));
    deaf_.back()->start();
}

// They write on, and somebody carries it to those who stay.
void World::smuggle() {
    if (deaf_.empty()) return;
    const std::size_t at = setting_.below(deaf_.size());
    for (const auto& person : people_)
        for (int i = 0; i < 3 && person->is_at(*deaf_[at]); ++i) person->act();
    carry(*deaf_[at], any_laptop(), Stick::whole);
}

void World::deafen_laptop() { add_deaf(any_laptop()); }

void World::count_records() {
    static constexpr RecordKind told[] = {RecordKind::role_changed,
                                          RecordKind::member_removed,
                                          RecordKind::device_revoked,
                                          RecordKind::pins_raised};
    const auto& kinds = setting_.ledger.roster.kinds();
    for (const RecordKind kind : told)
        if (const auto found = kinds.find(kind); found != kinds.end())
            setting_.ledger.done[std::string(name_of(kind))] += found->second;
}

}  // namespace cairn::simulation
