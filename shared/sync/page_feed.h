#pragma once
// Pages for one client that follows the order: never more unseen than the window, pieces of large
// envelopes over several pages, no bytes of what the client itself pushed.
#include <cstddef>
#include <list>
#include <optional>
#include <unordered_set>
#include <vector>

#include "shared/base/ids.h"
#include "shared/log/ordered.h"
#include "shared/sync/server_requests.h"
#include "shared/wire/limits.h"
#include "shared/wire/message.h"

namespace cairn {

class PageFeed {
public:
    // The Pull: everything after this position.
    void follow(Position after);
    [[nodiscard]] bool following() const { return following_; }
    void seen(std::uint64_t bytes);
    // Came by this connection: its bytes need not go back.
    void hold(const EnvelopeHash& hash);

    void answer(PageRead read);
    void grew(const OrderGrew& grown);

    // The next thing to read, unless a read is under way or there is enough to send.
    std::optional<ReadPage> next_read();
    std::optional<Page> next();

private:
    struct Sending {
        OrderedEnvelope envelope;
        std::size_t offset = 0;
    };
    [[nodiscard]] std::size_t window_left() const;
    // False: the page is full.
    bool add_piece(Page& page, std::size_t& budget);
    [[nodiscard]] bool at_head() const { return sending_.empty() && told_ == head_; }

    bool following_ = false;
    bool reading_ = false;
    bool owes_page_ = false;  // the client waits for a page, even an empty one
    Position told_;           // the last envelope sent whole
    Hash32 running_;          // at told_
    bool running_known_ = false;
    Position head_;
    std::optional<Hash32> digest_;  // at head_, not yet told
    std::list<Sending> sending_;    // empty, it takes no memory
    std::uint64_t sent_bytes_ = 0;
    std::uint64_t seen_bytes_ = 0;
    std::unordered_set<EnvelopeHash> held_;
};

}  // namespace cairn
