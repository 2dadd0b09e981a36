#pragma once
// Text as addresses on the web carry it.
#include <string>
#include <string_view>

namespace cairn::exchange {

// %41 is A; a '%' that begins no such escape stands for itself.
[[nodiscard]] std::string percent_decoded(std::string_view text);
// Everything but letters, digits and - . _ ~ escaped, byte by byte (RFC 3986, 2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace cairn::exchange
