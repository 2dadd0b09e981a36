#pragma once
// What happened so far, in numbers, and how Prometheus wants to read it (exposition format 0.0.4).
#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "server/hub/hub.h"

namespace cairn::server {

// Counts how often a value stayed below each bound. Any thread.
template <std::size_t N>
class Histogram {
public:
    explicit constexpr Histogram(const std::array<double, N>& bounds) : bounds_(bounds) {}

    void add(double value) {
        const std::lock_guard lock(mutex_);
        std::size_t bucket = 0;
        while (bucket < N && value > bounds_[bucket]) ++bucket;
        ++counts_[bucket];
        sum_ += value;
    }
    [[nodiscard]] std::string expose(const std::string& name, const std::string& help) const;

private:
    std::array<double, N> bounds_;
    mutable std::mutex mutex_;
    std::array<std::uint64_t, N + 1> counts_{};
    double sum_ = 0;
};

struct Metrics {
    using Counter = std::atomic<std::uint64_t>;

    Counter connections_accepted = 0;
    Counter connections_turned_away = 0;  // by the gate
    Counter handshakes_failed = 0;
    Counter connections_broken = 0;  // ended by the network or a fault, not by a conversation
    Counter frames_received = 0;
    Counter frame_bytes_received = 0;
    Counter frames_sent = 0;
    Counter frame_bytes_sent = 0;
    Counter storage_failures = 0;
    std::atomic<bool> storage_works = false;

    Histogram<12> commit_seconds{
        {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5}};
    Histogram<10> commit_writes{{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}};

    void publish(const HubStats& stats);  // by the storage thread
    [[nodiscard]] std::string expose(std::size_t connections, std::size_t strangers) const;

private:
    mutable std::mutex mutex_;
    HubStats hub_;  // of the hub that works now: a new one counts from zero, as Prometheus expects
};

}  // namespace cairn::server
