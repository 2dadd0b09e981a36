#pragma once
// A workspace of real laptops and a real server, in memory, for attacks from every side: the
// engine's drivers, the sessions of both ends, the hub. Whoever attacks is driven by hand
// (tests/attacks/intruder.h, forging.h), or stands on the wire.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/engine/bundle.h"
#include "client/engine/distrust.h"
#include "client/engine/membership.h"
#include "client/engine/sync_driver.h"
#include "client/engine/workspace.h"
#include "server/hub/hub.h"
#include "server/store/memory_store.h"
#include "shared/base/random.h"
#include "shared/identity/server.h"
#include "shared/roster/build.h"
#include "shared/roster/invite_line.h"
#include "shared/roster/statements.h"
#include "shared/sync/server_session.h"
#include "tests/support/temporary_folder.h"

namespace cairn::attacks {

inline constexpr Instant moment{1'000'000};

// One person's laptop.
struct Desk {
    std::string name;
    DeviceSecrets device;
    engine::Workspace workspace;
    bool honest = true;  // expect_unharmed() looks at it

    [[nodiscard]] DeviceId id() const { return device.id(); }
    [[nodiscard]] replica::Replica& replica() { return workspace.replica(); }
};

// A store under the server's key: the honest one, or another world of one that lies.
class Server {
public:
    Server(const ServerSecrets& secrets, server::MemoryStore kept)
        : store(std::move(kept)), secrets_(secrets) {}
    Server(const Server& other) = delete;

    // Another copy of this store, from here on its own world under the same key and incarnation.
    [[nodiscard]] std::unique_ptr<Server> split() const;
    [[nodiscard]] server::Hub& hub();
    // What is answered, to whoever, waits to be taken.
    void process(server::SessionNumber session, ServerRequest request);
    [[nodiscard]] std::vector<ServerAnswer> take_mail(server::SessionNumber session);
    [[nodiscard]] const ServerSecrets& secrets() const { return secrets_; }
    [[nodiscard]] server::SessionNumber next_session() { return last_ = last_.next(); }
    // Its operator says that it was put back: another incarnation.
    void say_restored(Random& random);
    // What stands in its order of this workspace.
    [[nodiscard]] std::vector<EnvelopeHash> held(const WorkspaceId& workspace);

    server::MemoryStore store;
    server::HubLimits limits;
    WallTime wall{1'800'000'000'000};

private:
    ServerSecrets secrets_;
    std::unique_ptr<server::Hub> hub_;  // made at the first use, with the limits as they are then
    server::SessionNumber last_;
    std::map<server::SessionNumber, std::vector<ServerAnswer>> mail_;
};

// Sees and changes what passes; false: it is lost, and the line with it.
struct Wire {
    std::function<bool(ServerMessage&)> to_client = [](ServerMessage&) { return true; };
    std::function<bool(ClientMessage&)> to_server = [](ClientMessage&) { return true; };
};

// How one connection ended.
struct Conversation {
    std::optional<SyncFailure> failure;
    bool live = false;     // all alike, and nothing more to say
    bool settled = false;  // and all of ours was taken
    engine::SyncReport report;
    std::optional<std::string> refused_wish;
};

class World {
public:
    // Ada, the owner, Ben and Cleo, editors: all in step.
    explicit World(std::uint64_t seed = 1);

    // --- people ---
    Desk& join(const std::string& name, Role role);
    // A further device of the same member, let in by themselves.
    Desk& add_device(Desk& owner, const std::string& name);
    // Without expectations: what the joining program says, and whether it became a desk.
    std::optional<SyncFailure> try_to_join(const InviteLine& line,
                                           const std::string& name,
                                           Server& server,
                                           const Wire& wire = {});
    InviteLine open_invite(Desk& opener, const InviteTerms& terms);
    // The same person's laptop once more, keys and all, as it is now.
    Desk& clone(Desk& original, const std::string& name);
    [[nodiscard]] Desk& desk(const std::string& name) { return *desks_.at(name); }

    ItemId write(Desk& desk, const std::string& title);
    void retitle(Desk& desk, const ItemId& item, const std::string& title);
    // Anywhere in what this laptop shows or offers in a conflict.
    [[nodiscard]] bool shows(Desk& desk, const std::string& text);

    // --- what passes between them ---
    Conversation sync(Desk& desk) { return sync(desk, *server); }
    Conversation sync(Desk& desk, Server& with, const Wire& wire = {});
    Conversation sync_wishing(Desk& desk, engine::RecordWish wish, const Wire& wire = {});
    void sync_all();
    // By a file; returns what the reader made of it.
    static engine::BundleRead carry(Desk& from, Desk& to);
    static Bytes bundle_of(Desk& from);
    static engine::BundleRead read_bundle(Desk& to, ByteView file);
    static replica::ReceiveReport hand(Desk& to, const std::vector<Envelope>& envelopes);

    // --- losses of rights, by the owner ---
    Conversation remove(Desk& actor,
                        const Desk& who,
                        bool cuts_more = false,
                        const Wire& wire = {});
    Conversation demote(Desk& actor, const Desk& who, Role role);
    Conversation revoke(Desk& actor, const DeviceId& device);
    // As a person asks for it; `refused_wish` says why nothing came of it.
    Conversation carry_out(Desk& actor, const engine::MembershipRequest& request, const Wire& wire);

    // --- after an attack ---
    // Codes of all that a laptop distrusts now.
    [[nodiscard]] static std::set<std::string> codes(Desk& desk);
    // Work goes on between all honest laptops, they end alike, and none shows `forged`.
    void expect_unharmed(const std::string& forged = "forged");

    [[nodiscard]] WorkspaceId id() { return ada->workspace.id(); }
    WallTime now() { return {now_ms_ += 1000}; }

    SeededRandom random;
    ServerSecrets secrets;
    std::unique_ptr<Server> server;
    Desk* ada = nullptr;
    Desk* ben = nullptr;
    Desk* cleo = nullptr;

private:
    Desk& put(const std::string& name, DeviceSecrets device, engine::Workspace workspace);
    void found();
    [[nodiscard]] std::string file_of(const std::string& name) const;
    [[nodiscard]] HelloProof proof(Desk& desk, const HandshakeHash& handshake);

    test::TemporaryFolder folder_;  // first: the files in it go before it
    std::int64_t now_ms_ = 1'800'000'000'000;
    TicketSecret ticket_{std::array<std::uint8_t, 16>{7}};
    std::map<std::string, std::unique_ptr<Desk>> desks_;
    std::size_t rounds_ = 0;
};

}  // namespace cairn::attacks
