#include "client/engine/fault.h"

#include "client/engine/sqlite_fault.h"

namespace cairn::engine {

const char* name_of(EngineFault fault) {
    switch (fault) {
        case EngineFault::no_workspace:
            return "no_workspace";
        case EngineFault::workspace_exists:
            return "workspace_exists";
        case EngineFault::not_a_workspace:
            return "not_a_workspace";
        case EngineFault::no_keys:
            return "no_keys";
        case EngineFault::no_item:
            return "no_item";
        case EngineFault::ambiguous:
            return "ambiguous";
        case EngineFault::no_field:
            return "no_field";
        case EngineFault::wrong_value:
            return "wrong_value";
        case EngineFault::wrong_use:
            return "wrong_use";
        case EngineFault::not_allowed:
            return "not_allowed";
        case EngineFault::nothing_to_do:
            return "nothing_to_do";
        case EngineFault::no_conflict:
            return "no_conflict";
        case EngineFault::unseen_conflict:
            return "unseen_conflict";
        case EngineFault::too_large:
            return "too_large";
        case EngineFault::no_server:
            return "no_server";
        case EngineFault::no_network:
            return "no_network";
        case EngineFault::server_refused:
            return "server_refused";
        case EngineFault::distrust:
            return "distrust";
        case EngineFault::bad_line:
            return "bad_line";
        case EngineFault::busy:
            return "busy";
        case EngineFault::stopped:
            return "stopped";
        case EngineFault::disk:
            return "disk";
    }
    return "unknown";
}

EngineError from_sqlite(const sqlite::SqliteError& error) {
    switch (error.failure()) {
        case sqlite::Failure::not_ours:
        case sqlite::Failure::newer:
            return {EngineFault::not_a_workspace, error.what()};
        case sqlite::Failure::corrupt:
            return {EngineFault::not_a_workspace,
                    std::string(error.what()) +
                        " The file is damaged: put a copy of it away, and join again or bring "
                        "back a backup; what the server has comes with the next sync."};
        case sqlite::Failure::busy:
            return {EngineFault::busy,
                    "Another process is writing to this workspace and does not stop. Try again."};
        default:
            return {EngineFault::disk, error.what()};
    }
}

}  // namespace cairn::engine
