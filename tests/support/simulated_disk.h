#pragma once
// A disk in memory behind a SQLite VFS, for one thread: it can lose power, run full and fail, and
// be copied.
//
// What a crash keeps: everything synced; of each write since, all, nothing, or the first sectors,
// as the seed decides (SQLite, "Atomic Commit", section 2: sectors of 512 bytes are written in any
// order). Handles open at the crash are dead: every call on them fails.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/random.h"

namespace cairn::testing_support {

class SimulatedDisk {
public:
    // Registered with SQLite under `name`, which no other living disk has, until destroyed.
    explicit SimulatedDisk(const std::string& name);
    ~SimulatedDisk();
    SimulatedDisk(const SimulatedDisk&) = delete;
    SimulatedDisk& operator=(const SimulatedDisk&) = delete;

    [[nodiscard]] const std::string& vfs() const;

    void lose_power(SeededRandom& random);
    // A copy of all files as programs see them now: a cloned laptop, or a backup.
    void copy_from(const SimulatedDisk& other);
    void erase_all();

    enum class Fault : std::uint8_t { none, full, broken };
    // The operation `after` operations from now fails, and all later ones too if `for_ever`. 0: the
    // next one.
    void fail(Fault fault, std::uint64_t after, bool for_ever);
    void heal();
    [[nodiscard]] std::uint64_t operations() const;  // writes, truncations and syncs so far
    // Power goes in the middle of that operation: it fails, and so does everything after it, until
    // `lose_power`.
    void stop_at(std::uint64_t operation);
    [[nodiscard]] bool stopped() const;  // power has gone, and lose_power is due

    [[nodiscard]] bool exists(const std::string& path) const;
    [[nodiscard]] Bytes content(const std::string& path) const;
    [[nodiscard]] std::vector<std::string> files() const;

    struct State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace cairn::testing_support
