#pragma once
// Which format a file is in, by its content and, where that leaves a doubt, its name.
#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::exchange {

enum class ImportFormat : std::uint8_t { csv, mspdi, gan, json, tjp };

[[nodiscard]] std::optional<ImportFormat> format_named(std::string_view name);

// Never nothing: what looks like none of the others is a table.
[[nodiscard]] ImportFormat guessed_format(std::string_view file_name, std::string_view bytes);

}  // namespace cairn::exchange
