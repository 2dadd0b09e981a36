#pragma once
// What a client checks of the pages it follows: dense positions, whole envelopes, the running hash.
#include "shared/base/result.h"
#include "shared/sync/effects.h"
#include "shared/sync/failure.h"
#include "shared/sync/parts.h"
#include "shared/wire/message.h"

namespace cairn {

class PageOrder {
public:
    explicit PageOrder(const Cursor& from) : cursor_(from) {}

    // The whole envelopes that the page brings, with the cursor behind them.
    Result<StorePage, SyncFailure> take(Page page);

    [[nodiscard]] const Cursor& cursor() const { return cursor_; }
    [[nodiscard]] std::uint64_t bytes_taken() const { return bytes_taken_; }

private:
    Result<void, SyncFailure> take_entry(PageEntry entry, StorePage& into);

    Cursor cursor_;
    std::uint64_t bytes_taken_ = 0;
    PartAssembler assembler_;
};

}  // namespace cairn
