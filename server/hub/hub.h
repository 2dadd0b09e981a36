#pragma once
// Owns the workspaces of a server and connects their sessions: no sockets, no threads, no clock.
// One batch of requests, from any number of sessions, is one commit of the store (group commit).
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "server/hub/limits.h"
#include "server/hub/room.h"
#include "server/store/log_store.h"
#include "shared/identity/server.h"
#include "shared/sync/server_requests.h"

namespace cairn::server {

using SessionNumber = Sequence<struct SessionNumberTag>;  // given by the owner, never used twice

struct HubInput {
    SessionNumber session;
    ServerRequest request;
};
struct HubOutput {
    SessionNumber session;
    ServerAnswer answer;
};

struct HubStats {
    std::uint64_t envelopes_taken = 0;  // new ones
    std::uint64_t bytes_taken = 0;
    std::map<PushRefusal, std::uint64_t> envelopes_refused;
    std::uint64_t records_taken = 0;
    std::map<RecordRefusal, std::uint64_t> records_refused;
    std::uint64_t commits = 0;
    std::uint64_t pages_read = 0;
    std::uint64_t damaged = 0;   // times a request met damage of a workspace
    std::size_t sessions = 0;    // now
    std::size_t rooms_open = 0;  // now; also some that no session uses
};

class Hub {
public:
    // All outlive the hub. If process() throws, drop hub and store and open them again: what the
    // hub holds in memory may be ahead of the disk.
    Hub(LogStore& store, const ServerSecrets& secrets, const HubLimits& limits);
    Hub(const Hub&) = delete;  // its rooms refer to its limits
    Hub& operator=(const Hub&) = delete;

    // Carries out all of them, then commits, then answers: an answer never tells what could still
    // be lost. (I1) To each session its answers and notices come in order.
    [[nodiscard]] std::vector<HubOutput> process(std::vector<HubInput> inputs, WallTime now);

    [[nodiscard]] HubStats stats() const;
    // Since the last call; each workspace once in the life of the hub.
    [[nodiscard]] std::vector<DamagedWorkspace> take_damage();

private:
    struct Session {
        Admission admission;
        RosterLength roster_length;  // of its hello
        Room* room = nullptr;
        BranchWalk walk;
    };

    void handle(SessionNumber number, const LookUp& request);
    void handle(SessionNumber number, const Join& request);
    void handle(SessionNumber number, const AppendRecord& request);
    void handle(SessionNumber number, const StoreEnvelopes& request);
    void handle(SessionNumber number, const Relay& request);
    // After the commit:
    void handle(SessionNumber number, const ReadRecords& request);
    void handle(SessionNumber number, const ReadPage& request);
    void handle(SessionNumber number, const CompareFrontier& request);
    void handle(SessionNumber number, const ReadBranch& request);
    void handle(SessionNumber number, const Leave& request);

    void carry_out(const HubInput& input);
    void say(SessionNumber to, ServerAnswer answer);
    void commit();
    void suspend(const WorkspaceId& workspace);
    void note(const DamagedWorkspace& damage);
    void tell_grown();
    void tell_record(SessionNumber from, Room& room, const RecordAccepted& accepted);
    void dismiss_removed(const Room& room);
    [[nodiscard]] Found look_up(const LookUp& request, const Room& room);
    [[nodiscard]] bool is_still_open(TicketNumber number);
    [[nodiscard]] std::optional<Refused> no_space_for(const Join& request) const;
    Room& find_room(const WorkspaceId& workspace);
    void leave(SessionNumber number);
    void close_surplus_rooms();
    template <class Do>
    void for_each_in(const Room& room, Do what);

    LogStore* store_;
    const ServerSecrets* secrets_;
    HubLimits limits_;
    WallTime now_;

    std::map<WorkspaceId, std::unique_ptr<Room>> rooms_;
    std::map<WorkspaceId, std::set<SessionNumber>> sessions_in_;
    std::map<SessionNumber, Session> sessions_;

    // Of the batch under way:
    Writes writes_;
    std::set<TicketNumber> tickets_used_;
    std::set<Room*> touched_;
    std::vector<std::pair<SessionNumber, WorkspaceId>> looked_up_;
    bool rooms_changed_ = false;
    std::vector<HubOutput> outputs_;
    HubStats stats_;
    std::set<WorkspaceId> known_damage_;
    std::vector<DamagedWorkspace> fresh_damage_;
};

}  // namespace cairn::server
