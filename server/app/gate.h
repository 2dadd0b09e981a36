#pragma once
// Who may connect, before anybody has shown who they are: so many in all, so many of one address,
// fewer of those that are strangers still, and so many attempts a minute.
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "shared/base/time.h"

namespace cairn::server {

struct GateLimits {
    std::size_t connections_max = 10'000;
    std::size_t per_address_max = 512;  // an office behind one address is one address
    // The last quarter is for addresses of which none is there: whoever fills the rest from a few
    // addresses keeps nobody else out.
    std::size_t strangers_max = 256;
    std::size_t strangers_per_address_max = 64;
    // Connections of one address that ended without showing a member: so many at once, and as many
    // again a minute. Guesses, floods, and whoever was removed and keeps calling.
    std::size_t attempts_per_minute = 120;
};

// An IPv4 address (as IPv6 maps it), or the first 64 bits of an IPv6 address: whoever has one of
// those has them all.
using AddressGroup = std::array<std::uint8_t, 16>;

class Gate {
    struct Counts;

public:
    explicit Gate(const GateLimits& limits);

    // Leaves when it goes. Any thread; outlives the gate at will.
    class Pass {
    public:
        Pass(std::shared_ptr<Counts> counts, const AddressGroup& group, std::int64_t attempt_ms);
        Pass(Pass&& other) noexcept = default;
        Pass& operator=(Pass&&) = delete;
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        ~Pass();
        // No stranger any more. Once or more often.
        void recognise();

    private:
        std::shared_ptr<Counts> counts_;
        AddressGroup group_;
        std::int64_t attempt_ms_;  // what it was charged with
        bool stranger_ = true;
        void leave_strangers();
    };

    // Nothing: there is no room for it.
    [[nodiscard]] std::optional<Pass> enter(const AddressGroup& group, Instant now);
    [[nodiscard]] std::size_t connections() const;
    [[nodiscard]] std::size_t strangers() const;

private:
    GateLimits limits_;
    std::shared_ptr<Counts> counts_;
};

}  // namespace cairn::server
