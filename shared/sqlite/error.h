#pragma once
// What is thrown when this machine, not a peer, is at fault: a full disk, a damaged file, a lock
// that is never let go. Caught at the boundary of a command or a connection, never in between.
#include <cstdint>
#include <stdexcept>
#include <string>

struct sqlite3;

namespace cairn::sqlite {

enum class Failure : std::uint8_t {
    busy,          // another process holds the lock for longer than the timeout: try again
    full,          // no space: free some, then try again; nothing was changed
    corrupt,       // the file is damaged, or no database at all
    input_output,  // the disk failed; a failed sync is never repeated: close the file
    cannot_open,   // missing, or no permission
    read_only,     // opened for reading, or the folder is
    not_ours,      // a database of another application
    newer,         // written by a newer version of this program
    other,         // a bug of ours, or out of memory
};

class SqliteError : public std::runtime_error {
public:
    // What Cairn itself found: `sentence` is for people.
    SqliteError(Failure failure, int code, const std::string& sentence);
    // What SQLite says: what() is then for logs, it may hold SQL. `file`: empty if there is none.
    SqliteError(Failure failure,
                int code,
                const std::string& doing,
                const std::string& why,
                std::string file);

    [[nodiscard]] Failure failure() const { return failure_; }
    [[nodiscard]] int code() const { return code_; }  // SQLite's extended result code
    // For people; empty if only SQLite spoke.
    [[nodiscard]] const std::string& sentence() const { return sentence_; }
    [[nodiscard]] const std::string& file() const { return file_; }

private:
    Failure failure_;
    int code_;
    std::string sentence_;
    std::string file_;
};

[[nodiscard]] Failure failure_of(int code);
// `doing`: what was attempted, an action or its SQL.
[[noreturn]] void throw_error(sqlite3* connection, int code, const std::string& doing);

// What the file says cannot be.
[[noreturn]] void throw_corrupt(const std::string& sentence);

}  // namespace cairn::sqlite
