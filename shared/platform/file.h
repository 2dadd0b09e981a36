#pragma once
// Files as the rest of the tree needs them: durable, private, bounded. The only folder besides
// shared/net and the programs that speaks to the operating system; a port to another system
// rewrites this folder.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "shared/base/bytes.h"
#include "shared/base/result.h"

namespace cairn::platform {

struct FileError {
    std::string sentence;  // what happened, to which file, what to do
    bool missing = false;  // the file is simply not there
};

enum class Privacy : std::uint8_t {
    shared,
    owner_only
};  // owner_only: mode 0600 from its first byte

// All of it or an error; never more than bytes_max.
Result<Bytes, FileError> read_file(const std::filesystem::path& path, std::size_t bytes_max);

// Replaces the file in one step, on disk when it returns: written beside, synced, renamed, folder
// synced. (I2) What a process that crashed left beside goes with the next file written there.
Result<void, FileError> write_file(const std::filesystem::path& path,
                                   ByteView bytes,
                                   Privacy privacy);

// Makes an empty file of mode 0600; one that is there already stays as it is.
Result<void, FileError> make_private_file(const std::filesystem::path& path);

// Makes the folder and those above it; mode 0700 for those it makes.
Result<void, FileError> make_private_folder(const std::filesystem::path& path);

// A lock that the system drops when the process ends, however it ends.
class FileLock {
public:
    // Nothing if another process holds it.
    static std::optional<FileLock> try_take(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace cairn::platform
