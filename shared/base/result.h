#pragma once
// Expected outcomes and bad input are values: Result<T, E>, where E is a small type of the folder
// that refuses.
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace cairn {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
[[nodiscard]] auto refuse(E error) {
    return tl::make_unexpected(std::move(error));
}

}  // namespace cairn
