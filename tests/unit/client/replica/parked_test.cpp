// The limit on what waits here of one device: no more is stored, nothing is lost, and what makes
// room is always taken (docs/decisions/088).
#include <gtest/gtest.h>

#include "client/replica/doctor.h"
#include "tests/support/laptop/laptop.h"

namespace cairn::test {
namespace {

class ReplicaParking : public testing::Test {
protected:
    ReplicaParking()
        : workspace(41),
          ben(workspace, workspace.join(Role::editor)),
          cleo(workspace, workspace.join(Role::editor)),
          item(random_item(workspace)) {
        for (int i = 0; i < 6; ++i) {
            ben.set(item, title, "t" + std::to_string(i));
            ben.seal();
        }
        of_ben = ben.replica.lacking(Frontier(), SIZE_MAX);
    }
    [[nodiscard]] Laptop reader(std::int64_t parked_bytes_max, const std::vector<Bytes>& records) {
        replica::ReplicaOptions options;
        options.path = folder.file("reader.cairn");
        options.device = workspace.founder.id();
        options.schema = &test_schema();
        options.parked_bytes_max = parked_bytes_max;
        auto made = replica::Replica::create(options, stored(records), workspace.random);
        return {workspace, workspace.founder, std::move(*made)};
    }
    [[nodiscard]] std::int64_t bytes_of(std::size_t first, std::size_t end) const {
        std::int64_t bytes = 0;
        for (std::size_t i = first; i < end; ++i)
            bytes += static_cast<std::int64_t>(of_ben[i].bytes().size());
        return bytes;
    }
    static void expect_sound(Laptop& laptop) {
        for (const replica::Finding& finding : replica::examine(laptop.replica))
            ADD_FAILURE() << finding.sentence;
    }

    TemporaryFolder folder;
    SmallWorkspace workspace;
    Laptop ben;
    Laptop cleo;
    ItemId item;
    std::vector<Envelope> of_ben;
};

TEST_F(ReplicaParking, StoresNoMoreOfADeviceThanItsLimitAndLetsNobodyElseSuffer) {
    Laptop ada = reader(bytes_of(1, 4), workspace.records);
    cleo.set(item, colour, "tred");
    cleo.seal();
    std::vector<Envelope> page(of_ben.begin() + 1, of_ben.end());  // the first is missing
    page.push_back(cleo.replica.lacking(Frontier(), SIZE_MAX).front());
    const replica::ReceiveReport got = ada.receive(page);
    EXPECT_EQ(got.parked, 3U);
    EXPECT_EQ(got.withheld, 2U);
    EXPECT_EQ(got.paused, std::vector{ben.person.id()});
    EXPECT_EQ(got.applied, 1U);
    EXPECT_EQ(ada.value(item, colour), "tred");
    EXPECT_EQ(ada.read().parked_bytes(ben.person.id()), static_cast<std::uint64_t>(bytes_of(1, 4)));
    const auto paused = ada.read().paused_devices();
    ASSERT_EQ(paused.size(), 1U);
    EXPECT_EQ(paused.front().device, ben.person.id());
    EXPECT_EQ(paused.front().reason, replica::EnvelopeReason::missing_previous);
    for (std::size_t i = 4; i < 6; ++i) EXPECT_FALSE(ada.replica.envelope(of_ben[i].hash()));
    expect_sound(ada);
}

TEST_F(ReplicaParking, TakesWhatMakesRoomThoughThereIsNone) {
    Laptop ada = reader(bytes_of(1, 4), workspace.records);
    ada.receive({of_ben.begin() + 1, of_ben.end()});
    const replica::ReceiveReport first = ada.receive({of_ben[0]});
    EXPECT_EQ(first.withheld, 0U);
    EXPECT_EQ(first.applied, 4U);
    EXPECT_EQ(first.resumed, std::vector{ben.person.id()});
    EXPECT_TRUE(ada.read().paused_devices().empty());
    EXPECT_EQ(ada.read().counts().parked_bytes, 0U);
    EXPECT_EQ(ada.pull_from(ben).applied, 2U);
    EXPECT_EQ(ada.read().hashes(), ben.read().hashes());
    expect_sound(ada);
}

TEST_F(ReplicaParking, CountsOnlyWhatWaits) {
    Laptop ada = reader(1, workspace.records);
    const replica::ReceiveReport got = ada.receive(of_ben);
    EXPECT_EQ(got.withheld, 0U);
    EXPECT_EQ(got.applied, 6U);
    EXPECT_EQ(ada.value(item, title), "t5");
    expect_sound(ada);
}

TEST_F(ReplicaParking, StaysPausedUntilRoomIsMade) {
    Laptop ada = reader(bytes_of(1, 4), workspace.records);
    ada.receive({of_ben.begin() + 1, of_ben.end()});
    const replica::ReceiveReport again = ada.receive({of_ben.begin() + 1, of_ben.end()});
    EXPECT_EQ(again.known, 3U);
    EXPECT_EQ(again.withheld, 2U);
    EXPECT_TRUE(again.resumed.empty());
    EXPECT_EQ(ada.read().paused_devices().size(), 1U);
}

TEST_F(ReplicaParking, ARecordThatWasMissingMakesRoom) {
    const std::vector<Bytes> before = workspace.records;
    const Person dan = workspace.join(Role::editor);
    Laptop of_dan(workspace, dan);
    std::vector<Envelope> page;
    for (int i = 0; i < 3; ++i) {
        of_dan.set(item, colour, "t" + std::to_string(i));
        of_dan.seal();
    }
    page = of_dan.replica.lacking(Frontier(), SIZE_MAX);
    ASSERT_EQ(page.size(), 3U);
    Laptop ada = reader(static_cast<std::int64_t>(page[0].bytes().size()), before);
    EXPECT_EQ(ada.receive(page).withheld, 2U);
    ASSERT_EQ(ada.read().paused_devices().size(), 1U);
    EXPECT_EQ(ada.read().paused_devices().front().reason, replica::EnvelopeReason::missing_record);
    RingOpener opener(ada.person.keys);
    const auto adopted = ada.replica.adopt_records(stored(workspace.records), opener);
    ASSERT_TRUE(adopted);
    EXPECT_EQ(adopted->resumed, std::vector{dan.id()});
    EXPECT_EQ(ada.receive(page).withheld, 0U);
    EXPECT_EQ(ada.value(item, colour), "t2");
    expect_sound(ada);
}

TEST_F(ReplicaParking, DevicesThatTheRosterDoesNotNameShareOneRoom) {
    const std::vector<Bytes> before = workspace.records;
    std::vector<Envelope> page;
    for (int i = 0; i < 4; ++i) {
        Laptop stranger(workspace, workspace.join(Role::editor));
        stranger.set(item, colour, "tred");
        stranger.seal();
        page.push_back(stranger.replica.lacking(Frontier(), SIZE_MAX).front());
    }
    const std::size_t room = page[0].bytes().size() + page[1].bytes().size();
    Laptop ada = reader(static_cast<std::int64_t>(room), before);
    const char* const devices = "SELECT count(*) FROM device";
    const std::int64_t known = ada.replica.database().integer(devices);

    const replica::ReceiveReport got = ada.receive(page);

    EXPECT_EQ(got.parked, 2U);
    EXPECT_EQ(got.withheld, 2U);
    EXPECT_EQ(ada.replica.database().integer(devices), known + 2) << "no row for the others";
    EXPECT_EQ(ada.receive({page[3]}).withheld, 1U) << "in a later call, too";
    EXPECT_EQ(ada.receive(of_ben).applied, 6U) << "a member's work has a room of its own";
    RingOpener opener(ada.person.keys);
    ASSERT_TRUE(ada.replica.adopt_records(stored(workspace.records), opener));
    EXPECT_EQ(ada.receive(page).withheld, 0U);
    EXPECT_EQ(ada.read().counts().parked_bytes, 0U);
    expect_sound(ada);
}

TEST_F(ReplicaParking, AFileOfTheFirstVersionIsAddedUpOnce) {
    const std::string path = folder.file("reader.cairn");
    {
        Laptop ada = reader(limits::parked_bytes_per_device_max, workspace.records);
        ada.receive({of_ben.begin() + 1, of_ben.end()});
        ada.replica.database().execute(
            "ALTER TABLE device DROP COLUMN parked_bytes; ALTER TABLE device DROP COLUMN paused; "
            "DROP TABLE seen_order; PRAGMA user_version=1");
    }
    replica::ReplicaOptions options;
    options.path = path;
    options.device = workspace.founder.id();
    options.schema = &test_schema();
    auto opened = replica::Replica::open(options, workspace.random);
    EXPECT_EQ(opened.read().parked_bytes(ben.person.id()),
              static_cast<std::uint64_t>(bytes_of(1, 6)));
    EXPECT_TRUE(replica::examine(opened).empty());
}

}  // namespace
}  // namespace cairn::test
