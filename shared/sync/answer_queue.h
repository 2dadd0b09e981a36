#pragma once
// What a server session has to say and has not said yet, counted in bytes: whoever reads slowly
// must not make answers gather.
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <variant>

#include "shared/wire/message.h"

namespace cairn {

class AnswerQueue {
public:
    void add(ServerMessage message);
    // One page for all sessions that are told of it; copied when it is taken.
    void add(std::shared_ptr<const RosterPage> page);
    std::optional<ServerMessage> take();

    [[nodiscard]] std::size_t bytes() const { return bytes_; }  // about what the frames will hold
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        std::variant<ServerMessage, std::shared_ptr<const RosterPage>> what;
        std::size_t bytes = 0;
    };
    // A list, since most connections say nothing most of the time, and an empty list takes no
    // memory (a deque half a kilobyte).
    std::list<Entry> entries_;
    std::size_t bytes_ = 0;
};

}  // namespace cairn
