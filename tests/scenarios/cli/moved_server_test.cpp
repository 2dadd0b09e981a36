// A server whose keys are lost: an owner begins anew on another one, and a line brings the others.
#include <gtest/gtest.h>

#include "tests/scenarios/cli/programs.h"

namespace cairn::scenarios {
namespace {

class MovedServer : public testing::Test {
protected:
    MovedServer() {
        server.start();
        EXPECT_EQ(owner({"init", "Apollo"}).code, 0);
        EXPECT_EQ(owner({"sync", "--server", server.ticket()}).code, 0);
        const std::string invite = owner({"invite", "--unattended", "--json"}).json()["line"];
        EXPECT_EQ(editor({"join", invite, "--name", "QA lead", "--as", "Apollo"}).code, 0);
        EXPECT_EQ(owner({"sync"}).code, 0);
        EXPECT_EQ(editor({"new", "Written before the loss"}).code, 0);
    }

    const test::TemporaryFolder folder;
    Server server{folder};
    const Laptop owner{folder, "owner"};
    const Laptop editor{folder, "editor"};
};

TEST_F(MovedServer, AnOwnersLineBringsTheOthersToAnother) {
    const std::string old_line = owner({"server", "line", "--json"}).json()["line"];
    server.begin_anew();
    EXPECT_NE(editor({"sync"}).code, 0) << "other keys, and no word of an owner";
    ASSERT_EQ(owner({"sync", "--server", server.ticket()}).code, 0);
    const std::string line = owner({"server", "line", "--json"}).json()["line"];

    const Ended used = editor({"server", "use", line});
    ASSERT_EQ(used.code, 0) << used.errors;
    ASSERT_EQ(editor({"sync"}).code, 0);
    ASSERT_EQ(owner({"sync"}).code, 0);
    EXPECT_EQ(owner({"show", "Written before the loss"}).code, 0);
    EXPECT_EQ(owner.hash(), editor.hash());

    const Ended back = editor({"server", "use", old_line});
    EXPECT_EQ(back.code, 1);
    EXPECT_NE(back.errors.find("older than the one"), std::string::npos) << back.errors;
}

TEST_F(MovedServer, OnlyAnOwnersWordIsTaken) {
    ASSERT_EQ(editor({"sync"}).code, 0);
    EXPECT_EQ(editor({"server", "line"}).code, 1);

    // Somebody who owns another workspace.
    const Laptop stranger(folder, "stranger");
    ASSERT_EQ(stranger({"init", "Other"}).code, 0);
    ASSERT_EQ(stranger({"sync", "--server", server.ticket()}).code, 0);
    const std::string line = stranger({"server", "line", "--json"}).json()["line"];
    const Ended refused = editor({"server", "use", line});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.errors.find("another workspace"), std::string::npos) << refused.errors;
}

TEST_F(MovedServer, TheSameServerIsFoundAtAnotherAddress) {
    const std::string address = owner({"server", "--json"}).json()["address"];
    const std::string port = address.substr(address.rfind(':'));
    ASSERT_EQ(owner({"server", "move", "localhost" + port}).code, 0);
    EXPECT_EQ(owner({"server", "--json"}).json()["address"], "localhost" + port);
    EXPECT_EQ(owner({"sync"}).code, 0);
    EXPECT_EQ(owner({"server", "move", "localhost" + port}).code, 1) << "it is there already";
    EXPECT_EQ(owner({"server", "move", "nowhere"}).code, 2);
}

}  // namespace
}  // namespace cairn::scenarios
