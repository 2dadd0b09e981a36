#include "client/exchange/zip_output.h"

#include <array>

namespace cairn::exchange {
namespace {

using Table = std::array<std::uint32_t, 256>;

constexpr Table crc_table() {
    Table table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t rest = byte;
        for (int bit = 0; bit < 8; ++bit)
            rest = (rest & 1U) != 0 ? 0xEDB88320U ^ (rest >> 1U) : rest >> 1U;
        table[byte] = rest;
    }
    return table;
}

// CRC-32 of ISO 3309.
std::uint32_t checksum(std::string_view bytes) {
    static constexpr Table table = crc_table();
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const char c : bytes)
        sum = table[(sum ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (sum >> 8U);
    return sum ^ 0xFFFFFFFFU;
}

template <class Number>
void put(std::string& out, Number number) {
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        out += static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
}

constexpr std::uint16_t version_needed = 20;
constexpr std::uint16_t first_day = (1U << 5U) | 1U;  // 1980-01-01: the same plan, the same bytes

// What the header of a member and its line in the directory share.
std::string facts_of(std::string_view name, std::string_view content) {
    std::string out;
    put(out, version_needed);
    put(out, std::uint16_t{0});  // flags
    put(out, std::uint16_t{0});  // stored
    put(out, std::uint16_t{0});  // midnight
    put(out, first_day);
    put(out, checksum(content));
    put(out, static_cast<std::uint32_t>(content.size()));
    put(out, static_cast<std::uint32_t>(content.size()));
    put(out, static_cast<std::uint16_t>(name.size()));
    put(out, std::uint16_t{0});  // no extra field
    return out;
}

}  // namespace

void ZipOutput::add(std::string_view name, std::string_view content) {
    const std::string facts = facts_of(name, content);
    put(directory_, std::uint32_t{0x02014B50});
    put(directory_, version_needed);
    directory_ += facts;
    put(directory_, std::uint16_t{0});  // comment
    put(directory_, std::uint16_t{0});  // disk
    put(directory_, std::uint16_t{0});  // attributes
    put(directory_, std::uint32_t{0});
    put(directory_, static_cast<std::uint32_t>(files_.size()));
    directory_ += name;
    put(files_, std::uint32_t{0x04034B50});
    files_ += facts;
    files_ += name;
    files_ += content;
    ++count_;
}

std::string ZipOutput::take() {
    const auto begin = static_cast<std::uint32_t>(files_.size());
    std::string out = std::move(files_) + directory_;
    put(out, std::uint32_t{0x06054B50});
    put(out, std::uint16_t{0});
    put(out, std::uint16_t{0});
    put(out, count_);
    put(out, count_);
    put(out, static_cast<std::uint32_t>(directory_.size()));
    put(out, begin);
    put(out, std::uint16_t{0});
    return out;
}

}  // namespace cairn::exchange
