// What every store promises, tried on each: SQLite and the twin in memory.
#include <gtest/gtest.h>

#include "server/store/memory_store.h"
#include "server/store/sqlite_store.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/server/store/writing.h"

namespace cairn::server {
namespace {

using cairn::test::make_chain;
using test::in_order;
using test::workspace_id;

class InMemory {
public:
    LogStore& store() { return store_; }
    void reopen() {}  // what is in memory has no other state

private:
    MemoryStore store_{SeededRandom(1).make<Incarnation>()};
};

class InSqlite {
public:
    LogStore& store() { return *store_; }
    void reopen() {
        store_.reset();
        store_ = open();
    }

private:
    std::unique_ptr<SqliteStore> open() {
        return std::make_unique<SqliteStore>((folder_.path() / "store.db").string(), random_);
    }
    cairn::test::TemporaryFolder folder_;
    SeededRandom random_{1};
    std::unique_ptr<SqliteStore> store_ = open();
};

template <class Kind>
class EveryStore : public testing::Test {
protected:
    LogStore& store() { return kind.store(); }
    void add_workspace(const WorkspaceId& id) {
        store().commit({AddWorkspace{.workspace = id, .settled = false, .made = {5}}});
    }
    // The store's state, and again after closing and opening it.
    void expect_now_and_reopened(const std::function<void()>& expectations) {
        expectations();
        kind.reopen();
        expectations();
    }

    Kind kind;
    SeededRandom random{99};
    DeviceSecrets device = DeviceSecrets::make(random);
    DeviceSecrets other = DeviceSecrets::make(random);
    const WorkspaceId plan = workspace_id(1);
};

using Kinds = testing::Types<InMemory, InSqlite>;
TYPED_TEST_SUITE(EveryStore, Kinds);

ReceiptedRecord record_of(std::uint8_t fill, std::uint8_t incarnation) {
    ReceiptedRecord record;
    record.record = Bytes(100, fill);
    Receipt receipt;
    receipt.incarnation.bytes.fill(incarnation);
    receipt.signature.bytes.fill(fill);
    record.receipt = receipt;
    return record;
}

// The store does not compute hashes; it only keeps them.
RecordHash hash_of(const ReceiptedRecord& record) {
    RecordHash hash;
    hash.bytes.fill(record.record.front());
    return hash;
}

TYPED_TEST(EveryStore, IsEmptyAtFirst) {
    LogStore& store = this->store();
    EXPECT_TRUE(store.workspaces().empty());
    EXPECT_TRUE(store.tickets().empty());
    EXPECT_FALSE(store.load(this->plan));
    EXPECT_FALSE(store.find(this->plan, EnvelopeHash{}));
    EXPECT_TRUE(store.read(this->plan, {}, 1000).empty());
    EXPECT_FALSE(store.incarnation().is_zero());
}

TYPED_TEST(EveryStore, KeepsEnvelopesInOrderWithRunningHashesAndTips) {
    this->add_workspace(this->plan);
    const auto chain = make_chain(5, this->plan, this->device, this->random);
    const auto writes = in_order(this->store(), this->plan, chain);
    this->store().commit(writes);
    this->expect_now_and_reopened([&] {
        LogStore& store = this->store();
        const auto state = store.load(this->plan);
        ASSERT_TRUE(state);
        EXPECT_EQ(state->head, Position{5});
        EXPECT_EQ(state->running, std::get<PutEnvelope>(writes.back()).envelope.running);
        ASSERT_EQ(state->tips.size(), 1U);
        EXPECT_EQ(state->tips[0].device, this->device.id());
        ASSERT_EQ(state->tips[0].tips.size(), 1U);
        EXPECT_EQ(state->tips[0].tips[0].hash, chain.back().hash());
        EXPECT_EQ(state->tips[0].tips[0].number, EnvelopeNumber{5});
        const auto read = store.read(this->plan, {2}, SIZE_MAX);
        ASSERT_EQ(read.size(), 3U);
        EXPECT_EQ(read[0].position, Position{3});
        EXPECT_EQ(*read[0].bytes, chain[2].bytes());
        EXPECT_EQ(read[0].hash, chain[2].hash());
        const auto place = store.find(this->plan, chain[3].hash());
        ASSERT_TRUE(place);
        EXPECT_EQ(place->position, Position{4});
        EXPECT_EQ(place->previous, chain[2].hash());
        EXPECT_EQ(place->number, EnvelopeNumber{4});
        EXPECT_EQ(place->device, this->device.id());
    });
}

TYPED_TEST(EveryStore, KeepsEveryBranchOfADevice) {
    this->add_workspace(this->plan);
    const auto trunk = make_chain(2, this->plan, this->device, this->random);
    const auto left = make_chain(1, this->plan, this->device, this->random, &trunk.back());
    const auto right = make_chain(2, this->plan, this->device, this->random, &trunk.back());
    for (const auto& chain : {trunk, left, right})
        this->store().commit(in_order(this->store(), this->plan, chain));
    this->expect_now_and_reopened([&] {
        const auto state = this->store().load(this->plan);
        ASSERT_TRUE(state);
        ASSERT_EQ(state->tips.size(), 1U);
        EXPECT_EQ(state->tips[0].tips.size(), 2U);
        EXPECT_LT(state->tips[0].tips[0].hash, state->tips[0].tips[1].hash);
    });
}

TYPED_TEST(EveryStore, KeepsWorkspacesApart) {
    const WorkspaceId second = workspace_id(2);
    this->add_workspace(second);
    this->add_workspace(this->plan);
    const auto here = make_chain(2, this->plan, this->device, this->random);
    const auto there = make_chain(3, second, this->device, this->random);
    this->store().commit(in_order(this->store(), this->plan, here));
    this->store().commit(in_order(this->store(), second, there));
    this->expect_now_and_reopened([&] {
        LogStore& store = this->store();
        EXPECT_EQ(store.workspaces(), (std::vector<WorkspaceId>{this->plan, second}));
        EXPECT_EQ(store.load(this->plan)->head, Position{2});
        EXPECT_EQ(store.load(second)->head, Position{3});
        EXPECT_FALSE(store.find(this->plan, there[0].hash()));
        EXPECT_EQ(store.read(second, {}, SIZE_MAX).size(), 3U);
    });
}

TYPED_TEST(EveryStore, ReadsAboutAsMuchAsAskedButAtLeastOne) {
    this->add_workspace(this->plan);
    const auto chain = make_chain(4, this->plan, this->device, this->random);
    this->store().commit(in_order(this->store(), this->plan, chain));
    const std::size_t one = chain[0].bytes().size();
    EXPECT_EQ(this->store().read(this->plan, {}, 1).size(), 1U);
    EXPECT_EQ(this->store().read(this->plan, {}, 2 * one).size(), 2U);
    EXPECT_EQ(this->store().read(this->plan, {}, 3 * one - 1).size(), 2U);
    EXPECT_TRUE(this->store().read(this->plan, {4}, SIZE_MAX).empty());
}

TYPED_TEST(EveryStore, KnowsNothingBeyondItsHeadWhateverAPeerNames) {
    this->add_workspace(this->plan);
    const auto chain = make_chain(2, this->plan, this->device, this->random);
    this->store().commit(in_order(this->store(), this->plan, chain));
    for (const std::uint64_t far : {std::uint64_t{3}, std::uint64_t{1} << 63, UINT64_MAX}) {
        EXPECT_FALSE(this->store().running(this->plan, {far})) << far;
        EXPECT_TRUE(this->store().read(this->plan, {far}, SIZE_MAX).empty()) << far;
    }
    EXPECT_EQ(this->store().running(this->plan, {0}), Hash32{});
    EXPECT_EQ(this->store().running(this->plan, {2}), this->store().load(this->plan)->running);
}

TYPED_TEST(EveryStore, ChargesWhoBroughtAnEnvelope) {
    this->add_workspace(this->plan);
    const auto chain = make_chain(3, this->plan, this->device, this->random);
    auto writes = in_order(this->store(), this->plan, chain);
    std::get<PutEnvelope>(writes[1]).charged = this->other.id();
    this->store().commit(writes);
    this->expect_now_and_reopened([&] {
        std::uint64_t own = 0;
        std::uint64_t others = 0;
        const auto state = this->store().load(this->plan);
        ASSERT_TRUE(state);
        for (const DeviceUsage& usage : state->usage)
            (usage.device == this->device.id() ? own : others) += usage.bytes;
        EXPECT_EQ(own, chain[0].bytes().size() + chain[2].bytes().size());
        EXPECT_EQ(others, chain[1].bytes().size());
    });
}

TYPED_TEST(EveryStore, KeepsRecordsWithTheirReceiptsAndTakesANewerReceipt) {
    this->add_workspace(this->plan);
    const ReceiptedRecord first = record_of(1, 10);
    const ReceiptedRecord second = record_of(2, 10);
    ReceiptedRecord renewed = first;
    renewed.receipt = record_of(3, 11).receipt;
    const auto put = [&](std::uint64_t index, const ReceiptedRecord& record) {
        this->store().commit({PutRecord{
            .workspace = this->plan, .index = {index}, .hash = hash_of(record), .record = record}});
    };
    put(0, first);
    put(1, second);
    put(0, renewed);
    this->expect_now_and_reopened([&] {
        EXPECT_EQ(this->store().load(this->plan)->roster,
                  (std::vector<ReceiptedRecord>{renewed, second}));
    });
}

TYPED_TEST(EveryStore, SettlesAWorkspaceAndUnsettlesAllWhenRenewed) {
    this->add_workspace(this->plan);
    EXPECT_FALSE(this->store().load(this->plan)->settled);
    this->store().commit({Settle{.workspace = this->plan}});
    this->expect_now_and_reopened([&] { EXPECT_TRUE(this->store().load(this->plan)->settled); });
    const auto fresh = this->random.template make<Incarnation>();
    this->store().renew(fresh);
    this->expect_now_and_reopened([&] {
        EXPECT_FALSE(this->store().load(this->plan)->settled);
        EXPECT_EQ(this->store().incarnation(), fresh);
    });
}

TYPED_TEST(EveryStore, KeepsItsIncarnation) {
    const Incarnation before = this->store().incarnation();
    this->kind.reopen();
    EXPECT_EQ(this->store().incarnation(), before);
}

TYPED_TEST(EveryStore, NumbersTicketsUsesThemAndForgetsClosedOnes) {
    TicketSecret secret;
    this->random.fill(secret.writable());
    TicketSecret another;
    this->random.fill(another.writable());
    this->store().commit({AddTicket{.secret = secret, .label = "launch", .made = {7}},
                          AddTicket{.secret = another, .label = "", .made = {8}}});
    this->store().commit({UseTicket{.number = {1}, .workspace = this->plan}});
    this->store().commit({CloseTicket{.number = {2}}});
    // An operator may close a ticket that a hub still holds open.
    this->store().commit({UseTicket{.number = {2}, .workspace = this->plan}});
    this->expect_now_and_reopened([&] {
        const auto tickets = this->store().tickets();
        ASSERT_EQ(tickets.size(), 1U);
        EXPECT_EQ(tickets[0].number, TicketNumber{1});
        EXPECT_TRUE(tickets[0].secret == secret);
        EXPECT_EQ(tickets[0].label, "launch");
        EXPECT_EQ(tickets[0].made, WallTime{7});
        EXPECT_EQ(tickets[0].used_by, this->plan);
    });
    this->store().commit({AddTicket{.secret = another, .label = "again", .made = {9}}});
    EXPECT_EQ(this->store().tickets().back().number, TicketNumber{3}) << "a number is never reused";
}

}  // namespace
}  // namespace cairn::server
