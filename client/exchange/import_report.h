#pragma once
// What an import read, what it dropped and why; and why a file was refused altogether.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace cairn::exchange {

// Where: "task 12 'Pour concrete'", "line 7, column 3". What: one sentence.
struct ImportNote {
    std::string where;
    std::string what;
};

// Notes beyond notes_kept_max are counted, not kept, and long ones are cut, so that a hostile file
// cannot fill memory; what is kept is text without control characters.
class NoteList {
public:
    void add(std::string_view where, std::string_view what);
    [[nodiscard]] const std::vector<ImportNote>& notes() const { return notes_; }
    [[nodiscard]] std::size_t count() const { return count_; }  // kept and not kept

private:
    std::vector<ImportNote> notes_;
    std::size_t count_ = 0;
};

struct ImportReport {
    std::map<std::string, std::size_t> read;      // what, plural: how many
    std::map<std::string, std::size_t> left_out;  // parts of the format that Cairn has no place for
    NoteList dropped;                             // rows, links and values that were wrong
    NoteList warnings;                            // read, but worth a look
};

enum class ImportFault : std::uint8_t {
    too_large,       // a limit of ImportLimits
    wrong_encoding,  // not UTF-8
    malformed,       // not well-formed XML, not CSV
    forbidden,       // DTD or entity
    wrong_format,    // well formed, but something else
    bad_map          // a column map that does not fit the file
};

// `message` says where, what and what to do.
struct ImportError {
    ImportFault fault = ImportFault::malformed;
    std::string message;
};

inline constexpr std::size_t notes_kept_max = 1000;

struct ImportLimits {
    std::size_t bytes_max = std::size_t{64} << 20U;
    std::size_t xml_tags_max = 6'000'000;  // '<' in the file; bounds memory to some 500 MiB
    std::size_t xml_depth_max = 64;
    std::size_t rows_max = 100'000;
    std::size_t links_max = 300'000;
    std::size_t outline_depth_max = 128;
    std::size_t csv_columns_max = 1'000;
    std::size_t csv_cells_max = 4'000'000;    // in the whole file; bounds memory to some 250 MiB
    std::size_t csv_cell_bytes_max = 65'000;  // a value holds 64 KiB
};

// For messages: at most 60 bytes of text that came from a file, without control characters.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace cairn::exchange
