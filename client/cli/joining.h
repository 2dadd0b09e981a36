#pragma once
// How this laptop comes into a workspace that others have: by an invite, by a recovery kit.
#include <functional>
#include <optional>
#include <string>

#include "client/cli/context.h"
#include "client/engine/sync_run.h"

namespace cairn::cli {

struct Entrance {
    ServerAddress server;
    WorkspaceId workspace;
    std::string name;                      // on this laptop; empty: one is made up
    std::string person;                    // as others will see it, unless the member has a name
    std::optional<InviteSecret> has_keys;  // of an unattended invite
    // Over the network: puts the device into the list of members.
    std::function<Result<engine::Joined, engine::EngineError>(const DeviceSecrets& device)> join;
};

// Makes the device and its keys, goes in, and brings the plan.
Exit come_in(Context& context, const Entrance& entrance);

}  // namespace cairn::cli
