// A member whose key is missing, and more work of somebody else than may wait here: the driver
// stops asking, and gets all of it once the key is there.
#include "client/engine/paused.h"

#include <map>
#include <memory>

#include <gtest/gtest.h>

#include "client/engine/item_commands.h"
#include "client/engine/sync_driver.h"
#include "tests/support/sync/office.h"
#include "tests/support/temporary_folder.h"

namespace cairn::engine {
namespace {

using test::Office;
using test::Prover;

constexpr WallTime now{1'800'000'000'000};

// One driver's connection to a hub.
struct Line {
    Line(Office& office, Workspace& workspace, const Prover& prover, SeededRandom& random)
        : handshake(random.make<HandshakeHash>()),
          server(ServerStart{.handshake = handshake, .peer = workspace.device()->channel_key()},
                 at),
          driver(workspace, {prover(handshake), office.secrets.id(), now, at}) {}

    static constexpr Instant at{1'000'000};
    HandshakeHash handshake;
    ServerSession server;
    SyncDriver driver;
    bool keeps_records = false;  // what the driver wants in the roster goes astray
    std::size_t fetched = 0;     // pages that were asked for
};

class Parking : public testing::Test {
protected:
    Parking()
        : secret(office.plan.open_invite(
              {.role_cap = Role::editor, .expires = {now.ms + 1'000'000'000}, .uses = 1})) {
        // In the roster, and without any key.
        ben.emplace(office.plan.use_invite(secret));
        ann_plan.emplace(begin("ann.cairn", office.plan.founder.device, 1 << 20));
    }
    Workspace begin(const std::string& file, const DeviceSecrets& device, std::int64_t parked) {
        std::vector<replica::StoredRecord> records;
        for (const Bytes& record : office.plan.records) records.push_back({record, {}, {}});
        auto made = Workspace::begin_joined(
            {folder.file(file), {}, parked}, device, records, "Somebody", random);
        EXPECT_TRUE(made) << made.error().sentence;
        return std::move(*made);
    }
    Line& connect(Workspace& workspace) {
        last = last.next();
        const Prover prover = test::as_device(*workspace.device(), workspace.id());
        return *(lines[last] = std::make_unique<Line>(office, workspace, prover, random));
    }
    void hang_up() {
        std::vector<server::HubInput> left;
        for (const auto& [number, line] : lines)
            left.push_back({.session = number, .request = Leave{}});
        static_cast<void>(hub.process(std::move(left), now));
        lines.clear();
    }

    bool to_server(Line& line) {
        bool moved = false;
        while (line.server.wants_messages()) {
            const auto frame = line.driver.next_frame();
            if (!frame) break;
            moved = true;
            auto message = decode_client_message(*frame);
            const bool record = std::holds_alternative<RosterAppend>(*message);
            if (record && line.keeps_records && line.driver.live()) continue;
            line.server.receive(std::move(*message), Line::at);
        }
        return moved;
    }
    bool to_driver(Line& line) {
        bool moved = false;
        while (auto message = line.server.next()) {
            moved = true;
            const auto* page = std::get_if<Page>(&*message);
            if (page != nullptr && page->fetched) ++line.fetched;
            const auto taken = line.driver.on_frame(encode_message(*message), Line::at, now);
            EXPECT_TRUE(taken) << taken.error().sentence;
        }
        return moved;
    }
    void settle() {
        constexpr int rounds_max = 1'000;
        for (int round = 0; round < rounds_max; ++round) {
            bool moved = false;
            std::vector<server::HubInput> inputs;
            for (const auto& [number, line] : lines) {
                moved = to_server(*line) || moved;
                while (auto request = line->server.next_request())
                    inputs.push_back({.session = number, .request = std::move(*request)});
            }
            for (server::HubOutput& output : hub.process(std::move(inputs), now))
                lines.at(output.session)->server.answer(std::move(output.answer));
            for (const auto& [number, line] : lines) moved = to_driver(*line) || moved;
            if (!moved) return;
        }
        FAIL() << "the conversation does not come to rest";
    }
    // A dozen envelopes of Ann's on the server, and nobody has handed Ben the key.
    std::int64_t fill_the_server() {
        for (int i = 0; i < 12; ++i) {
            EXPECT_TRUE(new_item(*ann_plan, {"task", "Task " + std::to_string(i), {}, {}}, now));
            ann_plan->seal_pending();
        }
        office.found();
        connect(*ann_plan).keeps_records = true;
        settle();
        EXPECT_GE(lines.begin()->second->driver.report().envelopes_sent, 12U);
        hang_up();
        std::int64_t bytes = 0;
        for (const Envelope& envelope : ann_plan->replica().lacking(Frontier(), SIZE_MAX))
            bytes += static_cast<std::int64_t>(envelope.bytes().size());
        return bytes;
    }

    test::TemporaryFolder folder;
    Office office;
    SeededRandom random{5};
    server::Hub hub{office.store, office.secrets, office.limits};
    InviteSecret secret;
    std::optional<test::Person> ben;
    std::optional<Workspace> ann_plan;
    std::map<server::SessionNumber, std::unique_ptr<Line>> lines;
    server::SessionNumber last;
};

TEST_F(Parking, ADeviceThatHasNoRoomIsAskedForOnceAConnectionAndHealsWhenThereIsRoom) {
    const std::int64_t bytes = fill_the_server();
    Workspace plan = begin("ben.cairn", ben->device, bytes / 2);

    Line& first = connect(plan);
    settle();
    EXPECT_TRUE(first.driver.settled());
    EXPECT_GT(first.driver.report().withheld, 0U);
    EXPECT_EQ(first.fetched, 0U) << "the pull has shown that there is no room";
    const std::uint64_t parked = plan.read().counts().parked_envelopes;
    EXPECT_GT(parked, 0U);
    EXPECT_LT(parked, 12U);
    ASSERT_EQ(paused_sentences(plan).size(), 1U);
    EXPECT_NE(paused_sentences(plan).front().find("the key to it is missing"), std::string::npos);
    hang_up();

    Line& second = connect(plan);
    settle();
    EXPECT_TRUE(second.driver.settled());
    EXPECT_EQ(second.fetched, 1U);
    EXPECT_EQ(plan.read().counts().parked_envelopes, parked);

    connect(*ann_plan);  // hands over the key
    settle();
    EXPECT_TRUE(second.driver.settled());
    EXPECT_EQ(plan.read().counts().parked_envelopes, 0U);
    EXPECT_TRUE(paused_sentences(plan).empty());
    EXPECT_EQ(plan.read().hashes(), ann_plan->read().hashes());
    EXPECT_EQ(plan.replica().frontier(), ann_plan->replica().frontier());
}

}  // namespace
}  // namespace cairn::engine
