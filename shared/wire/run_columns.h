#pragma once
// The varint columns of a run, for its codec only.
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "shared/base/byte_io.h"
#include "shared/wire/capnp_io.h"

namespace cairn {

// Reads a column from front to back; every failure is a capnp_io::Refusal that names the column.
class ColumnReader {
public:
    ColumnReader(ByteView column, std::string_view name) : rest_(column), name_(name) {}

    std::uint64_t next() {
        if (!rest_.empty() && rest_.front() < 128) {  // almost every value
            const std::uint64_t value = rest_.front();
            rest_ = rest_.subspan(1);
            return value;
        }
        return next_long();
    }
    std::uint64_t next_at_most(std::uint64_t value_max) {
        const std::uint64_t value = next();
        if (value > value_max) refuse_value(value);
        return value;
    }
    std::uint32_t next_u32() {
        return static_cast<std::uint32_t>(next_at_most(std::numeric_limits<std::uint32_t>::max()));
    }
    // An index into a table of `count` rows.
    std::uint32_t next_index(std::size_t count) {
        const std::uint64_t value = next();
        if (value >= count) refuse_value(value);
        return static_cast<std::uint32_t>(value);
    }
    // A zigzag difference, to be added modulo 2^64.
    std::uint64_t next_difference() {
        const std::uint64_t bits = next();
        return (bits >> 1U) ^ (~(bits & 1U) + 1U);
    }

    // Before memory is taken for `count` values: each costs a byte at least.
    void require_room_for(std::uint64_t count) const {
        if (count > rest_.size()) refuse_length();
    }
    void require_end() const {
        if (!rest_.empty()) refuse_length();
    }
    [[nodiscard]] bool empty() const { return rest_.empty(); }

private:
    std::uint64_t next_long();
    [[noreturn]] void refuse_value(std::uint64_t value) const;
    [[noreturn]] void refuse_length() const;

    ByteView rest_;
    std::string_view name_;
};

// Writes a difference modulo 2^64, zigzag.
inline void put_difference(ByteWriter& column, std::uint64_t difference) {
    column.signed_varint(static_cast<std::int64_t>(difference));
}

}  // namespace cairn
