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
        case EngineFault::locked:
            return "locked";
        case EngineFault::wrong_passphrase:
            return "wrong_passphrase";
        case EngineFault::no_keyring:
            return "no_keyring";
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
        case EngineFault::no_draft:
            return "no_draft";
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
        case EngineFault::bad_file:
            return "bad_file";
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
    const std::string file =
        error.file().empty() ? "The workspace file" : "The workspace file " + error.file();
    const std::string found = error.sentence().empty() ? "" : " (" + error.sentence() + ")";
    switch (error.failure()) {
        case sqlite::Failure::not_ours:
        case sqlite::Failure::newer:
            return {EngineFault::not_a_workspace, error.sentence()};
        case sqlite::Failure::corrupt:
            return {EngineFault::not_a_workspace,
                    file + " is damaged" + found +
                        ". A failing disk does this, or a copy made while it was written to. "
                        "`cairn doctor` says how far it goes. Put a copy of the file away, and "
                        "join again or bring back a backup; what the server has comes with the "
                        "next sync."};
        case sqlite::Failure::busy:
            return {EngineFault::busy,
                    "Another process is writing to this workspace and does not stop. Try again."};
        case sqlite::Failure::full:
            return {EngineFault::disk,
                    "The disk is full: nothing of this was saved. Free some room and do it "
                    "again."};
        case sqlite::Failure::input_output:
            return {EngineFault::disk,
                    file +
                        " could not be read or written: the disk refused. Nothing of this was "
                        "saved. Look after the disk, then do it again."};
        case sqlite::Failure::cannot_open:
            if (!error.sentence().empty()) return {EngineFault::disk, error.sentence()};
            return {EngineFault::disk,
                    file +
                        " could not be opened: it is not there, or it is not yours to read. "
                        "`cairn workspaces` lists what there is."};
        case sqlite::Failure::read_only:
            return {EngineFault::disk,
                    file + " could not be written: it, its folder or its disk is read-only."};
        case sqlite::Failure::other:
            break;
    }
    return {EngineFault::not_a_workspace,
            file + " is not as Cairn left it" + found +
                ": it is damaged, or another program changed it. `cairn doctor` says how far it "
                "goes. Put a copy of the file away, and join again or bring back a backup; what "
                "the server has comes with the next sync."};
}

}  // namespace cairn::engine
