// What only a store on a disk can do wrong.
#include "server/store/sqlite_store.h"

#include <gtest/gtest.h>

#include "shared/platform/file.h"
#include "shared/sqlite/database.h"
#include "shared/sqlite/error.h"
#include "tests/support/simulated_disk.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/server/store/writing.h"

namespace cairn::server {
namespace {

using cairn::test::make_chain;
using test::in_order;
using test::workspace_id;
using testing_support::SimulatedDisk;

struct OnSimulatedDisk {
    explicit OnSimulatedDisk(const std::string& name) : disk(name) {
        options.vfs = disk.vfs();
        options.busy_timeout_ms = 0;
    }
    std::unique_ptr<SqliteStore> open() {
        return std::make_unique<SqliteStore>("store.db", random, options);
    }
    SimulatedDisk disk;
    sqlite::OpenOptions options;
    SeededRandom random{5};
};

// I1: whatever commit() returned for is there after power was lost at any operation; and what was
// not acknowledged is there as a whole or not at all.
TEST(SqliteStore, KeepsWhatItAcknowledgedWhereverPowerGoes) {
    constexpr std::size_t batches = 4;
    constexpr std::size_t batch_size = 3;
    std::size_t stops = 0;
    for (std::uint64_t stop = 1;; ++stop) {
        OnSimulatedDisk on("server-store-power");
        const WorkspaceId plan = workspace_id(1);
        const auto device = DeviceSecrets::make(on.random);
        const auto chain = make_chain(batches * batch_size, plan, device, on.random);
        std::size_t acknowledged = 0;
        bool stopped = false;
        {
            auto store = on.open();
            store->commit({AddWorkspace{.workspace = plan, .settled = true, .made = {}}});
            on.disk.stop_at(on.disk.operations() + stop);
            try {
                for (std::size_t i = 0; i < batches; ++i) {
                    const auto begin = chain.begin() + static_cast<std::ptrdiff_t>(i * batch_size);
                    store->commit(in_order(*store, plan, {begin, begin + batch_size}));
                    acknowledged += batch_size;
                }
            } catch (const sqlite::SqliteError&) {
                stopped = true;
            }
        }
        SeededRandom chance(stop);
        on.disk.lose_power(chance);
        auto store = on.open();
        const auto state = store->load(plan);
        ASSERT_TRUE(state) << "stopped at " << stop;
        EXPECT_GE(state->head.value, acknowledged) << "stopped at " << stop;
        EXPECT_EQ(state->head.value % batch_size, 0U) << "stopped at " << stop;
        EXPECT_EQ(store->read(plan, {}, SIZE_MAX).size(), state->head.value);
        if (!stopped) break;
        ++stops;
    }
    EXPECT_GT(stops, batches) << "power was lost too rarely to prove anything";
}

// I1: a commit that failed in its last step may be found when the store is opened again. Whoever
// pushed it is then told that it is there.
TEST(SqliteStore, KeepsWhatItShowsAfterACommitThatFailed) {
    std::size_t found = 0;
    for (std::uint64_t after = 0; after < 40; ++after) {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            OnSimulatedDisk on("server-store-failed");
            const WorkspaceId plan = workspace_id(1);
            const auto chain = make_chain(3, plan, DeviceSecrets::make(on.random), on.random);
            auto store = on.open();
            store->commit({AddWorkspace{.workspace = plan, .settled = true, .made = {}}});
            on.disk.fail(SimulatedDisk::Fault::broken, after, false);
            try {
                store->commit(in_order(*store, plan, chain));
            } catch (const sqlite::SqliteError&) {
            }
            on.disk.heal();
            store.reset();
            store = on.open();
            const Position shown = store->load(plan)->head;
            found += shown.value;
            SeededRandom chance(seed);
            on.disk.lose_power(chance);
            store.reset();
            EXPECT_EQ(on.open()->load(plan)->head, shown)
                << "operation " << after << ", seed " << seed;
        }
    }
    EXPECT_GT(found, 0U) << "no commit that failed was found again: nothing was tried";
}

TEST(SqliteStore, ChangesNothingWhenTheDiskIsFull) {
    OnSimulatedDisk on("server-store-full");
    const WorkspaceId plan = workspace_id(1);
    const auto device = DeviceSecrets::make(on.random);
    const auto chain = make_chain(4, plan, device, on.random);
    auto store = on.open();
    store->commit({AddWorkspace{.workspace = plan, .settled = true, .made = {}}});
    const auto writes = in_order(*store, plan, chain);
    on.disk.fail(SimulatedDisk::Fault::full, 0, true);
    EXPECT_THROW(store->commit(writes), sqlite::SqliteError);
    on.disk.heal();
    store = on.open();
    EXPECT_EQ(store->load(plan)->head, Position{0});
    store->commit(writes);
    EXPECT_EQ(store->load(plan)->head, Position{4});
}

// One page of the file, of those that hold only this workspace's envelopes, is overwritten.
void damage_a_page_of(const std::string& path, const Envelope& on_the_page) {
    {
        sqlite::Database database(path, sqlite::OpenOptions());
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");  // out of the log, into the file
    }
    auto file = platform::read_file(path, SIZE_MAX);
    ASSERT_TRUE(file);
    constexpr std::size_t page_bytes = 4096;
    const Bytes& wanted = on_the_page.bytes();
    const auto at = std::search(file->begin(), file->end(), wanted.begin(), wanted.end());
    ASSERT_NE(at, file->end());
    const auto page = static_cast<std::size_t>(at - file->begin()) / page_bytes;
    std::fill_n(file->begin() + static_cast<std::ptrdiff_t>(page * page_bytes), 8, 0xEE);
    ASSERT_TRUE(platform::write_file(path, *file, platform::Privacy::owner_only));
}

TEST(SqliteStore, ADamagedPageOfOneWorkspaceHarmsNoOther) {
    const cairn::test::TemporaryFolder folder;
    SeededRandom random(6);
    const auto device = DeviceSecrets::make(random);
    const WorkspaceId damaged = workspace_id(1);
    const WorkspaceId sound = workspace_id(2);
    const auto damaged_chain = make_chain(40, damaged, device, random);
    const auto sound_chain = make_chain(41, sound, device, random);
    const std::string path = folder.file("store.db");
    {
        SqliteStore store(path, random);
        for (const WorkspaceId& id : {damaged, sound})
            store.commit({AddWorkspace{.workspace = id, .settled = true, .made = {}}});
        store.commit(in_order(store, damaged, damaged_chain));
        store.commit(in_order(store, sound, {sound_chain.begin(), sound_chain.end() - 1}));
    }
    damage_a_page_of(path, damaged_chain[20]);
    SqliteStore store(path, random);
    try {
        static_cast<void>(store.read(damaged, {}, SIZE_MAX));
        FAIL() << "the damage was not met";
    } catch (const DamagedWorkspace& damage) {
        EXPECT_EQ(damage.workspace(), damaged);
    }
    EXPECT_EQ(store.read(sound, {}, SIZE_MAX).size(), 40U);
    store.commit(in_order(store, sound, {sound_chain.back()}));
    EXPECT_EQ(store.load(sound)->head, Position{41});
}

}  // namespace
}  // namespace cairn::server
