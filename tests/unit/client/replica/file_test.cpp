// Several processes on one file, damage, search, and people's own SQL.
#include <thread>

#include <gtest/gtest.h>

#include "client/replica/doctor.h"
#include "shared/sqlite/statement.h"
#include "shared/sqlite/transaction.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

using replica::Trouble;

class ReplicaFile : public testing::Test {
protected:
    ReplicaFile()
        : workspace(31),
          laptop(workspace, workspace.founder, test_schema(), path()),
          item(random_item(workspace)) {
        laptop.create(item, merge::root_item());
        laptop.set(item, title, "tDig the foundation");
    }
    [[nodiscard]] std::string path() const { return folder.file("plan.cairn"); }
    [[nodiscard]] replica::ReplicaOptions options() const {
        replica::ReplicaOptions chosen;
        chosen.path = path();
        chosen.device = workspace.founder.id();
        chosen.schema = &test_schema();
        return chosen;
    }
    bool finds(Trouble trouble) {
        for (const replica::Finding& finding : replica::examine(laptop.replica))
            if (finding.trouble == trouble) return true;
        return false;
    }

    TemporaryFolder folder;
    SmallWorkspace workspace;
    Laptop laptop;
    ItemId item;
};

TEST_F(ReplicaFile, TakesTurnsWithAnotherProcess) {
    Laptop other(workspace, workspace.founder, replica::Replica::open(options(), workspace.random));
    other.set(item, title, "tfrom the other");
    EXPECT_EQ(laptop.value(item, title), "tfrom the other");
    laptop.set(item, votes, "i1");
    other.set(item, votes, "i2");
    EXPECT_EQ(laptop.value(item, votes), "i3");
    EXPECT_EQ(laptop.read().counts().pending_changes, 5U);
    EXPECT_TRUE(replica::examine(laptop.replica).empty());
    EXPECT_EQ(other.seal(), 1U);
    EXPECT_EQ(laptop.seal(), 0U);
    laptop.set(item, votes, "i4");
    EXPECT_EQ(laptop.seal(), 1U);
    Laptop reader(workspace, workspace.join(Role::editor));
    reader.pull_from(laptop);
    EXPECT_EQ(reader.value(item, votes), "i7");
}

TEST_F(ReplicaFile, LosesNothingWhenProcessesWriteAtOnce) {
    constexpr int writers = 3;
    constexpr int changes = 40;
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w) {
        threads.emplace_back([this, w] {
            SeededRandom random(static_cast<std::uint64_t>(w) + 500);
            replica::Replica mine = replica::Replica::open(options(), random);
            for (int i = 0; i < changes; ++i) {
                const replica::LocalEdit vote{.item = item,
                                              .field = votes,
                                              .element = {},
                                              .value = "i1",
                                              .over = {},
                                              .own_over = {}};
                if (!mine.commit(std::span(&vote, 1), {i})) ADD_FAILURE() << "refused";
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(laptop.value(item, votes), "i" + std::to_string(writers * changes));
    EXPECT_EQ(laptop.read().counts().pending_changes, 2U + writers * changes);
    EXPECT_TRUE(replica::examine(laptop.replica).empty());
}

TEST_F(ReplicaFile, RefusesToBeMadeTwice) {
    EXPECT_THROW(static_cast<void>(replica::Replica::create(
                     options(), stored(workspace.records), workspace.random)),
                 sqlite::SqliteError);
}

TEST_F(ReplicaFile, FindsWordsOfWhatIsShownNow) {
    EXPECT_EQ(laptop.read().search("found", 10).size(), 1U);
    laptop.set(item, title, "tPour concrete");
    EXPECT_TRUE(laptop.read().search("foundation", 10).empty());
    const auto hits = laptop.read().search("concrete po", 10);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits.front().item, item);
    EXPECT_TRUE(laptop.read().search("\"* OR", 10).empty());
}

TEST_F(ReplicaFile, TellsTheHistoryOfAnItem) {
    laptop.set(item, title, "tPour");
    laptop.set(item, colour, "tred");
    const auto history = laptop.read().history(item, 10);
    ASSERT_EQ(history.size(), 4U);
    EXPECT_EQ(history[0].value, "tred");
    EXPECT_EQ(history[1].value, "tPour");
    EXPECT_EQ(history[2].value, "tDig the foundation");
    EXPECT_EQ(history[1].over, std::vector{history[2].edit});
    EXPECT_EQ(laptop.read().history({item, title, {}}, 1).size(), 1U);
}

TEST_F(ReplicaFile, AnswersPeoplesOwnSqlAndLetsNoneOfItWrite) {
    const replica::Replica::Name name{replica::Replica::Named::field, title, "title"};
    laptop.replica.save_names(std::span(&name, 1));
    sqlite::Database queries = replica::open_for_queries(path());
    EXPECT_EQ(queries.text("SELECT value FROM fields WHERE field = 'title' AND item = '" +
                           to_base32(item.view()) + "'"),
              "Dig the foundation");
    for (const char* view : {"items",
                             "fields",
                             "labels",
                             "links",
                             "changes",
                             "history",
                             "conflicts",
                             "outbox",
                             "parked"})
        EXPECT_GE(queries.integer(std::string("SELECT count(*) FROM ") + view), 0);
    EXPECT_THROW(queries.execute("DELETE FROM edit"), sqlite::SqliteError);
}

TEST_F(ReplicaFile, KeepsSmallThingsForItsOwner) {
    EXPECT_FALSE(laptop.replica.note("draft"));
    const Bytes draft{1, 2, 3};
    laptop.replica.save_note("draft", draft);
    EXPECT_EQ(laptop.replica.note("draft"), draft);
    laptop.replica.save_note("draft", {});
    EXPECT_FALSE(laptop.replica.note("draft"));
}

TEST_F(ReplicaFile, TheDoctorSeesWhatWasTamperedWith) {
    laptop.seal();
    EXPECT_TRUE(replica::examine(laptop.replica).empty());
    sqlite::Database& db = laptop.replica.database();
    const auto spoil = [&](const std::string& sql, Trouble trouble) {
        db.execute("SAVEPOINT spoilt");
        db.execute(sql);
        EXPECT_TRUE(finds(trouble)) << sql;
        db.execute("ROLLBACK TO spoilt; RELEASE spoilt");
    };
    spoil("UPDATE edit SET value = 'tforged' WHERE field = 10", Trouble::wrong_identity);
    spoil("UPDATE cell SET value = 'tforged' WHERE field = 10", Trouble::wrong_view_hash);
    spoil("UPDATE item SET parent = 2 WHERE id > 2", Trouble::wrong_view_hash);
    spoil("UPDATE edit SET status = 2 WHERE field = 10", Trouble::wrong_heads_hash);
    spoil("UPDATE envelope SET bytes = zeroblob(400)", Trouble::wrong_envelope);
    spoil("UPDATE envelope SET hash = zeroblob(32)", Trouble::wrong_envelope);
    spoil("UPDATE envelope SET number = 2", Trouble::broken_chain);
    spoil("UPDATE record SET bytes = zeroblob(300) WHERE id = 1", Trouble::wrong_roster);
    spoil("DELETE FROM envelope", Trouble::loose_end);
    spoil("UPDATE cell SET head = 999", Trouble::loose_end);
    spoil("UPDATE device SET parked_bytes = 1", Trouble::loose_end);
    EXPECT_TRUE(replica::examine(laptop.replica).empty());
}

// Opening trusts what was proven before it was stored; the doctor trusts nothing.
TEST_F(ReplicaFile, TheDoctorSeesARecordThatNobodySigned) {
    laptop.replica.database().execute(
        "UPDATE record SET bytes = substr(bytes, 1, length(bytes) - 64) || zeroblob(64) "
        "WHERE id = 1");
    EXPECT_TRUE(finds(Trouble::wrong_roster));
    auto reopened = replica::Replica::open(options(), workspace.random);
    EXPECT_EQ(reopened.roster().head(), workspace.view.head());
}

TEST_F(ReplicaFile, RefusesARosterWhoseRecordsNoLongerFollow) {
    laptop.replica.database().execute(
        "UPDATE record SET bytes = zeroblob(length(bytes)) WHERE id = 1");
    auto reopened = replica::Replica::open(options(), workspace.random);
    EXPECT_THROW(static_cast<void>(reopened.roster()), sqlite::SqliteError);
}

TEST_F(ReplicaFile, FindsItemsByTitleThroughTheIndex) {
    const ItemId other = random_item(workspace);
    laptop.create(other, merge::root_item());
    laptop.set(other, title, "tDIG THE FOUNDATION");
    EXPECT_EQ(laptop.read().items_titled("dig the Foundation").size(), 2U);
    laptop.set(other, title, "tPour it");
    EXPECT_EQ(laptop.read().items_titled("dig the foundation"), std::vector{item});
    EXPECT_EQ(laptop.read().items_titled("POUR IT"), std::vector{other});
    EXPECT_TRUE(laptop.read().items_titled("pour").empty());
    sqlite::Statement plan(laptop.replica.database(),
                           "EXPLAIN QUERY PLAN SELECT item FROM cell "
                           "WHERE field = 10 AND value = 'tx' COLLATE NOCASE");
    sqlite::Rows rows = plan.query();
    ASSERT_TRUE(rows.next());
    EXPECT_NE(rows.text(3).find("cell_title"), std::string_view::npos) << rows.text(3);
}

// Whoever opens the file next reads all of the log.
TEST_F(ReplicaFile, CutsOffTheLogThatAGreatTransactionLeaves) {
    std::vector<replica::LocalEdit> edits;
    for (int i = 0; i < 2'000; ++i)
        edits.push_back({.item = random_item(workspace),
                         .field = title,
                         .element = {},
                         .value = "t" + std::string(8'000, 'x'),
                         .over = {},
                         .own_over = {}});
    laptop.commit({edits.begin(), edits.begin() + 1'000});
    laptop.commit({edits.begin() + 1'000, edits.end()});
    const auto log = [&] { return std::filesystem::file_size(path() + "-wal"); };
    EXPECT_EQ(log(), 0U);
    laptop.set(item, title, "tshort");
    EXPECT_LT(log(), 100'000U);
    {
        // A reader in the middle of the log: nobody waits for it, and nothing is cut.
        sqlite::Database reader = replica::open_for_queries(path());
        const sqlite::Snapshot snapshot(reader);
        static_cast<void>(reader.integer("SELECT count(*) FROM edit"));
        laptop.commit({edits.begin(), edits.begin() + 1'000});
        EXPECT_GT(log(), 8'000'000U);
    }
    laptop.commit({edits.begin(), edits.begin() + 1'000});
    EXPECT_EQ(log(), 0U);
}

}  // namespace
}  // namespace cairn::test
