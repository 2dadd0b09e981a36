#pragma once
// docs/JSON.md as data, and the keys of answers in the same writing: members[].name.
#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

namespace cairn::test {

using Keys = std::set<std::string>;

// Adds the keys of an answer. What a catalog or a file names (fields, values, counts by name) is
// not looked into.
void keys_of(const nlohmann::json& value, const std::string& at, Keys& keys);

// By the command as the table's first column names it; a row for several stands for each.
std::map<std::string, Keys> documented_keys(const std::string& file);

}  // namespace cairn::test
