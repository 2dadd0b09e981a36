#include "tests/bench/server/desk.h"

#include <chrono>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

#include "shared/identity/hello_proof.h"
#include "shared/net/connect.h"
#include "shared/net/drive.h"
#include "tests/support/envelopes.h"

namespace cairn::bench {
namespace {

constexpr std::size_t noise_content_max = 65'535 - 16;
constexpr std::size_t noise_overhead_bytes = 2 + 16;           // length, tag
constexpr std::size_t handshake_bytes = 48 + 48 + 64 + 3 * 2;  // schema/PROTOCOL.md section 11

std::size_t on_the_wire(std::size_t frame_bytes) {
    const std::size_t content = 4 + frame_bytes;
    const std::size_t messages = (content + noise_content_max - 1) / noise_content_max;
    return content + messages * noise_overhead_bytes;
}

}  // namespace

void Network::run_until(const std::function<bool()>& condition) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    io.restart();
    while (!condition()) {
        if (!failure.empty()) throw std::runtime_error(failure);
        if (io.run_one_until(limit) == 0) throw std::runtime_error("nothing more happens");
    }
}

void Network::run_for(double seconds) {
    io.restart();
    io.run_for(std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6)));
}

Desk::Desk(const Team& team, const DeviceSecrets& device, std::uint64_t seed)
    : team_(team), device_(device), random_(seed) {}

std::vector<ReceiptedRecord> Desk::records(RecordIndex index, std::size_t) const {
    const auto from = static_cast<std::ptrdiff_t>(index.value);
    return {team_.records.begin() + from, team_.records.end()};
}

void Desk::write(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        EnvelopeHeader header;
        header.workspace = team_.id;
        header.device = device_.id();
        header.number = tip_ ? tip_->header().number.next() : EnvelopeNumber{1};
        if (tip_) header.previous = tip_->hash();
        header.roster_head = team_.view.head();
        header.nonce = random_.make<Nonce>();
        header.sealed_bytes = 272;  // of one edit
        tip_ = test::make_envelope(header, device_, random_);
        written_.push_back(*tip_);
    }
}

void Desk::take(std::vector<Envelope> envelopes) {
    for (Envelope& envelope : envelopes) written_.push_back(std::move(envelope));
}

void Desk::send() {
    for (Envelope& envelope : written_) {
        hold(envelope);
        queue_.push_back(std::move(envelope));
    }
    written_.clear();
    if (connected_ && waker_) waker_->wake();
}

void Desk::append(Bytes record) {
    record_ = std::move(record);
    if (connected_ && waker_) waker_->wake();
}

bool Desk::holds_current_key() { return keys_.key(roster().current_epoch()->id) != nullptr; }

void Desk::adopt(const ReceiptedRecord& record) {
    if (!own_roster_) own_roster_ = team_.view;
    if (const auto taken = own_roster_->append(record.record); !taken)
        return fail(taken.error().sentence);
    keys_.learn(*own_roster_, device_);
}

void Desk::connect(Network& network, const ServerProcess& server, const ServerSecrets& pinned) {
    network_ = &network;
    connected_ = true;
    leaving_ = false;
    auto talking = talk(server.address(), pinned.id(), pinned.channel_key());
    boost::asio::co_spawn(network.io, std::move(talking), [this](const std::exception_ptr& thrown) {
        connected_ = false;
        if (thrown) std::rethrow_exception(thrown);
    });
}

boost::asio::awaitable<void> Desk::talk(HostAddress address, ServerId id, ChannelKey channel) {
    const Instant deadline{net_now().ms + 60'000};
    const ExchangeKey own = device_.channel();
    auto stream = co_await connect_stream(address, own, channel, random_, deadline);
    if (!stream) {
        fail(stream.error().sentence);
        co_return;
    }
    ClientStart start;
    start.workspace = team_.id;
    start.server = id;
    start.proof =
        DeviceProof{device_.id(), prove_device(device_.signing(), stream->handshake(), team_.id)};
    start.cursor = cursor_;
    wire_bytes_ += handshake_bytes;
    session_.emplace(start, *this, net_now());
    waker_.emplace(stream->waker());
    DriveLimits limits;
    auto broken = co_await drive(std::move(*stream), *this, limits);
    if (broken && !leaving_) fail(broken->sentence);
}

void Desk::leave() {
    leaving_ = true;
    if (waker_) waker_->wake();
}

std::optional<Bytes> Desk::next_frame() {
    hand_over();
    if (record_ && session_->append_record(*record_)) record_.reset();
    const auto message = session_->next();
    if (!message) return std::nullopt;
    Bytes frame = encode_message(*message);
    wire_bytes_ += on_the_wire(frame.size());
    return frame;
}

void Desk::receive(Bytes frame, Instant now) {
    wire_bytes_ += on_the_wire(frame.size());
    auto message = decode_server_message(frame);
    if (!message) return fail(message.error().sentence);
    auto effects = session_->receive(std::move(*message), now);
    while (effects && !effects->empty()) {
        for (const Effect& effect : *effects) carry_out(effect);
        effects = session_->resume();
    }
    if (!effects) fail(effects.error().sentence);
}

void Desk::tick(Instant now) {
    if (auto done = session_->tick(now); !done) fail(done.error().sentence);
}

void Desk::carry_out(const Effect& effect) {
    if (const auto* page = std::get_if<StorePage>(&effect)) {
        for (const PageEnvelope& arrived : page->envelopes) {
            if (held_.contains(arrived.envelope.hash())) continue;
            hold(arrived.envelope);
            ++received_;
            on_arrival(arrived.envelope.hash());
        }
        if (page->cursor) cursor_ = *page->cursor;
    } else if (const auto* accepted = std::get_if<MarkAccepted>(&effect)) {
        accepted_ += accepted->envelopes.size();
    } else if (const auto* refused = std::get_if<MarkRefused>(&effect)) {
        fail(refused->envelopes.front().sentence);
    } else if (const auto* came = std::get_if<AppendRoster>(&effect)) {
        for (const ReceiptedRecord& record : came->records) adopt(record);
    } else if (const auto* taken = std::get_if<RecordTaken>(&effect)) {
        adopt(taken->record);
    } else if (const auto* not_taken = std::get_if<RecordNotTaken>(&effect)) {
        fail(not_taken->sentence);
    }
}

void Desk::hold(const Envelope& envelope) {
    held_.insert(envelope.hash());
    frontier_.add(envelope.header(), envelope.hash());
}

void Desk::hand_over() {
    std::size_t room = session_->push_room();
    std::vector<OutgoingEnvelope> outgoing;
    while (!queue_.empty() && queue_.front().bytes().size() <= room) {
        room -= queue_.front().bytes().size();
        outgoing.push_back({.envelope = std::move(queue_.front()), .needed = false});
        queue_.pop_front();
    }
    if (!outgoing.empty()) session_->push(outgoing);
}

void Desk::fail(const std::string& why) {
    leaving_ = true;
    network_->failure = why;
}

}  // namespace cairn::bench
