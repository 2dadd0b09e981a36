#pragma once
// Loads XML that nobody vouches for, within limits.
#include <string_view>

#include <pugixml.hpp>

#include "client/exchange/import_report.h"

namespace cairn::exchange {

// Refuses a DTD, whatever it says, and everything beyond the limits. Text comes out as UTF-8.
[[nodiscard]] Result<void, ImportError> load_xml(std::string_view bytes,
                                                 const ImportLimits& limits,
                                                 pugi::xml_document& into);

// The text of a child element without the space around it; empty if there is none.
[[nodiscard]] std::string_view child_text(pugi::xml_node parent, const char* name);
[[nodiscard]] bool child_flag(pugi::xml_node parent, const char* name);  // 1 or true

}  // namespace cairn::exchange
