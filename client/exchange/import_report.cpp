#include "client/exchange/import_report.h"

#include "client/merge/utf8.h"

namespace cairn::exchange {

void NoteList::add(std::string where, std::string what) {
    ++count_;
    if (notes_.size() < notes_kept_max) notes_.push_back({std::move(where), std::move(what)});
}

std::string quoted(std::string_view text) {
    constexpr std::size_t shown_max = 60;
    std::size_t length = std::min(text.size(), shown_max);
    // Never cut inside a character of several bytes.
    while (length > 0 && length < text.size() &&
           (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    const bool sound = merge::is_text(text.substr(0, length));
    std::string out = "'";
    for (const char c : text.substr(0, length)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool hidden = byte < 0x20U || byte == 0x7FU || (byte >= 0x80U && !sound);
        out += hidden ? '?' : c;
    }
    return out + (length < text.size() ? "…'" : "'");
}

}  // namespace cairn::exchange
