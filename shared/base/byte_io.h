#pragma once
// Fixed-width little-endian fields and LEB128 varints, for byte layouts that are stored as
// received.
#include <cstdint>
#include <optional>

#include "shared/base/bytes.h"
#include "shared/base/ids.h"

namespace cairn {

class ByteWriter {
public:
    ByteWriter& u8(std::uint8_t value);
    ByteWriter& u16(std::uint16_t value);
    ByteWriter& u32(std::uint32_t value);
    ByteWriter& u64(std::uint64_t value);
    ByteWriter& varint(std::uint64_t value);
    ByteWriter& signed_varint(std::int64_t value);  // zigzag
    ByteWriter& raw(ByteView bytes);
    ByteWriter& sized(ByteView bytes);  // varint length, then the bytes
    template <class Tag, std::size_t N>
    ByteWriter& id(const FixedBytes<Tag, N>& value) {
        return raw(value.view());
    }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    [[nodiscard]] Bytes take() { return std::move(bytes_); }

private:
    Bytes bytes_;
};

// Reads what ByteWriter writes. After the first shortfall or malformed varint `ok()` is false and
// all reads give zeros, so a caller may check once at the end; lengths are checked against what is
// there before any allocation.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes) : rest_(bytes) {}
    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    std::uint64_t u64();
    std::uint64_t varint();  // minimal form only
    std::int64_t signed_varint();
    ByteView raw(std::size_t length);  // a view into the input
    ByteView sized(std::size_t length_max);
    template <class Id>
    Id id() {
        const ByteView view = raw(Id::size);
        return ok_ ? *Id::from(view) : Id{};
    }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }

private:
    ByteView rest_;
    bool ok_ = true;
};

}  // namespace cairn
