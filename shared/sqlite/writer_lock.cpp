#include "shared/sqlite/writer_lock.h"

#include <algorithm>
#include <vector>

#include <sqlite3.h>

#include "shared/platform/file.h"
#include "shared/sqlite/error.h"

namespace cairn::sqlite {

struct WriterLock::File {
    sqlite3_vfs* vfs = nullptr;
    sqlite3_filename name = nullptr;
    std::vector<sqlite3_int64> storage;  // aligned memory of the VFS's file object
    bool opened = false;

    [[nodiscard]] sqlite3_file* handle() { return reinterpret_cast<sqlite3_file*>(storage.data()); }
    int lock(int level) { return handle()->pMethods->xLock(handle(), level); }
    void unlock() { handle()->pMethods->xUnlock(handle(), SQLITE_LOCK_NONE); }
    ~File() {
        if (opened) handle()->pMethods->xClose(handle());
        sqlite3_free_filename(name);
    }
};

WriterLock::WriterLock(const std::string& path, const std::string& vfs)
    : file_(std::make_unique<File>()) {
    sqlite3_initialize();
    file_->vfs = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
    if (file_->vfs == nullptr) throw_error(nullptr, SQLITE_NOTFOUND, "find the VFS " + vfs);
    std::vector<char> full(static_cast<std::size_t>(file_->vfs->mxPathname) + 1);
    int code = file_->vfs->xFullPathname(
        file_->vfs, path.c_str(), static_cast<int>(full.size()), full.data());
    if (code != SQLITE_OK && code != SQLITE_OK_SYMLINK) throw_error(nullptr, code, "find " + path);
    file_->name = sqlite3_create_filename(full.data(), "", "", 0, nullptr);
    const auto bytes = static_cast<std::size_t>(file_->vfs->szOsFile);
    file_->storage.resize(bytes / sizeof(sqlite3_int64) + 1);
    if (vfs.empty()) static_cast<void>(platform::make_private_file(path));
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
    code = file_->vfs->xOpen(file_->vfs, file_->name, file_->handle(), flags, &flags);
    file_->opened = file_->handle()->pMethods != nullptr;
    if (code != SQLITE_OK) throw_error(nullptr, code, "open " + path);
}

WriterLock::~WriterLock() = default;

bool WriterLock::acquire(std::int64_t timeout_ms) {
    std::int64_t waited_us = 0;
    int pause_us = 500;
    while (true) {
        int code = file_->lock(SQLITE_LOCK_SHARED);
        if (code == SQLITE_OK) code = file_->lock(SQLITE_LOCK_RESERVED);
        if (code == SQLITE_OK) return true;
        file_->unlock();
        if ((code & 0xff) != SQLITE_BUSY)
            throw_error(nullptr, code, "take the lock of the database");
        if (waited_us >= timeout_ms * 1000) return false;
        file_->vfs->xSleep(file_->vfs, pause_us);
        waited_us += pause_us;
        pause_us = std::min(2 * pause_us, 10'000);
    }
}

void WriterLock::release() { file_->unlock(); }

}  // namespace cairn::sqlite
