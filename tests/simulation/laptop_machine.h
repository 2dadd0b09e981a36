#pragma once
// One person's laptop: its disk, its clock, the process of Cairn on it. The real workspace and the
// real drivers; what client/engine/sync_run does with a socket is done here by the agenda.
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/engine/join_driver.h"
#include "client/engine/sync_driver.h"
#include "client/engine/workspace.h"
#include "shared/net/backoff.h"
#include "shared/roster/build.h"
#include "tests/simulation/server_machine.h"

namespace cairn::simulation {

// An invite that this laptop wants in the roster; once it is there, its line can be given away.
struct WantedInvite {
    InviteSecret secret;
    InviteTerms terms;
    bool given = false;
};

class LaptopMachine {
public:
    LaptopMachine(Setting& setting, ServerMachine& server, std::string name);
    // A copy of the whole laptop, keys and all, as its disk is at this moment; a deaf one reaches
    // nobody and is told nothing, ever.
    enum class Hearing : std::uint8_t { whole, deaf };
    LaptopMachine(const LaptopMachine& original, std::string name, Hearing hearing);
    ~LaptopMachine();
    LaptopMachine& operator=(const LaptopMachine&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const DeviceSecrets& device() const { return device_; }
    [[nodiscard]] SeededRandom& random() { return random_; }
    [[nodiscard]] bool is_deaf() const { return deaf_; }
    [[nodiscard]] WallTime wall() const { return {setting_->wall().ms + clock_off_ms_}; }
    void set_clock_off(std::int64_t ms) { clock_off_ms_ = ms; }

    // --- how it comes to have a workspace ---
    void found_workspace();
    void join(const InviteLine& line);
    [[nodiscard]] bool has_file() const { return has_file_; }
    [[nodiscard]] const std::optional<InviteLine>& invite() const { return invite_; }

    // --- its process ---
    [[nodiscard]] bool up() const { return workspace_.has_value(); }
    [[nodiscard]] engine::Workspace& workspace() { return *workspace_; }
    void start();
    void exit();                                // in order; starts again after a while
    void crash();                               // power goes; starts again after a while
    void crash_soon(std::uint64_t operations);  // in the middle of a disk operation
    void disk_fails(testing_support::SimulatedDisk::Fault fault, bool for_ever);
    void heal();
    // Does what writes to the disk; false if the disk failed and so nothing happened.
    template <class Do>
    bool guarded(Do what);
    // Somebody committed here; sync will look around soon.
    void committed();

    // --- its network ---
    void set_reachable(bool reachable);
    void network_back();  // no use in waiting any longer
    void redial();        // to tell the server a wish that came up meanwhile
    void want_invite(const WantedInvite& invite) { invites_.push_back(invite); }
    [[nodiscard]] std::vector<WantedInvite>& invites() { return invites_; }
    void want_epoch() { epoch_wanted_ = true; }
    void want(engine::RecordWish wish) { wishes_.push_back(std::move(wish)); }
    [[nodiscard]] std::size_t records_wanted();  // invites and requests that still wait
    [[nodiscard]] bool settled();
    [[nodiscard]] std::string standing();  // for people: what it waits for

    // --- copies ---
    void snapshot();
    [[nodiscard]] bool has_snapshot() const { return snapshot_ != nullptr; }
    void restore();

    // --- what the world looks at ---
    [[nodiscard]] std::set<ChangeId> held_changes();
    [[nodiscard]] std::map<EnvelopeHash, std::set<ChangeId>> carriers();
    [[nodiscard]] std::set<EnvelopeHash> held_envelopes();  // and those that cannot be applied
    [[nodiscard]] RosterLength roster_length();
    [[nodiscard]] Role role();     // reader, once removed
    [[nodiscard]] bool is_gone();  // removed or revoked, and knows it
    [[nodiscard]] bool belongs();  // has the workspace, and is not gone
    // Epochs that this device could open if it had this roster.
    [[nodiscard]] KeyRing keys_under(const RosterView& roster) const;
    std::uint64_t life() const { return life_; }  // another number: another process

private:
    void open_file();
    void create_joined();
    void check_promises();
    void process_gone();
    void start_later(std::int64_t delay_ms);
    void on_disk_failure(const char* what);

    void connect();
    void connect_later();
    void hang_up();
    void begin_sync(const HandshakeHash& handshake);
    [[nodiscard]] bool is_to_open(const WantedInvite& invite);
    void begin_joining(const HandshakeHash& handshake);
    [[nodiscard]] HelloProof proof(const HandshakeHash& handshake);
    void on_frame(Bytes frame);
    void plant_before(ByteView frame);
    void plant_key();
    void check_secrets(ByteView frame);
    void after_driver(const Result<void, SyncFailure>& done);
    void send_all();
    void plan_tick();
    void look_around();
    void note_settled();
    template <class Do>
    auto if_same_call(Do what);

    Setting* setting_;
    ServerMachine* server_;
    std::string name_;
    SeededRandom random_;
    DeviceSecrets device_;
    std::int64_t clock_off_ms_ = 0;
    std::unique_ptr<testing_support::SimulatedDisk> disk_;
    std::unique_ptr<testing_support::SimulatedDisk> snapshot_;
    std::set<ChangeId> snapshot_changes_;
    bool has_file_ = false;
    std::set<ChangeId> own_;  // reported as saved here, and not undone by an older copy

    std::uint64_t life_ = 0;  // of the process
    std::optional<engine::Workspace> workspace_;

    std::optional<InviteLine> invite_;
    std::vector<WantedInvite> invites_;
    std::vector<engine::RecordWish> wishes_;  // for the next connection
    bool epoch_wanted_ = false;
    bool deaf_ = false;
    bool reachable_ = true;
    Backoff backoff_;
    std::uint64_t call_ = 0;  // of the connection
    bool call_planned_ = false;
    std::uint64_t plan_ = 0;
    std::shared_ptr<Line> line_;
    std::unique_ptr<engine::SyncDriver> driver_;
    std::unique_ptr<engine::JoinDriver> joining_;
    std::int64_t tick_ms_ = INT64_MAX;
    bool told_live_ = false;
    friend class Person;
};

template <class Do>
bool LaptopMachine::guarded(Do what) {
    try {
        what();
        return true;
    } catch (const sqlite::SqliteError& error) {
        on_disk_failure(error.what());
        return false;
    }
}

}  // namespace cairn::simulation
