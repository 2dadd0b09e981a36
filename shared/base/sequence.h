#pragma once
// Numbers with a meaning: they compare and step, but never mix.
#include <compare>
#include <cstdint>

namespace cairn {

template <class Tag>
struct Sequence {
    std::uint64_t value = 0;
    [[nodiscard]] Sequence next() const { return {value + 1}; }
    friend auto operator<=>(const Sequence&, const Sequence&) = default;
};

using EnvelopeNumber =
    Sequence<struct EnvelopeNumberTag>;  // of an envelope in its device's chain, from 1
using Position =
    Sequence<struct PositionTag>;  // server's dense order in a workspace, from 1; 0 = before all
using RosterLength =
    Sequence<struct RosterLengthTag>;                 // number of records; the last one's index + 1
using RecordIndex = Sequence<struct RecordIndexTag>;  // of a roster record, from 0
using TicketNumber = Sequence<struct TicketNumberTag>;  // of a server's tickets, from 1
using Lamport = Sequence<struct LamportTag>;            // computed, never carried (DESIGN 3.1)

}  // namespace cairn
