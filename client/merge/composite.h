#pragma once
// Reads a composite value part by part without copying (schema/PROTOCOL.md section 4).
#include <optional>
#include <string_view>

namespace cairn::merge {

class CompositeReader {
public:
    // `canonical` begins with 'c' and outlives the reader.
    explicit CompositeReader(std::string_view canonical) : rest_(canonical.substr(1)) {}
    // The next part's text; nothing at the end or at the first malformed length.
    [[nodiscard]] std::optional<std::string_view> next();
    // Everything was read, and all lengths were well formed.
    [[nodiscard]] bool done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

}  // namespace cairn::merge
