// A server whose store was put back from a copy without a word.
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/scenarios/cli/programs.h"

namespace cairn::scenarios {
namespace {

TEST(PutBack, WhatTheServerForgotIsSentAgain) {
    const test::TemporaryFolder folder;
    Server server(folder);
    const Laptop one(folder, "one");
    const Laptop two(folder, "two");
    const std::filesystem::path data = folder.path() / "server";
    const std::filesystem::path copy = folder.path() / "copy";
    const auto recursively = std::filesystem::copy_options::recursive;

    server.start();
    ASSERT_EQ(one({"init", "Apollo"}).code, 0);
    ASSERT_EQ(one({"sync", "--server", server.ticket()}).code, 0);
    const Ended invite = one({"invite", "--unattended", "--json"});
    ASSERT_EQ(two({"join", invite.json()["line"], "--name", "QA lead"}).code, 0);
    ASSERT_EQ(one({"sync"}).code, 0);
    server.stop();
    std::filesystem::copy(data, copy, recursively);

    server.start();
    ASSERT_EQ(one({"new", "Acknowledged and forgotten"}).code, 0);
    ASSERT_EQ(one({"sync"}).code, 0);
    server.stop();
    std::filesystem::remove_all(data);
    std::filesystem::copy(copy, data, recursively);

    // The other laptop pushes beyond the position the first one saw: no rollback shows.
    server.start();
    for (const char* title : {"First", "Second", "Third"}) {
        ASSERT_EQ(two({"new", title}).code, 0);
        ASSERT_EQ(two({"sync"}).code, 0);
    }
    for (const Laptop* laptop : {&one, &two, &one}) {
        const Ended synced = (*laptop)({"sync"});
        ASSERT_EQ(synced.code, 0) << synced.errors;
    }
    EXPECT_EQ(two({"show", "Acknowledged and forgotten"}).code, 0);
    EXPECT_EQ(one.hash(), two.hash());
}

}  // namespace
}  // namespace cairn::scenarios
