#include "client/radar/mute.h"

namespace cairn::radar {
namespace {

constexpr std::string_view until_word = " until ";

}  // namespace

std::string to_text(const Mute& mute) {
    return mute.until ? mute.code + std::string(until_word) + plan::to_iso(*mute.until) : mute.code;
}

std::optional<Mute> parse_mute(std::string_view text) {
    const std::size_t at = text.find(until_word);
    if (at == std::string_view::npos) return Mute{std::string(text), std::nullopt};
    const auto until = plan::date_from_iso(text.substr(at + until_word.size()));
    if (!until) return std::nullopt;
    return Mute{std::string(text.substr(0, at)), until};
}

bool is_muted(const outline::Item& item, std::string_view code, plan::Date today) {
    for (const std::string_view element : outline::elements_of(item.cells, plan::field::muted)) {
        const auto mute = parse_mute(element.substr(1));
        if (mute && mute->code == code && (!mute->until || today <= *mute->until)) return true;
    }
    return false;
}

}  // namespace cairn::radar
