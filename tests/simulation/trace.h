#pragma once
// Everything that happens, in order: hashed, so that two runs of a seed can be compared, and
// printed if somebody wants to read it.
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "shared/base/hash.h"
#include "tests/simulation/agenda.h"

namespace cairn::simulation {

// An invariant does not hold.
class Broken final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

template <class... Arguments>
void demand(bool holds, fmt::format_string<Arguments...> otherwise, Arguments&&... arguments) {
    if (!holds) throw Broken(fmt::format(otherwise, std::forward<Arguments>(arguments)...));
}

class Trace {
public:
    Trace(const Agenda& agenda, std::FILE* out) : agenda_(&agenda), out_(out) {}

    template <class... Arguments>
    void tell(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        add(fmt::format(text, std::forward<Arguments>(arguments)...));
    }
    [[nodiscard]] std::uint64_t events() const { return events_; }
    [[nodiscard]] Hash32 hash() const { return running_; }

private:
    void add(std::string_view line);

    const Agenda* agenda_;
    std::FILE* out_;  // null: nobody reads it
    Hash32 running_;
    std::uint64_t events_ = 0;
};

// The first characters of a hash or an id: enough to tell two apart in a trace.
inline std::string brief_hash(ByteView bytes) {
    return to_base32(ByteView(Hasher("cairn/1 test trace").add(bytes).finish())).substr(0, 8);
}
template <class Id>
std::string brief(const Id& id) {
    return to_base32(id.view()).substr(0, 8);
}

}  // namespace cairn::simulation
