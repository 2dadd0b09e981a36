#pragma once
// A text held open while a person types (DESIGN 3.2, text): local edits in, what others did out as
// patches, cursors carried along. What is typed stays here until `save`, at a pause in typing or
// when the editor is closed; several processes may have the same text open.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/engine/workspace.h"
#include "client/merge/text/patches.h"

namespace cairn::engine {

// The text field of an item by the name that people type; says which there are.
Result<merge::Cell, EngineError> text_cell(Workspace& workspace,
                                           const ItemId& item,
                                           const std::string& field);

class OpenText {
public:
    // As the file shows it now. The field is a text.
    OpenText(Workspace& workspace, const merge::Cell& cell);

    [[nodiscard]] std::string text() const { return view_.document.text(); }
    [[nodiscard]] std::uint32_t length() const { return view_.document.length(); }
    // In the text as it is here; positions are in Unicode scalar values. At once in text().
    Result<void, EngineError> edit(std::uint32_t position,
                                   std::uint32_t removed,
                                   std::string_view inserted);
    // What makes it read so, word by word.
    Result<void, EngineError> replace(std::string_view wanted);

    // One change of all that was typed since the last save, over what had been shown then: others'
    // work merges with it. Nothing if nothing was typed.
    Result<std::optional<replica::Committed>, EngineError> save(WallTime now);
    // What others, and other processes of this laptop, have done since: to be applied to what is
    // shown. Nothing while there is something to save.
    [[nodiscard]] text::Patches refresh();

private:
    [[nodiscard]] text::Patches reopen();

    Workspace* workspace_;
    merge::Cell cell_;
    replica::TextView view_;
    replica::EditRow seen_;  // the newest edit that the document holds
};

}  // namespace cairn::engine
