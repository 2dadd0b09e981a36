#include "shared/sync/branch_feed.h"

#include <algorithm>
#include <utility>

namespace cairn {

void BranchFeed::answer(BranchRead read) {
    read_ = std::move(read);
    index_ = offset_ = 0;
}

bool BranchFeed::add_piece(Page& page, std::size_t& bytes) {
    const Bytes& whole = *read_->envelopes[index_].bytes;
    const std::size_t size = std::min(limits::part_bytes_max, whole.size() - offset_);
    if (bytes + size > page_bytes_max && !page.entries.empty()) return false;
    bytes += size;
    const ByteView data = ByteView(whole).subspan(offset_, size);
    page.entries.push_back({.position = {},
                            .part = {.total = static_cast<std::uint32_t>(whole.size()),
                                     .offset = static_cast<std::uint32_t>(offset_),
                                     .data = Bytes(data.begin(), data.end())},
                            .held = std::nullopt});
    offset_ += size;
    if (offset_ < whole.size()) return true;
    ++index_;
    offset_ = 0;
    return true;
}

std::optional<Page> BranchFeed::next() {
    if (!read_) return std::nullopt;
    Page page;
    page.fetched = true;
    std::size_t bytes = 0;
    while (index_ < read_->envelopes.size())
        if (!add_piece(page, bytes)) return page;
    page.caught_up = read_->reaches_tip;
    read_.reset();
    return page;
}

}  // namespace cairn
