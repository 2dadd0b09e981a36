#include "shared/sync/push_window.h"

#include "shared/sync/parts.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

// A frame holds this much and what is around it with ease.
constexpr std::size_t push_bytes_max = 512 * limits::kib;

}  // namespace

void PushWindow::add(const std::vector<OutgoingEnvelope>& envelopes) {
    for (const OutgoingEnvelope& outgoing : envelopes) {
        const Bytes& bytes = outgoing.envelope.bytes();
        if (!in_flight_.emplace(outgoing.envelope.hash(), bytes.size()).second) continue;
        bytes_ += bytes.size();
        for (EnvelopePart& part : parts_of(bytes))
            queue_.push_back({.needed = outgoing.needed, .part = std::move(part)});
    }
}

std::optional<Push> PushWindow::next() {
    if (queue_.empty()) return std::nullopt;
    Push push{.needed = queue_.front().needed, .parts = {}};
    std::size_t bytes = 0;
    while (!queue_.empty() && queue_.front().needed == push.needed &&
           push.parts.size() < limits::page_entries_max) {
        bytes += queue_.front().part.data.size();
        if (bytes > push_bytes_max && !push.parts.empty()) break;
        push.parts.push_back(std::move(queue_.front().part));
        queue_.pop_front();
    }
    return push;
}

void PushWindow::settle(const PushResult& result) {
    for (const AcceptedPush& accepted : result.accepted) forget(accepted.hash);
    for (const RefusedPush& refused : result.refused) forget(refused.hash);
}

std::size_t PushWindow::room() const { return bytes_ >= bytes_max_ ? 0 : bytes_max_ - bytes_; }

void PushWindow::forget(const EnvelopeHash& hash) {
    const auto found = in_flight_.find(hash);
    if (found == in_flight_.end()) return;
    bytes_ -= found->second;
    in_flight_.erase(found);
}

}  // namespace cairn
