#pragma once
// Comma-separated values after RFC 4180, as programs really write them: with or without BOM, lines
// ended by LF or CRLF, cells parted by comma, semicolon, tab or bar.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/exchange/import_report.h"

namespace cairn::exchange {

struct CsvRow {
    std::size_t line = 0;  // of the file, from 1, where the row begins
    std::vector<std::string> cells;
};

struct CsvTable {
    char delimiter = ',';
    CsvRow header;
    std::vector<CsvRow> rows;  // empty lines are left out; cells as many as were written
};

// Refuses, with line and column: bytes that are not UTF-8, NUL, a quote that is never closed or
// that is followed by text, a file without a header, and what goes beyond the limits.
// delimiter: nothing = whichever stands most often in the header.
[[nodiscard]] Result<CsvTable, ImportError> read_csv(std::string_view bytes,
                                                     const ImportLimits& limits = {},
                                                     std::optional<char> delimiter = std::nullopt);

}  // namespace cairn::exchange
