#include "client/engine/bundle.h"

#include <gtest/gtest.h>

#include "client/engine/server_contact.h"
#include "shared/roster/build.h"
#include "shared/roster/server_statement.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

class Bundles : public testing::Test {
protected:
    Bundles() : server_(DeviceSecrets::make(random_)) { workspaces_.split(); }

    Workspace& here() { return workspaces_.here(); }
    Workspace& there() { return workspaces_.there(); }
    static Bytes written(Workspace& workspace, const Frontier& known = {}) {
        Bytes file;
        write_bundle(workspace, known, [&](ByteView piece) {
            append(file, piece);
            return true;
        });
        return file;
    }
    static BundleRead read(Workspace& workspace, ByteView file) {
        BundleReader reader(workspace);
        constexpr std::size_t block = 1000;
        while (!file.empty()) {
            const std::size_t some = std::min(block, file.size());
            const auto fed = reader.feed(file.first(some));
            EXPECT_TRUE(fed) << fed.error().sentence;
            file = file.subspan(some);
        }
        return reader.finish();
    }
    // A record that `here` has, with the server's receipt or without.
    void invite_here(const std::optional<SigningKey>& server) {
        const InviteSecret secret(std::array<std::uint8_t, 16>{++invites_});
        const Bytes record =
            make_invite_opened(Author{here().roster(), *here().device(), workspaces_.now()},
                               secret,
                               {.role_cap = Role::editor, .expires = {1'900'000'000'000}});
        replica::StoredRecord stored{.bytes = record, .receipt = {}, .incarnation = {}};
        if (server) {
            const RecordPlace place{.workspace = here().id(),
                                    .index = {here().roster().length().value},
                                    .hash = read_record(record)->hash};
            stored.receipt = sign_receipt(*server, place, {}).signature;
        }
        ASSERT_TRUE(here().adopt_records(std::span(&stored, 1)));
    }
    void know_server(Workspace& workspace) {
        ServerAddress address;
        address.host = "plan.example";
        address.port = 4600;
        address.sign = ServerId{server_.id().bytes};
        address.channel = server_.channel_key();
        save_server(workspace, address);
    }

    Workspaces workspaces_;
    SeededRandom random_{5};
    DeviceSecrets server_;
    std::uint8_t invites_ = 0;
};

TEST_F(Bundles, CarryAPlanBothWays) {
    const ItemId beta = workspaces_.make(here(), "Beta");
    workspaces_.make(there(), "Gamma");
    const BundleRead there_read = read(there(), written(here()));
    EXPECT_EQ(there_read.known, 0U);
    EXPECT_EQ(there_read.absent, 0U);
    EXPECT_FALSE(there_read.cut_short);
    EXPECT_EQ(workspaces_.shown(there(), beta, "title"), "Beta");
    read(here(), written(there()));
    EXPECT_EQ(here().read().hashes(), there().read().hashes());
}

TEST_F(Bundles, DoNoHarmTwice) {
    workspaces_.make(here(), "Beta");
    const Bytes file = written(here());
    const BundleRead first = read(there(), file);
    EXPECT_GT(first.changes, 0U);
    const BundleRead again = read(there(), file);
    EXPECT_EQ(again.changes, 0U);
    EXPECT_EQ(again.known, again.envelopes);
    EXPECT_EQ(here().read().hashes(), there().read().hashes());
}

TEST_F(Bundles, GiveWhatIsWholeWhenCutAtAnyPlaceAndTheRestLater) {
    for (int i = 0; i < 4; ++i) {
        workspaces_.make(here(), "Item " + std::to_string(i));
        here().seal_pending();
    }
    const Bytes file = written(here());
    std::size_t changes = 0;
    for (std::size_t bytes = 0; bytes < file.size(); bytes += 97) {
        const BundleRead cut = read(there(), ByteView(file).first(bytes));
        EXPECT_TRUE(cut.cut_short || cut.absent > 0 || changes == 0) << bytes;
        changes += cut.changes;
    }
    const BundleRead whole = read(there(), file);
    EXPECT_FALSE(whole.cut_short);
    EXPECT_EQ(whole.absent, 0U);
    EXPECT_EQ(here().read().hashes(), there().read().hashes());
}

TEST_F(Bundles, SpoilNothingWhereTheyAreDamaged) {
    for (int i = 0; i < 4; ++i) {
        workspaces_.make(here(), "Item " + std::to_string(i));
        here().seal_pending();
    }
    const Bytes file = written(here());
    const std::size_t start = bundle_start(here().id()).size();
    for (std::size_t at = start; at < file.size(); at += 41) {
        Bytes damaged = file;
        damaged[at] ^= 0x10U;
        const auto before = there().roster().length();
        read(there(), damaged);
        EXPECT_EQ(there().roster().length(), before);
    }
    read(there(), file);
    EXPECT_EQ(here().read().hashes(), there().read().hashes());
}

TEST_F(Bundles, OfAnotherWorkspaceAreRefused) {
    Bytes file = written(here());
    file[bundle_start(here().id()).size() - 1] ^= 1U;
    BundleReader reader(there());
    const auto refused = reader.feed(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, EngineFault::bad_file);
}

TEST_F(Bundles, BringMembershipRecordsWithTheServersReceipt) {
    know_server(there());
    invite_here(server_.signing());
    invite_here(server_.signing());
    const BundleRead got = read(there(), written(here()));
    EXPECT_EQ(got.records, 2U);
    EXPECT_TRUE(got.warnings.empty());
    EXPECT_EQ(there().roster().head(), here().roster().head());
}

TEST_F(Bundles, BringNoMembershipRecordThatTheServerHasNotReceipted) {
    know_server(there());
    invite_here(server_.signing());
    invite_here(std::nullopt);
    const DeviceSecrets thief = DeviceSecrets::make(random_);
    invite_here(thief.signing());
    const BundleRead got = read(there(), written(here()));
    EXPECT_EQ(got.records, 1U);
    ASSERT_EQ(got.warnings.size(), 1U);
    EXPECT_NE(got.warnings.front().find("no valid receipt"), std::string::npos);
}

TEST_F(Bundles, SayWhereTwoMembershipListsPart) {
    know_server(there());
    invite_here(server_.signing());
    read(there(), written(here()));
    // The list of another who was told something else: one record less, then one of its own.
    Bytes forged = bundle_start(here().id());
    RosterPage page{.from = {0}, .records = {}, .length = {2}};
    for (const replica::StoredRecord& record : here().replica().records({1}, 1))
        page.records.push_back({record.bytes, std::nullopt});
    append(forged, bundle_piece(page));
    const BundleRead got = read(there(), forged);
    EXPECT_EQ(got.records, 0U);
    ASSERT_EQ(got.warnings.size(), 1U);
    EXPECT_NE(got.warnings.front().find("part at record 0"), std::string::npos);
}

}  // namespace
}  // namespace cairn::engine
