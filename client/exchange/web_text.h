#pragma once
// Text as addresses and documents of the web carry it.
#include <string>
#include <string_view>

namespace cairn::exchange {

// %41 is A; a '%' that begins no such escape stands for itself.
[[nodiscard]] std::string percent_decoded(std::string_view text);
// Everything but letters, digits and - . _ ~ escaped, byte by byte (RFC 3986, 2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);

// For the text and the attributes of XML; characters that XML forbids are left out.
[[nodiscard]] std::string xml_escaped(std::string_view text);

// At most so many characters, with an ellipsis for what is cut; `text` in UTF-8.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t characters_max);

}  // namespace cairn::exchange
