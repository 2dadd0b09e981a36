#pragma once
// The server: its disk or memory, its process, its connections. The real hub and the real sessions;
// what server/app does with sockets and threads is done here by the agenda.
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "server/hub/hub.h"
#include "server/store/memory_store.h"
#include "shared/identity/server.h"
#include "shared/roster/invite_line.h"
#include "shared/sync/server_session.h"
#include "tests/simulation/line.h"
#include "tests/simulation/watched_store.h"
#include "tests/support/simulated_disk.h"

namespace cairn::simulation {

class ServerMachine {
public:
    explicit ServerMachine(Setting& setting);
    ~ServerMachine();
    ServerMachine(const ServerMachine&) = delete;
    ServerMachine& operator=(const ServerMachine&) = delete;

    [[nodiscard]] const ServerAddress& address() const { return address_; }
    [[nodiscard]] const TicketSecret& ticket() const { return ticket_; }
    // Of the one workspace; known once its maker has it.
    void serve(const WorkspaceId& workspace) { workspace_ = workspace; }

    [[nodiscard]] bool up() const { return process_ != nullptr; }
    void start();
    void crash();                               // the power goes and comes back after a while
    void crash_soon(std::uint64_t operations);  // in the middle of a disk operation
    void disk_fails(testing_support::SimulatedDisk::Fault fault, bool for_ever);
    void heal();
    void cut_all_lines();
    void one_line_ends(bool told);  // cut, or dead without anybody being told
    // From now on one of those who are connected is shown the roster as it is now, whatever comes.
    void withhold_records();
    void stop_withholding() { withheld_.clear(); }

    // A stranger's connection after its handshake, or null: nobody listens.
    [[nodiscard]] std::shared_ptr<Line> accept(const HandshakeHash& handshake,
                                               const ChannelKey& peer);

    void back_up();
    [[nodiscard]] bool has_backup() const { return has_backup_; }
    void restore();  // the last copy, under a new incarnation
    void empty();    // a new store of the same server; its operator knows the ticket

    [[nodiscard]] const std::vector<EnvelopeHash>& held();
    [[nodiscard]] RosterLength roster_length();
    [[nodiscard]] bool settled();
    // Everything that its disk says, for the search for plain text.
    [[nodiscard]] std::vector<Bytes> all_bytes();

private:
    using Number = server::SessionNumber;
    struct Connection {
        std::shared_ptr<Line> line;
        ChannelKey peer;
        ServerSession session;
        std::deque<Bytes> unread;
        std::int64_t tick_ms = INT64_MAX;  // when the next tick is on the agenda
    };
    struct Process {
        std::unique_ptr<server::LogStore> on_disk;
        std::unique_ptr<WatchedStore> store;
        std::unique_ptr<server::Hub> hub;
        std::map<Number, std::unique_ptr<Connection>> connections;
        std::vector<server::HubInput> inputs;
        bool batch_due = false;
    };

    void open_store(Process& process);
    void add_ticket(server::LogStore& store);
    void on_frame(Number number, Bytes frame);
    void read_on(Number number);
    void move_on(Number number);  // requests to the hub, messages to the line
    void leave(Number number);
    [[nodiscard]] bool show(const ChannelKey& peer, ServerMessage& message);
    void plan_tick(Number number, Connection& connection);
    void plan_batch();
    void run_batch();
    void stop();
    void restart_later(std::int64_t delay_ms);
    void on_disk_failure(const char* what);
    [[nodiscard]] WatchedStore* store() { return process_ ? process_->store.get() : nullptr; }

    Setting* setting_;
    SeededRandom random_;
    ServerSecrets secrets_;
    ServerAddress address_;
    TicketSecret ticket_;
    WorkspaceId workspace_;
    server::HubLimits limits_;
    std::unique_ptr<testing_support::SimulatedDisk> disk_;
    std::unique_ptr<testing_support::SimulatedDisk> backup_disk_;
    std::optional<server::MemoryStore> memory_;
    std::optional<server::MemoryStore> backup_memory_;
    bool has_backup_ = false;
    std::map<ChannelKey, std::uint64_t> withheld_;  // from this record on
    Incarnation incarnation_;                       // of the store, as last opened
    std::unique_ptr<Process> process_;
    std::uint64_t life_ = 0;  // of the process
    Number last_;
};

}  // namespace cairn::simulation
