// Any file, in blocks of any size: what it gives is the same, and never more than the file holds.
#include <cstddef>
#include <cstdint>

#include "shared/base/contract.h"
#include "shared/sync/bundle.h"

namespace {

std::size_t pieces_in(cairn::ByteView file, std::size_t block) {
    cairn::BundleParser parser;
    bool begun = false;
    std::size_t pieces = 0;
    while (!file.empty()) {
        const std::size_t some = std::min(block, file.size());
        parser.feed(file.first(some));
        file = file.subspan(some);
        if (!begun) {
            const auto workspace = parser.workspace();
            if (!workspace) return 0;
            begun = workspace->has_value();
            if (!begun) continue;
        }
        for (;; ++pieces) {
            const auto next = parser.next();
            if (!next) return pieces;
            if (!*next) break;
        }
    }
    return pieces;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const cairn::ByteView file(data + 1, size - 1);
    const std::size_t pieces = pieces_in(file, 1U + data[0]);
    CAIRN_ASSERT(pieces == pieces_in(file, size));
    CAIRN_ASSERT(pieces <= size / 5);
    return 0;
}
