#include "client/exchange/csv_table.h"

#include <algorithm>

#include "client/merge/utf8.h"

namespace cairn::exchange {
namespace {

ImportError at(std::size_t line, std::size_t column, ImportFault fault, std::string what) {
    return {fault,
            "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " +
                std::move(what)};
}

ImportError encoding_error(std::string_view bytes) {
    std::size_t line = 1;
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        if (!merge::is_text(bytes.substr(0, end))) break;
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        ++line;
    }
    const bool nul = bytes.substr(0, bytes.find('\n')).find('\0') != std::string_view::npos;
    return {ImportFault::wrong_encoding,
            "line " + std::to_string(line) +
                (nul ? ": there is a NUL byte; this is not a text file"
                     : ": not UTF-8, perhaps Latin-1; convert it with "
                       "'iconv -f WINDOWS-1252 -t UTF-8', or save it as 'CSV UTF-8'")};
}

Result<std::string_view, ImportError> text_of_file(std::string_view bytes,
                                                   const ImportLimits& limits) {
    if (bytes.size() > limits.bytes_max) {
        return refuse(ImportError{
            ImportFault::too_large,
            "the file has more than " + std::to_string(limits.bytes_max >> 20U) + " MiB"});
    }
    if (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF") {
        return refuse(ImportError{ImportFault::wrong_encoding,
                                  "the file is in UTF-16; save it as 'CSV UTF-8'"});
    }
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
    if (!merge::is_text(bytes)) return refuse(encoding_error(bytes));
    return bytes;
}

char sniff(std::string_view text) {
    constexpr std::string_view candidates = ",;\t|";
    std::size_t counts[candidates.size()] = {};
    bool quoted_cell = false;
    for (const char c : text) {
        if (c == '"') quoted_cell = !quoted_cell;
        if (quoted_cell) continue;
        if (c == '\n') break;
        const std::size_t which = candidates.find(c);
        if (which != std::string_view::npos) ++counts[which];
    }
    return candidates[static_cast<std::size_t>(std::max_element(counts, counts + 4) - counts)];
}

class Reader {
public:
    Reader(std::string_view text, char delimiter, const ImportLimits& limits)
        : text_(text), delimiter_(delimiter), limits_(limits) {}

    Result<CsvTable, ImportError> read() {
        CsvTable table;
        table.delimiter = delimiter_;
        bool header = true;
        while (at_ < text_.size()) {
            auto row = read_row();
            if (!row) return refuse(row.error());
            if (is_blank(*row)) continue;
            if (!header && table.rows.size() >= limits_.rows_max) {
                return refuse(too_many(row->line, limits_.rows_max, "rows"));
            }
            if (header) {
                table.header = std::move(*row);
            } else {
                table.rows.push_back(std::move(*row));
            }
            header = false;
        }
        if (header) {
            return refuse(ImportError{ImportFault::wrong_format,
                                      "the file is empty; its first line must name the columns"});
        }
        return table;
    }

private:
    static bool is_blank(const CsvRow& row) {
        return row.cells.size() == 1 && row.cells[0].find_first_not_of(" \t") == std::string::npos;
    }

    static ImportError too_many(std::size_t line, std::size_t limit, std::string_view what) {
        return at(line,
                  1,
                  ImportFault::too_large,
                  "more than " + std::to_string(limit) + " " + std::string(what));
    }

    Result<CsvRow, ImportError> read_row() {
        CsvRow row;
        row.line = line_;
        do {
            if (row.cells.size() >= limits_.csv_columns_max) {
                return refuse(too_many(row.line, limits_.csv_columns_max, "columns"));
            }
            if (++cells_ > limits_.csv_cells_max) {
                return refuse(too_many(row.line, limits_.csv_cells_max, "cells"));
            }
            auto cell = read_cell(row.cells.size() + 1);
            if (!cell) return refuse(cell.error());
            row.cells.push_back(std::move(*cell));
        } while (take(delimiter_));
        end_line();
        return row;
    }

    Result<std::string, ImportError> read_cell(std::size_t column) {
        const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
        auto cell = is_quoted ? read_quoted(column) : read_bare();
        if (cell && cell->size() > limits_.csv_cell_bytes_max) {
            return refuse(
                at(line_,
                   column,
                   ImportFault::too_large,
                   "a cell of more than " + std::to_string(limits_.csv_cell_bytes_max) + " bytes"));
        }
        return cell;
    }

    Result<std::string, ImportError> read_bare() {
        const char ends[] = {delimiter_, '\r', '\n', '\0'};
        const std::size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
        std::string cell(text_.substr(at_, end - at_));
        at_ = end;
        return cell;
    }

    Result<std::string, ImportError> read_quoted(std::size_t column) {
        const std::size_t begun = line_;
        std::string cell;
        ++at_;
        while (true) {
            const std::size_t end = text_.find('"', at_);
            if (end == std::string_view::npos) {
                return refuse(
                    at(begun, column, ImportFault::malformed, "this quoted cell is never closed"));
            }
            const std::string_view run = text_.substr(at_, end - at_);
            line_ += static_cast<std::size_t>(std::count(run.begin(), run.end(), '\n'));
            cell += run;
            at_ = end + 1;
            if (!take('"')) break;
            cell += '"';
        }
        const bool ended = at_ >= text_.size() || text_[at_] == delimiter_ || text_[at_] == '\r' ||
                           text_[at_] == '\n';
        if (ended) return cell;
        return refuse(at(line_,
                         column,
                         ImportFault::malformed,
                         "text follows a closing quote; a quote inside a cell is written twice"));
    }

    void end_line() {
        take('\r');
        take('\n');
        ++line_;
    }

    bool take(char c) {
        const bool there = at_ < text_.size() && text_[at_] == c;
        if (there) ++at_;
        return there;
    }

    std::string_view text_;
    char delimiter_;
    const ImportLimits& limits_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t cells_ = 0;
};

}  // namespace

Result<CsvTable, ImportError> read_csv(std::string_view bytes,
                                       const ImportLimits& limits,
                                       std::optional<char> delimiter) {
    const auto text = text_of_file(bytes, limits);
    if (!text) return refuse(text.error());
    return Reader(*text, delimiter.value_or(sniff(*text)), limits).read();
}

}  // namespace cairn::exchange
