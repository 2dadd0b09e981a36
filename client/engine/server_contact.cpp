#include "client/engine/server_contact.h"

#include "shared/base/byte_io.h"

namespace cairn::engine {
namespace {

constexpr const char* note_server = "server";
constexpr const char* note_ticket = "ticket";
constexpr const char* note_invite = "invite";
constexpr const char* note_reached_at = "reached";
constexpr const char* note_trouble_of = "trouble";
constexpr std::uint8_t form = 1;
constexpr std::size_t host_bytes_max = 253;
constexpr std::size_t sentence_bytes_max = 4'096;

}  // namespace

void save_server(Workspace& workspace, const ServerAddress& server) {
    ByteWriter writer;
    writer.u8(form)
        .id(server.sign)
        .id(server.channel)
        .sized(bytes_of(server.host))
        .u16(server.port);
    workspace.replica().save_note(note_server, writer.bytes());
}

std::optional<ServerAddress> server_of(Workspace& workspace) {
    const auto note = workspace.replica().note(note_server);
    if (!note) return std::nullopt;
    ByteReader reader(*note);
    if (reader.u8() != form) return std::nullopt;
    ServerAddress server;
    server.sign = reader.id<ServerId>();
    server.channel = reader.id<ChannelKey>();
    server.host = std::string(text_of(reader.sized(host_bytes_max)));
    server.port = reader.u16();
    return reader.done() ? std::optional(server) : std::nullopt;
}

void save_ticket(Workspace& workspace, const TicketSecret& ticket) {
    workspace.replica().save_note(note_ticket, ticket.view());
}

std::optional<TicketSecret> ticket_of(Workspace& workspace) {
    const auto note = workspace.replica().note(note_ticket);
    return note ? TicketSecret::from(*note) : std::nullopt;
}

void forget_ticket(Workspace& workspace) { workspace.replica().save_note(note_ticket, {}); }

void save_invite(Workspace& workspace, const InviteSecret& secret) {
    workspace.replica().save_note(note_invite, secret.view());
}

void use_saved_invite(Workspace& workspace) {
    const auto note = workspace.replica().note(note_invite);
    const DeviceSecrets* device = workspace.device();
    if (!note || device == nullptr) return;
    const EpochEntry* epoch = workspace.roster().current_epoch();
    const auto secret = InviteSecret::from(*note);
    const bool has_share =
        epoch != nullptr && workspace.roster().sealed_to(*epoch, device->box_key());
    if (!secret || has_share) {
        workspace.replica().save_note(note_invite, {});
        return;
    }
    workspace.learn_through(derive_invite_keys(*secret, workspace.id()));
}

void note_reached(Workspace& workspace, WallTime now) {
    ByteWriter writer;
    writer.signed_varint(now.ms);
    workspace.replica().save_note(note_reached_at, writer.bytes());
    if (workspace.replica().note(note_trouble_of))
        workspace.replica().save_note(note_trouble_of, {});
}

void note_trouble(Workspace& workspace, const SyncTrouble& trouble) {
    const std::string_view sentence =
        std::string_view(trouble.sentence).substr(0, sentence_bytes_max);
    ByteWriter writer;
    writer.signed_varint(trouble.at.ms).sized(bytes_of(sentence));
    workspace.replica().save_note(note_trouble_of, writer.bytes());
}

std::optional<SyncTrouble> last_trouble(Workspace& workspace) {
    const auto note = workspace.replica().note(note_trouble_of);
    if (!note) return std::nullopt;
    ByteReader reader(*note);
    SyncTrouble trouble;
    trouble.at = {reader.signed_varint()};
    trouble.sentence = std::string(text_of(reader.sized(sentence_bytes_max)));
    return reader.done() ? std::optional(std::move(trouble)) : std::nullopt;
}

std::optional<WallTime> last_reached(Workspace& workspace) {
    const auto note = workspace.replica().note(note_reached_at);
    if (!note) return std::nullopt;
    ByteReader reader(*note);
    const WallTime at{reader.signed_varint()};
    return reader.done() ? std::optional(at) : std::nullopt;
}

}  // namespace cairn::engine
