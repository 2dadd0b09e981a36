#include "shared/sync/page_feed.h"

#include <algorithm>

namespace cairn {
namespace {

// What a page carries at most: a frame holds it, and what is around it, with ease.
constexpr std::size_t page_bytes_max = 768 * limits::kib;
constexpr std::size_t page_pieces_max = 1024;

}  // namespace

void PageFeed::follow(Position after) {
    following_ = true;
    owes_page_ = true;
    told_ = after;
    head_ = after;
    running_known_ = false;
    digest_.reset();
    sending_.clear();
    sent_bytes_ = seen_bytes_ = 0;
}

// A client that claims more than it was sent has no advantage by it.
void PageFeed::seen(std::uint64_t bytes) {
    seen_bytes_ = std::clamp(bytes, seen_bytes_, sent_bytes_);
}

void PageFeed::hold(const EnvelopeHash& hash) {
    if (following_) held_.insert(hash);
}

std::size_t PageFeed::window_left() const {
    const std::uint64_t unseen = sent_bytes_ - seen_bytes_;
    return unseen >= limits::unseen_bytes_max
               ? 0
               : static_cast<std::size_t>(limits::unseen_bytes_max - unseen);
}

std::optional<ReadPage> PageFeed::next_read() {
    const bool wanted = owes_page_ || told_ < head_;
    if (!following_ || reading_ || !wanted || !sending_.empty()) return std::nullopt;
    if (running_known_ && at_head()) return std::nullopt;
    if (window_left() < limits::part_bytes_max) return std::nullopt;
    reading_ = true;
    return ReadPage{.after = told_, .bytes_max = page_bytes_max};
}

void PageFeed::answer(PageRead read) {
    reading_ = false;
    if (!following_ || read.after != told_) return;
    running_ = read.running;
    running_known_ = true;
    head_ = std::max(head_, read.head);
    digest_ = read.frontier_digest;
    for (OrderedEnvelope& envelope : read.envelopes)
        sending_.push_back({.envelope = std::move(envelope), .offset = 0});
}

void PageFeed::grew(const OrderGrew& grown) {
    if (!following_ || grown.envelopes->empty()) return;
    const bool follows_on = running_known_ && !reading_ && at_head() &&
                            grown.envelopes->front().position == head_.next();
    head_ = std::max(head_, grown.envelopes->back().position);
    digest_.reset();
    if (!follows_on) return;
    for (const OrderedEnvelope& envelope : *grown.envelopes)
        sending_.push_back({.envelope = envelope, .offset = 0});
}

bool PageFeed::add_piece(Page& page, std::size_t& budget) {
    Sending& next = sending_.front();
    const Bytes& bytes = *next.envelope.bytes;
    PageEntry entry{.position = next.envelope.position, .part = {}, .held = std::nullopt};
    if (next.offset == 0 && held_.erase(next.envelope.hash) > 0) {
        entry.held = next.envelope.hash;
        next.offset = bytes.size();
    } else {
        const std::size_t size = std::min(limits::part_bytes_max, bytes.size() - next.offset);
        if (size > budget) return false;
        budget -= size;
        const ByteView data = ByteView(bytes).subspan(next.offset, size);
        entry.part = {.total = static_cast<std::uint32_t>(bytes.size()),
                      .offset = static_cast<std::uint32_t>(next.offset),
                      .data = Bytes(data.begin(), data.end())};
        next.offset += size;
        sent_bytes_ += size;
    }
    page.entries.push_back(std::move(entry));
    if (next.offset < bytes.size()) return true;
    told_ = next.envelope.position;
    running_ = next.envelope.running;
    sending_.pop_front();
    return true;
}

std::optional<Page> PageFeed::next() {
    if (!following_ || !running_known_ || reading_) return std::nullopt;
    Page page;
    std::size_t budget = std::min(page_bytes_max, window_left());
    while (!sending_.empty() && page.entries.size() < page_pieces_max)
        if (!add_piece(page, budget)) break;
    if (page.entries.empty() && !(owes_page_ && at_head())) return std::nullopt;
    page.next = told_;
    page.running = running_;
    page.caught_up = at_head();
    if (page.caught_up && owes_page_) page.frontier_digest = digest_;
    if (page.caught_up) owes_page_ = false;
    return page;
}

}  // namespace cairn
