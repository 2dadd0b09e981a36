#pragma once
// A keyring that can stop answering after so many calls, or forget what it took.
#include <map>
#include <string>

#include "shared/platform/keyring.h"

namespace cairn::test {

class MemoryKeyring final : public platform::Keyring {
public:
    Result<void, platform::KeyringError> store(const std::string& name,
                                               const std::string&,
                                               ByteView secret) override {
        if (calls_left-- <= 0) return refuse(closed());
        if (!forgetful) kept[name] = Bytes(secret.begin(), secret.end());
        return {};
    }
    Result<Bytes, platform::KeyringError> load(const std::string& name) override {
        if (calls_left-- <= 0) return refuse(closed());
        if (!kept.contains(name)) return refuse(platform::KeyringError{"No such keys.", true});
        return kept.at(name);
    }
    Result<void, platform::KeyringError> forget(const std::string& name) override {
        if (calls_left-- <= 0) return refuse(closed());
        kept.erase(name);
        return {};
    }

    std::map<std::string, Bytes> kept;
    int calls_left = 1000;
    bool forgetful = false;

private:
    static platform::KeyringError closed() { return {"It is closed.", false}; }
};

}  // namespace cairn::test
