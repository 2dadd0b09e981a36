#pragma once
// What the system can do so that secrets stay in this process.
#include <optional>
#include <string>

#include "shared/base/secret.h"

namespace cairn::platform {

// No image of this process is written when it crashes, and no other process of this user may read
// its memory. Holds from now on; for programs that hold keys, before they hold any.
void keep_memory_private();

// Asks on the terminal, without showing what is typed. Nothing: there is no terminal, or the person
// typed no line, or one of more than SecretText::bytes_max.
[[nodiscard]] std::optional<SecretText> ask_unseen(const std::string& question);

}  // namespace cairn::platform
