#pragma once
// Eg-walker's internal state: the characters of the edits since a critical version, in document
// order, each with its state in the prepare version (which moves) and in the shown text (which only
// grows). Runs of characters that were typed together are one span.
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "client/merge/text/span_tree.h"
#include "client/merge/text/text_graph.h"

namespace cairn::text {

// What an edit does to the shown text, in order.
struct ShownStep {
    std::uint32_t position = 0;
    std::uint32_t scalars = 0;
    CharNumber first = 0;  // of an insertion
    bool is_insertion = false;
};

class Tracker {
public:
    // Nothing is tracked: the tracker must be started.
    void clear();
    [[nodiscard]] bool is_started() const { return started_; }
    // At `base`, whose text has `length` scalar values; nothing: where the graph begins.
    void start(std::optional<EditNumber> base, std::uint32_t length, CharNumber first_char);
    [[nodiscard]] std::optional<EditNumber> base() const { return base_; }

    // Everything applied that `version` lacks is undone in the prepare version, the rest done.
    // All of `version` was applied, or lies at or before the base.
    void prepare(const TextGraph& graph, const Version& version);
    // Moves the edits themselves, whatever the version; each must have been applied. A character
    // is_prepared once its insertion and no removal of it moved in.
    void move_all(const std::vector<EditNumber>& edits, bool forward);
    [[nodiscard]] std::uint32_t prepared_length() const { return tree_.total().prepared; }
    [[nodiscard]] std::uint32_t shown_length() const { return tree_.total().shown; }

    // The prepare version is the edit's parents; afterwards it is the edit.
    void apply(const TextGraph& graph, EditNumber edit, std::vector<ShownStep>& steps);

    // A step of an edit that is being made at the prepare version, which holds all that was
    // applied.
    void apply_own(const TextGraph& graph, const Step& step, std::vector<ShownStep>& steps);

    // Where, in the prepare version, text goes that is typed behind this many shown characters.
    [[nodiscard]] std::uint32_t position_of_shown(std::uint32_t shown) const;
    // From a shown character on: where it is in the prepare version, and how many lie together.
    // Nothing there: a void edit removed them, so that no later edit can.
    struct Reach {
        std::optional<std::uint32_t> position;
        std::uint32_t scalars = 0;
    };
    [[nodiscard]] Reach reach_of_shown(std::uint32_t shown) const;

    // Every tracked character in document order, placeholders of the base left out.
    struct Run {
        CharNumber first = 0;
        std::uint32_t scalars = 0;
        bool is_prepared = false;
        bool is_shown = false;
    };
    [[nodiscard]] std::vector<Run> runs() const;

private:
    struct Span {
        CharNumber first = 0;
        std::uint32_t length = 0;
        CharNumber origin_left = 0;   // of the first character; of the others: the one before
        CharNumber origin_right = 0;  // of the first character; of the others: none
        std::uint32_t prepared = 0;   // 0: not yet inserted, 1: there, n: removed n - 1 times
        bool is_removed = false;      // from the shown text
        bool is_void = false;
    };
    struct Effect {  // characters that an edit inserted or removed
        CharNumber first = 0;
        std::uint32_t length = 0;
        std::uint32_t weight = 0;  // in Span::prepared
    };
    struct Stretch {
        std::uint32_t first = 0;
        std::uint32_t end = 0;
    };
    struct Gap {  // between two spans, or at an end of the list
        SpanNumber before = no_span;
        SpanNumber after = no_span;
        std::uint32_t shown = 0;  // characters shown before it
    };

    [[nodiscard]] Widths widths_of(const Span& span) const;
    [[nodiscard]] SpanNumber span_of(CharNumber character) const;
    void name_span(const Span& span, SpanNumber number);
    SpanNumber split(SpanNumber number, std::uint32_t offset);
    void shift(const Effect& range, bool forward);

    void insert(const TextGraph& graph, const Step& step, EditNumber edit);
    void remove(const Step& step, bool in_force, std::vector<ShownStep>& steps);
    [[nodiscard]] Gap gap_at(std::uint32_t position);
    [[nodiscard]] CharNumber right_parent(const Gap& gap, CharNumber left) const;
    void integrate(const TextGraph& graph, const Span& fresh, const TextId& id, Gap& gap) const;
    [[nodiscard]] bool comes_before(CharNumber character, CharNumber other) const;
    bool extend(SpanNumber before, const Span& fresh);
    void place(const Gap& gap, const Span& fresh);

    bool started_ = false;
    std::optional<EditNumber> base_;
    CharNumber first_char_ = 0;
    Version prepared_;
    std::vector<Span> spans_;
    SpanTree tree_;
    std::vector<SpanNumber> span_of_;              // by character - first_char_
    std::map<CharNumber, SpanNumber> base_spans_;  // pieces of the placeholder, by first character
    std::vector<Effect> effects_;
    std::vector<Stretch> effects_of_;  // by edit - base - 1
    std::uint32_t shown_place_ = 0;    // of the last insertion
};

}  // namespace cairn::text
