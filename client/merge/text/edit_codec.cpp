#include "client/merge/text/edit_codec.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "client/merge/text/limits.h"
#include "client/merge/text/scalars.h"

namespace cairn::text {
namespace {

constexpr std::size_t numbers_bytes_max = 40;  // of one patch: three numbers and four signs

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool is_done() const { return rest_.empty(); }
    bool take(char sign) {
        if (rest_.empty() || rest_.front() != sign) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // Nothing unless a number in its only form is next.
    std::optional<std::uint32_t> number() {
        std::uint32_t value = 0;
        const char* end = rest_.data() + rest_.size();
        const auto [after, error] = std::from_chars(rest_.data(), end, value);
        if (error != std::errc()) return std::nullopt;
        const auto digits = static_cast<std::size_t>(after - rest_.data());
        if (rest_.front() == '0' && digits > 1) return std::nullopt;
        rest_.remove_prefix(digits);
        return value;
    }
    std::optional<std::string_view> bytes(std::size_t count) {
        if (count > rest_.size()) return std::nullopt;
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

private:
    std::string_view rest_;
};

struct EncodedPatch {
    std::uint32_t position = 0;
    std::uint32_t removed = 0;
    std::string_view inserted = {};
};

std::optional<std::string_view> read_inserted(Reader& reader) {
    const auto size = reader.number();
    if (!size || *size == 0 || !reader.take(':')) return std::nullopt;
    return reader.bytes(*size);
}

Result<EncodedPatch, TextFault> read_patch(Reader& reader) {
    const auto position = reader.number();
    if (!position) return refuse(TextFault::malformed);
    EncodedPatch patch{*position, 0, {}};
    if (reader.take('-')) {
        const auto removed = reader.number();
        if (!removed || *removed == 0) return refuse(TextFault::malformed);
        patch.removed = *removed;
    }
    if (reader.take('+')) {
        const auto inserted = read_inserted(reader);
        if (!inserted) return refuse(TextFault::malformed);
        if (!is_plain(*inserted)) return refuse(TextFault::not_text);
        patch.inserted = *inserted;
    }
    if (!reader.take(';')) return refuse(TextFault::malformed);
    if (patch.removed == 0 && patch.inserted.empty()) return refuse(TextFault::nothing_done);
    return patch;
}

// Calls back with each patch, up to a fault.
template <class TakePatch>
std::optional<TextFault> read_patches(std::string_view text, TakePatch take) {
    if (text.size() > limits::edit_bytes_max) return TextFault::too_large;
    if (text.empty()) return TextFault::nothing_done;
    Reader reader(text);
    while (!reader.is_done()) {
        const auto patch = read_patch(reader);
        if (!patch) return patch.error();
        take(*patch);
    }
    return std::nullopt;
}

// As much as fits, in whole scalar values; at least one.
std::string_view fitting_piece(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t cut = bytes_max;
    while (cut > 0 && !begins_scalar(text[cut])) --cut;
    return text.substr(0, cut);
}

}  // namespace

std::string encode_patches(const Patches& patches) {
    std::string text;
    for (const Patch& patch : patches) {
        text += std::to_string(patch.position);
        if (patch.removed > 0) text += '-' + std::to_string(patch.removed);
        if (!patch.inserted.empty()) {
            text += '+' + std::to_string(patch.inserted.size()) + ':';
            text += patch.inserted;
        }
        text += ';';
    }
    return text;
}

std::optional<TextFault> fault_in_encoded(std::string_view text) {
    return read_patches(text, [](const EncodedPatch&) {});
}

Result<Patches, TextFault> decode_patches(std::string_view text) {
    Patches patches;
    const auto fault = read_patches(text, [&](const EncodedPatch& patch) {
        patches.push_back({patch.position, patch.removed, std::string(patch.inserted)});
    });
    if (fault) return refuse(*fault);
    return patches;
}

std::vector<Patches> cut_for_values(const Patches& patches) {
    std::vector<Patches> lists;
    std::size_t room = 0;
    for (const Patch& patch : patches) {
        std::uint32_t position = patch.position;
        std::uint32_t removed = patch.removed;
        std::string_view rest = patch.inserted;
        do {
            const std::size_t wanted = numbers_bytes_max + std::min<std::size_t>(rest.size(), 64);
            if (room < wanted) {
                lists.emplace_back();
                room = limits::edit_bytes_max;
            }
            const std::string_view piece = fitting_piece(rest, room - numbers_bytes_max);
            lists.back().push_back({position, removed, std::string(piece)});
            room -= numbers_bytes_max + piece.size();
            position += static_cast<std::uint32_t>(count_scalars(piece));
            removed = 0;
            rest.remove_prefix(piece.size());
        } while (!rest.empty());
    }
    return lists;
}

}  // namespace cairn::text
