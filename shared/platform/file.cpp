#include "shared/platform/file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::platform {
namespace {

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    [[nodiscard]] int get() const { return value_; }
    [[nodiscard]] bool valid() const { return value_ >= 0; }

private:
    int value_;
};

FileError failed(const char* what, const std::filesystem::path& path) {
    const int code = errno;
    return {
        std::string("Could not ") + what + " " + path.string() + ": " + std::strerror(code) + ".",
        code == ENOENT};
}

bool write_all(int descriptor, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

bool sync_folder(const std::filesystem::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.valid() && ::fsync(opened.get()) == 0;
}

constexpr std::string_view beside_start = ".cairn-new-";

// Whether write_file gives such names: start, process, dash, number.
bool is_beside_name(std::string_view name) {
    if (name.substr(0, beside_start.size()) != beside_start) return false;
    name.remove_prefix(beside_start.size());
    const std::size_t dash = name.find('-');
    const auto is_number = [](std::string_view text) {
        return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return dash != std::string_view::npos && is_number(name.substr(0, dash)) &&
           is_number(name.substr(dash + 1));
}

// Whoever writes such a file holds its lock, until the end of its process at the latest.
void remove_if_left(const std::filesystem::path& beside) {
    const Descriptor file(::open(beside.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat about {};
    if (!file.valid() || ::fstat(file.get(), &about) != 0) return;
    if (!S_ISREG(about.st_mode) || about.st_uid != ::geteuid()) return;
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return;
    // It may have been renamed before it was locked, and the name be another file's by now.
    struct stat named {};
    const bool same = ::lstat(beside.c_str(), &named) == 0 && named.st_ino == about.st_ino &&
                      named.st_dev == about.st_dev;
    if (same) ::unlink(beside.c_str());
}

// What a process left that ended before it could rename.
void remove_left_over(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::directory_iterator at(folder, failed);
    for (; !failed && at != std::filesystem::directory_iterator(); at.increment(failed))
        if (is_beside_name(at->path().filename().native())) remove_if_left(at->path());
}

// A new file of a name that nobody has, locked: what is there already is somebody's.
int make_beside(const std::filesystem::path& folder, mode_t mode, std::filesystem::path& beside) {
    for (unsigned number = 0;; ++number) {
        beside = folder / (std::string(beside_start) + std::to_string(::getpid()) + "-" +
                           std::to_string(number));
        const int made = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (made < 0 && errno != EEXIST) return made;
        if (made < 0) continue;
        struct stat about {};
        const bool locked = ::flock(made, LOCK_EX) == 0 && ::fstat(made, &about) == 0;
        // Another process may have taken it for left over before it was locked.
        if (!locked || about.st_nlink > 0) return made;
        ::close(made);
    }
}

}  // namespace

Result<OpenFile, FileError> OpenFile::open(const std::filesystem::path& path) {
    OpenFile file(path, ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.descriptor_ < 0) return refuse(failed("open", path));
    struct stat about {};
    if (::fstat(file.descriptor_, &about) != 0) return refuse(failed("read", path));
    if (S_ISDIR(about.st_mode))
        return refuse(FileError{path.string() + " is a folder, not a file.", false});
    return file;
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<Bytes, FileError> OpenFile::read(std::size_t bytes_max) {
    Bytes bytes(bytes_max);
    ssize_t got = ::read(descriptor_, bytes.data(), bytes.size());
    while (got < 0 && errno == EINTR) got = ::read(descriptor_, bytes.data(), bytes.size());
    if (got < 0) return refuse(failed("read", path_));
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

Result<Bytes, FileError> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
    auto file = OpenFile::open(path);
    if (!file) return refuse(file.error());
    Bytes bytes;
    for (;;) {
        const auto block = file->read(64 * 1024);
        if (!block) return refuse(block.error());
        if (block->empty()) return bytes;
        if (bytes.size() + block->size() > bytes_max) {
            return refuse(FileError{path.string() + " is larger than the " +
                                        std::to_string(bytes_max / 1024) +
                                        " KiB that are accepted here.",
                                    false});
        }
        append(bytes, *block);
    }
}

Result<NewFile, FileError> NewFile::begin(const std::filesystem::path& path, Privacy privacy) {
    const mode_t mode = privacy == Privacy::owner_only ? 0600 : 0644;
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    remove_left_over(folder);
    std::filesystem::path beside;
    const int made = make_beside(folder, mode, beside);
    if (made < 0) return refuse(failed("write", path));
    return NewFile(path, std::move(beside), made);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      beside_(std::move(other.beside_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

NewFile::~NewFile() {
    if (descriptor_ < 0) return;
    ::unlink(beside_.c_str());
    ::close(descriptor_);
}

Result<void, FileError> NewFile::write(ByteView bytes) {
    if (!write_all(descriptor_, bytes)) return refuse(failed("write", path_));
    return {};
}

Result<void, FileError> NewFile::finish() {
    if (::fsync(descriptor_) != 0) return refuse(failed("write", path_));
    if (::rename(beside_.c_str(), path_.c_str()) != 0) return refuse(failed("replace", path_));
    ::close(std::exchange(descriptor_, -1));
    const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : ".";
    if (!sync_folder(folder)) return refuse(failed("sync", folder));
    return {};
}

Result<void, FileError> write_file(const std::filesystem::path& path,
                                   ByteView bytes,
                                   Privacy privacy) {
    auto file = NewFile::begin(path, privacy);
    if (!file) return refuse(file.error());
    const auto written = file->write(bytes);
    if (!written) return written;
    return file->finish();
}

Result<void, FileError> make_private_file(const std::filesystem::path& path) {
    const Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (made.valid() || errno == EEXIST) return {};
    return refuse(failed("make", path));
}

Result<void, FileError> make_private_folder(const std::filesystem::path& path) {
    std::filesystem::path so_far;
    for (const auto& part : path) {
        so_far /= part;
        if (::mkdir(so_far.c_str(), 0700) == 0 || errno == EEXIST || errno == EISDIR) continue;
        return refuse(failed("make the folder", so_far));
    }
    if (!std::filesystem::is_directory(path)) {
        return refuse(FileError{path.string() + " is not a folder.", false});
    }
    return {};
}

std::optional<FileLock> FileLock::try_take(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return std::nullopt;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return std::nullopt;
    }
    return FileLock(descriptor);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace cairn::platform
