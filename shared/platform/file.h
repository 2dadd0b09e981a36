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

// A file that is written in pieces, and otherwise as by write_file. Without finish() nothing has
// happened, and the file that was there before stays.
class NewFile {
public:
    static Result<NewFile, FileError> begin(const std::filesystem::path& path, Privacy privacy);
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile();

    Result<void, FileError> write(ByteView bytes);
    Result<void, FileError> finish();

private:
    NewFile(std::filesystem::path path, std::filesystem::path beside, int descriptor)
        : path_(std::move(path)), beside_(std::move(beside)), descriptor_(descriptor) {}

    std::filesystem::path path_;
    std::filesystem::path beside_;
    int descriptor_ = -1;  // locked until it has its name
};

// A file that is read in pieces.
class OpenFile {
public:
    static Result<OpenFile, FileError> open(const std::filesystem::path& path);
    OpenFile(OpenFile&& other) noexcept;
    OpenFile& operator=(OpenFile&&) = delete;
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();

    // Empty: the end.
    Result<Bytes, FileError> read(std::size_t bytes_max);

private:
    OpenFile(std::filesystem::path path, int descriptor)
        : path_(std::move(path)), descriptor_(descriptor) {}

    std::filesystem::path path_;
    int descriptor_ = -1;
};

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
