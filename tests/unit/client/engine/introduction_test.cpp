// A member's own item is made once, by the member's first device, when nothing can hide another.
#include <gtest/gtest.h>

#include "client/engine/item_commands.h"
#include "shared/roster/build.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/client/engine/workspaces.h"

namespace cairn::engine {
namespace {

class AnIntroduction : public testing::Test {
protected:
    Author author() { return {here().roster(), *here().device(), workspaces.now()}; }
    Workspace& here() { return workspaces.here(); }
    static void adopt(Workspace& workspace, const Bytes& record) {
        const replica::StoredRecord stored{record, std::nullopt, {}};
        ASSERT_TRUE(workspace.adopt_records(std::span(&stored, 1)));
    }
    // A device that has just come in and has no key yet.
    Workspace joined(bool own_device) {
        InviteSecret secret;
        random.fill(secret.writable());
        InviteTerms terms;
        terms.role_cap = Role::editor;
        terms.expires = {workspaces.now().ms + 1'000'000'000};
        terms.for_own_device = own_device;
        adopt(here(), make_invite_opened(author(), secret, terms));
        DeviceSecrets device = DeviceSecrets::make(random);
        const auto used =
            make_invite_used({here().roster(), device, workspaces.now()}, secret, random);
        EXPECT_TRUE(used);
        adopt(here(), *used);
        auto made = Workspace::begin_joined({(folder.path() / "joined.cairn").string(), {}},
                                            std::move(device),
                                            here().replica().records({}, 64),
                                            "QA lead",
                                            random);
        EXPECT_TRUE(made);
        return std::move(*made);
    }
    void hand_key_to(Workspace& other) {
        const auto share = make_key_share(author(),
                                          here().keys(),
                                          here().roster().current_epoch()->id,
                                          {other.device()->id()},
                                          random);
        ASSERT_TRUE(share);
        adopt(here(), *share);
        adopt(other, *share);
    }
    bool introduces_itself(Workspace& workspace) {
        EXPECT_TRUE(introduce_me(workspace, workspaces.now()));
        return workspace.read().item(workspace.person_of(*workspace.me())).has_value();
    }

    Workspaces workspaces;
    SeededRandom random{7};
    test::TemporaryFolder folder;
};

TEST_F(AnIntroduction, OfANewMemberWaitsForTheKey) {
    Workspace other = joined(false);
    EXPECT_FALSE(introduces_itself(other)) << "what it cannot read yet may hold the item";
    hand_key_to(other);
    EXPECT_TRUE(introduces_itself(other));
}

TEST_F(AnIntroduction, IsNotForAFurtherDeviceOfTheSameMember) {
    Workspace other = joined(true);
    hand_key_to(other);
    EXPECT_EQ(other.me(), here().me());
    EXPECT_FALSE(introduces_itself(other));
    EXPECT_TRUE(introduces_itself(here()));
}

}  // namespace
}  // namespace cairn::engine
