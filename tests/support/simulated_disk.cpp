#include "tests/support/simulated_disk.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <sqlite3.h>

#include "shared/base/contract.h"

namespace cairn::testing_support {
namespace {

constexpr std::size_t sector = 512;
constexpr std::size_t path_bytes_max = 512;

struct Write {
    std::size_t offset = 0;
    Bytes bytes;
    bool truncate = false;  // to `offset`
};

void apply(Bytes& image, const Write& write, std::size_t bytes) {
    if (write.truncate) {
        image.resize(std::min(image.size(), write.offset));
        return;
    }
    if (bytes == 0) return;
    if (image.size() < write.offset + bytes) image.resize(write.offset + bytes);
    std::copy_n(
        write.bytes.begin(), bytes, image.begin() + static_cast<std::ptrdiff_t>(write.offset));
}

struct SharedMemory {
    std::vector<std::unique_ptr<Bytes>> regions;
    std::array<int, SQLITE_SHM_NLOCK> holders{};  // shared holders, or -1
    int users = 0;
};

struct Inode {
    Bytes now;
    Bytes synced;
    std::vector<Write> unsynced;
    SharedMemory shared;
    int shared_holders = 0;
    const void* reserved = nullptr;
    const void* exclusive = nullptr;
};

}  // namespace

struct SimulatedDisk::State {
    std::string name;
    sqlite3_vfs vfs{};
    std::map<std::string, std::shared_ptr<Inode>> files;
    std::uint64_t generation = 1;
    std::uint64_t operations = 0;
    Fault fault = Fault::none;
    std::uint64_t fault_at = 0;
    bool for_ever = false;
    std::optional<std::uint64_t> stop_at;
    bool stopped = false;

    // What becomes of the next writing operation.
    int next_operation() {
        const std::uint64_t at = operations++;
        if (stop_at && at >= *stop_at) stopped = true;
        if (stopped) return SQLITE_IOERR;
        const bool fails = fault != Fault::none && (at == fault_at || (for_ever && at > fault_at));
        if (!fails) return SQLITE_OK;
        return fault == Fault::full ? SQLITE_FULL : SQLITE_IOERR;
    }
};

namespace {

struct Handle {
    sqlite3_file base{};
    SimulatedDisk::State* disk = nullptr;
    std::shared_ptr<Inode> inode;
    std::uint64_t generation = 0;
    int level = SQLITE_LOCK_NONE;
    std::array<int, SQLITE_SHM_NLOCK> shm{};  // 1 shared, 2 exclusive
    bool uses_shared = false;
    std::string delete_on_close;

    [[nodiscard]] bool dead() const { return generation != disk->generation || disk->stopped; }
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

void unlock_to(Handle& h, int level) {
    Inode& inode = *h.inode;
    if (level < SQLITE_LOCK_EXCLUSIVE && inode.exclusive == &h) inode.exclusive = nullptr;
    if (level < SQLITE_LOCK_RESERVED && inode.reserved == &h) inode.reserved = nullptr;
    if (level == SQLITE_LOCK_NONE && h.level >= SQLITE_LOCK_SHARED) --inode.shared_holders;
    h.level = std::min(h.level, level);
}

void release_shm(Handle& h) {
    for (std::size_t i = 0; i < h.shm.size(); ++i) {
        int& holders = h.inode->shared.holders[i];
        if (h.shm[i] == 1) --holders;
        if (h.shm[i] == 2) holders = 0;
        h.shm[i] = 0;
    }
    if (std::exchange(h.uses_shared, false)) --h.inode->shared.users;
}

int x_close(sqlite3_file* file) {
    Handle& h = handle_of(file);
    if (h.generation == h.disk->generation) {
        release_shm(h);
        unlock_to(h, SQLITE_LOCK_NONE);
        if (!h.delete_on_close.empty()) h.disk->files.erase(h.delete_on_close);
    }
    h.~Handle();
    return SQLITE_OK;
}

int x_read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    Handle& h = handle_of(file);
    if (h.dead()) return SQLITE_IOERR_READ;
    const Bytes& image = h.inode->now;
    const auto at = static_cast<std::size_t>(offset);
    const auto wanted = static_cast<std::size_t>(amount);
    const std::size_t there = at < image.size() ? std::min(wanted, image.size() - at) : 0;
    if (there > 0) std::memcpy(out, image.data() + at, there);
    std::memset(static_cast<char*>(out) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int x_write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
    Handle& h = handle_of(file);
    if (h.dead()) return SQLITE_IOERR_WRITE;
    Write write;
    write.offset = static_cast<std::size_t>(offset);
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    write.bytes.assign(bytes, bytes + amount);
    const int code = h.disk->next_operation();
    if (code != SQLITE_OK) {
        if (h.disk->stopped)
            h.inode->unsynced.push_back(std::move(write));  // may or may not reach the disk
        return code == SQLITE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    apply(h.inode->now, write, write.bytes.size());
    h.inode->unsynced.push_back(std::move(write));
    return SQLITE_OK;
}

int x_truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle& h = handle_of(file);
    if (h.dead() || h.disk->next_operation() != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
    Write write;
    write.offset = static_cast<std::size_t>(size);
    write.truncate = true;
    apply(h.inode->now, write, 0);
    h.inode->unsynced.push_back(std::move(write));
    return SQLITE_OK;
}

int x_sync(sqlite3_file* file, int) {
    Handle& h = handle_of(file);
    if (h.dead() || h.disk->next_operation() != SQLITE_OK) return SQLITE_IOERR_FSYNC;
    for (const Write& write : h.inode->unsynced) apply(h.inode->synced, write, write.bytes.size());
    h.inode->unsynced.clear();
    return SQLITE_OK;
}

int x_file_size(sqlite3_file* file, sqlite3_int64* size) {
    Handle& h = handle_of(file);
    if (h.dead()) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(h.inode->now.size());
    return SQLITE_OK;
}

int x_lock(sqlite3_file* file, int level) {
    Handle& h = handle_of(file);
    if (h.dead()) return SQLITE_IOERR_LOCK;
    if (level <= h.level) return SQLITE_OK;
    Inode& inode = *h.inode;
    if (h.level == SQLITE_LOCK_NONE) {
        if (inode.exclusive != nullptr) return SQLITE_BUSY;
        ++inode.shared_holders;
        h.level = SQLITE_LOCK_SHARED;
    }
    if (level >= SQLITE_LOCK_RESERVED) {
        if (inode.reserved != nullptr && inode.reserved != &h) return SQLITE_BUSY;
        inode.reserved = &h;
        h.level = SQLITE_LOCK_RESERVED;
    }
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        if (inode.shared_holders > 1) return SQLITE_BUSY;
        inode.exclusive = &h;
        h.level = SQLITE_LOCK_EXCLUSIVE;
    }
    return SQLITE_OK;
}

int x_unlock(sqlite3_file* file, int level) {
    Handle& h = handle_of(file);
    if (h.generation == h.disk->generation) unlock_to(h, level);
    return SQLITE_OK;
}

int x_check_reserved(sqlite3_file* file, int* out) {
    *out = handle_of(file).inode->reserved != nullptr ? 1 : 0;
    return SQLITE_OK;
}

int x_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int x_sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int x_device(sqlite3_file*) { return 0; }

int x_shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    Handle& h = handle_of(file);
    if (h.dead()) return SQLITE_IOERR_SHMMAP;
    SharedMemory& shared = h.inode->shared;
    auto& regions = shared.regions;
    // As on a Unix disk: what the last users left is not trusted, and the log is read again.
    if (!std::exchange(h.uses_shared, true) && shared.users++ == 0) regions.clear();
    const auto at = static_cast<std::size_t>(region);
    if (at >= regions.size() && extend == 0) {
        *out = nullptr;
        return SQLITE_OK;
    }
    while (regions.size() <= at)
        regions.push_back(std::make_unique<Bytes>(static_cast<std::size_t>(size)));
    *out = regions[at]->data();
    return SQLITE_OK;
}

int x_shm_lock(sqlite3_file* file, int first, int count, int flags) {
    Handle& h = handle_of(file);
    if (h.dead()) return SQLITE_IOERR_SHMLOCK;
    auto& holders = h.inode->shared.holders;
    const auto begin = static_cast<std::size_t>(first);
    const auto end = begin + static_cast<std::size_t>(count);
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (std::size_t i = begin; i < end; ++i) {
            if (h.shm[i] == 1) --holders[i];
            if (h.shm[i] == 2) holders[i] = 0;
            h.shm[i] = 0;
        }
        return SQLITE_OK;
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (h.shm[i] != 0) continue;
        if (holders[i] < 0 || (exclusive && holders[i] > 0)) return SQLITE_BUSY;
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (h.shm[i] != 0) continue;
        holders[i] = exclusive ? -1 : holders[i] + 1;
        h.shm[i] = exclusive ? 2 : 1;
    }
    return SQLITE_OK;
}

void x_shm_barrier(sqlite3_file*) {}

int x_shm_unmap(sqlite3_file* file, int remove) {
    Handle& h = handle_of(file);
    if (h.generation != h.disk->generation) return SQLITE_OK;
    release_shm(h);
    if (remove != 0 && h.inode->shared.users == 0) h.inode->shared = {};
    return SQLITE_OK;
}

const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods table = [] {
        sqlite3_io_methods m{};
        m.iVersion = 2;
        m.xClose = x_close;
        m.xRead = x_read;
        m.xWrite = x_write;
        m.xTruncate = x_truncate;
        m.xSync = x_sync;
        m.xFileSize = x_file_size;
        m.xLock = x_lock;
        m.xUnlock = x_unlock;
        m.xCheckReservedLock = x_check_reserved;
        m.xFileControl = x_control;
        m.xSectorSize = x_sector_size;
        m.xDeviceCharacteristics = x_device;
        m.xShmMap = x_shm_map;
        m.xShmLock = x_shm_lock;
        m.xShmBarrier = x_shm_barrier;
        m.xShmUnmap = x_shm_unmap;
        return m;
    }();
    return table;
}

SimulatedDisk::State& state_of(sqlite3_vfs* vfs) {
    return *static_cast<SimulatedDisk::State*>(vfs->pAppData);
}

int x_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    SimulatedDisk::State& disk = state_of(vfs);
    file->pMethods = nullptr;
    if (disk.stopped) return SQLITE_CANTOPEN;
    const std::string name =
        path == nullptr ? "temporary-" + std::to_string(disk.operations) : path;
    auto found = disk.files.find(name);
    if (found == disk.files.end()) {
        if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
        found = disk.files.emplace(name, std::make_shared<Inode>()).first;
    }
    auto* h = new (file) Handle();
    h->base.pMethods = &methods();
    h->disk = &disk;
    h->inode = found->second;
    h->generation = disk.generation;
    if ((flags & SQLITE_OPEN_DELETEONCLOSE) != 0) h->delete_on_close = name;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int x_delete(sqlite3_vfs* vfs, const char* path, int) {
    SimulatedDisk::State& disk = state_of(vfs);
    if (disk.stopped) return SQLITE_IOERR_DELETE;
    return disk.files.erase(path) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int x_access(sqlite3_vfs* vfs, const char* path, int, int* out) {
    *out = state_of(vfs).files.count(path) > 0 ? 1 : 0;
    return SQLITE_OK;
}

int x_full_path(sqlite3_vfs*, const char* path, int size, char* out) {
    const std::size_t bytes = std::strlen(path) + 1;
    if (bytes > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::memcpy(out, path, bytes);
    return SQLITE_OK;
}

int x_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}  // one thread: waiting changes nothing

int x_randomness(sqlite3_vfs*, int size, char* out) {
    std::memset(out, 0x5a, static_cast<std::size_t>(size));
    return size;
}

int x_time(sqlite3_vfs*, sqlite3_int64* out) {
    *out = 210'866'760'000'000;  // 1970-01-01 in milliseconds of the Julian calendar: the plan
                                 // never asks SQLite
    return SQLITE_OK;
}

}  // namespace

SimulatedDisk::SimulatedDisk(const std::string& name) : state_(std::make_unique<State>()) {
    state_->name = name;
    sqlite3_vfs& vfs = state_->vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = path_bytes_max;
    vfs.zName = state_->name.c_str();
    vfs.pAppData = state_.get();
    vfs.xOpen = x_open;
    vfs.xDelete = x_delete;
    vfs.xAccess = x_access;
    vfs.xFullPathname = x_full_path;
    vfs.xRandomness = x_randomness;
    vfs.xSleep = x_sleep;
    vfs.xCurrentTimeInt64 = x_time;
    CAIRN_ASSERT(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

SimulatedDisk::~SimulatedDisk() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& SimulatedDisk::vfs() const { return state_->name; }

void SimulatedDisk::lose_power(SeededRandom& random) {
    ++state_->generation;
    state_->stopped = false;
    state_->stop_at.reset();
    for (auto& [name, inode] : state_->files) {
        auto after = std::make_shared<Inode>();
        after->synced = inode->synced;
        for (const Write& write : inode->unsynced) {
            const std::uint64_t fate = random.below(4);
            if (fate == 0) continue;
            const std::size_t sectors = write.bytes.size() / sector;
            const bool torn = fate == 1 && sectors > 1;
            apply(after->synced, write, torn ? sector * random.below(sectors) : write.bytes.size());
        }
        after->now = after->synced;
        inode = std::move(after);
    }
}

void SimulatedDisk::copy_from(const SimulatedDisk& other) {
    ++state_->generation;
    state_->files.clear();
    for (const auto& [name, inode] : other.state_->files) {
        auto copy = std::make_shared<Inode>();
        copy->now = inode->now;
        copy->synced = inode->now;
        state_->files.emplace(name, std::move(copy));
    }
}

void SimulatedDisk::erase_all() {
    ++state_->generation;
    state_->files.clear();
}

void SimulatedDisk::fail(Fault fault, std::uint64_t after, bool for_ever) {
    state_->fault = fault;
    state_->fault_at = state_->operations + after;
    state_->for_ever = for_ever;
}

void SimulatedDisk::heal() { state_->fault = Fault::none; }

std::uint64_t SimulatedDisk::operations() const { return state_->operations; }

void SimulatedDisk::stop_at(std::uint64_t operation) { state_->stop_at = operation; }

bool SimulatedDisk::stopped() const { return state_->stopped; }

bool SimulatedDisk::exists(const std::string& path) const { return state_->files.count(path) > 0; }

Bytes SimulatedDisk::content(const std::string& path) const {
    const auto found = state_->files.find(path);
    return found == state_->files.end() ? Bytes{} : found->second->now;
}

std::vector<std::string> SimulatedDisk::files() const {
    std::vector<std::string> names;
    for (const auto& [name, inode] : state_->files) names.push_back(name);
    return names;
}

}  // namespace cairn::testing_support
