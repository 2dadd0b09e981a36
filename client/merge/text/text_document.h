#pragma once
// One text field, open: its text, the history that was loaded, and the merge of what arrives
// ("Collaborative Text Editing with Eg-walker", Gentle and Kleppmann, EuroSys 2025).
//
// Typing and whatever follows everything known costs no more than the change to the text; only
// edits that are concurrent build the walker's state, from the last critical version on, and it is
// dropped at a later one.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/merge/text/fault.h"
#include "client/merge/text/patches.h"
#include "client/merge/text/text_buffer.h"
#include "client/merge/text/text_edit.h"
#include "client/merge/text/text_graph.h"
#include "client/merge/text/tracker.h"
#include "shared/base/result.h"

namespace cairn::text {

class TextDocument {
public:
    // Empty, with nothing before it.
    TextDocument() = default;
    // The merged text of `heads` without what led to it. Edits that build on less than all of
    // `heads` are refused with needs_graph. `text` must hold no void edits' work (open those from
    // their whole history).
    [[nodiscard]] static Result<TextDocument, TextFault> open(std::string_view text,
                                                              std::vector<TextId> heads,
                                                              const TextPast& past = {});
    // The merged text of everything, without what led to `beginning`, a critical version: all that
    // came later builds on it. That is given in the order in which it came, each edit with the
    // length of the merged text after it, and was received without fault before. Fault: text, edits
    // and lengths do not belong together. Costs the walk that merging what is concurrent needs.
    struct KnownEdit {
        TextEdit edit;
        std::uint32_t length = 0;
    };
    [[nodiscard]] static Result<TextDocument, TextFault> resume(std::string_view text,
                                                                TextBeginning beginning,
                                                                std::span<const KnownEdit> since);

    [[nodiscard]] std::string text() const { return buffer_.text(); }
    [[nodiscard]] std::uint32_t length() const { return buffer_.length(); }
    [[nodiscard]] std::vector<TextId> heads() const { return graph_.ids_of(graph_.heads()); }
    [[nodiscard]] const TextGraph& graph() const { return graph_; }

    // A local edit, in the text as shown: at once in text(), and part of pending() until commit.
    // Only characters whose removal by a void edit does not count stay where they are.
    Result<void, TextFault> edit(std::uint32_t position,
                                 std::uint32_t removed,
                                 std::string_view inserted);
    // What was typed since the last commit, as the patches of one or more edits in a row: more
    // where one would exceed the limit of a value.
    [[nodiscard]] std::vector<Patches> pending() const;
    // Gives the pending edits their ids, one for each of pending(); each builds on the one before,
    // the first on heads().
    void commit(std::span<const TextId> ids);

    // An edit of somebody else, or of this device on another branch: what it does to the text.
    // Pending edits are committed first. One that is known already does nothing.
    Result<Patches, TextFault> receive(const TextEdit& edit);

    // An edit void by right, or valid again (DESIGN 3.2): what that does to the text. The edits
    // are known; the history is whole. Costs the whole history; so does all merging while any edit
    // is void.
    Result<Patches, TextFault> set_void(std::span<const TextId> edits, bool is_void);

private:
    Result<Patches, TextFault> append(const TextEdit& edit, const Version& parents);
    Result<Patches, TextFault> merge(const TextEdit& edit, const Version& parents);
    void follow(EditNumber edit, const Version& parents);
    [[nodiscard]] bool may_forget() const;
    // False: an edit does not fit the text of its parents.
    [[nodiscard]] bool track_from(std::optional<EditNumber> base);
    [[nodiscard]] Patches show(const std::vector<ShownStep>& steps);
    void edit_beside_void(std::uint32_t position, std::uint32_t removed, std::string_view inserted);
    void own_step(const Step& step, std::string_view inserted);

    TextBuffer buffer_;
    TextGraph graph_;
    Tracker tracker_;
    EditNumber keep_for_ = 0;            // edits during which the tracker is not dropped
    PatchWriter pending_;                // in the positions of their edits
    std::uint32_t pending_scalars_ = 0;  // inserted by them
    std::optional<Tracker> drafting_;    // has the pending edits applied; only beside void edits
    std::uint32_t drafted_scalars_ = 0;  // inserted in it
};

}  // namespace cairn::text
