#pragma once
// One record for each way to break a rule of schema/PROTOCOL.md section 9.
#include <functional>
#include <string>
#include <vector>

#include "tests/unit/shared/roster/forge.h"

namespace cairn::test {

struct RuleCase {
    std::string name;
    RosterFault fault = RosterFault::malformed;
    std::function<Bytes(SmallWorkspace&)> make;
};

std::vector<RuleCase> cases_of_the_frame();
std::vector<RuleCase> cases_of_epochs();
std::vector<RuleCase> cases_of_invites();
std::vector<RuleCase> cases_of_joining();
std::vector<RuleCase> cases_of_pins();
std::vector<RuleCase> cases_of_losses();

inline const InviteTerms one_editor{.role_cap = Role::editor, .expires = {}, .uses = 1};

inline EpochRecord epoch_at_head(SmallWorkspace& w) {
    return body_of<EpochRecord>(*make_epoch(w.by(w.founder), w.founder.keys, w.random));
}

}  // namespace cairn::test
