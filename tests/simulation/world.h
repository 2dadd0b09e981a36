#pragma once
// One seed's world: a server, some laptops and people, its weather, and what must come of it.
#include <cstdio>
#include <memory>
#include <vector>

#include "client/engine/membership.h"
#include "tests/simulation/oracles.h"
#include "tests/simulation/person.h"

namespace cairn::simulation {

struct Outcome {
    std::uint64_t events = 0;
    Hash32 trace;
    std::int64_t simulated_ms = 0;
    std::size_t changes = 0;
    std::size_t edits = 0;
    std::size_t faults = 0;
    std::size_t conflicts = 0;
    std::size_t laptops = 0;
    std::map<std::string, std::size_t> done;  // how often, by what people did
};

class World {
public:
    // `out` gets the trace, unless null.
    World(std::uint64_t seed, Plant plant, std::FILE* out);
    // Throws Broken.
    Outcome run();

private:
    void gather();
    void step();
    void fault();
    void calm_down();
    void check_all();
    void count_records();
    void people_act();
    void administer();
    void change_members();
    void ask(LaptopMachine& laptop, const engine::MembershipRequest& request);
    void plant_wrong_pins(LaptopMachine& laptop);
    void invite_somebody(LaptopMachine& admin);
    void add_laptop(const InviteLine& line);
    void give_invites();
    LaptopMachine& any_laptop();
    [[nodiscard]] std::size_t laptops_there();
    // One of an owner, up and as far as it knows still of the workspace; null: there is none now.
    LaptopMachine* anchor();
    [[nodiscard]] bool all_settled();
    [[nodiscard]] bool came_too_late(const LaptopMachine& laptop);

    void cut_line();
    void kill_line();
    void part_laptop();
    void exit_laptop();
    void crash_laptop();
    void fill_laptop();
    void break_laptop();
    void clone_laptop();
    void restore_laptop();
    void deafen_laptop();
    void add_deaf(LaptopMachine& laptop);
    void smuggle();
    enum class Stick : std::uint8_t { whole, worn };
    void carry(LaptopMachine& from, LaptopMachine& to, Stick stick);
    void set_clock_wrong();
    void bundle();
    void crash_server();
    void fill_server();
    void break_server();
    void restore_server();
    void empty_server();
    void withhold_records();
    void be_absent();
    [[nodiscard]] std::int64_t a_while_ms();
    void mark_lost(const std::vector<EnvelopeHash>& on_server, const LaptopMachine* victim);
    [[nodiscard]] bool administrators_know_all();

    Setting setting_;
    ServerMachine server_;
    Laptops laptops_;
    Laptops deaf_;
    std::vector<std::unique_ptr<Person>> people_;
    std::size_t clones_ = 0;
    bool laptop_restored_ = false;  // once in a world: two could lose what nobody else has
    Instant began_;
};

}  // namespace cairn::simulation
