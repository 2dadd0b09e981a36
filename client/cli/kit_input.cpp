#include "client/cli/kit_input.h"

#include <array>
#include <cstdio>

#include "shared/platform/file.h"
#include "shared/platform/system.h"

namespace cairn::cli {
namespace {

using engine::EngineError;
using engine::EngineFault;

constexpr std::size_t kit_bytes_max = 8192;

// Up to the end of the line; false: nothing more comes.
bool read_line(std::string& line) {
    line.clear();
    for (int c = std::fgetc(stdin); c != EOF; c = std::fgetc(stdin)) {
        if (c == '\n') return true;
        if (line.size() < kit_bytes_max) line.push_back(static_cast<char>(c));
    }
    return !line.empty();
}

std::string read_all() {
    std::string all;
    std::string line;
    while (all.size() < kit_bytes_max && read_line(line)) all += line + "\n";
    return all;
}

std::string typed(Context& context) {
    context.out.note("Type the rows of the kit, one a line; an empty line ends it.");
    std::string all;
    std::string row;
    for (std::size_t number = 1; all.size() < kit_bytes_max && read_line(row);) {
        if (row.empty()) break;
        if (row.find("cairn-") == std::string::npos && !is_kit_row(number, row)) {
            context.out.error("Row " + std::to_string(number) +
                              " is not as printed: compare each character, and type it again.");
            continue;
        }
        all += row + "\n";
        ++number;
    }
    return all;
}

}  // namespace

Result<RecoveryLine, EngineError> read_kit(Context& context, const std::string& file) {
    std::string text;
    if (file.empty() || file == "-") {
        text = platform::input_is_terminal() ? typed(context) : read_all();
    } else {
        const auto bytes = platform::read_file(file, kit_bytes_max);
        if (!bytes) return refuse(EngineError{EngineFault::disk, bytes.error().sentence});
        text = text_of(*bytes);
    }
    auto kit = parse_kit(text);
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    if (!kit) return refuse(EngineError{EngineFault::bad_line, kit.error().sentence});
    return std::move(*kit);
}

}  // namespace cairn::cli
