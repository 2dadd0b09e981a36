#pragma once
// One device's workspace twice, as after restoring a backup: two places that write apart and then
// exchange all they have, as over a server.
#include <optional>
#include <string>

#include "client/engine/item_commands.h"
#include "shared/base/random.h"
#include "tests/support/temporary_folder.h"

namespace cairn::engine {

class Workspaces {
public:
    Workspaces();
    Workspaces(const Workspaces&) = delete;
    Workspaces& operator=(const Workspaces&) = delete;

    Workspace& here() { return *here_; }
    Workspace& there() { return *there_; }  // a copy of `here`, made at the first call of split
    void split();
    void exchange();
    // All that the other lacks.
    static void send(Workspace& from, Workspace& to);

    ItemId make(Workspace& workspace, const std::string& title, const ItemId& parent = {});
    void set(Workspace& workspace, const ItemId& item, const std::string& assignment);
    // As people read it; empty if nothing is shown.
    std::string shown(Workspace& workspace, const ItemId& item, const std::string& field);
    WallTime now();

private:
    cairn::test::TemporaryFolder folder_;  // first: the workspaces in it go before it
    SeededRandom random_{11};
    std::int64_t now_ms_ = 1'800'000'000'000;
    DeviceSecretBytes secrets_;
    std::optional<Workspace> here_;
    std::optional<Workspace> there_;
};

}  // namespace cairn::engine
