#pragma once
// Why a conversation ended, as the client's side sees it: a stable code for programs, a sentence
// for people, and when it is worth trying again.
#include <cstdint>
#include <string>

#include "shared/wire/message.h"

namespace cairn {

enum class Retry : std::uint8_t {
    soon,           // reconnect with backoff and jitter
    after_person,   // not before somebody has acted on the sentence
    after_upgrade,  // this program or the server is too old for the other
};

enum class SyncFault : std::uint16_t {
    refused = 1,          // the server's code and sentence; see SyncFailure::refusal
    malformed = 2,        // the server sent what is no message, or beyond a limit
    out_of_turn = 3,      // the server sent what this state has no place for
    silent = 4,           // nothing heard for limits::silence_ms_max
    wrong_statement = 5,  // the welcome is not signed by the pinned server
    rolled_back = 6,      // same incarnation, yet a shorter log or roster than it once signed
    roster_forked = 7,    // two records at one index
    wrong_receipt = 8,    // a record without the server's receipt
    order_broken = 9,     // pages that skip, repeat, or contradict their running hash
};

struct SyncFailure {
    SyncFault fault = SyncFault::malformed;
    std::string sentence;  // what happened, and what to do
    Retry retry = Retry::soon;
    std::uint32_t retry_after_ms = 0;              // at least; 0: the backoff decides
    RefusalCode refusal = RefusalCode::malformed;  // meaningful if fault == refused
};

}  // namespace cairn
