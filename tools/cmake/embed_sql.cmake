# Writes HEADER with the text of SQL as the constant NAME.
file(READ "${SQL}" text)
if(text MATCHES "\\)sql\"")
    message(FATAL_ERROR "${SQL} holds )sql\", which ends the literal it is embedded in")
endif()
file(WRITE "${HEADER}" "#pragma once

#include <string_view>

namespace cairn::schema {

inline constexpr std::string_view ${NAME} = R\"sql(${text})sql\";

}  // namespace cairn::schema
")
