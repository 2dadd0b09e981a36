#pragma once
// Parts of `members`, `device` and `invite` that change the list of members.
#include "client/cli/context.h"

namespace cairn::cli {

Exit change_members(Context& context, const MembersArguments& arguments);
Exit withdraw(Context& context, std::uint64_t number);
// `start`: of the invite's id.
Exit close_invite(Context& context,
                  engine::Workspace& workspace,
                  const std::string& name,
                  const std::string& start);
Exit list_devices(Context& context);
Exit revoke_device(Context& context, const DeviceArguments& arguments);
// A line by which a further laptop of one's own joins.
Exit add_device(Context& context, const DeviceArguments& arguments);

}  // namespace cairn::cli
