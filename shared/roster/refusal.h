#pragma once
// Within this folder: how a rule says no.
#include <string>
#include <utility>

#include "shared/base/result.h"
#include "shared/roster/fault.h"

namespace cairn {

inline auto refuse_record(RosterFault fault, std::string sentence) {
    return refuse(RosterError{.fault = fault, .sentence = std::move(sentence)});
}

}  // namespace cairn
