#pragma once
// Fills a store as the hub would: in order, with running hashes.
#include <memory>
#include <vector>

#include "server/store/log_store.h"
#include "shared/log/running.h"
#include "tests/support/envelopes.h"

namespace cairn::server::test {

inline WorkspaceId workspace_id(std::uint8_t number) {
    WorkspaceId id;
    id.bytes[0] = number;
    id.bytes[31] = 7;
    return id;
}

// The envelopes as writes, following what the store has.
inline std::vector<Write> in_order(LogStore& store,
                                   const WorkspaceId& workspace,
                                   const std::vector<Envelope>& envelopes) {
    const auto state = store.load(workspace);
    Position position = state ? state->head : Position{};
    Hash32 running = state ? state->running : Hash32{};
    std::vector<Write> writes;
    for (const Envelope& envelope : envelopes) {
        position = position.next();
        running = next_running(running, envelope.hash());
        const EnvelopeHeader& header = envelope.header();
        writes.emplace_back(
            PutEnvelope{.workspace = workspace,
                        .envelope = {.position = position,
                                     .hash = envelope.hash(),
                                     .running = running,
                                     .bytes = std::make_shared<const Bytes>(envelope.bytes())},
                        .place = {.position = position,
                                  .device = header.device,
                                  .number = header.number,
                                  .previous = header.previous},
                        .charged = header.device});
    }
    return writes;
}

}  // namespace cairn::server::test
