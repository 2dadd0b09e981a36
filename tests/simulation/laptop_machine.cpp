#include "tests/simulation/laptop_machine.h"

#include "client/engine/item_commands.h"
#include "client/engine/server_contact.h"
#include "shared/sqlite/error.h"
#include "shared/sqlite/statement.h"

namespace cairn::simulation {
namespace {

using testing_support::SimulatedDisk;

constexpr const char* path = "/plan.cairn";
constexpr std::int64_t restart_ms = 3'000;

std::set<ChangeId> changes_of(engine::Workspace& workspace) {
    std::set<ChangeId> changes;
    for (const replica::ChangeView& change : workspace.read().changes_since({}, SIZE_MAX))
        changes.insert(change.id);
    return changes;
}

std::set<EnvelopeHash> envelopes_of(engine::Workspace& workspace) {
    std::set<EnvelopeHash> envelopes;
    sqlite::Statement all(workspace.replica().database(), "SELECT hash FROM envelope");
    for (sqlite::Rows rows = all.query(); rows.next();) envelopes.insert(rows.id<EnvelopeHash>(0));
    return envelopes;
}

}  // namespace

LaptopMachine::LaptopMachine(Setting& setting, ServerMachine& server, std::string name)
    : setting_(&setting),
      server_(&server),
      name_(std::move(name)),
      random_(setting.random.below(UINT64_MAX)),
      device_(DeviceSecrets::make(random_)),
      disk_(std::make_unique<SimulatedDisk>(name_)) {}

LaptopMachine::LaptopMachine(const LaptopMachine& original, std::string name, Hearing hearing)
    : setting_(original.setting_),
      server_(original.server_),
      name_(std::move(name)),
      random_(setting_->random.below(UINT64_MAX)),
      device_(original.device_),
      clock_off_ms_(original.clock_off_ms_),
      disk_(std::make_unique<SimulatedDisk>(name_)),
      has_file_(original.has_file_),
      own_(original.own_),
      invite_(original.invite_),
      deaf_(hearing == Hearing::deaf),
      reachable_(hearing == Hearing::whole) {
    disk_->copy_from(*original.disk_);
}

LaptopMachine::~LaptopMachine() = default;

// --- how it comes to have a workspace ---

void LaptopMachine::found_workspace() {
    auto made = engine::Workspace::make(
        {path, disk_->vfs()}, DeviceSecrets(device_), name_, random_, wall());
    demand(made.has_value(), "{}", made ? "" : made.error().sentence);
    workspace_.emplace(std::move(*made));
    ++life_;
    has_file_ = true;
    engine::save_server(*workspace_, server_->address());
    engine::save_ticket(*workspace_, server_->ticket());
    server_->serve(workspace_->id());
    connect();
}

void LaptopMachine::join(const InviteLine& line) {
    invite_ = line;
    setting_->trace.tell("{} has an invite", name_);
    connect();
}

void LaptopMachine::create_joined() {
    auto made = engine::Workspace::begin_joined(
        {path, disk_->vfs()}, DeviceSecrets(device_), joining_->stored(), name_, random_);
    if (!made) {
        setting_->trace.tell("{} cannot make its file: {}", name_, made.error().sentence);
        on_disk_failure("while joining");
        return;
    }
    workspace_.emplace(std::move(*made));
    has_file_ = true;
    engine::save_server(*workspace_, invite_->server);
    if (invite_->unattended) engine::save_invite(*workspace_, invite_->secret);
    setting_->trace.tell("{} joined", name_);
}

// --- its process ---

void LaptopMachine::open_file() {
    auto opened = engine::Workspace::open({path, disk_->vfs()}, DeviceSecrets(device_), random_);
    if (!opened) {
        demand(opened.error().fault == engine::EngineFault::disk,
               "I2: {} cannot open its file: {}",
               name_,
               opened.error().sentence);
        on_disk_failure("while opening");
        return;
    }
    workspace_.emplace(std::move(*opened));
}

void LaptopMachine::start() {
    if (up()) return;
    ++life_;
    // A file that was never finished holds nothing that was reported as saved.
    if (!has_file_) disk_->erase_all();
    const bool done = guarded([&] {
        if (has_file_) open_file();
        if (up()) check_promises();
    });
    if (!done || (has_file_ && !up())) return;
    setting_->trace.tell("{} up", name_);
    connect();
}

void LaptopMachine::check_promises() {
    for (const ChangeId& change : own_)
        demand(workspace_->read().find_change(change).has_value(),
               "I2: {} had saved change {} and lost it",
               name_,
               brief(change));
    const replica::Cursor cursor = workspace_->replica().cursor();
    const auto order = setting_->ledger.orders.find(cursor.incarnation);
    if (order == setting_->ledger.orders.end()) return;
    for (std::size_t i = 0; i < cursor.position.value && i < order->second.envelopes.size(); ++i)
        demand(workspace_->replica().holds(order->second.envelopes[i]),
               "I4: the cursor of {} is at {}, and it lacks the envelope at {}",
               name_,
               cursor.position.value,
               i + 1);
}

void LaptopMachine::process_gone() {
    ++life_;
    hang_up();
    workspace_.reset();
}

void LaptopMachine::start_later(std::int64_t delay_ms) {
    setting_->agenda.after(delay_ms, [this, life = life_] {
        if (life == life_) start();
    });
}

void LaptopMachine::exit() {
    setting_->trace.tell("{} exits", name_);
    process_gone();
    start_later(restart_ms);
}

void LaptopMachine::crash() {
    setting_->trace.tell("{} loses power", name_);
    disk_->lose_power(setting_->random);
    process_gone();
    start_later(restart_ms);
}

void LaptopMachine::crash_soon(std::uint64_t operations) {
    disk_->stop_at(disk_->operations() + operations);
}

void LaptopMachine::disk_fails(SimulatedDisk::Fault fault, bool for_ever) {
    disk_->fail(fault, setting_->below(30), for_ever);
}

void LaptopMachine::heal() {
    if (disk_->stopped()) crash();
    disk_->heal();
    disk_->stop_at(UINT64_MAX);
}

// A disk that failed is not trusted again before the file was closed.
void LaptopMachine::on_disk_failure(const char* what) {
    setting_->trace.tell("{}'s disk: {}", name_, what);
    if (disk_->stopped()) return crash();
    process_gone();
    start_later(restart_ms);
}

// --- copies ---

void LaptopMachine::snapshot() {
    snapshot_ = std::make_unique<SimulatedDisk>(name_ + "-copy");
    snapshot_->copy_from(*disk_);
    snapshot_changes_ = own_;
    setting_->trace.tell("{} is copied away", name_);
}

void LaptopMachine::restore() {
    setting_->trace.tell("{} is restored from its copy", name_);
    disk_->lose_power(setting_->random);
    disk_->copy_from(*snapshot_);
    own_ = snapshot_changes_;
    process_gone();
    start_later(restart_ms);
}

// --- what the world looks at ---

std::set<ChangeId> LaptopMachine::held_changes() {
    if (up()) return changes_of(*workspace_);
    if (!has_file_) return {};
    auto opened = engine::Workspace::open({path, disk_->vfs()}, DeviceSecrets(device_), random_);
    return opened ? changes_of(*opened) : std::set<ChangeId>();
}

std::set<EnvelopeHash> LaptopMachine::held_envelopes() {
    if (up()) return envelopes_of(*workspace_);
    if (!has_file_) return {};
    auto opened = engine::Workspace::open({path, disk_->vfs()}, DeviceSecrets(device_), random_);
    return opened ? envelopes_of(*opened) : std::set<EnvelopeHash>();
}

std::map<EnvelopeHash, std::set<ChangeId>> LaptopMachine::carriers() {
    std::map<EnvelopeHash, std::set<ChangeId>> carried;
    if (!up()) return carried;
    sqlite::Statement carrier(workspace_->replica().database(),
                              "SELECT hash FROM envelope WHERE id ="
                              " (SELECT envelope FROM change WHERE id = ?)");
    for (const replica::ChangeView& change : workspace_->read().changes_since({}, SIZE_MAX)) {
        sqlite::Rows rows = carrier.query(static_cast<std::int64_t>(change.row.value));
        if (rows.next()) carried[rows.id<EnvelopeHash>(0)].insert(change.id);
    }
    return carried;
}

RosterLength LaptopMachine::roster_length() {
    return up() ? workspace_->roster().length() : RosterLength{};
}

Role LaptopMachine::role() {
    const MemberEntry* member = up() ? workspace_->roster().member_of(device_.id()) : nullptr;
    return member == nullptr || is_gone() ? Role::reader : member->role();
}

bool LaptopMachine::is_gone() { return up() && workspace_->is_removed(); }

bool LaptopMachine::belongs() { return has_file_ && !is_gone(); }

KeyRing LaptopMachine::keys_under(const RosterView& roster) const {
    KeyRing ring;
    ring.learn(roster, device_);
    if (invite_) ring.learn(roster, derive_invite_keys(invite_->secret, invite_->workspace));
    return ring;
}

}  // namespace cairn::simulation
