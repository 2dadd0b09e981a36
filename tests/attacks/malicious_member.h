#pragma once
// Mallory has real keys and a real role, and a program of her own.
#include <gtest/gtest.h>

#include "tests/attacks/forging.h"
#include "tests/attacks/intruder.h"

namespace cairn::attacks {

class MaliciousMember : public testing::Test {
protected:
    explicit MaliciousMember(Role role = Role::editor)
        : mallory(world.join("Mallory", role)), item(world.write(*world.ada, "the target")) {
        world.sync_all();
        mallory.honest = false;
    }

    // As a client of her own over the real server. The hello says what she has of the roster.
    PushResult push(const std::vector<Envelope>& envelopes, bool needed = false) {
        return push_as(mallory, envelopes, needed);
    }
    PushResult push_as(Desk& desk, const std::vector<Envelope>& envelopes, bool needed = false) {
        Intruder intruder(world, *world.server, desk.device);
        intruder.greet_as(desk);
        return intruder.push(envelopes, needed);
    }
    std::optional<PushRefusal> refusal_of(const Envelope& envelope, bool needed = false) {
        const PushResult result = push({envelope}, needed);
        return result.refused.empty() ? std::nullopt : std::optional(result.refused.front().code);
    }
    std::optional<RecordRefused> append_as(Desk& desk, const Bytes& record) {
        Intruder intruder(world, *world.server, desk.device);
        intruder.greet_as(desk);
        return intruder.append(record);
    }
    Author author(Desk& desk) { return Author{desk.workspace.roster(), desk.device, world.now()}; }
    // The server takes it, since it cannot look inside; all get it, and it has no effect.
    void expect_void_everywhere(const std::vector<Envelope>& envelopes, const std::string& code) {
        for (const RefusedPush& refused : push(envelopes).refused)
            ADD_FAILURE() << refused.sentence;
        world.expect_unharmed();
        for (Desk* desk : {world.ada, world.ben, world.cleo})
            EXPECT_TRUE(World::codes(*desk).contains(code)) << desk->name;
    }
    // The server refuses it; by hand it reaches everybody all the same, and has no effect.
    void expect_refused_and_void(const Envelope& envelope,
                                 PushRefusal refusal,
                                 const std::string& code) {
        EXPECT_EQ(refusal_of(envelope), refusal);
        for (Desk* desk : {world.ada, world.ben, world.cleo}) World::hand(*desk, {envelope});
        for (Desk* desk : {world.ada, world.ben, world.cleo}) {
            EXPECT_FALSE(world.shows(*desk, "forged")) << desk->name;
            EXPECT_TRUE(World::codes(*desk).contains(code)) << desk->name;
        }
        world.expect_unharmed();
    }

    World world;
    Desk& mallory;
    ItemId item;
};

}  // namespace cairn::attacks
