#include "client/engine/paused.h"

namespace cairn::engine {
namespace {

using replica::EnvelopeReason;

const char* why_and_what(EnvelopeReason reason) {
    switch (reason) {
        case EnvelopeReason::missing_key:
            return "the key to it is missing. Ask a member who can read it to run `cairn sync`, "
                   "then run it here";
        case EnvelopeReason::unknown_version:
            return "a newer version of Cairn wrote it. Update this one, then run `cairn sync`";
        case EnvelopeReason::missing_record:
            return "a record of the list of members is missing. Run `cairn sync`";
        default:
            return "work that it builds on is missing. Run `cairn sync`; if that does not bring "
                   "it, ask whoever else has the plan to run it";
    }
}

std::string size_of(std::uint64_t bytes) {
    constexpr std::uint64_t kib = 1024;
    if (bytes < kib * kib) return std::to_string(bytes / kib) + " KiB";
    return std::to_string(bytes / (kib * kib)) + " MiB";
}

}  // namespace

std::vector<std::string> paused_sentences(Workspace& workspace) {
    std::vector<std::string> sentences;
    for (const replica::PausedDevice& paused : workspace.read().paused_devices()) {
        sentences.push_back(
            size_of(paused.parked_bytes) + " of the work of " + workspace.name_of(paused.device) +
            " wait here, as much as one device may, and no more of it is taken: " +
            why_and_what(paused.reason) + ". The rest stays where it is and comes then.");
    }
    return sentences;
}

}  // namespace cairn::engine
