// A server's folder, its check and its backup.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "server/admin/backup.h"
#include "server/admin/check.h"
#include "server/admin/data_folder.h"
#include "server/store/sqlite_store.h"
#include "shared/platform/file.h"
#include "shared/sqlite/statement.h"
#include "tests/support/envelopes.h"
#include "tests/support/small_workspace.h"
#include "tests/support/sync/fragile_store.h"
#include "tests/support/sync/test_server.h"
#include "tests/support/temporary_folder.h"

namespace cairn::server {
namespace {

using cairn::test::as_device;
using cairn::test::SmallWorkspace;
using cairn::test::TemporaryFolder;
using cairn::test::TestConnection;
using cairn::test::TestReplica;
using cairn::test::TestServer;
using cairn::test::with_ticket;

std::filesystem::perms mode_of(const std::filesystem::path& path) {
    return std::filesystem::status(path).permissions();
}

constexpr auto owner_only =
    std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;

TEST(DataFolder, IsMadeOnceAndItsKeysComeBack) {
    TemporaryFolder temporary;
    SeededRandom random(1);
    const DataFolder folder(temporary.path() / "a" / "server");
    const auto made = folder.init("host = \"x\"\n", random);
    ASSERT_TRUE(made);
    EXPECT_EQ(mode_of(folder.key_file()), owner_only);
    EXPECT_EQ(mode_of(folder.path()), std::filesystem::perms::owner_all);
    const auto loaded = folder.load_secrets();
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->id(), made->id());
    EXPECT_EQ(loaded->channel_key(), made->channel_key());
    EXPECT_FALSE(folder.init("", random));
    EXPECT_EQ(folder.load_secrets()->id(), made->id()) << "a second init changes nothing";
}

TEST(DataFolder, SaysWhatIsMissingOrDamaged) {
    TemporaryFolder temporary;
    SeededRandom random(1);
    const DataFolder folder(temporary.path() / "server");
    const auto missing = folder.load_secrets();
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().sentence.find("cairn-server init"), std::string::npos);
    ASSERT_TRUE(folder.init("", random));
    ASSERT_TRUE(
        platform::write_file(folder.key_file(), Bytes(63, 1), platform::Privacy::owner_only));
    const auto damaged = folder.load_secrets();
    ASSERT_FALSE(damaged);
    EXPECT_NE(damaged.error().sentence.find("damaged"), std::string::npos);
}

// A server's folder with one workspace of 30 envelopes, written through real conversations.
struct FilledFolder : testing::Test {
    FilledFolder() {
        const auto made = folder.init("host = \"x\"\n", random);
        if (!made) throw std::runtime_error(made.error().sentence);
        secrets = std::make_unique<ServerSecrets>(*made);
        auto store = open();
        store->commit({AddTicket{.secret = ticket, .label = "", .made = {}}});
        replica->adopt(plan.records);
        for (int i = 0; i < 30; ++i) replica->write();
        sync(*store, with_ticket(ticket, plan.view.workspace()));
    }
    std::unique_ptr<SqliteStore> open() { return open(folder); }
    std::unique_ptr<SqliteStore> open(const DataFolder& at) {
        return std::make_unique<SqliteStore>(at.store_file().string(), random);
    }
    void sync(LogStore& store, const cairn::test::Prover& prover) {
        TestServer server(store, *secrets);
        TestConnection connection(server, *replica, prover);
        server.settle();
        EXPECT_FALSE(connection.failure());
        EXPECT_TRUE(connection.live());
    }
    CheckReport check_now() { return check(*open(), *secrets); }
    // As a fault of the disk would.
    void damage(const std::string& sql) {
        sqlite::Database database(folder.store_file().string(), {});
        database.execute(sql);
    }
    void expect_fault(const std::string& part) {
        const CheckReport report = check_now();
        EXPECT_TRUE(std::any_of(
            report.faults.begin(),
            report.faults.end(),
            [&](const std::string& fault) { return fault.find(part) != std::string::npos; }))
            << part << " is not among " << report.faults.size()
            << " faults, the first: " << (report.faults.empty() ? "" : report.faults.front());
    }

    TemporaryFolder temporary;
    SeededRandom random{1};
    DataFolder folder{temporary.path() / "server"};
    std::unique_ptr<ServerSecrets> secrets;
    TicketSecret ticket{std::array<std::uint8_t, 16>{7}};
    SmallWorkspace plan{1};
    std::unique_ptr<TestReplica> replica =
        std::make_unique<TestReplica>(plan.founder.device, plan.view.workspace(), 2);
};

TEST_F(FilledFolder, IsFoundInOrderAndCounted) {
    const CheckReport report = check_now();
    EXPECT_EQ(report.workspaces, 1U);
    EXPECT_EQ(report.records, plan.records.size());
    EXPECT_EQ(report.envelopes, 30U);
    EXPECT_TRUE(report.faults.empty()) << report.faults.front();
    const auto summaries = summarize(*open());
    ASSERT_EQ(summaries.size(), 1U);
    EXPECT_EQ(summaries[0].id, plan.view.workspace());
    EXPECT_EQ(summaries[0].envelopes, 30U);
    EXPECT_EQ(summaries[0].members, 1U);
    EXPECT_EQ(summaries[0].devices, 1U);
    EXPECT_GT(summaries[0].envelope_bytes, 30U * 500);
    EXPECT_TRUE(summaries[0].settled);
}

TEST_F(FilledFolder, IsReadWhileItIsOpenForWriting) {
    const auto writing = open();
    sqlite::OpenOptions reading;
    reading.mode = sqlite::Mode::read_only;
    SqliteStore store(folder.store_file().string(), random, reading);
    EXPECT_TRUE(check(store, *secrets).faults.empty());
}

TEST_F(FilledFolder, EveryKindOfDamageIsFound) {
    const auto try_damage = [this](const std::string& sql, const std::string& fault) {
        std::filesystem::copy_file(folder.store_file(), temporary.path() / "kept.db");
        damage(sql);
        expect_fault(fault);
        for (const char* rest : {"-wal", "-shm"})
            std::filesystem::remove(folder.store_file().string() + rest);
        std::filesystem::rename(temporary.path() / "kept.db", folder.store_file());
    };
    damage("PRAGMA wal_checkpoint(TRUNCATE)");
    try_damage("UPDATE envelope SET bytes = zeroblob(length(bytes)) WHERE position = 4",
               "position 4");
    try_damage("UPDATE envelope SET running = zeroblob(32) WHERE position = 5", "running hash");
    try_damage("DELETE FROM envelope WHERE position = 6", "comes after position 5");
    try_damage("DELETE FROM envelope WHERE position = 30", "tips");
    try_damage("DELETE FROM tip", "tips");
    try_damage("UPDATE envelope SET number = 9 WHERE position = 7", "does not follow");
    try_damage("UPDATE record SET receipt_signature = zeroblob(64) WHERE idx = 1", "receipt");
    try_damage("UPDATE record SET bytes = zeroblob(80) WHERE idx = 1", "refused");
    EXPECT_TRUE(check_now().faults.empty());
}

TEST_F(FilledFolder, WhatCannotBeReadIsNamedAndTheRestChecked) {
    const auto store = open();
    cairn::test::TestDisk disk;
    cairn::test::FragileStore fragile(*store, disk);
    const WorkspaceId& id = plan.view.workspace();
    disk.damaged = id;
    const CheckReport report = check(fragile, *secrets);
    EXPECT_EQ(report.workspaces, 1U);
    ASSERT_EQ(report.faults.size(), 1U);
    EXPECT_NE(report.faults[0].find(short_name(id)), std::string::npos) << report.faults[0];
    const auto summaries = summarize(fragile);
    ASSERT_EQ(summaries.size(), 1U);
    EXPECT_TRUE(summaries[0].damaged);
}

TEST_F(FilledFolder, AnUnprovenEnvelopeIsFound) {
    auto store = open();
    const auto page = store->read(plan.view.workspace(), {29}, SIZE_MAX);
    const auto envelope = Envelope::parse(*page[0].bytes);
    ASSERT_TRUE(envelope);
    {
        sqlite::Database database(folder.store_file().string(), {});
        sqlite::Statement(database, "UPDATE envelope SET bytes = ? WHERE position = 30")
            .run(cairn::test::with_bad_signature(*envelope).bytes());
    }
    expect_fault("not proven");
}

TEST_F(FilledFolder, ABackupIsAServerThatClientsHeal) {
    const DataFolder copy(temporary.path() / "copy");
    auto store = open();
    ASSERT_TRUE(back_up(folder, copy)) << "while the store is open";
    EXPECT_EQ(mode_of(copy.store_file()), owner_only);
    EXPECT_EQ(mode_of(copy.key_file()), owner_only);
    EXPECT_EQ(copy.load_secrets()->id(), secrets->id());
    // Work goes on, then the original is lost.
    for (int i = 0; i < 5; ++i) replica->write();
    sync(*store, as_device(replica->device(), plan.view.workspace()));
    auto restored = open(copy);
    EXPECT_NE(restored->incarnation(), store->incarnation());
    EXPECT_EQ(restored->load(plan.view.workspace())->head, Position{30});
    EXPECT_FALSE(restored->load(plan.view.workspace())->settled);
    sync(*restored, as_device(replica->device(), plan.view.workspace()));
    EXPECT_EQ(restored->load(plan.view.workspace())->head, Position{35});
    EXPECT_TRUE(restored->load(plan.view.workspace())->settled);
    EXPECT_TRUE(check(*restored, *secrets).faults.empty());
}

TEST_F(FilledFolder, ABackupNeverOverwrites) {
    EXPECT_FALSE(back_up(folder, folder));
    EXPECT_FALSE(
        back_up(DataFolder(temporary.path() / "nothing"), DataFolder(temporary.path() / "x")));
    EXPECT_TRUE(check_now().faults.empty());
}

}  // namespace
}  // namespace cairn::server
