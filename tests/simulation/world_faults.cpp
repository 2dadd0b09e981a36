// What goes wrong in a world.
#include <algorithm>
#include <iterator>

#include "shared/sqlite/error.h"
#include "tests/simulation/world.h"

namespace cairn::simulation {
namespace {

using Disk = testing_support::SimulatedDisk;

constexpr std::uint64_t minute_ms = 60'000;
constexpr std::uint64_t hour_ms = 60 * minute_ms;
constexpr std::uint64_t day_ms = 24 * hour_ms;
constexpr std::uint64_t operations_until_crash_max = 60;
// With those that died unseen fewer than HubLimits::sessions_per_device_max are connected.
constexpr std::size_t clones_max = 2;
constexpr std::int64_t ten_years_ms = 3'650LL * static_cast<std::int64_t>(day_ms);

}  // namespace

void World::fault() {
    struct Cause {
        Fault fault;
        void (World::*strike)();
    };
    static constexpr Cause causes[] = {
        {Fault::line_cut, &World::cut_line},
        {Fault::line_dead, &World::kill_line},
        {Fault::partition, &World::part_laptop},
        {Fault::laptop_exit, &World::exit_laptop},
        {Fault::laptop_crash, &World::crash_laptop},
        {Fault::laptop_full, &World::fill_laptop},
        {Fault::laptop_broken, &World::break_laptop},
        {Fault::laptop_cloned, &World::clone_laptop},
        {Fault::laptop_restored, &World::restore_laptop},
        {Fault::laptop_deaf, &World::deafen_laptop},
        {Fault::server_crash, &World::crash_server},
        {Fault::server_full, &World::fill_server},
        {Fault::server_broken, &World::break_server},
        {Fault::server_restored, &World::restore_server},
        {Fault::server_emptied, &World::empty_server},
        {Fault::server_withholds, &World::withhold_records},
        {Fault::bundle, &World::bundle},
        {Fault::clock_wrong, &World::set_clock_wrong},
        {Fault::absence, &World::be_absent},
    };
    static_assert(std::size(causes) == faults);
    for (const Cause& cause : causes) {
        if (!setting_.weather.strikes(cause.fault, setting_.random)) continue;
        ++setting_.ledger.faults;
        setting_.trace.tell("fault: {}", name_of(cause.fault));
        (this->*cause.strike)();
    }
}

std::int64_t World::a_while_ms() {
    constexpr std::uint64_t whiles[] = {500, 20'000, 5 * minute_ms};
    return static_cast<std::int64_t>(1 + setting_.below(whiles[setting_.below(3)]));
}

// --- the network ---

void World::cut_line() { server_.one_line_ends(true); }

void World::kill_line() { server_.one_line_ends(false); }

void World::part_laptop() {
    LaptopMachine& laptop = any_laptop();
    laptop.set_reachable(false);
    setting_.agenda.after(a_while_ms(), [&laptop] {
        laptop.set_reachable(true);
        laptop.network_back();
    });
}

// --- laptops ---

void World::exit_laptop() { any_laptop().exit(); }

void World::crash_laptop() {
    LaptopMachine& laptop = any_laptop();
    if (setting_.one_in(3)) return laptop.crash();
    laptop.crash_soon(setting_.below(operations_until_crash_max));
}

void World::fill_laptop() {
    LaptopMachine& laptop = any_laptop();
    laptop.disk_fails(Disk::Fault::full, true);
    setting_.agenda.after(a_while_ms(), [&laptop] { laptop.heal(); });
}

void World::break_laptop() { any_laptop().disk_fails(Disk::Fault::broken, false); }

void World::set_clock_wrong() {
    const auto off = static_cast<std::int64_t>(setting_.below(2 * ten_years_ms)) - ten_years_ms;
    any_laptop().set_clock_off(setting_.one_in(3) ? 0 : off);
}

void World::clone_laptop() {
    LaptopMachine& laptop = any_laptop();
    if (++clones_ > clones_max || !laptop.has_file()) return;
    laptops_.push_back(std::make_unique<LaptopMachine>(
        laptop, fmt::format("laptop-{}", laptops_.size()), LaptopMachine::Hearing::whole));
    people_.push_back(std::make_unique<Person>(setting_, *laptops_.back()));
    laptops_.back()->start();
}

// The first time somebody copies a laptop away; later, once, the copy takes its place.
void World::restore_laptop() {
    for (const auto& laptop : laptops_) {
        if (!laptop->has_snapshot()) continue;
        const bool is_admin = at_least(laptop->role(), Role::admin);
        if (laptop_restored_ || !laptop->up() || (is_admin && !server_.settled())) return;
        laptop_restored_ = true;
        mark_lost(server_.held(), laptop.get());
        laptop->restore();
        return;
    }
    LaptopMachine& laptop = any_laptop();
    if (laptop.has_file()) laptop.snapshot();
}

void World::bundle() {
    LaptopMachine& from = any_laptop();
    carry(from, any_laptop(), Stick::worn);
}

void World::carry(LaptopMachine& from, LaptopMachine& to, Stick stick) {
    if (!from.up() || !to.up()) return;
    if (!from.guarded([&] { from.workspace().seal_pending(); })) return;
    std::vector<replica::Arrival> arrivals;
    for (Envelope& envelope : from.workspace().replica().lacking(Frontier(), SIZE_MAX)) {
        if (stick == Stick::worn && setting_.one_in(3)) continue;
        if (setting_.one_in(10)) arrivals.push_back({envelope, std::nullopt});
        if (setting_.one_in(10)) {
            Bytes damaged = envelope.bytes();
            damaged[setting_.below(damaged.size())] ^=
                static_cast<std::uint8_t>(1U << setting_.below(8));
            auto parsed = Envelope::parse(std::move(damaged));
            if (parsed) arrivals.push_back({std::move(*parsed), std::nullopt});
        }
        arrivals.push_back({std::move(envelope), std::nullopt});
    }
    for (std::size_t i = arrivals.size(); i > 1; --i)
        std::swap(arrivals[i - 1], arrivals[setting_.below(i)]);
    setting_.trace.tell(
        "{} envelopes travel from {} to {}", arrivals.size(), from.name(), to.name());
    to.guarded([&] { to.workspace().receive(arrivals, std::nullopt); });
    to.committed();
}

// --- the server ---

void World::crash_server() {
    if (setting_.one_in(3)) return server_.crash();
    server_.crash_soon(setting_.below(operations_until_crash_max));
}

void World::fill_server() {
    server_.disk_fails(Disk::Fault::full, true);
    setting_.agenda.after(a_while_ms(), [this] { server_.heal(); });
}

void World::break_server() { server_.disk_fails(Disk::Fault::broken, false); }

// Else another record could come to stand where a lost one stood: what happens then is for an owner
// to resolve (DESIGN 5), not for machines.
bool World::administrators_know_all() {
    RosterLength longest = server_.roster_length();
    for (const auto& laptop : laptops_) {
        if (laptop->has_file() && !laptop->up()) return false;
        longest = std::max(longest, laptop->roster_length());
    }
    return std::all_of(laptops_.begin(), laptops_.end(), [&](const auto& laptop) {
        return !at_least(laptop->role(), Role::admin) || laptop->roster_length() == longest;
    });
}

void World::restore_server() {
    if (!server_.has_backup() || setting_.one_in(3)) {
        if (server_.up()) server_.back_up();
        return;
    }
    if (!administrators_know_all()) return;
    server_.restore();
    mark_lost(server_.held(), nullptr);
}

void World::withhold_records() {
    server_.withhold_records();
    setting_.agenda.after(a_while_ms(), [this] {
        if (setting_.plant != Plant::records_withheld) server_.stop_withholding();
    });
}

void World::empty_server() {
    if (!administrators_know_all()) return;
    mark_lost({}, nullptr);
    server_.empty();
}

// What nobody holds any more may be lost; all else must come through.
void World::mark_lost(const std::vector<EnvelopeHash>& on_server, const LaptopMachine* victim) {
    std::set<ChangeId> kept;
    std::map<EnvelopeHash, std::set<ChangeId>> carriers;
    std::set<EnvelopeHash> known;
    std::set<EnvelopeHash> held(on_server.begin(), on_server.end());
    for (const auto& [incarnation, order] : setting_.ledger.orders)
        known.insert(order.envelopes.begin(), order.envelopes.end());
    for (const auto& laptop : laptops_) {
        carriers.merge(laptop->carriers());
        if (laptop.get() != victim && !laptop->is_gone()) kept.merge(laptop->held_changes());
        (laptop.get() == victim ? known : held).merge(laptop->held_envelopes());
    }
    std::set_difference(
        known.begin(),
        known.end(),
        held.begin(),
        held.end(),
        std::inserter(setting_.ledger.lost_envelopes, setting_.ledger.lost_envelopes.end()));
    for (const EnvelopeHash& hash : on_server) {
        const auto carried = carriers.find(hash);
        if (carried != carriers.end()) kept.insert(carried->second.begin(), carried->second.end());
    }
    for (auto& [id, typed] : setting_.ledger.changes)
        if (!kept.contains(id)) typed.may_be_lost = true;
}

// --- time ---

// Everybody is away; one of them comes back much later than the others.
void World::be_absent() {
    constexpr std::uint64_t absences[] = {2 * hour_ms, 3 * day_ms, 120 * day_ms};
    const std::uint64_t away_ms = 1 + setting_.below(absences[setting_.below(3)]);
    LaptopMachine& slow = any_laptop();
    slow.set_reachable(false);
    setting_.agenda.after(static_cast<std::int64_t>(away_ms), [&slow] {
        slow.set_reachable(true);
        slow.network_back();
    });
    setting_.agenda.skip(static_cast<std::int64_t>(setting_.below(away_ms)));
}

}  // namespace cairn::simulation
