#pragma once
// The history of a text field: its edits and what they build on, in columns. Edits are numbered in
// order of arrival, parents before children; the characters ever inserted are numbered along.
//
// A graph may begin in the middle: `opened` says that everything before it merged to a text of a
// certain length, and which edits were its heads.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/merge/text/check_edit.h"
#include "client/merge/text/fault.h"
#include "client/merge/text/text_edit.h"
#include "shared/base/result.h"

namespace cairn::text {

using EditNumber = std::uint32_t;
using CharNumber = std::uint32_t;
using Version = std::vector<EditNumber>;  // heads, ascending; none: where the graph begins

// A patch as it is stored: first its removal, then its insertion, each a step of its own.
struct Step {
    std::uint32_t position = 0;
    std::uint32_t scalars = 0;
    CharNumber first = 0;       // the number of its first character, or of the next ever
    std::uint32_t content = 0;  // where that begins in the content column
    bool is_insertion = false;
};

// Where a history is taken up.
struct TextBeginning {
    std::vector<TextId> heads = {};  // none: the empty text
    std::uint32_t length = 0;        // of the merged text there, in scalar values
    TextPast past = {};              // up to and with the heads
};

class TextGraph {
public:
    TextGraph() = default;
    explicit TextGraph(TextBeginning beginning);

    [[nodiscard]] EditNumber size() const { return static_cast<EditNumber>(edits_.size()); }
    [[nodiscard]] const std::vector<TextId>& opened() const { return opened_; }
    [[nodiscard]] std::uint32_t opened_length() const { return opened_length_; }

    [[nodiscard]] std::optional<EditNumber> find(const TextId& id) const;
    // Numbers of parents, ascending. What lies before `opened` is only known as a whole.
    [[nodiscard]] Result<Version, TextFault> resolve(const std::vector<TextId>& ids) const;
    // The ids of a version; those opened with where it has none.
    [[nodiscard]] std::vector<TextId> ids_of(const Version& version) const;
    [[nodiscard]] const Version& heads() const { return heads_; }

    // Of all that is known, and of one version.
    [[nodiscard]] TextPast past() const { return {past_.edits + size(), past_.inserted + chars_}; }
    [[nodiscard]] TextPast past_of(const Version& version) const;
    // Whether this program can hold these patches too.
    [[nodiscard]] bool has_room(const Patches& patches) const;
    // `patches` fit the text at `parents`.
    EditNumber add(const TextId& id, const Version& parents, const Patches& patches);

    [[nodiscard]] const TextId& id_of(EditNumber edit) const { return ids_[edit]; }
    [[nodiscard]] std::span<const EditNumber> parents_of(EditNumber edit) const;
    [[nodiscard]] std::span<const Step> steps_of(EditNumber edit) const;
    [[nodiscard]] Patches patches_of(EditNumber edit) const;
    [[nodiscard]] CharNumber first_char_of(EditNumber edit) const {
        return edits_[edit].first_char;
    }
    [[nodiscard]] CharNumber chars() const { return chars_; }
    [[nodiscard]] EditNumber edit_of(CharNumber character) const;
    // The text that was inserted as these characters.
    [[nodiscard]] std::string_view content(CharNumber first, std::uint32_t count) const;

    // What one version holds and another lacks, each ascending.
    struct Difference {
        std::vector<EditNumber> only_from;
        std::vector<EditNumber> only_to;
    };
    [[nodiscard]] Difference difference(const Version& from, const Version& to) const;
    // Edits from `first` on, parents first, a branch at a time.
    [[nodiscard]] std::vector<EditNumber> walk_order(EditNumber first) const;

    // Edits void by right (DESIGN 3.2): counted by positions and order, never shown.
    void set_void(EditNumber edit, bool is_void);
    [[nodiscard]] bool is_void(EditNumber edit) const { return edit < void_.size() && void_[edit]; }
    [[nodiscard]] bool has_void() const { return void_count_ > 0; }

    // An edit that had everything before it in its past and that everything since builds on: old
    // state may end there. Nothing: where the graph begins. (Eg-walker, section 3.5.)
    [[nodiscard]] std::optional<EditNumber> critical_below(const Version& parents) const;
    [[nodiscard]] std::uint32_t length_at_critical(std::optional<EditNumber> critical) const;
    // Scalar values, those of void edits included, once the newest edit was merged.
    void note_length(std::uint32_t length) { edits_.back().length = length; }

private:
    struct Row {
        std::uint32_t first_step = 0;
        CharNumber first_char = 0;
        std::uint32_t first_parent = 0;
        std::uint32_t length = 0;  // note_length
    };
    struct Stretch {  // of critical edits
        EditNumber first = 0;
        EditNumber last = 0;
    };

    [[nodiscard]] bool are_heads(const std::vector<TextId>& ids) const;
    void add_step(std::uint32_t position, std::uint32_t scalars, std::string_view inserted);
    void note_heads(EditNumber edit, const Version& parents);
    void index(EditNumber edit);
    [[nodiscard]] std::size_t slot_of(const TextId& id) const;

    std::vector<TextId> opened_;
    std::uint32_t opened_length_ = 0;
    TextPast past_;  // before what was opened
    std::vector<TextId> ids_;
    std::vector<Row> edits_;
    std::vector<EditNumber> parents_;
    std::vector<Step> steps_;
    std::string content_;
    CharNumber chars_ = 0;
    Version heads_;
    std::vector<Stretch> critical_;
    std::vector<bool> void_;
    EditNumber void_count_ = 0;
    std::vector<EditNumber> slots_;  // open addressing by id
};

}  // namespace cairn::text
