#include "tests/attacks/intruder.h"

#include "shared/identity/hello_proof.h"
#include "shared/sync/parts.h"

namespace cairn::attacks {

Intruder::Intruder(World& world, Server& server, const DeviceSecrets& device)
    : server_(server),
      workspace_(world.id()),
      handshake_(world.random.make<HandshakeHash>()),
      proof_(DeviceProof{device.id(), prove_device(device.signing(), handshake_, workspace_)}),
      session_({.handshake = handshake_, .peer = device.channel_key()}, moment),
      number_(server.next_session()) {}

Intruder::Intruder(World& world, Server& server, const InviteSecret& secret)
    : server_(server),
      workspace_(world.id()),
      handshake_(world.random.make<HandshakeHash>()),
      proof_([&] {
          const InviteKeys keys = derive_invite_keys(secret, workspace_);
          return InviteProof{keys.id(), prove_invite(keys.sign, handshake_, workspace_)};
      }()),
      session_({.handshake = handshake_, .peer = DeviceSecrets::make(world.random).channel_key()},
               moment),
      number_(server.next_session()) {}

Intruder::~Intruder() { server_.process(number_, Leave{}); }

Hello Intruder::hello() const {
    return {.workspace = workspace_,
            .proof = proof_,
            .cursor = {},
            .roster_length = {},
            .roster_head = {},
            .frontier_digest = {}};
}

std::vector<ServerMessage> Intruder::greet() { return say(hello()); }
std::vector<ServerMessage> Intruder::greet(const Hello& hello) { return say(hello); }

std::vector<ServerMessage> Intruder::greet_as(Desk& desk) {
    Hello hello = this->hello();
    hello.roster_length = desk.workspace.roster().length();
    hello.roster_head = desk.workspace.roster().head();
    return greet(hello);
}

std::vector<ServerMessage> Intruder::say(ClientMessage message) {
    session_.receive(std::move(message), moment);
    return listen();
}

std::vector<ServerMessage> Intruder::listen() {
    std::vector<ServerMessage> heard;
    for (bool moved = true; moved;) {
        moved = false;
        while (auto request = session_.next_request()) {
            moved = true;
            server_.process(number_, std::move(*request));
        }
        for (ServerAnswer& answer : server_.take_mail(number_)) {
            moved = true;
            session_.answer(std::move(answer));
        }
        while (auto message = session_.next()) {
            moved = true;
            if (const auto* refused = std::get_if<Refused>(&*message)) refused_ = *refused;
            heard.push_back(std::move(*message));
        }
    }
    return heard;
}

PushResult Intruder::push(const std::vector<Envelope>& envelopes, bool needed) {
    Push push{.needed = needed, .parts = {}};
    for (const Envelope& envelope : envelopes)
        for (EnvelopePart& part : parts_of(envelope.bytes())) push.parts.push_back(std::move(part));
    PushResult all;
    for (const PushResult& result : those<PushResult>(say(std::move(push)))) {
        all.accepted.insert(all.accepted.end(), result.accepted.begin(), result.accepted.end());
        all.refused.insert(all.refused.end(), result.refused.begin(), result.refused.end());
    }
    return all;
}

std::optional<RecordRefused> Intruder::append(const Bytes& record) {
    const auto refused =
        those<RecordRefused>(say(RosterAppend{.record = {.record = record, .receipt = {}}}));
    return refused.empty() ? std::nullopt : std::optional(refused.front());
}

}  // namespace cairn::attacks
