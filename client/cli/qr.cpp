#include "client/cli/qr.h"

#include <memory>

#include <qrencode.h>

namespace cairn::cli {

std::optional<std::string> qr_code(std::string_view text) {
    const std::string input(text);
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(input.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1), &QRcode_free);
    if (!code) return std::nullopt;
    constexpr int margin = 2;
    const auto dark = [&](int x, int y) {
        if (x < 0 || y < 0 || x >= code->width || y >= code->width) return false;
        return (code->data[y * code->width + x] & 1U) != 0;
    };
    std::string out;
    for (int y = -margin; y < code->width + margin; y += 2) {
        out += "\x1b[30;107m";  // black on white, whatever the terminal's colours are
        for (int x = -margin; x < code->width + margin; ++x) {
            const bool upper = dark(x, y);
            const bool lower = dark(x, y + 1);
            out += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        out += "\x1b[0m\n";
    }
    return out;
}

}  // namespace cairn::cli
