#pragma once
// Key material that wipes itself, cannot be printed, and is compared in constant time.
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "shared/base/bytes.h"

namespace cairn {

void wipe(std::span<std::uint8_t> bytes);
bool equal_in_constant_time(ByteView a, ByteView b);

template <class Tag, std::size_t N>
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(const std::array<std::uint8_t, N>& raw) : bytes_(raw) {}
    SecretBytes(const SecretBytes&) = default;
    SecretBytes& operator=(const SecretBytes&) = default;
    SecretBytes(SecretBytes&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
    SecretBytes& operator=(SecretBytes&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            wipe(other.bytes_);
        }
        return *this;
    }
    ~SecretBytes() { wipe(bytes_); }

    [[nodiscard]] static std::optional<SecretBytes> from(ByteView raw) {
        if (raw.size() != N) return std::nullopt;
        SecretBytes secret;
        std::copy(raw.begin(), raw.end(), secret.bytes_.begin());
        return secret;
    }
    [[nodiscard]] ByteView view() const { return {bytes_.data(), N}; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return bytes_; }
    friend bool operator==(const SecretBytes& a, const SecretBytes& b) {
        return equal_in_constant_time(a.view(), b.view());
    }

private:
    std::array<std::uint8_t, N> bytes_{};
};

// A passphrase: at most 1,024 bytes of text, which wipe themselves wherever they are moved from.
class SecretText {
public:
    static constexpr std::size_t bytes_max = 1024;
    SecretText() = default;
    // Nothing if it is longer.
    [[nodiscard]] static std::optional<SecretText> from(ByteView text) {
        if (text.size() > bytes_max) return std::nullopt;
        SecretText secret;
        std::copy(text.begin(), text.end(), secret.bytes_.writable().begin());
        secret.size_ = text.size();
        return secret;
    }
    [[nodiscard]] ByteView view() const { return bytes_.view().first(size_); }
    friend bool operator==(const SecretText& a, const SecretText& b) {
        return a.size_ == b.size_ && a.bytes_ == b.bytes_;
    }

private:
    SecretBytes<struct SecretTextTag, bytes_max> bytes_;
    std::size_t size_ = 0;
};

using EpochKey = SecretBytes<struct EpochKeyTag, 32>;
using InviteSecret = SecretBytes<struct InviteSecretTag, 16>;
using TicketSecret = SecretBytes<struct TicketSecretTag, 16>;  // admits a new workspace to a server

}  // namespace cairn
