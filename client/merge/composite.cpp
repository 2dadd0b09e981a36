#include "client/merge/composite.h"

namespace cairn::merge {

std::optional<std::string_view> CompositeReader::next() {
    constexpr std::size_t digits_max = 5;  // a value has at most 65,536 bytes
    std::size_t length = 0;
    std::size_t at = 0;
    while (at < rest_.size() && at < digits_max && rest_[at] >= '0' && rest_[at] <= '9') {
        length = length * 10 + static_cast<std::size_t>(rest_[at] - '0');
        ++at;
    }
    if (at == 0 || rest_[0] == '0' || at >= rest_.size() || rest_[at] != ':') return std::nullopt;
    if (length > rest_.size() - at - 1) return std::nullopt;
    const std::string_view part = rest_.substr(at + 1, length);
    rest_.remove_prefix(at + 1 + length);
    return part;
}

}  // namespace cairn::merge
