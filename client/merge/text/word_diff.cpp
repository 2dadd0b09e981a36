#include "client/merge/text/word_diff.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "client/merge/text/patches.h"
#include "client/merge/text/scalars.h"

namespace cairn::text {
namespace {

bool is_word_byte(std::uint8_t byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || byte == '_';
}

// Scripts without spaces between words begin at U+2E80: three bytes from E2 BA on, and four.
bool is_ideograph(std::string_view text, std::size_t at) {
    const auto lead = static_cast<std::uint8_t>(text[at]);
    return lead > 0xE2 || (lead == 0xE2 && static_cast<std::uint8_t>(text[at + 1]) >= 0xBA);
}

std::size_t scalar_bytes(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && !begins_scalar(text[end])) ++end;
    return end - at;
}

bool goes_on(std::string_view text, std::size_t at) {
    const auto byte = static_cast<std::uint8_t>(text[at]);
    return byte < 0x80 ? is_word_byte(byte) : !is_ideograph(text, at);
}

std::size_t token_bytes(std::string_view text, std::size_t at) {
    std::size_t end = at + scalar_bytes(text, at);
    if (!goes_on(text, at)) return end - at;
    while (end < text.size() && goes_on(text, end)) end += scalar_bytes(text, end);
    return end - at;
}

// A text as tokens: their numbers, alike for like tokens, and where each begins.
struct Tokens {
    std::vector<std::uint32_t> numbers;
    std::vector<std::size_t> starts;
};

class Tokenizer {
public:
    Tokens split(std::string_view text) {
        Tokens tokens;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t bytes = token_bytes(text, at);
            const auto next = static_cast<std::uint32_t>(numbers_.size());
            tokens.numbers.push_back(
                numbers_.try_emplace(text.substr(at, bytes), next).first->second);
            tokens.starts.push_back(at);
            at += bytes;
        }
        tokens.starts.push_back(text.size());
        return tokens;
    }

private:
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

std::size_t common_prefix(std::string_view a, std::string_view b) {
    const std::size_t limit = std::min(a.size(), b.size());
    std::size_t bytes = 0;
    while (bytes < limit && a[bytes] == b[bytes]) ++bytes;
    while (bytes > 0 && ((bytes < a.size() && !begins_scalar(a[bytes])) ||
                         (bytes < b.size() && !begins_scalar(b[bytes]))))
        --bytes;
    return bytes;
}

std::size_t common_suffix(std::string_view a, std::string_view b) {
    const std::size_t limit = std::min(a.size(), b.size());
    std::size_t bytes = 0;
    while (bytes < limit && a[a.size() - 1 - bytes] == b[b.size() - 1 - bytes]) ++bytes;
    while (bytes > 0 && !begins_scalar(a[a.size() - bytes])) --bytes;
    return bytes;
}

std::uint32_t scalars_in(std::string_view text) {
    return static_cast<std::uint32_t>(count_scalars(text));
}

void write_change(PatchWriter& writer,
                  std::uint32_t& position,
                  std::string_view removed,
                  std::string_view inserted) {
    const std::size_t prefix = common_prefix(removed, inserted);
    position += scalars_in(removed.substr(0, prefix));
    removed.remove_prefix(prefix);
    inserted.remove_prefix(prefix);
    const std::size_t suffix = common_suffix(removed, inserted);
    const std::string_view kept = removed.substr(removed.size() - suffix);
    removed.remove_suffix(suffix);
    inserted.remove_suffix(suffix);
    if (!removed.empty()) writer.remove(position, scalars_in(removed));
    if (!inserted.empty()) writer.insert(position, inserted, scalars_in(inserted));
    position += scalars_in(inserted) + scalars_in(kept);
}

}  // namespace

Patches word_difference(std::string_view before, std::string_view after) {
    Tokenizer tokenizer;
    const Tokens old = tokenizer.split(before);
    const Tokens fresh = tokenizer.split(after);
    const Marks marks = difference_marks(old.numbers, fresh.numbers);

    PatchWriter writer;
    std::uint32_t position = 0;
    std::size_t x = 0;
    std::size_t y = 0;
    while (x < old.numbers.size() || y < fresh.numbers.size()) {
        const std::size_t x0 = x;
        const std::size_t y0 = y;
        while (x < old.numbers.size() && marks.removed[x]) ++x;
        while (y < fresh.numbers.size() && marks.inserted[y]) ++y;
        if (x > x0 || y > y0) {
            write_change(writer,
                         position,
                         before.substr(old.starts[x0], old.starts[x] - old.starts[x0]),
                         after.substr(fresh.starts[y0], fresh.starts[y] - fresh.starts[y0]));
            continue;
        }
        position += scalars_in(before.substr(old.starts[x], old.starts[x + 1] - old.starts[x]));
        ++x;
        ++y;
    }
    return writer.take();
}

}  // namespace cairn::text
