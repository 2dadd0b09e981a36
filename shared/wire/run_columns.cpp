#include "shared/wire/run_columns.h"

namespace cairn {

std::uint64_t ColumnReader::next_long() {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 10; ++i) {
        if (i == rest_.size()) refuse_length();
        const std::uint64_t byte = rest_[i];
        const bool is_last = byte < 128;
        if ((i == 9 && byte > 1) || (is_last && byte == 0 && i > 0)) break;
        value |= (byte & 127U) << (7 * i);
        if (is_last) {
            rest_ = rest_.subspan(i + 1);
            return value;
        }
    }
    capnp_io::refuse_input(
        WireFault::malformed,
        "the column " + std::string(name_) + " has a number that is not in its shortest form");
}

void ColumnReader::refuse_value(std::uint64_t value) const {
    capnp_io::refuse_input(WireFault::out_of_range,
                           "the column " + std::string(name_) + " holds " + std::to_string(value) +
                               ", which is out of range there");
}

void ColumnReader::refuse_length() const {
    capnp_io::refuse_input(
        WireFault::truncated,
        "the column " + std::string(name_) + " does not end with its last value");
}

}  // namespace cairn
