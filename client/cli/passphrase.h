#pragma once
// The two places a passphrase comes from.
#include <string>

#include "shared/base/result.h"
#include "shared/base/secret.h"

namespace cairn::cli {

// The first line of the file.
Result<SecretText, std::string> passphrase_in(const std::string& file);
// Unseen, by a person at the terminal.
Result<SecretText, std::string> passphrase_typed(const std::string& question);

}  // namespace cairn::cli
