#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cairn::cli {

// A QR code (ISO/IEC 18004) in half blocks, dark on light, with its quiet zone; nothing if the text
// is too long for one.
std::optional<std::string> qr_code(std::string_view text);

}  // namespace cairn::cli
