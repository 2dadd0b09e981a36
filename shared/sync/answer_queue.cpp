#include "shared/sync/answer_queue.h"

#include <utility>

namespace cairn {
namespace {

// Around the bytes that vary: ids, numbers, pointers.
constexpr std::size_t about_a_message = 128;
constexpr std::size_t about_an_entry = 64;

std::size_t bytes_of(const RosterPage& page) {
    std::size_t bytes = about_a_message;
    for (const ReceiptedRecord& record : page.records)
        bytes += about_an_entry + record.record.size();
    return bytes;
}

std::size_t bytes_of(const Page& page) {
    std::size_t bytes = about_a_message;
    for (const PageEntry& entry : page.entries) bytes += about_an_entry + entry.part.data.size();
    return bytes;
}

std::size_t bytes_of(const FrontierReply& reply) {
    std::size_t bytes = about_a_message;
    for (const DeviceTips& device : reply.devices)
        bytes += about_an_entry * (1 + device.tips.size());
    return bytes;
}

std::size_t bytes_of(const PushResult& result) {
    std::size_t bytes = about_a_message + about_an_entry * result.accepted.size();
    for (const RefusedPush& refused : result.refused)
        bytes += about_an_entry + refused.sentence.size();
    return bytes;
}

std::size_t bytes_of(const PresenceNote& note) { return about_a_message + note.sealed.size(); }

template <class Short>
std::size_t bytes_of(const Short&) {
    return about_a_message;
}

}  // namespace

void AnswerQueue::add(ServerMessage message) {
    const std::size_t bytes = std::visit([](const auto& body) { return bytes_of(body); }, message);
    entries_.push_back({.what = std::move(message), .bytes = bytes});
    bytes_ += bytes;
}

void AnswerQueue::add(std::shared_ptr<const RosterPage> page) {
    const std::size_t bytes = bytes_of(*page);
    entries_.push_back({.what = std::move(page), .bytes = bytes});
    bytes_ += bytes;
}

std::optional<ServerMessage> AnswerQueue::take() {
    if (entries_.empty()) return std::nullopt;
    Entry entry = std::move(entries_.front());
    entries_.pop_front();
    bytes_ -= entry.bytes;
    if (auto* message = std::get_if<ServerMessage>(&entry.what)) return std::move(*message);
    return *std::get<std::shared_ptr<const RosterPage>>(entry.what);
}

}  // namespace cairn
