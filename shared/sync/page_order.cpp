#include "shared/sync/page_order.h"

#include "shared/log/running.h"

namespace cairn {
namespace {

SyncFailure broken(const std::string& how) {
    return {.fault = SyncFault::order_broken,
            .sentence = "The server's pages are out of order: " + how +
                        ". Nothing of them was stored; the next connection asks again."};
}

}  // namespace

Result<void, SyncFailure> PageOrder::take_entry(PageEntry entry, StorePage& into) {
    if (entry.position != cursor_.position.next())
        return refuse(broken("position " + std::to_string(entry.position.value) + " after " +
                             std::to_string(cursor_.position.value)));
    EnvelopeHash hash;
    if (entry.held) {
        if (assembler_.in_the_middle()) return refuse(broken("an envelope breaks off"));
        hash = *entry.held;
    } else {
        bytes_taken_ += entry.part.data.size();
        auto envelope = assembler_.add(std::move(entry.part));
        if (!envelope) return refuse(broken(envelope.error().sentence));
        if (!*envelope) return {};
        hash = (*envelope)->hash();
        into.envelopes.push_back({.position = entry.position, .envelope = std::move(**envelope)});
    }
    cursor_.position = entry.position;
    cursor_.running = next_running(cursor_.running, hash);
    into.running.push_back(cursor_.running);
    return {};
}

Result<StorePage, SyncFailure> PageOrder::take(Page page) {
    StorePage stored;
    for (PageEntry& entry : page.entries) {
        auto taken = take_entry(std::move(entry), stored);
        if (!taken) return refuse(taken.error());
    }
    if (page.next != cursor_.position || page.running != cursor_.running)
        return refuse(broken("the running hash at position " + std::to_string(page.next.value) +
                             " is another"));
    stored.cursor = cursor_;
    return stored;
}

}  // namespace cairn
