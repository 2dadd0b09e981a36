// device lock, device unlock, and how every command comes by the keys.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/cli/device_keys.h"
#include "client/cli/terminal_text.h"

namespace cairn::cli {
namespace {

using engine::EngineError;
using engine::EngineFault;
using keys::KeyFault;

keys::AskPassphrase asking_for(const Context& context, const std::string& workspace) {
    return [&context, workspace]() {
        return context.passphrase.ask("Passphrase of '" + printable(workspace) + "' here:");
    };
}

// What they are for goes on working without them, and is said.
constexpr const char* meanwhile =
    " Without this device's keys the plan can be read, but nothing can be sealed or sent.";

// A new passphrase, typed twice where a person types it.
Result<SecretText, EngineError> new_passphrase(const Context& context,
                                               const std::string& workspace) {
    const auto first =
        context.passphrase.ask("New passphrase for '" + printable(workspace) + "' here:");
    if (!first) return refuse(EngineError{EngineFault::locked, first.error()});
    if (!context.passphrase.typed) return *first;
    const auto second = context.passphrase.ask("The same again:");
    if (!second) return refuse(EngineError{EngineFault::locked, second.error()});
    if (*first == *second) return *first;
    return refuse(EngineError{EngineFault::wrong_passphrase,
                              "The two are not the same. Nothing was changed. Try again."});
}

Result<std::string, EngineError> chosen(const Context& context) {
    return context.home.choose(
        context.common.workspace, context.workspace_from_environment, context.folder);
}

Exit say_kept(Context& context, const std::string& name, const std::string& sentence) {
    context.out.object({{"workspace", name}, {"keeper", keeper_json(context, name)}});
    context.out.note(sentence);
    return Exit::ok;
}

}  // namespace

EngineError from_keys(const keys::KeyError& error) {
    switch (error.fault) {
        case KeyFault::disk:
            return {EngineFault::disk, error.sentence};
        case KeyFault::locked:
            return {EngineFault::locked, error.sentence};
        case KeyFault::weak_passphrase:
            return {EngineFault::wrong_value, error.sentence};
        case KeyFault::wrong_passphrase:
            return {EngineFault::wrong_passphrase, error.sentence};
        case KeyFault::no_keyring:
            return {EngineFault::no_keyring, error.sentence};
        case KeyFault::no_memory:
            return {EngineFault::disk, error.sentence};
        case KeyFault::missing:
            return {EngineFault::no_keys,
                    error.sentence + meanwhile +
                        " Put the key file back, or recover with your printed kit (`cairn "
                        "recover`), or join again with an invite for your own device."};
        case KeyFault::damaged:
        case KeyFault::weak_cost:
            break;
    }
    return {EngineFault::no_keys, error.sentence};
}

keys::KeyStore key_store(const Context& context, const std::string& workspace) {
    return {context.home.keys_of(workspace), context.keyring};
}

Result<DeviceSecrets, EngineError> load_device(const Context& context,
                                               const std::string& workspace) {
    const auto secrets = key_store(context, workspace).load(asking_for(context, workspace));
    if (!secrets) return refuse(from_keys(secrets.error()));
    return DeviceSecrets(*secrets);
}

Result<void, EngineError> save_device(const Context& context,
                                      const std::string& workspace,
                                      const DeviceSecrets& device) {
    const auto kept = key_store(context, workspace).keep_plain(device.to_secret_bytes());
    if (!kept) return refuse(from_keys(kept.error()));
    return {};
}

nlohmann::json keeper_json(const Context& context, const std::string& workspace) {
    const auto keeper = key_store(context, workspace).keeper();
    return keeper ? nlohmann::json(keys::name_of(*keeper)) : nlohmann::json(nullptr);
}

std::string keeper_words(const Context& context, const std::string& workspace) {
    const keys::KeyStore store = key_store(context, workspace);
    const auto keeper = store.keeper();
    if (!keeper) return from_keys(keeper.error()).sentence;
    const std::string file = printable(store.file().string());
    switch (*keeper) {
        case keys::Keeper::plain:
            return fmt::format(
                "not encrypted, in {}, which only your login can read; `cairn "
                "device lock` puts a passphrase on them",
                file);
        case keys::Keeper::passphrase:
            return fmt::format("under a passphrase, in {}", file);
        case keys::Keeper::keyring:
            break;
    }
    return "in the keyring of this system";
}

Exit lock_device(Context& context, const DeviceArguments& arguments) {
    const auto name = chosen(context);
    if (!name) return fail(context, name.error());
    const auto device = load_device(context, *name);
    if (!device) return fail(context, device.error());
    const keys::KeyStore store = key_store(context, *name);
    if (arguments.keyring) {
        const auto kept =
            store.keep_in_keyring(device->to_secret_bytes(), "Cairn: " + *name, context.random);
        if (!kept) return fail(context, from_keys(kept.error()));
        return say_kept(context, *name, "The keys are in the keyring of this system now.");
    }
    const auto passphrase = new_passphrase(context, *name);
    if (!passphrase) return fail(context, passphrase.error());
    const auto kept = store.keep_under(device->to_secret_bytes(), *passphrase, context.random);
    if (!kept) return fail(context, from_keys(kept.error()));
    return say_kept(context,
                    *name,
                    "The keys are under the passphrase now; nobody can bring it back if it is "
                    "forgotten. `cairn recovery make` prints a kit for that day.");
}

Exit unlock_device(Context& context) {
    const auto name = chosen(context);
    if (!name) return fail(context, name.error());
    const auto device = load_device(context, *name);
    if (!device) return fail(context, device.error());
    const auto saved = save_device(context, *name, *device);
    if (!saved) return fail(context, saved.error());
    return say_kept(context, *name, "The keys are " + keeper_words(context, *name) + ".");
}

}  // namespace cairn::cli
