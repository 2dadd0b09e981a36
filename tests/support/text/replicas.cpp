#include "tests/support/text/replicas.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "client/merge/text/patches.h"
#include "shared/base/contract.h"
#include "shared/base/random.h"

namespace cairn::text {
namespace {

constexpr std::array<std::string_view, 12> letters = {
    "a", "b", "c", "d", "e", "f", "g", " ", "ñ", "€", "😀", "\n"};

}  // namespace

Chance seeded_chance(std::uint64_t seed) {
    // splitmix64 (Steele, Lea and Flood, OOPSLA 2014).
    auto state = std::make_shared<std::uint64_t>(seed);
    return [state](std::uint64_t bound) {
        std::uint64_t z = *state += 0x9E3779B97F4A7C15U;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return (z ^ (z >> 31U)) % bound;
    };
}

Replicas::Replicas(std::size_t count, Chance chance)
    : chance_(std::move(chance)),
      documents_(count),
      known_(count),
      seen_(count, std::vector<std::size_t>(count, 0)),
      cursor_(count, 0) {}

void Replicas::write() { type(chance_(documents_.size())); }

void Replicas::sync() {
    const std::size_t from = chance_(documents_.size());
    const std::size_t to = chance_(documents_.size());
    if (from != to) deliver(from, to);
}

void Replicas::sync_all() {
    for (std::size_t to = 1; to < documents_.size(); ++to) deliver(to, 0);
    for (std::size_t to = 1; to < documents_.size(); ++to) deliver(0, to);
}

void Replicas::step() {
    if (chance_(5) == 0) {
        sync();
    } else {
        write();
    }
}

void Replicas::type(std::size_t replica) {
    TextDocument& document = documents_[replica];
    std::uint32_t& cursor = cursor_[replica];
    const std::uint64_t strokes = 1 + chance_(3);
    for (std::uint64_t i = 0; i < strokes; ++i) {
        if (cursor > document.length() || chance_(4) == 0)
            cursor = static_cast<std::uint32_t>(chance_(document.length() + 1U));
        const std::uint32_t after = document.length() - cursor;
        const bool erases = after > 0 && chance_(3) == 0;
        const std::uint32_t removed =
            erases ? 1 + static_cast<std::uint32_t>(chance_(std::min(after, 6U))) : 0;
        const std::string inserted = erases && chance_(4) != 0 ? "" : some_text();
        const std::uint32_t length = document.length();
        CAIRN_ASSERT(document.edit(cursor, removed, inserted).has_value());
        if (!shown_.empty())
            shown_[replica] = apply_patches(shown_[replica], {{cursor, removed, inserted}});
        // Forwards or, as when somebody types in front each time, backwards.
        if (chance_(3) != 0) cursor += document.length() + removed - length;
    }
    record(replica);
}

void Replicas::record(std::size_t replica) {
    TextDocument& document = documents_[replica];
    TextEdit edit;
    for (std::size_t i = 0; i < 8; ++i)  // ids in no order that means anything
        edit.id.change.bytes[i] = static_cast<std::uint8_t>(chance_(256));
    for (std::size_t i = 0; i < 4; ++i)
        edit.id.change.bytes[31 - i] = static_cast<std::uint8_t>(edits_.size() >> (8 * i));
    edit.parents = document.heads();
    std::vector<Patches> pending = document.pending();
    CAIRN_ASSERT(pending.size() == 1);
    edit.patches = std::move(pending.front());
    document.commit({&edit.id, 1});
    known_[replica].push_back(edits_.size());
    edits_.push_back(std::move(edit));
}

std::string Replicas::some_text() {
    std::string text;
    const std::uint64_t length = 1 + chance_(4);
    for (std::uint64_t i = 0; i < length; ++i) text += letters[chance_(letters.size())];
    return text;
}

void Replicas::deliver(std::size_t from, std::size_t to) {
    for (std::size_t& at = seen_[to][from]; at < known_[from].size(); ++at) {
        const std::size_t number = known_[from][at];
        if (documents_[to].graph().find(edits_[number].id)) continue;
        const auto patches = documents_[to].receive(edits_[number]);
        CAIRN_ASSERT(patches.has_value());
        if (!shown_.empty()) shown_[to] = apply_patches(shown_[to], *patches);
        cursor_[to] = map_position(*patches, cursor_[to], Lean::left);
        known_[to].push_back(number);
    }
}

}  // namespace cairn::text
