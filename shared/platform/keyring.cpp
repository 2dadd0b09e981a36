// libsecret is loaded when it is needed and not linked: a laptop without a desktop runs Cairn too,
// and no other command waits for it.
#include "shared/platform/keyring.h"

#include <array>
#include <optional>
#include <vector>

#include <dlfcn.h>

#include "shared/base/secret.h"

namespace cairn::platform {
namespace {

// As declared in libsecret/secret-schema.h and glib.h, whose layouts are frozen.
struct SchemaAttribute {
    const char* name;
    int type;  // 0: a string
};
struct Schema {
    const char* name;
    int flags;
    std::array<SchemaAttribute, 32> attributes;
    int reserved;
    std::array<void*, 7> reserved_pointers;
};
struct GError {
    unsigned domain;
    int code;
    char* message;
};

const Schema& schema() {
    static const Schema ours{"dev.cairn.DeviceKeys", 0, {{{"name", 0}}}, 0, {}};
    return ours;
}

// No `cancellable`, and the attributes end with a null.
using Store = int (*)(const Schema*, const char*, const char*, const char*, void*, GError**, ...);
using Lookup = char* (*)(const Schema*, void*, GError**, ...);
using Clear = int (*)(const Schema*, void*, GError**, ...);
using FreeSecret = void (*)(char*);
using FreeError = void (*)(GError*);

struct Library {
    Store store = nullptr;
    Lookup lookup = nullptr;
    Clear clear = nullptr;
    FreeSecret free_secret = nullptr;
    FreeError free_error = nullptr;
};

template <class Function>
bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

// Stays loaded once it is: GLib cannot be unloaded.
std::optional<Library> load_library() {
    void* opened = ::dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
    if (opened == nullptr) return std::nullopt;
    Library library;
    const bool whole = find(opened, "secret_password_store_sync", library.store) &&
                       find(opened, "secret_password_lookup_nonpageable_sync", library.lookup) &&
                       find(opened, "secret_password_clear_sync", library.clear) &&
                       find(opened, "secret_password_free", library.free_secret) &&
                       find(opened, "g_error_free", library.free_error);
    return whole ? std::optional(library) : std::nullopt;
}

constexpr const char* instead =
    " Log in to a desktop with a keyring, or protect the keys by a passphrase: `cairn device "
    "lock`.";

class SecretService final : public Keyring {
public:
    Result<void, KeyringError> store(const std::string& name,
                                     const std::string& label,
                                     ByteView secret) override {
        const auto library = here();
        if (!library) return refuse(absent());
        std::string text = to_hex(secret);  // passwords there are text
        GError* error = nullptr;
        const int stored = library->store(&schema(),
                                          nullptr,
                                          label.c_str(),
                                          text.c_str(),
                                          nullptr,
                                          &error,
                                          "name",
                                          name.c_str(),
                                          static_cast<const char*>(nullptr));
        wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
        if (stored == 0) return refuse(failed(*library, error));
        return {};
    }

    Result<Bytes, KeyringError> load(const std::string& name) override {
        const auto library = here();
        if (!library) return refuse(absent());
        GError* error = nullptr;
        char* text = library->lookup(
            &schema(), nullptr, &error, "name", name.c_str(), static_cast<const char*>(nullptr));
        if (error != nullptr) return refuse(failed(*library, error));
        if (text == nullptr) {
            return refuse(KeyringError{
                "The keyring of this system has no such keys (any more): they were removed there, "
                "or this is another login. Put a backup of the keyring back, or recover with your "
                "printed kit (`cairn recover`), or join again.",
                true});
        }
        auto secret = from_hex(text);
        library->free_secret(text);
        if (!secret) {
            return refuse(
                KeyringError{"What the keyring of this system has in the place of the keys was "
                             "not written by Cairn.",
                             false});
        }
        return std::move(*secret);
    }

    Result<void, KeyringError> forget(const std::string& name) override {
        const auto library = here();
        if (!library) return refuse(absent());
        GError* error = nullptr;
        library->clear(
            &schema(), nullptr, &error, "name", name.c_str(), static_cast<const char*>(nullptr));
        if (error != nullptr) return refuse(failed(*library, error));
        return {};
    }

private:
    const std::optional<Library>& here() {
        if (!tried_) library_ = load_library();
        tried_ = true;
        return library_;
    }
    static KeyringError absent() {
        return {std::string("This system has no keyring that Cairn knows: libsecret is not "
                            "installed.") +
                    instead,
                false};
    }
    static KeyringError failed(const Library& library, GError* error) {
        std::string why = "no reason was given";
        if (error != nullptr) {
            why = error->message;
            library.free_error(error);
        }
        return {"The keyring of this system does not answer: " + why + "." + instead, false};
    }
    static std::optional<Bytes> from_hex(std::string_view text) {
        const auto digit = [](char c) {
            return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        };
        if (text.size() % 2 != 0) return std::nullopt;
        Bytes bytes;
        bytes.reserve(text.size() / 2);
        for (std::size_t i = 0; i < text.size(); i += 2) {
            const int high = digit(text[i]);
            const int low = digit(text[i + 1]);
            if (high < 0 || low < 0) return std::nullopt;
            bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
        }
        return bytes;
    }

    std::optional<Library> library_;
    bool tried_ = false;
};

}  // namespace

std::unique_ptr<Keyring> system_keyring() { return std::make_unique<SecretService>(); }

}  // namespace cairn::platform
