#pragma once
// Kinds of conflicts for programs and for people.
#include "client/engine/inbox.h"

namespace cairn::cli {

[[nodiscard]] const char* code_of(replica::ConflictKind kind);      // docs/JSON.md
[[nodiscard]] const char* sentence_of(replica::ConflictKind kind);  // goes on after the title

}  // namespace cairn::cli
