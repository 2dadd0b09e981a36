#include "client/exchange/import_building.h"

#include "client/plan/catalog.h"

namespace cairn::exchange {
namespace {

ImportError beyond(std::size_t most, const char* what) {
    return {ImportFault::too_large, "the file has more than " + std::to_string(most) + " " + what};
}

}  // namespace

Done add_row(ImportedPlan& plan, const ImportLimits& limits, ImportedRow row) {
    if (plan.rows.size() >= limits.rows_max) return refuse(beyond(limits.rows_max, "rows"));
    plan.rows.push_back(std::move(row));
    return {};
}

Done add_link(ImportedPlan& plan, const ImportLimits& limits, ImportedLink link) {
    if (plan.links.size() >= limits.links_max) return refuse(beyond(limits.links_max, "links"));
    plan.links.push_back(std::move(link));
    return {};
}

void add_value(std::vector<ImportedField>& into,
               plan::FieldNumber field,
               const merge::Value& value) {
    if (!value.is_unset()) into.push_back({field, value});
}

bool add_text(std::vector<ImportedField>& into, plan::FieldNumber field, std::string_view text) {
    if (text.empty()) return true;
    const plan::FieldSpec* spec = plan::find_field(field);
    const bool any_length = spec != nullptr && spec->fold == merge::Fold::text;
    const auto value =
        any_length ? merge::Value::shown("t" + std::string(text)) : merge::Value::text(text);
    if (value) into.push_back({field, *value});
    return value.has_value();
}

}  // namespace cairn::exchange
