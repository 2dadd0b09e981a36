#pragma once
#include <cstdint>
#include <string>

namespace cairn::keys {

enum class KeyFault : std::uint8_t {
    missing,    // there is no key file
    disk,       // it cannot be read or written
    damaged,    // it is not of Cairn, or was cut or changed
    weak_cost,  // it asks for less work than is safe, or for more than is sane
    locked,     // a passphrase is needed, and nobody can be asked
    weak_passphrase,
    wrong_passphrase,
    no_memory,
    no_keyring,  // it does not answer, or has nothing of that name
};

struct KeyError {
    KeyFault fault = KeyFault::missing;
    std::string sentence;  // what, why, what to do; never any of a secret
};

}  // namespace cairn::keys
