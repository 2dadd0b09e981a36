#pragma once
// The answer to one Fetch, cut into pages as they are asked for: whole envelopes in one page, or
// one large envelope in pieces.
#include <cstddef>
#include <optional>

#include "shared/sync/server_requests.h"
#include "shared/wire/limits.h"
#include "shared/wire/message.h"

namespace cairn {

class BranchFeed {
public:
    // Asked of the hub, and told in one page.
    static constexpr std::size_t page_bytes_max = 768 * limits::kib;

    void answer(BranchRead read);
    // The last one says whether it reaches the tip; then nothing more comes.
    std::optional<Page> next();
    [[nodiscard]] bool under_way() const { return read_.has_value(); }

private:
    bool add_piece(Page& page, std::size_t& bytes);  // false: the page is full

    std::optional<BranchRead> read_;
    std::size_t index_ = 0;   // of the envelope under way
    std::size_t offset_ = 0;  // in it
};

}  // namespace cairn
