#pragma once
// Shorthand for looking into an imported plan.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "client/exchange/imported_plan.h"
#include "client/plan/value_text.h"

namespace cairn::exchange {

inline const ImportedRow* row_of(const ImportedPlan& plan, const std::string& key) {
    for (const ImportedRow& row : plan.rows) {
        if (row.key.text == key) return &row;
    }
    return nullptr;
}

// As people read it; "-> KEY" for another row; empty if there is no such field.
inline std::string shown(const std::vector<ImportedField>& fields, plan::FieldNumber number) {
    for (const ImportedField& field : fields) {
        if (field.field != number) continue;
        if (const auto* key = std::get_if<RowKey>(&field.value)) return "-> " + key->text;
        return plan::print_value(
            *plan::find_field(number), std::get<merge::Value>(field.value), plan::TextContext{});
    }
    return "";
}

inline std::string shown(const ImportedPlan& plan,
                         const std::string& key,
                         plan::FieldNumber number) {
    const ImportedRow* row = row_of(plan, key);
    return row == nullptr ? "no such row" : shown(row->fields, number);
}

inline const ImportedLink* link_of(const ImportedPlan& plan,
                                   const std::string& from,
                                   plan::LinkNumber type,
                                   const std::string& to) {
    for (const ImportedLink& link : plan.links) {
        if (link.from.text == from && link.type == type && link.to.text == to) return &link;
    }
    return nullptr;
}

inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The folder of real plans beside the project, or an empty path.
inline std::filesystem::path shared_plans() {
    const char* set = std::getenv("CAIRN_SHARED");
    const std::filesystem::path folder = set != nullptr ? set : "../shared";
    std::error_code error;
    return std::filesystem::is_directory(folder / "plans", error) ? folder / "plans"
                                                                  : std::filesystem::path();
}

}  // namespace cairn::exchange
