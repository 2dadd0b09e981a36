#pragma once
// Which conflicts this laptop has shown to a person, as they stood then (decision 095): kept in its
// file alone, as digests. A decision replaces only what a person was shown (DESIGN 3.1).
#include <map>
#include <vector>

#include "client/engine/workspace.h"

namespace cairn::engine {

class ShownConflicts {
public:
    explicit ShownConflicts(Workspace& workspace);  // those kept

    enum class Standing : unsigned char { never, before, now };
    // Whether a conflict was shown with these heads (in any order), or with others.
    [[nodiscard]] Standing standing(const merge::Cell& cell,
                                    const std::vector<replica::EditRow>& heads);

    void add(const merge::Cell& cell, const std::vector<replica::EditRow>& heads);
    // Of more than `kept_max` the oldest are forgotten: they must be looked at again. Throws
    // SqliteError if the file cannot be written.
    void save();
    static constexpr std::size_t kept_max = 4096;
    static constexpr const char* note = "shown conflicts";  // where they are kept

private:
    struct Shown {
        Hash32 heads;
        std::size_t turn = 0;  // greater: shown later
    };
    [[nodiscard]] Hash32 digest_of(const std::vector<replica::EditRow>& heads);

    Workspace& workspace_;
    std::map<Hash32, Shown> shown_;  // by the digest of their cell
    std::size_t turns_ = 0;
    bool changed_ = false;
};

// Whether deciding between these heads of a cell hides a value from somebody: they differ, and not
// only in the order among siblings. A set, a counter or a link hides nothing.
[[nodiscard]] bool is_decision(Workspace& workspace,
                               const merge::Cell& cell,
                               const std::vector<replica::EditRow>& heads);

}  // namespace cairn::engine
