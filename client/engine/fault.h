#pragma once
// Why the engine refused: a stable code for programs, a sentence that says what happened, why, and
// what to do.
#include <string>

namespace cairn::engine {

enum class EngineFault : unsigned char {
    no_workspace,  // none chosen, none of that name
    workspace_exists,
    not_a_workspace,  // the file is something else, damaged, or of a newer version
    no_keys,          // the device's keys are missing: this copy can read but not write
    locked,           // they need a passphrase, and nobody can be asked for it
    wrong_passphrase,
    no_keyring,  // the system's keyring does not answer, or has lost them
    no_item,     // nothing of that name
    ambiguous,   // several of that name
    no_field,
    wrong_value,
    wrong_use,    // the command line cannot be read
    not_allowed,  // the role may not
    nothing_to_do,
    no_conflict,
    unseen_conflict,  // it is not what was shown: a person must look first
    no_draft,
    too_large,
    no_server,   // the workspace has none yet
    no_network,  // none where one was needed
    server_refused,
    distrust,  // the server contradicts itself or what was seen before
    bad_line,  // an invite or ticket line that cannot be used
    bad_file,  // a bundle that cannot be used
    busy,      // another process holds what is needed
    stopped,   // by a signal, before it was done
    disk,
};

// Names in JSON answers, such as "no_item".
const char* name_of(EngineFault fault);

struct EngineError {
    EngineFault fault = EngineFault::disk;
    std::string sentence;
};

}  // namespace cairn::engine
