#pragma once
// Two members of one workspace, each on a laptop of their own, and the server that gave receipts
// for its records, by its keys alone.
#include <optional>
#include <string>

#include "client/engine/workspace.h"
#include "shared/base/random.h"
#include "tests/support/temporary_folder.h"

namespace cairn::engine {

class TwoMembers {
public:
    TwoMembers();
    TwoMembers(const TwoMembers&) = delete;
    TwoMembers& operator=(const TwoMembers&) = delete;

    Workspace& ada() { return *ada_; }  // the owner
    Workspace& ben() { return *ben_; }  // an editor
    // The record gets its receipt, and is known there alone.
    void append(Workspace& workspace, const Bytes& record);
    ItemId make(Workspace& workspace, const std::string& title);
    // A further laptop of the workspace's own member; known there alone.
    void add_laptop(Workspace& workspace);
    WallTime now();
    SeededRandom& random() { return random_; }

private:
    cairn::test::TemporaryFolder folder_;  // first: the workspaces in it go before it
    SeededRandom random_{17};
    std::int64_t now_ms_ = 1'800'000'000'000;
    SigningKey server_;
    std::optional<Workspace> ada_;
    std::optional<Workspace> ben_;
};

}  // namespace cairn::engine
