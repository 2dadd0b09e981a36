#include "tests/support/simulated_disk.h"

#include <gtest/gtest.h>

#include "shared/sqlite/database.h"
#include "shared/sqlite/error.h"
#include "shared/sqlite/transaction.h"

namespace cairn::testing_support {
namespace {

sqlite::Database open(const SimulatedDisk& disk) {
    sqlite::OpenOptions options;
    options.vfs = disk.vfs();
    return {"plan.cairn", options};
}

void insert(sqlite::Database& database, int value) {
    sqlite::Transaction transaction(database);
    database.execute("INSERT INTO t VALUES (" + std::to_string(value) + ")");
    transaction.commit();
}

TEST(SimulatedDisk, KeepsWhatWasCommittedThroughEveryPowerLoss) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        SCOPED_TRACE(seed);
        SeededRandom random(seed);
        SimulatedDisk disk("disk-" + std::to_string(seed));
        int committed = 0;
        {
            sqlite::Database database = open(disk);
            database.execute("CREATE TABLE t(v INTEGER)");
        }
        for (int life = 0; life < 5; ++life) {
            {
                sqlite::Database database = open(disk);
                ASSERT_GE(database.integer("SELECT count(*) FROM t"), committed);
                disk.stop_at(disk.operations() + random.below(60));
                try {
                    for (int i = 0; i < 30; ++i) {
                        insert(database, i);
                        ++committed;
                    }
                } catch (const sqlite::SqliteError&) {
                }
            }
            disk.lose_power(random);
            sqlite::Database database = open(disk);
            const auto rows = database.integer("SELECT count(*) FROM t");
            EXPECT_GE(rows, committed);
            EXPECT_LE(rows, committed + 1);  // one commit may have been on its way
            EXPECT_EQ(database.text("PRAGMA quick_check"), "ok");
            committed = static_cast<int>(rows);
        }
    }
}

TEST(SimulatedDisk, LosesWhatWasNeverSynced) {
    SimulatedDisk disk("disk-unsynced");
    SeededRandom random(3);
    {
        sqlite::Database database = open(disk);
        database.execute("CREATE TABLE t(v INTEGER)");
        database.execute("PRAGMA synchronous=OFF");
        for (int i = 0; i < 50; ++i) insert(database, i);
    }
    disk.lose_power(random);
    sqlite::Database database = open(disk);
    bool lost = true;
    try {
        lost = database.integer("SELECT count(*) FROM t") < 50;
    } catch (const sqlite::SqliteError&) {
    }
    EXPECT_TRUE(lost) << "a disk that loses nothing proves nothing";
}

TEST(SimulatedDisk, RunsFullAndHeals) {
    SimulatedDisk disk("disk-full");
    sqlite::Database database = open(disk);
    database.execute("CREATE TABLE t(v INTEGER)");
    disk.fail(SimulatedDisk::Fault::full, 0, true);
    EXPECT_THROW(insert(database, 1), sqlite::SqliteError);
    disk.heal();
    insert(database, 2);
    EXPECT_EQ(database.integer("SELECT count(*) FROM t"), 1);
}

// A commit may stand in the log although its sync failed. Whoever opens the file next finds it, and
// so does whoever opens a copy.
TEST(SimulatedDisk, ShowsAFileThatIsOpenedAnewAsACopyOfItWouldBe) {
    for (std::uint64_t after = 0; after < 8; ++after) {
        SCOPED_TRACE(after);
        SimulatedDisk disk("disk-failed-" + std::to_string(after));
        {
            sqlite::Database database = open(disk);
            database.execute("CREATE TABLE t(v INTEGER)");
            insert(database, 1);
            disk.fail(SimulatedDisk::Fault::broken, after, false);
            try {
                insert(database, 2);
            } catch (const sqlite::SqliteError&) {
            }
            disk.heal();
        }
        SimulatedDisk copy("disk-copy-" + std::to_string(after));
        copy.copy_from(disk);
        sqlite::Database anew = open(disk);
        sqlite::Database copied = open(copy);
        EXPECT_EQ(anew.integer("SELECT count(*) FROM t"), copied.integer("SELECT count(*) FROM t"));
    }
}

TEST(SimulatedDisk, CopiesAsOneSnapshot) {
    SimulatedDisk laptop("disk-laptop");
    SimulatedDisk clone("disk-clone");
    sqlite::Database database = open(laptop);
    database.execute("CREATE TABLE t(v INTEGER)");
    insert(database, 1);
    clone.copy_from(laptop);
    insert(database, 2);
    sqlite::Database copied = open(clone);
    EXPECT_EQ(copied.integer("SELECT count(*) FROM t"), 1);
}

TEST(SimulatedDisk, LetsTwoConnectionsShareAFile) {
    SimulatedDisk disk("disk-two");
    sqlite::Database one = open(disk);
    one.execute("CREATE TABLE t(v INTEGER)");
    sqlite::Database two = open(disk);
    insert(one, 1);
    EXPECT_EQ(two.integer("SELECT count(*) FROM t"), 1);
    insert(two, 2);
    EXPECT_EQ(one.integer("SELECT count(*) FROM t"), 2);
}

}  // namespace
}  // namespace cairn::testing_support
