#include "client/filter/near_name.h"

#include <algorithm>
#include <vector>

namespace cairn::filter {
namespace {

// Optimal string alignment (Damerau-Levenshtein with swaps of neighbours).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> two_ago(b.size() + 1);
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({before[j] + 1, now[j - 1] + 1, changed});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], two_ago[j - 2] + 1);
        }
        two_ago.swap(before);
        before.swap(now);
    }
    return before[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view typed, std::span<const std::string_view> names) {
    constexpr std::size_t length_max = 40;
    if (typed.size() > length_max) return {};
    std::string_view best;
    std::size_t least = typed.size() / 3 + 1;
    for (const std::string_view name : names) {
        const std::size_t far = distance(typed, name);
        if (far >= least) continue;
        least = far;
        best = name;
    }
    return best;
}

}  // namespace cairn::filter
