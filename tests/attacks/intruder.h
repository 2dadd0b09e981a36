#pragma once
// A client that says what it likes, over a connection whose channel key it holds.
#include <vector>

#include "tests/attacks/world.h"

namespace cairn::attacks {

class Intruder {
public:
    // Signs as a device, a member's or not.
    Intruder(World& world, Server& server, const DeviceSecrets& device);
    // Proves that it holds an invite's secret.
    Intruder(World& world, Server& server, const InviteSecret& secret);
    ~Intruder();
    Intruder(const Intruder&) = delete;
    Intruder& operator=(const Intruder&) = delete;

    // Begins as every conversation does; what comes back.
    std::vector<ServerMessage> greet();
    std::vector<ServerMessage> greet(const Hello& hello);
    [[nodiscard]] Hello hello() const;
    std::vector<ServerMessage> say(ClientMessage message);
    // What has come since, of others' doings too.
    std::vector<ServerMessage> listen();
    // As a member's program does: with what that desk has of the list of members.
    std::vector<ServerMessage> greet_as(Desk& desk);
    PushResult push(const std::vector<Envelope>& envelopes, bool needed = false);
    // The verdict on a record: nothing if it was taken.
    std::optional<RecordRefused> append(const Bytes& record);

    [[nodiscard]] bool over() const { return session_.over(); }
    // Why the server ended it.
    [[nodiscard]] const std::optional<Refused>& refused() const { return refused_; }

private:
    Server& server_;
    WorkspaceId workspace_;
    HandshakeHash handshake_;
    HelloProof proof_;
    ServerSession session_;
    server::SessionNumber number_;
    std::optional<Refused> refused_;
};

template <class Message>
std::vector<Message> those(const std::vector<ServerMessage>& all) {
    std::vector<Message> found;
    for (const ServerMessage& one : all)
        if (const auto* wanted = std::get_if<Message>(&one)) found.push_back(*wanted);
    return found;
}

}  // namespace cairn::attacks
