#pragma once
// Secrets derived from secrets: keyed H(secret; domain, x) of schema/PROTOCOL.md.
#include <string_view>

#include "shared/base/hash.h"
#include "shared/base/secret.h"

namespace cairn {

template <class Derived, class Secret>
Derived derive(const Secret& secret, std::string_view domain, ByteView input) {
    std::array<std::uint8_t, 32> raw = Hasher(domain, secret.view()).add(input).finish();
    Derived derived(raw);
    wipe(raw);
    return derived;
}

}  // namespace cairn
