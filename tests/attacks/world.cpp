#include "tests/attacks/world.h"

#include <gtest/gtest.h>

#include "client/engine/item_commands.h"
#include "client/engine/join_driver.h"
#include "client/engine/server_contact.h"
#include "client/plan/numbers.h"
#include "client/replica/doctor.h"
#include "shared/identity/hello_proof.h"

namespace cairn::attacks {
namespace {

constexpr int rounds_max = 10'000;

ServerSecrets make_secrets(SeededRandom& random) { return ServerSecrets::make(random); }

void expect_ok(const Conversation& conversation, const std::string& who) {
    EXPECT_FALSE(conversation.failure) << who << ": " << conversation.failure->sentence;
    EXPECT_TRUE(conversation.live) << who;
    EXPECT_TRUE(conversation.settled) << who;
}

// One connection of a driver of the engine with a server, until nothing moves.
template <class Driver>
class Line {
public:
    Line(Driver& driver, Server& server, const Wire& wire, const ServerStart& start)
        : driver_(driver),
          server_(server),
          wire_(wire),
          session_(start, moment),
          number_(server.next_session()) {}
    ~Line() { server_.process(number_, Leave{}); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    // True: it came to rest. False: it broke, or was broken.
    bool settle(const std::function<bool()>& done) {
        for (int round = 0; round < rounds_max && !done(); ++round) {
            bool moved = false;
            if (!to_server(moved)) return false;
            ask_hub(moved);
            if (!to_client(moved)) return false;
            if (!moved) return true;
        }
        EXPECT_TRUE(done()) << "the conversation does not come to rest";
        return true;
    }
    [[nodiscard]] const std::optional<SyncFailure>& failure() const { return failure_; }

private:
    bool to_server(bool& moved) {
        while (session_.wants_messages()) {
            const auto frame = driver_.next_frame();
            if (!frame) return true;
            moved = true;
            auto message = decode_client_message(*frame);
            if (!message || !wire_.to_server(*message)) return false;
            session_.receive(std::move(*message), moment);
        }
        return true;
    }
    void ask_hub(bool& moved) {
        while (auto request = session_.next_request()) {
            moved = true;
            server_.process(number_, std::move(*request));
        }
        for (ServerAnswer& answer : server_.take_mail(number_)) {
            moved = true;
            session_.answer(std::move(answer));
        }
    }
    bool to_client(bool& moved) {
        while (auto message = session_.next()) {
            moved = true;
            if (!wire_.to_client(*message)) return false;
            const auto taken = driver_.on_frame(encode_message(*message), moment, server_.wall);
            if (taken) continue;
            failure_ = taken.error();
            return false;
        }
        return true;
    }

    Driver& driver_;
    Server& server_;
    const Wire& wire_;
    ServerSession session_;
    server::SessionNumber number_;
    std::optional<SyncFailure> failure_;
};

}  // namespace

std::unique_ptr<Server> Server::split() const { return std::make_unique<Server>(secrets_, store); }

server::Hub& Server::hub() {
    if (!hub_) hub_ = std::make_unique<server::Hub>(store, secrets_, limits);
    return *hub_;
}

void Server::process(server::SessionNumber session, ServerRequest request) {
    std::vector<server::HubInput> inputs;
    inputs.push_back({.session = session, .request = std::move(request)});
    for (server::HubOutput& output : hub().process(std::move(inputs), wall))
        mail_[output.session].push_back(std::move(output.answer));
}

std::vector<ServerAnswer> Server::take_mail(server::SessionNumber session) {
    return std::exchange(mail_[session], {});
}

void Server::say_restored(Random& random) {
    store.renew(random.make<Incarnation>());
    hub_.reset();
}

std::vector<EnvelopeHash> Server::held(const WorkspaceId& workspace) {
    std::vector<EnvelopeHash> all;
    for (const OrderedEnvelope& one : store.read(workspace, {}, SIZE_MAX)) all.push_back(one.hash);
    return all;
}

World::World(std::uint64_t seed)
    : random(seed),
      secrets(make_secrets(random)),
      server(std::make_unique<Server>(secrets, server::MemoryStore(random.make<Incarnation>()))) {
    found();
    ben = &join("Ben", Role::editor);
    cleo = &join("Cleo", Role::editor);
    sync_all();
}

std::string World::file_of(const std::string& name) const { return folder_.file(name + ".cairn"); }

Desk& World::put(const std::string& name, DeviceSecrets device, engine::Workspace workspace) {
    auto desk = std::make_unique<Desk>(
        Desk{.name = name, .device = std::move(device), .workspace = std::move(workspace)});
    return *desks_.insert_or_assign(name, std::move(desk)).first->second;
}

void World::found() {
    server->store.commit({server::AddTicket{.secret = ticket_, .label = "t", .made = {}}});
    DeviceSecrets device = DeviceSecrets::make(random);
    auto made = engine::Workspace::make({file_of("Ada"), {}}, device, "Ada", random, now());
    ASSERT_TRUE(made) << made.error().sentence;
    ada = &put("Ada", device, std::move(*made));
    ServerAddress address;
    address.sign = secrets.id();
    address.channel = secrets.channel_key();
    address.host = "plan.example";
    address.port = 7420;
    engine::save_server(ada->workspace, address);
    engine::save_ticket(ada->workspace, ticket_);
    expect_ok(sync(*ada), "Ada founds");
    engine::forget_ticket(ada->workspace);
}

InviteLine World::open_invite(Desk& opener, const InviteTerms& terms) {
    InviteLine line;
    line.server = *engine::server_of(opener.workspace);
    line.workspace = opener.workspace.id();
    random.fill(line.secret.writable());
    line.role_cap = terms.role_cap;
    const auto opened = sync_wishing(opener, [&](engine::Workspace& w, WallTime at) {
        return Result<std::optional<Bytes>, RosterError>(
            make_invite_opened(Author{w.roster(), *w.device(), at}, line.secret, terms));
    });
    EXPECT_FALSE(opened.refused_wish) << *opened.refused_wish;
    return line;
}

Desk& World::join(const std::string& name, Role role) {
    const InviteLine line = open_invite(*ada, {.role_cap = role, .expires = {INT64_MAX}});
    const auto failure = try_to_join(line, name, *server);
    EXPECT_FALSE(failure) << failure->sentence;
    sync(*ada);  // hands over the key
    expect_ok(sync(desk(name)), name);
    return desk(name);
}

Desk& World::add_device(Desk& owner, const std::string& name) {
    const InviteLine line = open_invite(owner, {.expires = {INT64_MAX}, .for_own_device = true});
    const auto failure = try_to_join(line, name, *server);
    EXPECT_FALSE(failure) << failure->sentence;
    sync(owner);
    expect_ok(sync(desk(name)), name);
    return desk(name);
}

std::optional<SyncFailure> World::try_to_join(const InviteLine& line,
                                              const std::string& name,
                                              Server& with,
                                              const Wire& wire) {
    DeviceSecrets device = DeviceSecrets::make(random);
    const auto handshake = random.make<HandshakeHash>();
    const InviteKeys keys = derive_invite_keys(line.secret, line.workspace);
    engine::JoinDriver::Start start;
    start.proof = InviteProof{keys.id(), prove_invite(keys.sign, handshake, line.workspace)};
    start.wall = now();
    start.now = moment;
    engine::JoinDriver driver(engine::join_by_invite(line, device, random), start);
    Line connection(driver, with, wire, {.handshake = handshake, .peer = device.channel_key()});
    connection.settle([&] { return driver.done(); });
    if (!driver.done()) {
        SyncFailure lost;
        lost.fault = SyncFault::silent;
        return connection.failure() ? connection.failure() : std::optional(lost);
    }
    auto joined =
        engine::Workspace::begin_joined({file_of(name), {}}, device, driver.stored(), name, random);
    EXPECT_TRUE(joined) << joined.error().sentence;
    engine::save_server(*joined, line.server);
    put(name, device, std::move(*joined));
    return std::nullopt;
}

Desk& World::clone(Desk& original, const std::string& name) {
    original.replica().database().execute("VACUUM INTO '" + file_of(name) + "'");
    auto opened = engine::Workspace::open({file_of(name), {}}, original.device, random);
    EXPECT_TRUE(opened) << opened.error().sentence;
    return put(name, original.device, std::move(*opened));
}

ItemId World::write(Desk& desk, const std::string& title) {
    const auto made = engine::new_item(
        desk.workspace, {.kind = "task", .title = title, .parent = {}, .assignments = {}}, now());
    EXPECT_TRUE(made) << made.error().sentence;
    return made ? made->item : ItemId{};
}

void World::retitle(Desk& desk, const ItemId& item, const std::string& title) {
    const std::vector<engine::Assignment> wish{{"title", title}};
    const auto done = engine::set_fields(desk.workspace, item, wish, now());
    EXPECT_TRUE(done) << done.error().sentence;
}

bool World::shows(Desk& desk, const std::string& text) {
    bool found = false;
    const auto look = [&](std::string_view value) {
        found = found || value.find(text) != std::string_view::npos;
    };
    desk.workspace.read().each_item(
        [&](const replica::ItemPlace&, const std::vector<replica::CellView>& cells) {
            for (const replica::CellView& cell : cells) {
                look(cell.element);
                look(cell.value);
            }
        });
    for (const replica::ConflictView& conflict : desk.workspace.read().conflicts())
        for (const replica::HeadView& head : conflict.candidates) look(head.value);
    return found;
}

HelloProof World::proof(Desk& desk, const HandshakeHash& handshake) {
    if (const auto ticket = engine::ticket_of(desk.workspace))
        return TicketProof{prove_ticket(*ticket, handshake, desk.workspace.id())};
    return DeviceProof{desk.id(),
                       prove_device(desk.device.signing(), handshake, desk.workspace.id())};
}

namespace {

Conversation converse(engine::SyncDriver& driver,
                      Server& with,
                      const Wire& wire,
                      const ServerStart& start) {
    Line connection(driver, with, wire, start);
    connection.settle([] { return false; });
    Conversation conversation;
    conversation.failure = connection.failure();
    conversation.live = !conversation.failure && driver.live();
    conversation.settled = conversation.live && driver.settled();
    conversation.report = driver.report();
    conversation.refused_wish = driver.refused_wish();
    return conversation;
}

}  // namespace

Conversation World::sync(Desk& desk, Server& with, const Wire& wire) {
    const auto handshake = random.make<HandshakeHash>();
    engine::SyncDriver::Start start;
    start.proof = proof(desk, handshake);
    start.server = secrets.id();
    start.wall = now();
    start.now = moment;
    engine::SyncDriver driver(desk.workspace, start);
    return converse(
        driver, with, wire, {.handshake = handshake, .peer = desk.device.channel_key()});
}

Conversation World::sync_wishing(Desk& desk, engine::RecordWish wish, const Wire& wire) {
    const auto handshake = random.make<HandshakeHash>();
    engine::SyncDriver::Start start;
    start.proof = proof(desk, handshake);
    start.server = secrets.id();
    start.wall = now();
    start.now = moment;
    engine::SyncDriver driver(desk.workspace, start);
    driver.want(std::move(wish));
    return converse(
        driver, *server, wire, {.handshake = handshake, .peer = desk.device.channel_key()});
}

void World::sync_all() {
    constexpr int rounds = 2;
    for (int round = 0; round < rounds; ++round)
        for (auto& [name, desk] : desks_)
            if (desk->honest) expect_ok(sync(*desk), name);
}

Bytes World::bundle_of(Desk& from) {
    Bytes file;
    engine::write_bundle(from.workspace, {}, [&](ByteView piece) {
        append(file, piece);
        return true;
    });
    return file;
}

engine::BundleRead World::read_bundle(Desk& to, ByteView file) {
    engine::BundleReader reader(to.workspace);
    static_cast<void>(reader.feed(file));
    return reader.finish();
}

engine::BundleRead World::carry(Desk& from, Desk& to) { return read_bundle(to, bundle_of(from)); }

replica::ReceiveReport World::hand(Desk& to, const std::vector<Envelope>& envelopes) {
    std::vector<replica::Arrival> arrivals;
    arrivals.reserve(envelopes.size());
    for (const Envelope& envelope : envelopes) arrivals.push_back({envelope, std::nullopt});
    return to.workspace.receive(arrivals, std::nullopt);
}

Conversation World::carry_out(Desk& actor,
                              const engine::MembershipRequest& request,
                              const Wire& wire) {
    const auto number = engine::ask_for(actor.workspace, request, now());
    EXPECT_TRUE(number) << number.error().sentence;
    Conversation conversation = sync(actor, *server, wire);
    const auto queued = engine::queued_request(actor.workspace, *number);
    if (queued) conversation.refused_wish = queued->refused.value_or("it still waits");
    return conversation;
}

Conversation World::remove(Desk& actor, const Desk& who, bool cuts_more, const Wire& wire) {
    engine::MembershipRequest request;
    request.kind = engine::MembershipRequest::Kind::remove_member;
    request.member = actor.workspace.roster().member_of(who.id())->id;
    request.cuts_more = cuts_more;
    return carry_out(actor, request, wire);
}

Conversation World::demote(Desk& actor, const Desk& who, Role role) {
    engine::MembershipRequest request;
    request.kind = engine::MembershipRequest::Kind::change_role;
    request.member = actor.workspace.roster().member_of(who.id())->id;
    request.role = role;
    return carry_out(actor, request, {});
}

Conversation World::revoke(Desk& actor, const DeviceId& device) {
    engine::MembershipRequest request;
    request.kind = engine::MembershipRequest::Kind::revoke_device;
    request.member = actor.workspace.roster().member_of(device)->id;
    request.device = device;
    return carry_out(actor, request, {});
}

std::set<std::string> World::codes(Desk& desk) {
    std::set<std::string> all;
    for (const engine::Suspicion& one : engine::suspicions(desk.workspace)) {
        all.emplace(engine::name_of(one.code));
        EXPECT_FALSE(engine::describe(desk.workspace, one).empty());
    }
    return all;
}

void World::expect_unharmed(const std::string& forged) {
    ++rounds_;
    const auto word_of = [&](const std::string& name) {
        return name + " goes on " + std::to_string(rounds_);
    };
    for (auto& [name, desk] : desks_)
        if (desk->honest) write(*desk, word_of(name));
    sync_all();
    for (auto& [name, desk] : desks_) {
        if (!desk->honest) continue;
        EXPECT_EQ(desk->workspace.read().hashes(), ada->workspace.read().hashes()) << name;
        EXPECT_FALSE(shows(*desk, forged)) << name;
        for (const auto& [other, writer] : desks_) {
            if (!writer->honest) continue;
            EXPECT_TRUE(shows(*desk, word_of(other))) << name << " lacks the work of " << other;
        }
        for (const replica::Finding& finding : replica::examine(desk->replica()))
            ADD_FAILURE() << name << ": " << finding.sentence;
    }
}

}  // namespace cairn::attacks
