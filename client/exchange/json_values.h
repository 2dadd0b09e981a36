#pragma once
// Values as files of ours spell them (export_json.cpp), back to canonical ones.
#include <nlohmann/json.hpp>

#include "client/exchange/imported_plan.h"
#include "client/plan/catalog.h"

namespace cairn::exchange {

// Nothing if the field cannot hold it; unset for null.
[[nodiscard]] std::optional<merge::Value> value_from_json(const plan::FieldSpec& field,
                                                          const nlohmann::json& json);
// An element of a set, canonical.
[[nodiscard]] std::optional<std::string> element_from_json(const plan::FieldSpec& field,
                                                           const nlohmann::json& json);

}  // namespace cairn::exchange
