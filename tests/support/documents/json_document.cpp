#include "tests/support/documents/json_document.h"

#include <fstream>
#include <regex>
#include <vector>

namespace cairn::test {
namespace {

std::vector<std::string> in_backquotes(const std::string& text) {
    static const std::regex quoted("`([^`]+)`");
    std::vector<std::string> words;
    for (std::sregex_iterator at(text.begin(), text.end(), quoted), end; at != end; ++at)
        words.push_back((*at)[1]);
    return words;
}

bool is_open(const std::string& key) {
    static const Keys open{
        "fields", "read", "left_out", "value", "base", "before", "after", "element", "synced"};
    return open.contains(key);
}

}  // namespace

void keys_of(const nlohmann::json& value, const std::string& at, Keys& keys) {
    if (value.is_object()) {
        for (const auto& [key, inner] : value.items()) {
            const std::string path = at.empty() ? key : at + "." + key;
            const bool nested = !is_open(key) && (inner.is_object() || inner.is_array());
            if (nested)
                keys_of(inner, path, keys);
            else
                keys.insert(path);
        }
    } else if (value.is_array()) {
        for (const nlohmann::json& inner : value) keys_of(inner, at + "[]", keys);
    } else {
        keys.insert(at);
    }
}

std::map<std::string, Keys> documented_keys(const std::string& file) {
    std::map<std::string, Keys> rows;
    std::ifstream text(file);
    for (std::string line; std::getline(text, line);) {
        if (line.rfind("| `", 0) != 0) continue;
        const std::size_t first_end = line.find('|', 1);
        const std::size_t second_end = line.find('|', first_end + 1);
        const auto keys = in_backquotes(line.substr(second_end));
        for (const std::string& command : in_backquotes(line.substr(0, first_end)))
            rows[command] = {keys.begin(), keys.end()};
    }
    return rows;
}

}  // namespace cairn::test
