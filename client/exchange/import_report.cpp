#include "client/exchange/import_report.h"

#include "client/merge/utf8.h"

namespace cairn::exchange {

namespace {

// At most `bytes_max` bytes, without control characters, and always text: what a file holds ends up
// on terminals.
std::string printable(std::string_view text, std::size_t bytes_max) {
    std::size_t length = std::min(text.size(), bytes_max);
    // Never cut inside a character of several bytes.
    while (length > 0 && length < text.size() &&
           (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    const bool sound = merge::is_text(text.substr(0, length));
    std::string out;
    for (const char c : text.substr(0, length)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool hidden = byte < 0x20U || byte == 0x7FU || (byte >= 0x80U && !sound);
        out += hidden ? '?' : c;
    }
    return length < text.size() ? out + "…" : out;
}

}  // namespace

void NoteList::add(std::string_view where, std::string_view what) {
    constexpr std::size_t note_bytes_max = 400;
    ++count_;
    if (notes_.size() >= notes_kept_max) return;
    notes_.push_back({printable(where, note_bytes_max), printable(what, note_bytes_max)});
}

std::string quoted(std::string_view text) {
    constexpr std::size_t shown_max = 60;
    return "'" + printable(text, shown_max) + "'";
}

}  // namespace cairn::exchange
