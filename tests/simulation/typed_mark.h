#pragma once
#include <string_view>

namespace cairn::simulation {

// Stands in everything that is typed: if the server's bytes hold it, they hold plain text.
inline constexpr std::string_view typed_mark = "Feldspat";

}  // namespace cairn::simulation
