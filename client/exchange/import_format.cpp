#include "client/exchange/import_format.h"

#include <algorithm>

namespace cairn::exchange {
namespace {

// The name of the first element, past the declaration and comments; reads no further.
std::string_view first_element(std::string_view text) {
    while (true) {
        const std::size_t at = text.find('<');
        if (at == text.npos || at + 1 >= text.size()) return {};
        text.remove_prefix(at + 1);
        if (text[0] != '?' && text[0] != '!')
            return text.substr(0, text.find_first_of(" \t\r\n/>"));
        const std::string_view end = text.starts_with("!--") ? "-->" : ">";
        text.remove_prefix(std::min(text.find(end), text.size()));
    }
}

}  // namespace

std::optional<ImportFormat> format_named(std::string_view name) {
    if (name == "csv") return ImportFormat::csv;
    if (name == "mspdi") return ImportFormat::mspdi;
    if (name == "gan") return ImportFormat::gan;
    if (name == "json") return ImportFormat::json;
    if (name == "tjp") return ImportFormat::tjp;
    return std::nullopt;
}

ImportFormat guessed_format(std::string_view file_name, std::string_view bytes) {
    constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
    const bool is_wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
    if (is_wide) return file_name.ends_with(".gan") ? ImportFormat::gan : ImportFormat::mspdi;
    if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
    const std::size_t at = bytes.find_first_not_of(" \t\r\n");
    const char first = at == bytes.npos ? '\0' : bytes[at];
    if (first == '{' && !file_name.ends_with(".csv")) return ImportFormat::json;
    if (file_name.ends_with(".tjp")) return ImportFormat::tjp;
    if (first != '<') return ImportFormat::csv;
    // jsGantt calls it so as well; both readers tell it apart.
    return first_element(bytes) == "project" ? ImportFormat::gan : ImportFormat::mspdi;
}

}  // namespace cairn::exchange
