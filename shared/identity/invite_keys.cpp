#include "shared/identity/invite_keys.h"

#include "shared/base/domain.h"
#include "shared/identity/keyed_hash.h"

namespace cairn {

InviteKeys derive_invite_keys(const InviteSecret& secret, const WorkspaceId& workspace) {
    const auto seed = derive<SigningSeed>(secret, domain::invite_sign_seed, workspace.view());
    const auto box = derive<ExchangeSecret>(secret, domain::invite_box_seed, workspace.view());
    return InviteKeys{SigningKey(seed), ExchangeKey(box)};
}

}  // namespace cairn
