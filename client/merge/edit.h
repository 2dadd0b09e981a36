#pragma once
// Changes and edits with resolved references: what every fold reads (DESIGN 3.1, schema/PROTOCOL.md
// section 5).
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/sequence.h"
#include "shared/base/time.h"

namespace cairn::merge {

using FieldNumber = std::uint32_t;

// One cell: a field of an item, or one element of a set.
struct Cell {
    ItemId item = {};
    FieldNumber field = 0;
    std::string element = {};  // empty unless the field is a set
    friend auto operator<=>(const Cell&, const Cell&) = default;
};

struct EditId {
    ChangeId change = {};
    std::uint32_t index = 0;
    friend auto operator<=>(const EditId&, const EditId&) = default;
};

// A reference that names no change that can be read: kept in the identity, voids its edit.
struct Unresolved {
    EnvelopeHash envelope = {};
    std::uint32_t change = 0;
    std::uint32_t edit = 0;
    friend auto operator<=>(const Unresolved&, const Unresolved&) = default;
};
struct OwnEdit {  // a lower index of the same change
    std::uint32_t index = 0;
    friend auto operator<=>(const OwnEdit&, const OwnEdit&) = default;
};
using Reference = std::variant<EditId, Unresolved, OwnEdit>;

struct Edit {
    Cell cell = {};
    std::string value = {};  // as received; is_canonical decides whether it is canonical
    std::vector<Reference> over = {};
};

struct Change {
    DeviceId device = {};
    SittingId sitting = {};
    std::uint64_t counter = 0;
    WallTime wall = {};
    ChangeId predecessor = {};  // zeros: the device's first
    std::vector<EnvelopeHash> deps = {};
    std::vector<Edit> edits = {};
};

// H over the canonical form. Order and repetition of deps and of `over` do not matter.
[[nodiscard]] ChangeId identity_of(const Change& change);

}  // namespace cairn::merge
