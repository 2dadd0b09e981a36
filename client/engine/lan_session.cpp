#include "client/engine/lan_session.h"

#include <algorithm>

#include "client/engine/sync_driver.h"
#include "shared/base/byte_io.h"
#include "shared/base/domain.h"
#include "shared/base/hash.h"
#include "shared/sync/admission.h"
#include "shared/sync/parts.h"
#include "shared/sync/travelling.h"

namespace cairn::engine {
namespace {

constexpr std::size_t records_bytes_max = 128U * 1024U;
constexpr std::size_t page_bytes_max = 512U * 1024U;
constexpr std::size_t chunk_bytes = 2U * 1024U * 1024U;
constexpr std::int64_t silence_ms_max = 60'000;
constexpr std::string_view greeting_magic = "cairn lan 1\n";
using Salt = FixedBytes<struct LanSaltTag, 16>;

Bytes mark_of(const WorkspaceId& workspace, const Salt& salt, const DeviceId& device) {
    const auto hash = Hasher(domain::lan_device, workspace.view()).add(salt).add(device).finish();
    return {hash.begin(), hash.begin() + 16};
}

}  // namespace

Bytes lan_greeting(const WorkspaceId& workspace, const DeviceId& device, Random& random) {
    const auto salt = random.make<Salt>();
    ByteWriter out;
    out.raw(bytes_of(greeting_magic)).id(salt).raw(mark_of(workspace, salt, device));
    return out.take();
}

const DeviceEntry* device_that_greets(const RosterView& roster, ByteView greeting) {
    if (greeting.size() != lan_greeting_bytes || !text_of(greeting).starts_with(greeting_magic))
        return nullptr;
    const Salt salt = *Salt::from(greeting.subspan(greeting_magic.size(), Salt::size));
    const ByteView mark = greeting.last(16);
    for (const DeviceEntry& device : roster.devices())
        if (device.active() && equal(mark, mark_of(roster.workspace(), salt, device.id)))
            return &device;
    return nullptr;
}

LanSession::LanSession(Workspace& workspace, const ChannelKey& peer, Instant now)
    : workspace_(workspace), peer_(peer), reader_(workspace), life_(now) {
    if (const DeviceEntry* device = device_of_channel(workspace.roster(), peer))
        peer_id_ = device->id;
    workspace_.seal_pending();
}

std::optional<Bytes> LanSession::next_frame() {
    auto message = next_message();
    return message ? std::optional(encode_message(*message)) : std::nullopt;
}

std::optional<ServerMessage> LanSession::next_message() {
    if (farewell_) return std::exchange(farewell_, std::nullopt);
    if (failure_) return std::nullopt;
    if (said_ == Told::nothing) {
        said_ = Told::opening;
        return opening();
    }
    if (heard_ == Told::nothing) return std::nullopt;
    if (auto records = more_records()) return *records;
    if (said_ == Told::opening) {
        if (!records_settled()) return std::nullopt;
        // Their records may say that they are no member any more.
        if (!is_member()) {
            refuse_peer("a record says that it was removed from the workspace");
            return std::exchange(farewell_, std::nullopt);
        }
        said_ = Told::tips;
        return FrontierReply{travelling(workspace_.replica().frontier().tips()), {}, {}};
    }
    if (said_ == Told::tips && heard_ >= Told::tips) {
        said_ = Told::held;
        FrontierReply held{their_tips_, {}, {}};
        for (DeviceTips& device : held.devices)
            std::erase_if(device.tips,
                          [&](const Tip& tip) { return !workspace_.replica().holds(tip.hash); });
        std::erase_if(held.devices, [](const DeviceTips& device) { return device.tips.empty(); });
        return held;
    }
    if (said_ == Told::held && heard_ >= Told::held) return more_envelopes();
    return std::nullopt;
}

// The last record is proof of all before it: whoever has another one there is told at once.
RosterPage LanSession::opening() {
    const RosterLength length = workspace_.roster().length();
    const RecordIndex last{length.value - 1};
    return {.from = last,
            .records = records_from(workspace_, last, records_bytes_max),
            .length = length};
}

std::optional<RosterPage> LanSession::more_records() {
    const RosterLength length = workspace_.roster().length();
    if (next_record_.value < their_length_.value) next_record_.value = their_length_.value;
    if (said_ != Told::opening || next_record_.value >= length.value) return std::nullopt;
    RosterPage page{.from = next_record_,
                    .records = records_from(workspace_, next_record_, records_bytes_max),
                    .length = length};
    next_record_.value += page.records.size();
    report_.records_sent += page.records.size();
    return page;
}

bool LanSession::records_settled() {
    return workspace_.roster().length() >= their_length_ || !reader_.takes_records();
}

bool LanSession::is_member() {
    const DeviceEntry* device = device_of_channel(workspace_.roster(), peer_);
    return device != nullptr && device->id == peer_id_;
}

Page LanSession::more_envelopes() {
    if (parts_.empty()) {
        for (const Envelope& envelope : workspace_.replica().lacking(theirs_, chunk_bytes)) {
            for (EnvelopePart& part : parts_of(envelope.bytes())) parts_.push_back(std::move(part));
            theirs_.add(envelope.header(), envelope.hash());
            ++report_.envelopes_sent;
        }
    }
    Page page;
    page.fetched = true;
    page.caught_up = parts_.empty();
    if (page.caught_up) said_ = Told::all;
    std::size_t bytes = 0;
    while (!parts_.empty() && (bytes == 0 || bytes + parts_.front().data.size() < page_bytes_max)) {
        bytes += parts_.front().data.size();
        page.entries.push_back({.position = {}, .part = std::move(parts_.front()), .held = {}});
        parts_.pop_front();
    }
    return page;
}

void LanSession::receive(Bytes frame, Instant now) {
    life_.heard(now);
    auto message = decode_server_message(frame);
    if (!message) return refuse_peer(message.error().sentence);
    if (auto* records = std::get_if<RosterPage>(&*message)) return on(std::move(*records));
    if (auto* tips = std::get_if<FrontierReply>(&*message)) return on(std::move(*tips));
    if (auto* page = std::get_if<Page>(&*message)) return on(std::move(*page));
    if (const auto* refused = std::get_if<Refused>(&*message)) {
        failure_ = EngineError{EngineFault::server_refused,
                               "The other laptop ended it: " + refused->sentence};
        return;
    }
    refuse_peer("it said something that has no place between laptops");
}

void LanSession::on(RosterPage page) {
    if (heard_ > Told::opening || page.length.value > limits::records_max)
        return refuse_peer("it told records out of turn");
    heard_ = Told::opening;
    their_length_ = std::max(their_length_, page.length);
    reader_.take(BundlePiece(std::move(page)));
}

void LanSession::on(FrontierReply reply) {
    if (heard_ == Told::opening) {
        heard_ = Told::tips;
        theirs_.add_tips(reply.devices);
        their_tips_ = reply.devices;
        reader_.take(BundlePiece(std::move(reply)));
    } else if (heard_ == Told::tips) {
        heard_ = Told::held;
        theirs_.add_tips(reply.devices);
    } else {
        refuse_peer("it told its tips out of turn");
    }
}

// Nothing is taken from a device before its right to be here was checked again.
void LanSession::on(Page page) {
    if (heard_ != Told::held || said_ < Told::tips)
        return refuse_peer("it sent envelopes out of turn");
    if (page.caught_up) heard_ = Told::all;
    reader_.take(BundlePiece(std::move(page)));
}

void LanSession::refuse_peer(const std::string& why) {
    if (failure_) return;
    failure_ = EngineError{EngineFault::distrust, "The other laptop was refused: " + why + "."};
    farewell_ = Refused{RefusalCode::not_allowed, "this laptop refused it: " + why, 0};
}

void LanSession::tick(Instant now) {
    if (now < deadline()) return;
    failure_ = EngineError{EngineFault::no_network,
                           "The other laptop said nothing for a minute. Try again."};
}

Instant LanSession::deadline() const { return {life_.last().ms + silence_ms_max}; }

bool LanSession::over() const { return failure_ || (said_ == Told::all && heard_ == Told::all); }

LanReport LanSession::report() {
    report_.peer = peer_id_;
    report_.received = reader_.finish();
    return report_;
}

}  // namespace cairn::engine
