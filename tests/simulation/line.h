#pragma once
// One connection between a laptop and the server, as two streams of frames. A stream keeps its
// order and loses nothing while it lives; what can happen to it is what can happen to TCP: it is
// cut, it is dead without anybody being told, or it is slow.
#include <array>
#include <functional>
#include <memory>

#include "shared/base/bytes.h"
#include "tests/simulation/setting.h"

namespace cairn::simulation {

enum class Side : std::uint8_t { client, server };

class Line : public std::enable_shared_from_this<Line> {
public:
    struct End {
        std::function<void(Bytes)> on_frame;
        std::function<void()> on_closed;
    };
    explicit Line(Setting& setting);

    void attach(Side side, End end) { ends_[index(side)] = std::move(end); }
    void send(Side from, Bytes frame);
    // What was sent before still arrives; then the other side learns of it. This side hears
    // nothing any more.
    void close(Side by);
    // Frames on their way are lost; both sides learn of it after a while.
    void cut();
    // From now on every frame vanishes, and so does what is on its way.
    void die() { dead_ = true; }
    [[nodiscard]] bool open() const { return open_; }

private:
    static std::size_t index(Side side) { return side == Side::client ? 0 : 1; }
    static Side other(Side side) { return side == Side::client ? Side::server : Side::client; }
    std::int64_t delay_ms(Side to);
    void tell_closed(Side side, std::int64_t after_ms);

    Setting* setting_;
    std::array<End, 2> ends_;
    std::array<std::int64_t, 2> last_arrival_ms_{};
    bool open_ = true;
    bool dead_ = false;
    std::uint64_t cuts_ = 0;
};

}  // namespace cairn::simulation
