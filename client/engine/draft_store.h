#pragma once
// Drafts as they lie in the workspace file: one note each, never sent, without a number or deps
// (DESIGN 3.4).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/engine/workspace.h"
#include "client/merge/edit.h"

namespace cairn::engine {

// What it replaces is named so that it outlives a rebuild of the file.
struct DraftEdit {
    ItemId item;
    merge::FieldNumber field = 0;
    std::string element;
    std::string value;                    // canonical
    std::vector<merge::EditId> over;      // the heads that were shown when it was written
    std::vector<std::uint32_t> own_over;  // indexes of earlier edits of the draft
    friend bool operator==(const DraftEdit&, const DraftEdit&) = default;
};

struct Draft {
    std::string name;
    WallTime made;
    WallTime touched;                  // when its last edit was written
    bool dropped = false;              // kept until another of its name is made
    std::vector<std::uint32_t> steps;  // how many edits each action wrote
    std::vector<DraftEdit> edits;
    friend bool operator==(const Draft&, const Draft&) = default;
};

[[nodiscard]] Bytes encode_draft(const Draft& draft);
[[nodiscard]] std::optional<Draft> decode_draft(const std::string& name, ByteView bytes);
// The name of its note.
[[nodiscard]] std::string draft_note(const std::string& name);

// All, dropped ones too, by name. One that cannot be read is left out, and refused by name.
[[nodiscard]] std::vector<Draft> drafts(Workspace& workspace);
// A draft that was not dropped.
Result<Draft, EngineError> find_draft(Workspace& workspace, const std::string& name);

Result<Draft, EngineError> new_draft(Workspace& workspace, const std::string& name, WallTime now);
Result<void, EngineError> drop_draft(Workspace& workspace, const std::string& name);
Result<Draft, EngineError> restore_draft(Workspace& workspace, const std::string& name);
Result<void, EngineError> rename_draft(Workspace& workspace,
                                       const std::string& name,
                                       const std::string& other);

}  // namespace cairn::engine
