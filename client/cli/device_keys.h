#pragma once
// This device's keys, as commands get and keep them.
#include <string>

#include "client/cli/context.h"
#include "client/keys/key_store.h"

namespace cairn::cli {

[[nodiscard]] engine::EngineError from_keys(const keys::KeyError& error);

[[nodiscard]] keys::KeyStore key_store(const Context& context, const std::string& workspace);
// May ask for a passphrase.
Result<DeviceSecrets, engine::EngineError> load_device(const Context& context,
                                                       const std::string& workspace);
// A new device's: plainly, until a person protects them.
Result<void, engine::EngineError> save_device(const Context& context,
                                              const std::string& workspace,
                                              const DeviceSecrets& device);

// The workspace's name for programs: "plain", "passphrase", "keyring"; null without keys.
[[nodiscard]] nlohmann::json keeper_json(const Context& context, const std::string& workspace);
// For people: who keeps the keys, and what that means.
[[nodiscard]] std::string keeper_words(const Context& context, const std::string& workspace);

Exit lock_device(Context& context, const DeviceArguments& arguments);
Exit unlock_device(Context& context);

}  // namespace cairn::cli
