#include "shared/base/byte_io.h"

namespace cairn {
namespace {

template <class T>
void put(Bytes& bytes, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

template <class T>
T get(ByteView raw) {
    T value = 0;
    for (std::size_t i = 0; i < raw.size(); ++i)
        value = static_cast<T>(value | static_cast<T>(T{raw[i]} << (8 * i)));
    return value;
}

}  // namespace

ByteWriter& ByteWriter::u8(std::uint8_t value) { return put(bytes_, value), *this; }
ByteWriter& ByteWriter::u16(std::uint16_t value) { return put(bytes_, value), *this; }
ByteWriter& ByteWriter::u32(std::uint32_t value) { return put(bytes_, value), *this; }
ByteWriter& ByteWriter::u64(std::uint64_t value) { return put(bytes_, value), *this; }

ByteWriter& ByteWriter::varint(std::uint64_t value) {
    while (value >= 128) {
        bytes_.push_back(static_cast<std::uint8_t>(value | 128U));
        value >>= 7U;
    }
    bytes_.push_back(static_cast<std::uint8_t>(value));
    return *this;
}

ByteWriter& ByteWriter::signed_varint(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return varint((bits << 1U) ^ (value < 0 ? UINT64_MAX : 0));
}

ByteWriter& ByteWriter::raw(ByteView bytes) { return append(bytes_, bytes), *this; }
ByteWriter& ByteWriter::sized(ByteView bytes) { return varint(bytes.size()).raw(bytes); }

ByteView ByteReader::raw(std::size_t length) {
    if (!ok_ || length > rest_.size()) {
        ok_ = false;
        return {};
    }
    const ByteView taken = rest_.first(length);
    rest_ = rest_.subspan(length);
    return taken;
}

std::uint8_t ByteReader::u8() { return get<std::uint8_t>(raw(1)); }
std::uint16_t ByteReader::u16() { return get<std::uint16_t>(raw(2)); }
std::uint32_t ByteReader::u32() { return get<std::uint32_t>(raw(4)); }
std::uint64_t ByteReader::u64() { return get<std::uint64_t>(raw(8)); }

std::uint64_t ByteReader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint8_t byte = u8();
        if (!ok_) return 0;
        const std::uint64_t part = byte & 127U;
        if ((shift == 63 && part > 1) || (byte == 0 && shift > 0))
            break;  // beyond 64 bits, or not minimal
        value |= part << shift;
        if (byte < 128) return value;
    }
    ok_ = false;
    return 0;
}

std::int64_t ByteReader::signed_varint() {
    const std::uint64_t bits = varint();
    return static_cast<std::int64_t>((bits >> 1U) ^ (~(bits & 1U) + 1U));
}

ByteView ByteReader::sized(std::size_t length_max) {
    const std::uint64_t length = varint();
    if (length > length_max) ok_ = false;
    return ok_ ? raw(static_cast<std::size_t>(length)) : ByteView{};
}

}  // namespace cairn
