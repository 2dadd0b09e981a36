#include "client/cli/parked_words.h"

#include <fmt/format.h>

#include "client/cli/terminal_text.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using replica::EnvelopeReason;

std::string what_to_do(const engine::ParkedEnvelope& envelope, const std::string& author) {
    const std::string before = envelope.number.value > 0
                                   ? fmt::format("number {}", envelope.number.value - 1)
                                   : "an earlier one";
    switch (envelope.reason) {
        case EnvelopeReason::missing_previous:
            return fmt::format(
                "waits for {} of the same device, which never came here. `{}` brings it if "
                "anybody has it: ask {} to run it where this was written. If that laptop was lost "
                "or put back from an older copy, nobody has it any more: then this one stays "
                "parked and harms nothing, and {} does again what is missing.",
                before,
                "cairn sync",
                author,
                author);
        case EnvelopeReason::previous_parked:
            return fmt::format("waits for {} of the same device, which is parked too.", before);
        case EnvelopeReason::missing_tip:
            return "builds on somebody's work that has not come here. `cairn sync` brings it as "
                   "soon as they have synced.";
        case EnvelopeReason::missing_record:
            return "was written under a membership record that is not here. `cairn sync` brings "
                   "it.";
        case EnvelopeReason::missing_key:
            return "waits for its key. A member who has it hands it over when they are online; "
                   "`cairn sync` then.";
        case EnvelopeReason::unknown_version:
            return "was written by a newer version of Cairn. Upgrade this one.";
        default:
            return "waits.";
    }
}

}  // namespace

std::string words_for(engine::Workspace& workspace, const engine::ParkedEnvelope& envelope) {
    const std::string author = printable(workspace.name_of(envelope.device));
    const std::string since =
        envelope.written ? " of " + platform::local_minute(*envelope.written) : "";
    return fmt::format("number {} from {}'s device {}{} {}",
                       envelope.number.value,
                       author,
                       to_base32(envelope.device.view()).substr(0, 8),
                       since,
                       what_to_do(envelope, author));
}

json parked_json(engine::Workspace& workspace, const std::vector<engine::ParkedEnvelope>& parked) {
    json all = json::array();
    for (const engine::ParkedEnvelope& envelope : parked) {
        all.push_back(
            {{"device", to_base32(envelope.device.view())},
             {"name", workspace.name_of(envelope.device)},
             {"number", envelope.number.value},
             {"reason", engine::name_of(envelope.reason)},
             {"written_ms", envelope.written ? json(envelope.written->ms) : json(nullptr)}});
    }
    return all;
}

}  // namespace cairn::cli
