// The storage by itself, run on the test's own thread: what was posted before stop() is carried
// out, then run() returns.
#include "server/app/storage.h"

#include <sstream>

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include "tests/support/sync/fragile_store.h"
#include "tests/support/sync/office.h"

namespace cairn::server {
namespace {

using cairn::test::FragileStore;
using cairn::test::Office;
using cairn::test::TestDisk;

TEST(Storage, NamesADamagedWorkspaceInTheLogOnceAndGoesOn) {
    Office office;
    office.found();
    TestDisk disk;
    std::ostringstream logged;
    const Log log(std::make_shared<spdlog::logger>(
                      "test", std::make_shared<spdlog::sinks::ostream_sink_st>(logged)),
                  LogForm::text);
    Mailboxes mailboxes;
    Metrics metrics;
    const auto open = [&]() -> std::unique_ptr<LogStore> {
        return std::make_unique<FragileStore>(office.store, disk);
    };
    Storage storage({.open = open,
                     .secrets = office.secrets,
                     .limits = {},
                     .mailboxes = mailboxes,
                     .metrics = metrics,
                     .log = log});
    disk.damaged = office.id();
    const LookUp look{.workspace = office.id(), .ticket = {}, .handshake = {}};
    storage.post({.session = {1}, .request = look});
    storage.post({.session = {2}, .request = look});
    storage.stop();
    storage.run();
    const std::string text = logged.str();
    const auto told = text.find("workspace damaged");
    ASSERT_NE(told, std::string::npos) << text;
    EXPECT_NE(text.find(short_name(office.id())), std::string::npos) << text;
    EXPECT_EQ(text.find("workspace damaged", told + 1), std::string::npos) << text;
    EXPECT_EQ(text.find("storage failed"), std::string::npos) << text;
}

}  // namespace
}  // namespace cairn::server
