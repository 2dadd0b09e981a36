// What a client says, in and out of frames.
#include "shared/base/contract.h"
#include "shared/wire/message_pieces.h"

namespace cairn {
namespace {

using namespace message_pieces;
using capnp_io::data_of;
using capnp_io::id_of;
using Out = schema::ClientMessage::Builder;

void write_proof(schema::Hello::Proof::Builder out, const HelloProof& proof) {
    if (const auto* device = std::get_if<DeviceProof>(&proof)) {
        auto key = out.initDevice();
        key.setKey(data_of(device->device.view()));
        key.setSignature(data_of(device->signature.view()));
    } else if (const auto* invite = std::get_if<InviteProof>(&proof)) {
        auto key = out.initInvite();
        key.setKey(data_of(invite->invite.view()));
        key.setSignature(data_of(invite->signature.view()));
    } else {
        out.setTicket(data_of(std::get<TicketProof>(proof).mac.view()));
    }
}

HelloProof read_proof(schema::Hello::Proof::Reader in) {
    switch (in.which()) {
        case schema::Hello::Proof::DEVICE:
            return DeviceProof{id_of<DeviceId>(in.getDevice().getKey(), "a device"),
                               id_of<Signature>(in.getDevice().getSignature(), "a proof")};
        case schema::Hello::Proof::INVITE:
            return InviteProof{id_of<InviteId>(in.getInvite().getKey(), "an invite"),
                               id_of<Signature>(in.getInvite().getSignature(), "a proof")};
        case schema::Hello::Proof::TICKET:
            return TicketProof{id_of<Hash32>(in.getTicket(), "a ticket's proof")};
    }
    capnp_io::refuse_input(WireFault::unknown, "the hello has a proof of a newer version");
}

Bytes encode(const Hello& hello) {
    return encode_frame<schema::ClientMessage>(small_words, [&](Out out) {
        auto body = out.initHello();
        body.setProtocol(hello.protocol);
        body.setWorkspace(data_of(hello.workspace.view()));
        write_proof(body.getProof(), hello.proof);
        auto cursor = body.initCursor();
        cursor.setIncarnation(data_of(hello.cursor.incarnation.view()));
        cursor.setPosition(hello.cursor.position.value);
        cursor.setRunning(data_of(hello.cursor.running.view()));
        body.setRosterLength(hello.roster_length.value);
        body.setRosterHead(data_of(hello.roster_head.view()));
        body.setFrontierDigest(data_of(hello.frontier_digest.view()));
    });
}

Hello read_hello(schema::Hello::Reader in) {
    const auto cursor = in.getCursor();
    return {.protocol = in.getProtocol(),
            .workspace = id_of<WorkspaceId>(in.getWorkspace(), "the workspace"),
            .proof = read_proof(in.getProof()),
            .cursor = {.incarnation = id_of<Incarnation>(cursor.getIncarnation(), "an incarnation"),
                       .position = {cursor.getPosition()},
                       .running = id_of<Hash32>(cursor.getRunning(), "a running hash")},
            .roster_length = {in.getRosterLength()},
            .roster_head = id_of<RecordHash>(in.getRosterHead(), "the roster head"),
            .frontier_digest = id_of<Hash32>(in.getFrontierDigest(), "the frontier digest")};
}

Bytes encode(const RosterPull& pull) {
    return encode_frame<schema::ClientMessage>(
        small_words, [&](Out out) { out.setRosterPull(pull.from.value); });
}

Bytes encode(const RosterAppend& append) {
    return encode_frame<schema::ClientMessage>(
        words_of(append.record.record.size()) + small_words,
        [&](Out out) { write(out.initRosterAppend(), append.record); });
}

Bytes encode(const Pull& pull) {
    return encode_frame<schema::ClientMessage>(small_words,
                                               [&](Out out) { out.setPull(pull.after.value); });
}

Bytes encode(const PageSeen& seen) {
    return encode_frame<schema::ClientMessage>(small_words,
                                               [&](Out out) { out.setPageSeen(seen.bytes); });
}

Bytes encode(const FrontierQuestion& question) {
    return encode_frame<schema::ClientMessage>(words_of(question.devices), [&](Out out) {
        write(out.initFrontier(static_cast<unsigned>(question.devices.size())), question.devices);
    });
}

Bytes encode(const Fetch& fetch) {
    return encode_frame<schema::ClientMessage>(small_words, [&](Out out) {
        auto body = out.initFetch();
        body.setDevice(data_of(fetch.device.view()));
        body.setTip(data_of(fetch.tip.view()));
        body.setAfter(fetch.after.value);
    });
}

Bytes encode(const Push& push) {
    std::size_t words = small_words;
    for (const EnvelopePart& part : push.parts) words += words_of(part.data.size());
    return encode_frame<schema::ClientMessage>(words, [&](Out out) {
        auto body = out.initPush();
        body.setNeeded(push.needed);
        auto parts = body.initParts(static_cast<unsigned>(push.parts.size()));
        for (unsigned i = 0; i < parts.size(); ++i) write(parts[i], push.parts[i]);
    });
}

Push read_push(schema::Push::Reader in) {
    Push push{.needed = in.getNeeded(), .parts = {}};
    const auto parts =
        capnp_io::list_of(in.getParts(), limits::page_entries_max, "the number of parts");
    push.parts.reserve(parts.size());
    for (const auto part : parts) push.parts.push_back(read_part(part));
    return push;
}

Bytes encode(const PresenceNote& note) {
    return encode_frame<schema::ClientMessage>(words_of(note.sealed.size()) + small_words,
                                               [&](Out out) { write(out.initPresence(), note); });
}

Bytes encode(const Ping& ping) {
    return encode_frame<schema::ClientMessage>(small_words,
                                               [&](Out out) { out.setPing(ping.token); });
}

ClientMessage read(schema::ClientMessage::Reader in) {
    switch (in.which()) {
        case schema::ClientMessage::HELLO:
            return read_hello(in.getHello());
        case schema::ClientMessage::ROSTER_PULL:
            return RosterPull{.from = {in.getRosterPull()}};
        case schema::ClientMessage::ROSTER_APPEND:
            return RosterAppend{.record = read_record(in.getRosterAppend())};
        case schema::ClientMessage::PULL:
            return Pull{.after = {in.getPull()}};
        case schema::ClientMessage::PAGE_SEEN:
            return PageSeen{.bytes = in.getPageSeen()};
        case schema::ClientMessage::FRONTIER:
            return FrontierQuestion{.devices = read_tips(in.getFrontier())};
        case schema::ClientMessage::FETCH:
            return Fetch{.device = id_of<DeviceId>(in.getFetch().getDevice(), "a device"),
                         .tip = id_of<EnvelopeHash>(in.getFetch().getTip(), "a tip"),
                         .after = {in.getFetch().getAfter()}};
        case schema::ClientMessage::PUSH:
            return read_push(in.getPush());
        case schema::ClientMessage::PRESENCE:
            return read_presence(in.getPresence());
        case schema::ClientMessage::PING:
            return Ping{.token = in.getPing()};
    }
    capnp_io::refuse_input(WireFault::unknown, "the message is of a newer version");
}

}  // namespace

Bytes encode_message(const ClientMessage& message) {
    return std::visit([](const auto& body) { return encode(body); }, message);
}

Result<ClientMessage, WireError> decode_client_message(ByteView frame) {
    return capnp_io::decode_flat<ClientMessage, schema::ClientMessage>(
        frame, limits::frame_bytes_max, read);
}

}  // namespace cairn
