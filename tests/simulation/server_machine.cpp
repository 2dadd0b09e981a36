#include "tests/simulation/server_machine.h"

#include "server/store/sqlite_store.h"
#include "shared/roster/server_statement.h"
#include "shared/sqlite/error.h"

namespace cairn::simulation {
namespace {

using server::HubInput;
using testing_support::SimulatedDisk;

constexpr const char* path = "/server.db";
constexpr std::int64_t restart_ms = 2'000;

}  // namespace

ServerMachine::ServerMachine(Setting& setting)
    : setting_(&setting),
      random_(setting.random.below(UINT64_MAX)),
      secrets_(ServerSecrets::make(random_)),
      disk_(std::make_unique<SimulatedDisk>("server")),
      backup_disk_(std::make_unique<SimulatedDisk>("server-backup")) {
    address_ = {secrets_.id(), secrets_.channel_key(), "cairn.example", 7447};
    random_.fill(ticket_.writable());
    if (setting.weather.server_in_memory) memory_.emplace(random_.make<Incarnation>());
    start();
    add_ticket(*process_->store);
}

ServerMachine::~ServerMachine() = default;

void ServerMachine::add_ticket(server::LogStore& store) {
    store.commit({server::AddTicket{.secret = ticket_, .label = "the team", .made = {}}});
}

void ServerMachine::open_store(Process& process) {
    server::LogStore* below = nullptr;
    if (memory_) {
        below = &*memory_;
    } else {
        sqlite::OpenOptions options;
        options.vfs = disk_->vfs();
        process.on_disk = std::make_unique<server::SqliteStore>(path, random_, options);
        below = process.on_disk.get();
    }
    incarnation_ = below->incarnation();
    process.store = std::make_unique<WatchedStore>(*setting_, *below);
    process.store->check_promises(workspace_);
    process.hub = std::make_unique<server::Hub>(*process.store, secrets_, limits_);
}

void ServerMachine::start() {
    if (up()) return;
    ++life_;
    auto process = std::make_unique<Process>();
    try {
        open_store(*process);
    } catch (const sqlite::SqliteError& error) {
        process.reset();
        on_disk_failure(error.what());
        return;
    }
    process_ = std::move(process);
    setting_->trace.tell("server up, {} envelopes", held().size());
}

void ServerMachine::stop() {
    ++life_;
    if (!process_) return;
    for (auto& [number, connection] : process_->connections) connection->line->cut();
    process_.reset();
}

void ServerMachine::restart_later(std::int64_t delay_ms) {
    setting_->agenda.after(delay_ms, [this, life = life_] {
        if (life == life_) start();
    });
}

void ServerMachine::crash() {
    setting_->trace.tell("server loses power");
    if (!memory_) disk_->lose_power(setting_->random);
    stop();
    restart_later(restart_ms);
}

void ServerMachine::crash_soon(std::uint64_t operations) {
    if (!memory_) disk_->stop_at(disk_->operations() + operations);
}

void ServerMachine::disk_fails(SimulatedDisk::Fault fault, bool for_ever) {
    disk_->fail(fault, setting_->below(20), for_ever);
}

void ServerMachine::heal() {
    if (disk_->stopped()) crash();
    disk_->heal();
    disk_->stop_at(UINT64_MAX);
}

void ServerMachine::on_disk_failure(const char* what) {
    setting_->trace.tell("server's disk: {}", what);
    if (disk_->stopped()) return crash();
    stop();
    restart_later(restart_ms);
}

void ServerMachine::cut_all_lines() {
    if (!process_) return;
    for (auto& [number, connection] : process_->connections) connection->line->cut();
}

void ServerMachine::one_line_ends(bool told) {
    if (!process_ || process_->connections.empty()) return;
    auto at = process_->connections.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(setting_->below(process_->connections.size())));
    if (told)
        at->second->line->cut();
    else
        at->second->line->die();
}

// --- lies ---

void ServerMachine::withhold_records() {
    if (!process_ || process_->connections.empty() || roster_length().value == 0) return;
    auto at = process_->connections.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(setting_->below(process_->connections.size())));
    withheld_.emplace(at->second->peer, roster_length().value);
}

// What a liar makes of a message; false: it is not sent at all.
bool ServerMachine::show(const ChannelKey& peer, ServerMessage& message) {
    const auto lie = withheld_.find(peer);
    if (lie == withheld_.end()) return true;
    const RosterLength shown{lie->second};
    if (auto* welcome = std::get_if<Welcome>(&message)) {
        SeenCheckpoint& said = welcome->checkpoint;
        if (said.roster_length <= shown) return true;
        said.roster_length = shown;
        said.roster_head = *setting_->ledger.roster.view().record_hash({shown.value - 1});
        sign_checkpoint(secrets_.signing(), workspace_, said);
    } else if (auto* page = std::get_if<RosterPage>(&message)) {
        if (page->length <= shown) return true;
        page->length = shown;
        if (page->from.value >= shown.value) return false;
        page->records.resize(
            std::min<std::size_t>(page->records.size(), shown.value - page->from.value));
    } else if (auto* refused = std::get_if<RecordRefused>(&message)) {
        refused->length = std::min(refused->length, shown);
    }
    return true;
}

// --- connections ---

std::shared_ptr<Line> ServerMachine::accept(const HandshakeHash& handshake,
                                            const ChannelKey& peer) {
    if (!up()) return nullptr;
    last_ = last_.next();
    const Number number = last_;
    auto line = std::make_shared<Line>(*setting_);
    ServerStart start;
    start.handshake = handshake;
    start.peer = peer;
    auto connection = std::make_unique<Connection>(
        Connection{line, peer, ServerSession(start, setting_->now()), {}, INT64_MAX});
    const auto if_alive = [this, life = life_, number](auto&& what) {
        if (life == life_ && process_ && process_->connections.contains(number)) what();
    };
    line->attach(
        Side::server,
        {.on_frame = [this, if_alive, number](
                         Bytes frame) { if_alive([&] { on_frame(number, std::move(frame)); }); },
         .on_closed = [this, if_alive, number] { if_alive([&] { leave(number); }); }});
    plan_tick(number, *connection);
    process_->connections.emplace(number, std::move(connection));
    return line;
}

void ServerMachine::on_frame(Number number, Bytes frame) {
    process_->connections.at(number)->unread.push_back(std::move(frame));
    read_on(number);
}

void ServerMachine::read_on(Number number) {
    Connection& connection = *process_->connections.at(number);
    while (!connection.unread.empty() && connection.session.wants_messages()) {
        const Bytes frame = std::move(connection.unread.front());
        connection.unread.pop_front();
        auto message = decode_client_message(frame);
        if (message)
            connection.session.receive(std::move(*message), setting_->now());
        else
            connection.session.receive_malformed(message.error());
    }
    move_on(number);
}

void ServerMachine::move_on(Number number) {
    Connection& connection = *process_->connections.at(number);
    while (auto request = connection.session.next_request()) {
        process_->inputs.push_back({.session = number, .request = std::move(*request)});
        plan_batch();
    }
    while (auto message = connection.session.next())
        if (show(connection.peer, *message))
            connection.line->send(Side::server, encode_message(*message));
    if (connection.session.over()) {
        connection.line->close(Side::server);
        leave(number);
        return;
    }
    plan_tick(number, connection);
}

void ServerMachine::leave(Number number) {
    process_->connections.erase(number);
    process_->inputs.push_back({.session = number, .request = Leave{}});
    plan_batch();
}

void ServerMachine::plan_tick(Number number, Connection& connection) {
    const std::int64_t deadline_ms = connection.session.deadline().ms;
    if (connection.tick_ms <= deadline_ms) return;
    connection.tick_ms = deadline_ms;
    setting_->agenda.after(deadline_ms - setting_->now().ms, [this, life = life_, number] {
        if (life != life_ || !process_) return;
        const auto found = process_->connections.find(number);
        if (found == process_->connections.end()) return;
        found->second->tick_ms = INT64_MAX;
        found->second->session.tick(setting_->now());
        move_on(number);
    });
}

// --- the storage thread ---

void ServerMachine::plan_batch() {
    if (std::exchange(process_->batch_due, true)) return;
    setting_->agenda.after(static_cast<std::int64_t>(setting_->below(4)), [this, life = life_] {
        if (life == life_ && process_) run_batch();
    });
}

void ServerMachine::run_batch() {
    process_->batch_due = false;
    std::vector<HubInput> inputs = std::exchange(process_->inputs, {});
    std::vector<server::HubOutput> outputs;
    try {
        outputs = process_->hub->process(std::move(inputs), setting_->wall());
    } catch (const sqlite::SqliteError& error) {
        on_disk_failure(error.what());
        return;
    }
    std::set<Number> answered;
    for (server::HubOutput& output : outputs) {
        const auto found = process_->connections.find(output.session);
        if (found == process_->connections.end()) continue;
        found->second->session.answer(std::move(output.answer));
        answered.insert(output.session);
    }
    for (const Number number : answered)
        if (process_->connections.contains(number)) read_on(number);
}

// --- operators ---

void ServerMachine::back_up() {
    has_backup_ = true;
    if (memory_)
        backup_memory_ = memory_;
    else
        backup_disk_->copy_from(*disk_);
    setting_->trace.tell("server backed up");
}

void ServerMachine::restore() {
    stop();
    const auto fresh = random_.make<Incarnation>();
    if (memory_) {
        memory_ = backup_memory_;
        memory_->renew(fresh);
    } else {
        disk_->lose_power(setting_->random);
        disk_->copy_from(*backup_disk_);
        disk_->heal();
        sqlite::OpenOptions options;
        options.vfs = disk_->vfs();
        server::SqliteStore(path, random_, options).renew(fresh);
    }
    setting_->trace.tell("server restored from a copy");
    start();
}

void ServerMachine::empty() {
    stop();
    if (memory_) {
        memory_.emplace(random_.make<Incarnation>());
    } else {
        disk_->lose_power(setting_->random);
        disk_->erase_all();
        disk_->heal();
    }
    setting_->trace.tell("server lost everything");
    start();
    add_ticket(*process_->store);
}

const std::vector<EnvelopeHash>& ServerMachine::held() {
    return setting_->ledger.orders[incarnation_].envelopes;
}

RosterLength ServerMachine::roster_length() {
    return {setting_->ledger.orders[incarnation_].records};
}

bool ServerMachine::settled() {
    if (store() == nullptr) return false;
    const auto state = store()->load(workspace_);
    return state && state->settled;
}

std::vector<Bytes> ServerMachine::all_bytes() {
    std::vector<Bytes> all;
    for (const std::string& file : disk_->files()) all.push_back(disk_->content(file));
    if (store() != nullptr)
        for (const OrderedEnvelope& envelope : store()->read(workspace_, {}, SIZE_MAX))
            all.push_back(*envelope.bytes);
    return all;
}

}  // namespace cairn::simulation
