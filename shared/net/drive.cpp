#include "shared/net/drive.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cairn {
namespace {

using boost::asio::awaitable;

// A busy connection lets the others of its thread have their turn.
constexpr int frames_per_turn = 16;

class Driver {
public:
    Driver(FrameStream& stream, Conversation& conversation, const DriveLimits& limits)
        : stream_(stream),
          conversation_(conversation),
          limits_(limits),
          authentication_deadline_{net_now().ms + limits.before_authentication_ms_max},
          moved_bytes_(stream.moved_bytes()) {}

    // One look at everything. An error ends the connection.
    Result<void, NetError> step() {
        const Instant now = net_now();
        note_moved(now);
        auto looked = look(now);
        note_moved(now);
        if (conversation_.over() && !closing_deadline_)
            closing_deadline_ = Instant{now.ms + limits_.closing_ms_max};
        return looked;
    }

    [[nodiscard]] bool turn_used_up() const { return frames_received_ == frames_per_turn; }
    [[nodiscard]] bool takes_frames() const {
        return !conversation_.over() && conversation_.wants_frames();
    }
    [[nodiscard]] bool done() const {
        return conversation_.over() && nothing_to_say_ && stream_.unsent_bytes() == 0;
    }
    [[nodiscard]] Instant next_deadline() const {
        const Instant of_stream = deadline_of_stream();
        return conversation_.over() ? of_stream : std::min(conversation_.deadline(), of_stream);
    }

    // For the last bytes: counted from when the conversation was first seen to be over.
    [[nodiscard]] Instant closing_deadline() const {
        return closing_deadline_.value_or(Instant{net_now().ms + limits_.closing_ms_max});
    }

private:
    Result<void, NetError> look(Instant now) {
        frames_received_ = 0;
        if (!conversation_.over() && conversation_.deadline() <= now) conversation_.tick(now);
        if (auto sent = send(); !sent) return sent;
        if (deadline_of_stream() <= now) return refuse(net_error(NetFault::timed_out));
        while (takes_frames() && frames_received_ < frames_per_turn) {
            auto frame = stream_.try_frame();
            if (!frame) return refuse(frame.error());
            if (!*frame) break;
            ++frames_received_;
            conversation_.receive(std::move(**frame), now);
            if (auto sent = send(); !sent) return sent;
        }
        return {};
    }

    void note_moved(Instant now) {
        const std::uint64_t before = std::exchange(moved_bytes_, stream_.moved_bytes());
        if (moved_bytes_ > before) conversation_.moved(moved_bytes_ - before, now);
    }

    void recognise() {
        if (conversation_.authenticated() && !stream_.authenticated()) stream_.authenticate();
    }

    Result<void, NetError> send() {
        nothing_to_say_ = false;
        while (stream_.unsent_bytes() < limits_.unsent_bytes_max) {
            const auto frame = conversation_.next_frame();
            nothing_to_say_ = !frame;
            if (!frame) break;
            if (auto sent = stream_.send(*frame); !sent) return sent;
        }
        // What it says may follow from having come to know the other side, whose answer may be here
        // before the next look.
        recognise();
        return {};
    }

    [[nodiscard]] Instant deadline_of_stream() const {
        Instant deadline = closing_deadline_.value_or(no_deadline);
        if (!stream_.authenticated()) deadline = std::min(deadline, authentication_deadline_);
        if (stream_.unsent_bytes() > 0)
            deadline =
                std::min(deadline, Instant{stream_.write_progress().ms + limits_.stalled_ms_max});
        return deadline;
    }

    FrameStream& stream_;
    Conversation& conversation_;
    const DriveLimits& limits_;
    Instant authentication_deadline_;
    std::uint64_t moved_bytes_;  // as the conversation was told
    std::optional<Instant> closing_deadline_;
    int frames_received_ = 0;
    bool nothing_to_say_ = false;
};

}  // namespace

awaitable<std::optional<NetError>> drive(FrameStream stream,
                                         Conversation& conversation,
                                         DriveLimits limits) {
    Driver driver(stream, conversation, limits);
    std::optional<NetError> error;
    while (!error && !driver.done()) {
        const auto stepped = driver.step();
        if (!stepped) {
            error = stepped.error();
        } else if (driver.turn_used_up()) {
            co_await boost::asio::post(boost::asio::use_awaitable);
        } else if (!driver.done()) {
            const Instant deadline = driver.next_deadline();
            const bool for_reading = driver.takes_frames();
            co_await stream.wait(deadline, for_reading);
        }
    }
    if (error) {
        const auto farewell = conversation.farewell(*error);
        if (farewell) static_cast<void>(stream.send(*farewell));
    }
    const Instant deadline = driver.closing_deadline();
    co_await stream.close(deadline);
    co_return error;
}

}  // namespace cairn
