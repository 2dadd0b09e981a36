#pragma once
// What a person may have meant by a name that nothing has.
#include <span>
#include <string>
#include <string_view>

namespace cairn::filter {

// The nearest by letters to change, put in, leave out or swap; empty if none is near: at most one
// in three.
[[nodiscard]] std::string_view nearest(std::string_view typed,
                                       std::span<const std::string_view> names);

}  // namespace cairn::filter
