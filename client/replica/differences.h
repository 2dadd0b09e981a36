#pragma once
// What two cuts show differently, from the edits between them alone.
#include <optional>
#include <string>
#include <vector>

#include "client/replica/cut.h"
#include "client/replica/reader.h"

namespace cairn::replica {

// Valid edits that the later cut has and the earlier one lacks.
struct Work {
    std::uint32_t edits = 0;
    std::vector<DeviceId> by;  // each once, who began first by (Lamport, id): alike everywhere
    WallTime newest;           // the latest stamp
};

struct CellDifference {
    merge::FieldNumber field = 0;
    std::string element;
    // Canonical, different; "n": nothing, which for an element of a set is also that it is absent.
    std::string before;
    std::string after;
    Work work;
};

struct PlaceDifference {
    std::optional<ItemPlace> before;  // nothing: no place yet, or none any more
    std::optional<ItemPlace> after;
    Work work;
};

struct ItemDifference {
    ItemId item;
    std::optional<PlaceDifference> place;  // nothing: it stands where it stood
    std::vector<CellDifference> cells;     // by field and element; place and order not among them
};

struct Differences {
    std::vector<ItemDifference> items;  // each with a difference; in order of first arrival
    std::uint64_t edits = 0;            // valid ones in between
    std::uint64_t changes = 0;          // that hold one
    std::vector<DeviceId> by;           // who made them, each once
};

// Neither cut need hold the other.
[[nodiscard]] Differences differences(Reader& reader, const Cut& from, const Cut& to);

}  // namespace cairn::replica
