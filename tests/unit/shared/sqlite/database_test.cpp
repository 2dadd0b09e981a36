#include "shared/sqlite/database.h"

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "shared/sqlite/migration.h"
#include "shared/sqlite/statement.h"
#include "shared/sqlite/transaction.h"
#include "tests/support/temporary_folder.h"

namespace cairn::sqlite {
namespace {

class SqliteFile : public testing::Test {
protected:
    [[nodiscard]] std::string path() const { return folder_.file("plan.db"); }
    [[nodiscard]] Database open(Mode mode = Mode::create, std::int64_t timeout_ms = 10'000) const {
        return Database(path(), {.mode = mode, .busy_timeout_ms = timeout_ms, .vfs = {}});
    }
    test::TemporaryFolder folder_;
};

constexpr std::string_view first_step = "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT)";
constexpr std::string_view second_step = "ALTER TABLE note ADD COLUMN author BLOB";
constexpr std::string_view two_steps[] = {first_step, second_step};

FileKind kind_of(std::size_t steps) {
    return {.application_id = 77, .name = "a test file", .steps = std::span(two_steps, steps)};
}

Failure failure_of_call(const std::function<void()>& call) {
    try {
        call();
    } catch (const SqliteError& error) {
        return error.failure();
    }
    return Failure::other;
}

TEST_F(SqliteFile, IsOpenedTheOneWayWeOpenFiles) {
    Database database = open();
    EXPECT_EQ(database.text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(database.integer("PRAGMA synchronous"), 2);
    EXPECT_EQ(database.integer("PRAGMA wal_autocheckpoint"), 0);
    EXPECT_EQ(database.integer("PRAGMA trusted_schema"), 0);
}

TEST_F(SqliteFile, IsForItsOwnerAlone) {
    const mode_t before = umask(022);
    Database database = open();
    migrate(database, kind_of(1));
    umask(before);
    for (const char* suffix : {"", "-lock", "-wal", "-shm"}) {
        const auto permissions = std::filesystem::status(path() + suffix).permissions();
        EXPECT_EQ(static_cast<unsigned>(permissions), 0600U) << suffix;
    }
}

TEST_F(SqliteFile, RollsBackUnlessCommitted) {
    Database database = open();
    migrate(database, kind_of(1));
    Statement insert(database, "INSERT INTO note(text) VALUES(?)");
    {
        const Transaction transaction(database);
        insert.run("lost");
    }
    {
        Transaction transaction(database);
        insert.run("kept");
        transaction.commit();
    }
    EXPECT_EQ(database.text("SELECT group_concat(text) FROM note"), "kept");
}

TEST_F(SqliteFile, GivesBackWhatWasBound) {
    Database database = open();
    migrate(database, kind_of(2));
    const MemberId author{{1, 2, 3}};
    Statement insert(database, "INSERT INTO note(id, text, author) VALUES(?, ?, ?)");
    insert.run(Position{7}, std::string(), author);
    insert.run(8, nullptr, nullptr);
    Statement select(database, "SELECT text, author FROM note ORDER BY id");
    Rows rows = select.query();
    ASSERT_TRUE(rows.next());
    EXPECT_FALSE(rows.is_null(0));
    EXPECT_EQ(rows.text(0), "");
    EXPECT_EQ(rows.id<MemberId>(1), author);
    ASSERT_TRUE(rows.next());
    EXPECT_TRUE(rows.is_null(0));
    EXPECT_EQ(rows.id<MemberId>(1), MemberId{});
    EXPECT_FALSE(rows.next());
}

TEST_F(SqliteFile, CallsAnIdOfAnotherLengthADamagedFile) {
    Database database = open();
    Statement select(database, "SELECT x'0102'");
    EXPECT_EQ(failure_of_call([&] {
                  Rows rows = select.query();
                  if (rows.next()) static_cast<void>(rows.id<MemberId>(0));
              }),
              Failure::corrupt);
}

TEST_F(SqliteFile, MigratesAnOlderFileAndRefusesANewerOrForeignOne) {
    Database database = open();
    migrate(database, kind_of(1));
    EXPECT_EQ(failure_of_call([&] { check_version(database, kind_of(2)); }), Failure::not_ours);
    migrate(database, kind_of(2));
    check_version(database, kind_of(2));
    EXPECT_EQ(database.integer("SELECT count(author) FROM note"), 0);
    EXPECT_EQ(failure_of_call([&] { migrate(database, kind_of(1)); }), Failure::newer);
    FileKind other = kind_of(2);
    other.application_id = 78;
    EXPECT_EQ(failure_of_call([&] { migrate(database, other); }), Failure::not_ours);
}

TEST_F(SqliteFile, SaysBusyWhenAnotherWriterDoesNotFinish) {
    Database first = open();
    Database second = open(Mode::create, 5);
    const Transaction transaction(first);
    EXPECT_EQ(failure_of_call([&] { const Transaction other(second); }), Failure::busy);
}

TEST_F(SqliteFile, TellsAMissingFileFromADamagedOne) {
    EXPECT_EQ(failure_of_call([&] { static_cast<void>(open(Mode::existing)); }),
              Failure::cannot_open);
    FILE* file = fopen(path().c_str(), "w");
    const std::string noise(8192, 'x');
    fwrite(noise.data(), 1, noise.size(), file);
    fclose(file);
    EXPECT_EQ(failure_of_call([&] { static_cast<void>(open(Mode::existing)); }), Failure::corrupt);
}

TEST_F(SqliteFile, ReadOnlyRefusesToWriteButSeesNewCommits) {
    Database writer = open();
    migrate(writer, kind_of(1));
    Database reader = open(Mode::read_only);
    const std::int64_t before = reader.data_version();
    writer.execute("INSERT INTO note(text) VALUES('new')");
    EXPECT_NE(reader.data_version(), before);
    EXPECT_EQ(reader.integer("SELECT count(*) FROM note"), 1);
    EXPECT_EQ(failure_of_call([&] { reader.execute("DELETE FROM note"); }), Failure::read_only);
}

TEST_F(SqliteFile, KeepsItsLogShortWithoutLosingACommitAmongManyWriters) {
    {
        Database database = open();
        migrate(database, kind_of(1));
    }
    constexpr int writers = 3;
    constexpr int commits = 120;
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([&] {
            Database database = open();
            Statement insert(database, "INSERT INTO note(text) VALUES(?)");
            const std::string long_text(40'000, 'n');
            for (int i = 0; i < commits; ++i) {
                Transaction transaction(database);
                insert.run(long_text);
                transaction.commit();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    Database database = open();
    EXPECT_EQ(database.integer("SELECT count(*) FROM note"), writers * commits);
    EXPECT_EQ(database.text("PRAGMA integrity_check"), "ok");
    EXPECT_LT(std::filesystem::file_size(path() + "-wal"), 9U << 20);
}

}  // namespace
}  // namespace cairn::sqlite
