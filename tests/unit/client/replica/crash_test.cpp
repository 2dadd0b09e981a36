// A disk that stops at every operation in turn: what was reported is there, the rest is not, and
// the file is sound (I2, I9).
#include <memory>

#include <gtest/gtest.h>

#include "client/replica/doctor.h"
#include "tests/support/laptop/laptop.h"
#include "tests/support/simulated_disk.h"

namespace cairn::test {
namespace {

using testing_support::SimulatedDisk;

struct Reported {
    std::size_t changes = 0;
    std::int64_t votes = 0;
    bool sealed = false;
    bool received = false;
};

class ReplicaCrash : public testing::Test {
protected:
    ReplicaCrash()
        : workspace(41),
          ben(workspace.join(Role::editor)),
          colleague(workspace, ben),
          item(random_item(workspace)) {
        for (int i = 0; i < 5; ++i) colleague.set(item, title, "t" + std::to_string(i));
        colleague.seal();
        page = colleague.replica.lacking(Frontier(), SIZE_MAX);
    }
    [[nodiscard]] replica::ReplicaOptions options(const SimulatedDisk& disk) const {
        replica::ReplicaOptions chosen;
        chosen.path = "/plan.cairn";
        chosen.device = workspace.founder.id();
        chosen.schema = &test_schema();
        chosen.vfs = disk.vfs();
        return chosen;
    }
    std::unique_ptr<Laptop> open(const SimulatedDisk& disk) {
        return std::make_unique<Laptop>(
            workspace, workspace.founder, replica::Replica::open(options(disk), workspace.random));
    }
    void create(const SimulatedDisk& disk) {
        static_cast<void>(
            replica::Replica::create(options(disk), stored(workspace.records), workspace.random));
    }
    // Until the disk stops.
    void script(Laptop& laptop, Reported& reported) {
        const auto vote = [&] {
            laptop.set(item, votes, "i1");
            ++reported.votes;
            ++reported.changes;
        };
        vote();
        vote();
        laptop.seal();
        reported.sealed = true;
        laptop.receive(page);
        reported.received = true;
        reported.changes += 5;
        vote();
    }
    void check(Laptop& laptop, const Reported& reported) {
        for (const replica::Finding& finding : replica::examine(laptop.replica))
            ADD_FAILURE() << finding.sentence;
        const replica::Counts counts = laptop.read().counts();
        EXPECT_GE(counts.changes, reported.changes);
        EXPECT_LE(counts.changes, reported.changes + (reported.received ? 1U : 5U));
        if (reported.votes > 0) {
            EXPECT_GE(laptop.value(item, votes), "i" + std::to_string(reported.votes));
        }
        if (reported.sealed) {
            EXPECT_GE(laptop.replica.outbox(SIZE_MAX).size(), 1U);
        }
        if (reported.received) {
            EXPECT_EQ(laptop.value(item, title), "t4");
        }
    }

    SmallWorkspace workspace;
    Person ben;
    Laptop colleague;
    ItemId item;
    std::vector<Envelope> page;
};

TEST_F(ReplicaCrash, LosesNothingThatWasReported) {
    SeededRandom random(7);
    std::uint64_t stop = 0;
    for (bool finished = false; !finished; ++stop) {
        SCOPED_TRACE("stopped at operation " + std::to_string(stop));
        SimulatedDisk disk("crash-" + std::to_string(stop));
        create(disk);
        Reported reported;
        {
            const std::unique_ptr<Laptop> laptop = open(disk);
            disk.stop_at(disk.operations() + stop);
            try {
                script(*laptop, reported);
                finished = true;
            } catch (const sqlite::SqliteError&) {
                // The disk is gone.
            }
        }
        disk.lose_power(random);
        const std::unique_ptr<Laptop> again = open(disk);
        check(*again, reported);
        script(*again, reported);
        EXPECT_EQ(again->read().counts().parked_envelopes, 0U);
    }
    EXPECT_GT(stop, 20U);
}

TEST_F(ReplicaCrash, GoesOnWhenThereIsSpaceAgain) {
    SimulatedDisk disk("full");
    create(disk);
    const std::unique_ptr<Laptop> laptop = open(disk);
    Reported reported;
    int times_refused = 0;
    for (std::uint64_t after = 0; after < 60; ++after) {
        SCOPED_TRACE("full after operation " + std::to_string(after));
        disk.fail(SimulatedDisk::Fault::full, after, true);
        const std::size_t before = laptop->read().counts().changes;
        bool refused = false;
        try {
            laptop->set(item, votes, "i1");
        } catch (const sqlite::SqliteError& error) {
            refused = true;
            ++times_refused;
            // A sync that finds no space is the disk's failure.
            EXPECT_TRUE(error.failure() == sqlite::Failure::full ||
                        error.failure() == sqlite::Failure::input_output)
                << error.what();
        }
        disk.heal();
        EXPECT_EQ(laptop->read().counts().changes, before + (refused ? 0U : 1U));
        EXPECT_TRUE(replica::examine(laptop->replica).empty());
    }
    EXPECT_GT(times_refused, 0);
    EXPECT_LT(times_refused, 60);
    script(*laptop, reported);
    EXPECT_TRUE(replica::examine(laptop->replica).empty());
}

}  // namespace
}  // namespace cairn::test
