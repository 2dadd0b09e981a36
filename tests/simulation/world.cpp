#include "tests/simulation/world.h"

#include <algorithm>

namespace cairn::simulation {
namespace {

constexpr std::int64_t calm_ms_max = 60'000;  // I10
constexpr std::int64_t hour_ms = 3'600'000;

}  // namespace

World::World(std::uint64_t seed, Plant plant, std::FILE* out)
    : setting_(seed, plant, out), server_(setting_), began_(setting_.now()) {
    laptops_.push_back(std::make_unique<LaptopMachine>(setting_, server_, "laptop-0"));
    people_.push_back(std::make_unique<Person>(setting_, *laptops_.front()));
    laptops_.front()->found_workspace();
}

LaptopMachine& World::any_laptop() { return *laptops_[setting_.below(laptops_.size())]; }

void World::add_laptop(const InviteLine& line) {
    laptops_.push_back(std::make_unique<LaptopMachine>(
        setting_, server_, fmt::format("laptop-{}", laptops_.size())));
    people_.push_back(std::make_unique<Person>(setting_, *laptops_.back()));
    laptops_.back()->join(line);
}

// An invite that is in the roster by now goes to somebody who waits for one.
void World::give_invites() {
    for (std::size_t i = 0; i < laptops_.size(); ++i) {
        LaptopMachine& laptop = *laptops_[i];
        if (!laptop.up()) continue;
        for (WantedInvite& invite : laptop.invites()) {
            engine::Workspace& workspace = laptop.workspace();
            const InviteId id = derive_invite_keys(invite.secret, workspace.id()).id();
            const InviteEntry* entry = workspace.roster().invite(id);
            if (invite.given || entry == nullptr) continue;
            invite.given = true;
            if (!entry->open()) continue;  // nobody came for it in time
            const InviteLine line{server_.address(),
                                  workspace.id(),
                                  invite.secret,
                                  invite.terms.role_cap,
                                  invite.terms.expires,
                                  invite.terms.uses,
                                  invite.terms.unattended};
            add_laptop(line);
            return;
        }
    }
}

void World::invite_somebody(LaptopMachine& admin) {
    static constexpr Role roles[] = {
        Role::admin, Role::editor, Role::editor, Role::editor, Role::reader};
    constexpr std::uint16_t uses[] = {1, 1, 1, 2};
    WantedInvite wanted;
    admin.random().fill(wanted.secret.writable());
    wanted.terms.role_cap = roles[setting_.below(std::size(roles))];
    constexpr std::int64_t lives_hours[] = {1, 24, 7 * 24};
    wanted.terms.expires = {setting_.wall().ms + lives_hours[setting_.below(3)] * hour_ms};
    wanted.terms.uses = uses[setting_.below(std::size(uses))];
    wanted.terms.unattended = setting_.one_in(3);
    wanted.terms.for_own_device = setting_.one_in(5);
    admin.want_invite(wanted);
    if (wanted.terms.unattended) admin.want_epoch();
    setting_.trace.tell("{} wants to invite somebody", admin.name());
    admin.redial();
}

// Admins invite people and change the key now and then.
void World::administer() {
    give_invites();
    LaptopMachine& laptop = any_laptop();
    if (!laptop.up() || !at_least(laptop.role(), Role::admin)) return;
    constexpr std::size_t laptops_ever_max = 10;
    if (laptops_there() < setting_.weather.laptops_max && laptops_.size() < laptops_ever_max &&
        laptop.invites().size() < 6 && setting_.one_in(2)) {
        invite_somebody(laptop);
    } else if (setting_.one_in(6)) {
        laptop.want_epoch();
        laptop.redial();
    }
}

// Some are there from the beginning.
void World::gather() {
    while (laptops_.size() + 1 < setting_.weather.laptops_max && !setting_.one_in(4)) {
        invite_somebody(*laptops_.front());
        for (std::size_t before = laptops_.size(); laptops_.size() == before; give_invites())
            setting_.agenda.step({setting_.now().ms + 1'000});
    }
}

void World::people_act() {
    for (std::uint64_t i = 0, count = 1 + setting_.below(3); i < count; ++i)
        people_[setting_.below(people_.size())]->act();
}

void World::step() {
    const auto pause_ms =
        static_cast<std::int64_t>(1 + setting_.below(setting_.weather.pause_ms_max));
    const Instant until{setting_.now().ms + pause_ms};
    while (setting_.agenda.step(until)) {
    }
    people_act();
    if (setting_.one_in(4)) administer();
    if (setting_.weather.membership_one_in > 0 &&
        setting_.one_in(setting_.weather.membership_one_in))
        change_members();
    if (setting_.one_in(2)) smuggle();
    fault();
}

// Its invite ended before it had come to use it: it never joins.
bool World::came_too_late(const LaptopMachine& laptop) {
    const auto& line = laptop.invite();
    if (laptop.has_file() || !line) return false;
    const RosterView& roster = anchor()->workspace().roster();
    const InviteEntry* entry =
        roster.invite(derive_invite_keys(line->secret, line->workspace).id());
    const DeviceEntry* device = roster.device(laptop.device().id());
    return entry != nullptr && !entry->open() && (device == nullptr || !device->active());
}

std::size_t World::laptops_there() {
    return static_cast<std::size_t>(std::count_if(
        laptops_.begin(), laptops_.end(), [](const auto& laptop) { return !laptop->is_gone(); }));
}

LaptopMachine* World::anchor() {
    const auto found = std::find_if(laptops_.begin(), laptops_.end(), [](const auto& laptop) {
        return laptop->up() && laptop->role() == Role::owner;
    });
    return found == laptops_.end() ? nullptr : found->get();
}

bool World::all_settled() {
    if (anchor() == nullptr || !anchor()->settled()) return false;
    return std::all_of(laptops_.begin(), laptops_.end(), [&](const auto& laptop) {
        if (came_too_late(*laptop) || laptop->is_gone()) return true;
        if (!laptop->settled()) return false;
        engine::Workspace& workspace = laptop->workspace();
        engine::Workspace& first = anchor()->workspace();
        return workspace.keys().missing(workspace.roster()).empty() &&
               refused_work(*laptop, *anchor()).has_value() &&
               workspace.roster().length() == first.roster().length();
    });
}

// No more faults: all machines are up, all lines work. From here to rest in a minute (I10), and in
// some round trips more for every invite and request that somebody still wants: each is a record on
// top of the last, so that they go one by one, whoever they are of, and a loss of a right first
// exchanges what is to be pinned.
void World::calm_down() {
    setting_.calm = true;
    setting_.trace.tell("calm");
    const WallTime began = setting_.wall();
    server_.heal();
    server_.cut_all_lines();
    if (setting_.plant != Plant::records_withheld) server_.stop_withholding();
    server_.start();
    for (const auto& laptop : laptops_) {
        laptop->heal();
        laptop->set_reachable(true);
        laptop->start();
        laptop->redial();
    }
    std::size_t records = 0;
    for (const auto& laptop : laptops_) records += laptop->records_wanted();
    const Instant deadline{
        setting_.now().ms + calm_ms_max +
        static_cast<std::int64_t>(records * 10 * setting_.weather.latency_ms_max)};
    Instant next_look = setting_.now();
    while (setting_.now() < deadline) {
        if (setting_.now() >= next_look && all_settled())
            return check_invites(anchor()->workspace().roster(), began);
        if (setting_.now() >= next_look) next_look.ms += 500;
        setting_.agenda.step(std::min(deadline, next_look));
    }
    if (all_settled()) return check_invites(anchor()->workspace().roster(), began);
    std::string standing;
    for (const auto& laptop : laptops_) standing += "\n    " + laptop->standing();
    throw Broken("I10: not at rest a minute after the last fault:" + standing);
}

void World::check_all() {
    LaptopMachine& first = *anchor();
    check_alike(laptops_, deaf_, first, setting_.ledger);
    for (const auto& laptop : laptops_) {
        if (!laptop->has_file()) continue;
        // Who is gone may lack what the pins name, and shows less of their own work than others do.
        if (laptop->belongs()) check_tree(*laptop);
        check_file(*laptop);
    }
    check_nothing_lost(setting_.ledger, laptops_, first, server_);
    check_rights(laptops_, setting_.ledger);
    check_keys(laptops_, first.workspace().roster());
    check_keys(deaf_, first.workspace().roster());
    check_ciphertext(server_, first);
    count_records();
}

Outcome World::run() {
    gather();
    for (std::uint32_t i = 0; i < setting_.weather.steps; ++i) step();
    calm_down();
    check_all();
    engine::Workspace& workspace = anchor()->workspace();
    return {.events = setting_.trace.events(),
            .trace = setting_.trace.hash(),
            .simulated_ms = setting_.now().ms - began_.ms,
            .changes = setting_.ledger.changes.size(),
            .edits = setting_.ledger.edits,
            .faults = setting_.ledger.faults,
            .conflicts = workspace.read().counts().conflicts,
            .laptops = laptops_.size(),
            .done = setting_.ledger.done};
}

}  // namespace cairn::simulation
