#pragma once
// Randomness is an argument: the system's in programs, a seeded one in tests and simulations.
#include <cstdint>
#include <span>

#include "shared/base/ids.h"

namespace cairn {

class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    template <class Id>
    [[nodiscard]] Id make() {
        Id id;
        fill(id.bytes);
        return id;
    }
};

// The operating system's generator (libsodium's randombytes).
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

// ChaCha20 keystream under a seed: the same seed gives the same bytes. For tests and simulation
// only.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed);
    void fill(std::span<std::uint8_t> out) override;
    // Uniform in [0, bound). bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);

private:
    std::array<std::uint8_t, 32> key_{};
    std::uint64_t blocks_ = 0;
};

}  // namespace cairn
