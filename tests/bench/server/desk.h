#pragma once
// A light client for load: the real channel, the real session, real signatures and the roster with
// its keys, but of envelopes it keeps only hashes and checks none, so that one process can play a
// thousand.
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "shared/net/conversation.h"
#include "shared/net/frame_stream.h"
#include "shared/roster/key_ring.h"
#include "shared/sync/client_session.h"
#include "tests/bench/server/team.h"

namespace cairn::bench {

// All clients of one measurement, on one thread.
class Network {
public:
    // Throws when it takes longer than a minute, or a connection has failed.
    void run_until(const std::function<bool()>& condition);
    void run_for(double seconds);
    boost::asio::io_context io;
    std::string failure;
};

class Desk final : public SyncSource, public Conversation {
public:
    // All outlive it.
    Desk(const Team& team, const DeviceSecrets& device, std::uint64_t seed);

    // Signs so many more envelopes of one edit's size, to be sent by send().
    void write(std::size_t count);
    // What somebody sealed elsewhere.
    void take(std::vector<Envelope> envelopes);
    // Connected or not yet.
    void send();
    // A record at the head that it knows, to go as soon as the rosters are alike.
    void append(Bytes record);
    void connect(Network& network, const ServerProcess& server, const ServerSecrets& pinned);
    // Returns at once; gone() tells when.
    void leave();

    [[nodiscard]] bool live() const {
        return session_ && session_->state() == ClientSession::State::live;
    }
    [[nodiscard]] bool gone() const { return !connected_; }
    [[nodiscard]] std::size_t accepted() const { return accepted_; }  // durable at the server
    [[nodiscard]] std::size_t received() const { return received_; }  // of others
    // In the server's order: all up to there is held.
    [[nodiscard]] std::uint64_t position() const { return cursor_.position.value; }
    // In both directions since it was made: handshakes, and frames with their lengths, each as
    // Noise messages of its own.
    [[nodiscard]] std::size_t wire_bytes() const { return wire_bytes_; }
    // As this client knows it; a copy of its own since a record came.
    [[nodiscard]] const RosterView& roster() const {
        return own_roster_ ? *own_roster_ : team_.view;
    }
    [[nodiscard]] bool holds_current_key();
    std::function<void(const EnvelopeHash&)> on_arrival = [](const EnvelopeHash&) {};

    // SyncSource
    [[nodiscard]] RosterLength roster_length() const override { return roster().length(); }
    [[nodiscard]] std::optional<RecordHash> record_hash(RecordIndex index) const override {
        return roster().record_hash(index);
    }
    [[nodiscard]] std::vector<ReceiptedRecord> records(RecordIndex index,
                                                       std::size_t bytes_max) const override;
    [[nodiscard]] Frontier frontier() const override { return frontier_; }
    [[nodiscard]] bool holds(const EnvelopeHash& hash) const override {
        return held_.contains(hash);
    }

    // Conversation
    std::optional<Bytes> next_frame() override;
    void receive(Bytes frame, Instant now) override;
    void tick(Instant now) override;
    [[nodiscard]] Instant deadline() const override { return session_->deadline(); }
    [[nodiscard]] bool authenticated() const override { return true; }
    [[nodiscard]] bool over() const override { return leaving_; }

private:
    boost::asio::awaitable<void> talk(HostAddress address, ServerId id, ChannelKey channel);
    void carry_out(const Effect& effect);
    void adopt(const ReceiptedRecord& record);
    void hold(const Envelope& envelope);
    void hand_over();
    void fail(const std::string& why);

    const Team& team_;
    const DeviceSecrets& device_;
    SeededRandom random_;
    Network* network_ = nullptr;
    std::optional<RosterView> own_roster_;
    KeyRing keys_;
    std::optional<Bytes> record_;  // to be appended
    std::optional<ClientSession> session_;
    std::optional<Waker> waker_;
    Frontier frontier_;
    std::unordered_set<EnvelopeHash> held_;
    std::optional<Envelope> tip_;
    std::vector<Envelope> written_;
    std::deque<Envelope> queue_;
    Cursor cursor_;
    std::size_t accepted_ = 0;
    std::size_t received_ = 0;
    std::size_t wire_bytes_ = 0;
    bool connected_ = false;
    bool leaving_ = false;
};

}  // namespace cairn::bench
