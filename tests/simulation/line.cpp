#include "tests/simulation/line.h"

#include <algorithm>

namespace cairn::simulation {

Line::Line(Setting& setting) : setting_(&setting) {}

std::int64_t Line::delay_ms(Side to) {
    const std::int64_t now = setting_->now().ms;
    const auto latency =
        static_cast<std::int64_t>(1 + setting_->below(setting_->weather.latency_ms_max));
    std::int64_t& last = last_arrival_ms_[index(to)];
    last = std::max(last, now + latency);
    return last - now;
}

void Line::send(Side from, Bytes frame) {
    if (!open_ || dead_) return;
    const Side to = other(from);
    setting_->agenda.after(
        delay_ms(to),
        [self = shared_from_this(), to, cuts = cuts_, frame = std::move(frame)]() mutable {
            if (self->dead_ || self->cuts_ != cuts) return;
            // The end may close the line, and with it itself, while it listens.
            const auto listen = self->ends_[index(to)].on_frame;
            if (listen) listen(std::move(frame));
        });
}

void Line::tell_closed(Side side, std::int64_t after_ms) {
    setting_->agenda.after(after_ms, [self = shared_from_this(), side] {
        const End end = std::exchange(self->ends_[index(side)], {});
        if (end.on_closed) end.on_closed();
    });
}

void Line::close(Side by) {
    ends_[index(by)] = {};
    if (!open_) return;
    open_ = false;
    if (!dead_) tell_closed(other(by), delay_ms(other(by)));
}

void Line::cut() {
    if (!open_) return;
    open_ = false;
    ++cuts_;
    tell_closed(Side::client, delay_ms(Side::client));
    tell_closed(Side::server, delay_ms(Side::server));
}

}  // namespace cairn::simulation
