#pragma once
// The one lock that writers and checkpointers of a database share: a file beside it, locked
// through SQLite's own VFS, so that it works wherever SQLite does and in simulations. The lock
// goes with the process that holds it.
#include <cstdint>
#include <memory>
#include <string>

namespace cairn::sqlite {

class WriterLock {
public:
    // vfs: a registered name, or empty for the system's. Throws SqliteError if the file cannot be
    // made.
    WriterLock(const std::string& path, const std::string& vfs);
    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

    // False if somebody else still held it after the time.
    [[nodiscard]] bool acquire(std::int64_t timeout_ms);
    void release();

private:
    struct File;
    std::unique_ptr<File> file_;
};

}  // namespace cairn::sqlite
