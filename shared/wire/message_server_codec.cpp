// What a server says, in and out of frames.
#include "shared/base/contract.h"
#include "shared/wire/message_pieces.h"

namespace cairn {
namespace {

using namespace message_pieces;
using capnp_io::data_of;
using capnp_io::id_of;
using Out = schema::ServerMessage::Builder;

std::string sentence_of(capnp::Text::Reader text) {
    return capnp_io::string_of(text, limits::sentence_bytes_max, "the length of a sentence");
}

// A sentence is for people: cut rather than a bug. Its length is given, for kj would end it at a
// NUL.
template <class Body>
void write_sentence(Body out, const std::string& sentence) {
    const std::string kept = sentence.substr(0, limits::sentence_bytes_max);
    out.setSentence(capnp::Text::Reader(kept.c_str(), kept.size()));
}

Bytes encode(const Welcome& welcome) {
    return encode_frame<schema::ServerMessage>(small_words, [&](Out out) {
        auto body = out.initWelcome();
        auto checkpoint = body.initCheckpoint();
        checkpoint.setIncarnation(data_of(welcome.checkpoint.incarnation.view()));
        checkpoint.setPosition(welcome.checkpoint.position.value);
        checkpoint.setRunning(data_of(welcome.checkpoint.running.view()));
        checkpoint.setRosterLength(welcome.checkpoint.roster_length.value);
        checkpoint.setRosterHead(data_of(welcome.checkpoint.roster_head.view()));
        checkpoint.setSignature(data_of(welcome.checkpoint.signature.view()));
        body.setCursorKnown(welcome.cursor_known);
        body.setFrontierAgrees(welcome.frontier_agrees);
        body.setWallMs(welcome.wall.ms);
        body.setEnvelopeBytesMax(welcome.limits.envelope_bytes_max);
        body.setUnacknowledgedBytesMax(welcome.limits.unacknowledged_bytes_max);
        body.setIdleMsMax(welcome.limits.idle_ms_max);
    });
}

Welcome read_welcome(schema::Welcome::Reader in) {
    const auto checkpoint = in.getCheckpoint();
    return {
        .checkpoint = {.incarnation =
                           id_of<Incarnation>(checkpoint.getIncarnation(), "an incarnation"),
                       .position = {checkpoint.getPosition()},
                       .running = id_of<Hash32>(checkpoint.getRunning(), "a running hash"),
                       .roster_length = {checkpoint.getRosterLength()},
                       .roster_head =
                           id_of<RecordHash>(checkpoint.getRosterHead(), "the roster head"),
                       .signature = id_of<Signature>(checkpoint.getSignature(), "a checkpoint")},
        .cursor_known = in.getCursorKnown(),
        .frontier_agrees = in.getFrontierAgrees(),
        .wall = {in.getWallMs()},
        .limits = {.envelope_bytes_max = in.getEnvelopeBytesMax(),
                   .unacknowledged_bytes_max = in.getUnacknowledgedBytesMax(),
                   .idle_ms_max = in.getIdleMsMax()}};
}

Bytes encode(const Refused& refused) {
    return encode_frame<schema::ServerMessage>(
        words_of(refused.sentence.size()) + small_words, [&](Out out) {
            auto body = out.initRefused();
            body.setCode(static_cast<std::uint16_t>(refused.code));
            write_sentence(body, refused.sentence);
            body.setRetryAfterMs(refused.retry_after_ms);
        });
}

Refused read_refused(schema::Refused::Reader in) {
    return {.code = static_cast<RefusalCode>(in.getCode()),
            .sentence = sentence_of(in.getSentence()),
            .retry_after_ms = in.getRetryAfterMs()};
}

Bytes encode(const RosterPage& page) {
    std::size_t words = small_words;
    for (const ReceiptedRecord& record : page.records)
        words += words_of(record.record.size()) + small_words;
    return encode_frame<schema::ServerMessage>(words, [&](Out out) {
        auto body = out.initRosterPage();
        body.setFrom(page.from.value);
        auto records = body.initRecords(static_cast<unsigned>(page.records.size()));
        for (unsigned i = 0; i < records.size(); ++i) write(records[i], page.records[i]);
        body.setLength(page.length.value);
    });
}

RosterPage read_roster_page(schema::RosterPage::Reader in) {
    RosterPage page{.from = {in.getFrom()}, .records = {}, .length = {in.getLength()}};
    const auto records =
        capnp_io::list_of(in.getRecords(), limits::page_records_max, "the number of records");
    page.records.reserve(records.size());
    for (const auto record : records) page.records.push_back(message_pieces::read_record(record));
    return page;
}

Bytes encode(const RecordAccepted& accepted) {
    return encode_frame<schema::ServerMessage>(small_words, [&](Out out) {
        auto body = out.initRecordAccepted();
        body.setIndex(accepted.index.value);
        body.setHash(data_of(accepted.hash.view()));
        write(body.initReceipt(), accepted.receipt);
    });
}

RecordAccepted read_record_accepted(schema::RecordAccepted::Reader in) {
    return {.index = {in.getIndex()},
            .hash = id_of<RecordHash>(in.getHash(), "a record's hash"),
            .receipt = read_receipt(in.getReceipt())};
}

Bytes encode(const RecordRefused& refused) {
    return encode_frame<schema::ServerMessage>(
        words_of(refused.sentence.size()) + small_words, [&](Out out) {
            auto body = out.initRecordRefused();
            body.setHash(data_of(refused.hash.view()));
            body.setCode(static_cast<std::uint16_t>(refused.code));
            write_sentence(body, refused.sentence);
            body.setLength(refused.length.value);
        });
}

RecordRefused read_record_refused(schema::RecordRefused::Reader in) {
    return {.hash = id_of<RecordHash>(in.getHash(), "a record's hash"),
            .code = static_cast<RecordRefusal>(in.getCode()),
            .sentence = sentence_of(in.getSentence()),
            .length = {in.getLength()}};
}

Bytes encode(const Page& page) {
    std::size_t words = small_words;
    for (const PageEntry& entry : page.entries)
        words += words_of(entry.part.data.size()) + tip_words;
    return encode_frame<schema::ServerMessage>(words, [&](Out out) {
        auto body = out.initPage();
        body.setFetched(page.fetched);
        auto entries = body.initEntries(static_cast<unsigned>(page.entries.size()));
        for (unsigned i = 0; i < entries.size(); ++i) {
            entries[i].setPosition(page.entries[i].position.value);
            if (page.entries[i].held)
                entries[i].setHeld(data_of(page.entries[i].held->view()));
            else
                write(entries[i].initPart(), page.entries[i].part);
        }
        body.setNext(page.next.value);
        body.setRunning(data_of(page.running.view()));
        body.setCaughtUp(page.caught_up);
        if (page.frontier_digest) body.setFrontierDigest(data_of(page.frontier_digest->view()));
    });
}

PageEntry read_entry(schema::PageEntry::Reader in) {
    PageEntry entry{.position = {in.getPosition()}, .part = {}, .held = std::nullopt};
    if (in.getHeld().size() > 0)
        entry.held = id_of<EnvelopeHash>(in.getHeld(), "a hash");
    else
        entry.part = read_part(in.getPart());
    return entry;
}

Page read_page(schema::Page::Reader in) {
    Page page;
    page.fetched = in.getFetched();
    const auto entries =
        capnp_io::list_of(in.getEntries(), limits::page_entries_max, "the number of entries");
    page.entries.reserve(entries.size());
    for (const auto entry : entries) page.entries.push_back(read_entry(entry));
    page.next = {in.getNext()};
    page.running = id_of<Hash32>(in.getRunning(), "a running hash");
    page.caught_up = in.getCaughtUp();
    if (in.getFrontierDigest().size() > 0)
        page.frontier_digest = id_of<Hash32>(in.getFrontierDigest(), "the frontier digest");
    return page;
}

Bytes encode(const FrontierReply& reply) {
    return encode_frame<schema::ServerMessage>(words_of(reply.devices), [&](Out out) {
        auto body = out.initFrontierReply();
        write(body.initDevices(static_cast<unsigned>(reply.devices.size())), reply.devices);
        body.setPosition(reply.position.value);
        body.setRunning(data_of(reply.running.view()));
    });
}

FrontierReply read_frontier_reply(schema::FrontierReply::Reader in) {
    return {.devices = read_tips(in.getDevices()),
            .position = {in.getPosition()},
            .running = id_of<Hash32>(in.getRunning(), "a running hash")};
}

Bytes encode(const PushResult& result) {
    std::size_t words = small_words + tip_words * result.accepted.size();
    for (const RefusedPush& refused : result.refused)
        words += tip_words * 2 + words_of(refused.sentence.size());
    return encode_frame<schema::ServerMessage>(words, [&](Out out) {
        auto body = out.initPushResult();
        auto accepted = body.initAccepted(static_cast<unsigned>(result.accepted.size()));
        for (unsigned i = 0; i < accepted.size(); ++i) {
            accepted[i].setHash(data_of(result.accepted[i].hash.view()));
            accepted[i].setPosition(result.accepted[i].position.value);
        }
        auto refused = body.initRefused(static_cast<unsigned>(result.refused.size()));
        for (unsigned i = 0; i < refused.size(); ++i) {
            refused[i].setHash(data_of(result.refused[i].hash.view()));
            refused[i].setCode(static_cast<std::uint16_t>(result.refused[i].code));
            write_sentence(refused[i], result.refused[i].sentence);
            refused[i].setWanted(result.refused[i].wanted.value);
        }
    });
}

PushResult read_push_result(schema::PushResult::Reader in) {
    PushResult result;
    const auto accepted =
        capnp_io::list_of(in.getAccepted(), limits::page_entries_max, "the number accepted");
    for (const auto entry : accepted)
        result.accepted.push_back({.hash = id_of<EnvelopeHash>(entry.getHash(), "a hash"),
                                   .position = {entry.getPosition()}});
    const auto refused =
        capnp_io::list_of(in.getRefused(), limits::page_entries_max, "the number refused");
    for (const auto entry : refused)
        result.refused.push_back({.hash = id_of<EnvelopeHash>(entry.getHash(), "a hash"),
                                  .code = static_cast<PushRefusal>(entry.getCode()),
                                  .sentence = sentence_of(entry.getSentence()),
                                  .wanted = {entry.getWanted()}});
    return result;
}

Bytes encode(const PresenceNote& note) {
    return encode_frame<schema::ServerMessage>(words_of(note.sealed.size()) + small_words,
                                               [&](Out out) { write(out.initPresence(), note); });
}

Bytes encode(const Pong& pong) {
    return encode_frame<schema::ServerMessage>(small_words,
                                               [&](Out out) { out.setPong(pong.token); });
}

ServerMessage read(schema::ServerMessage::Reader in) {
    switch (in.which()) {
        case schema::ServerMessage::WELCOME:
            return read_welcome(in.getWelcome());
        case schema::ServerMessage::REFUSED:
            return read_refused(in.getRefused());
        case schema::ServerMessage::ROSTER_PAGE:
            return read_roster_page(in.getRosterPage());
        case schema::ServerMessage::RECORD_ACCEPTED:
            return read_record_accepted(in.getRecordAccepted());
        case schema::ServerMessage::RECORD_REFUSED:
            return read_record_refused(in.getRecordRefused());
        case schema::ServerMessage::PAGE:
            return read_page(in.getPage());
        case schema::ServerMessage::FRONTIER_REPLY:
            return read_frontier_reply(in.getFrontierReply());
        case schema::ServerMessage::PUSH_RESULT:
            return read_push_result(in.getPushResult());
        case schema::ServerMessage::PRESENCE:
            return read_presence(in.getPresence());
        case schema::ServerMessage::PONG:
            return Pong{.token = in.getPong()};
    }
    capnp_io::refuse_input(WireFault::unknown, "the message is of a newer version");
}

}  // namespace

Bytes encode_message(const ServerMessage& message) {
    return std::visit([](const auto& body) { return encode(body); }, message);
}

Result<ServerMessage, WireError> decode_server_message(ByteView frame) {
    return capnp_io::decode_flat<ServerMessage, schema::ServerMessage>(
        frame, limits::frame_bytes_max, read);
}

}  // namespace cairn
