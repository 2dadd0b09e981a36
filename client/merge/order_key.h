#pragma once
// Where an item stands among its siblings: a fraction in (0, 1) as bytes after the point
// (schema/PROTOCOL.md section 7). Keys ascend as bytes do; their lower-case hex ascends alike.
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::merge {

inline constexpr std::size_t order_key_bytes_max = 64;

class OrderKey {
public:
    // Nothing unless 1 to 64 bytes of which the last is not zero.
    [[nodiscard]] static std::optional<OrderKey> from_bytes(std::string_view bytes);
    [[nodiscard]] static std::optional<OrderKey> from_hex(std::string_view hex);  // lower case
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::string to_hex() const;
    friend auto operator<=>(const OrderKey&, const OrderKey&) = default;

private:
    explicit OrderKey(std::string bytes) : bytes_(std::move(bytes)) {}
    std::string bytes_;
};

// Whether from_hex would take it. Allocates nothing.
[[nodiscard]] bool is_order_key_hex(std::string_view hex);

// A short key strictly between two others; none = the open end. Appending or prepending 20,000
// times costs one byte of length; always inserting at one inner spot, a byte for every 4 to 19.
// Nothing if lo >= hi, or if only a key beyond 64 bytes would fit: then give the neighbours on the
// right new keys from keys_between in the same change.
[[nodiscard]] std::optional<OrderKey> key_between(const std::optional<OrderKey>& lo,
                                                  const std::optional<OrderKey>& hi);

// `count` ascending keys, evenly spread and short; with an open end, half of the space beyond is
// left free. Nothing as above.
[[nodiscard]] std::optional<std::vector<OrderKey>> keys_between(const std::optional<OrderKey>& lo,
                                                                const std::optional<OrderKey>& hi,
                                                                std::size_t count);

}  // namespace cairn::merge
