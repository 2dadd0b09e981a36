#pragma once
// Why bytes from outside were refused: a stable code for programs, a sentence for people (what,
// why, what to do).
#include <cstdint>
#include <string>

namespace cairn {

enum class WireFault : std::uint16_t {
    too_long = 1,      // beyond a limit of shared/wire/limits.h
    truncated = 2,     // ends before it should, or goes on after
    malformed = 3,     // not the format it claims
    out_of_range = 4,  // an index or a number points nowhere
    unknown = 5,       // a newer version's: cannot be understood here
};

struct WireError {
    WireFault fault = WireFault::malformed;
    std::string sentence;  // in English, without secrets or contents
};

}  // namespace cairn
