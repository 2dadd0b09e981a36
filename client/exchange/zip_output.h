#pragma once
// ZIP files (PKWARE APPNOTE 6.3) whose members are stored, not compressed.
#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::exchange {

class ZipOutput {
public:
    // `name` in ASCII, with '/' between folders. Sizes up to 4 GiB in all.
    void add(std::string_view name, std::string_view content);
    [[nodiscard]] std::string take();

private:
    std::string files_;
    std::string directory_;
    std::uint16_t count_ = 0;
};

}  // namespace cairn::exchange
