// Applying one edit: where its author put it, and where that is in the shown text.
#include <algorithm>

#include "client/merge/text/tracker.h"
#include "shared/base/contract.h"

namespace cairn::text {
namespace {

constexpr CharNumber no_char = 0xFFFFFFFF;
constexpr std::uint32_t insertion_weight = 1;
constexpr std::uint32_t removal_weight = 2;

}  // namespace

void Tracker::apply(const TextGraph& graph, EditNumber edit, std::vector<ShownStep>& steps) {
    const EditNumber first_edit = base_ ? *base_ + 1 : 0;
    if (effects_of_.size() <= edit - first_edit) effects_of_.resize(edit - first_edit + 1);
    const auto first_effect = static_cast<std::uint32_t>(effects_.size());
    const bool in_force = !graph.is_void(edit);
    for (const Step& step : graph.steps_of(edit)) {
        if (!step.is_insertion) {
            remove(step, in_force, steps);
            continue;
        }
        insert(graph, step, edit);
        if (in_force) steps.push_back({shown_place_, step.scalars, step.first, true});
    }
    effects_of_[edit - first_edit] = {first_effect, static_cast<std::uint32_t>(effects_.size())};
    prepared_ = {edit};
}

void Tracker::apply_own(const TextGraph& graph, const Step& step, std::vector<ShownStep>& steps) {
    if (!step.is_insertion) return remove(step, true, steps);
    insert(graph, step, graph.size());
    steps.push_back({shown_place_, step.scalars, step.first, true});
}

// FugueMax in the form of Yjs's integration (Eg-walker, appendix C; "The Art of the Fugue", 5).
void Tracker::insert(const TextGraph& graph, const Step& step, EditNumber edit) {
    Gap gap = gap_at(step.position);
    Span fresh{step.first, step.scalars, no_char, no_char, 1, false, graph.is_void(edit)};
    if (gap.before != no_span) {
        const Span& before = spans_[gap.before];
        fresh.origin_left = before.first + before.length - 1;
    }
    fresh.origin_right = right_parent(gap, fresh.origin_left);
    if (gap.after != no_span && spans_[gap.after].prepared == 0)
        integrate(graph, fresh, graph.id_of(edit), gap);
    effects_.push_back({step.first, step.scalars, insertion_weight});
    shown_place_ = gap.shown;
    if (!extend(gap.before, fresh)) place(gap, fresh);
}

// Right behind the character before `position`; cuts the span that holds both.
Tracker::Gap Tracker::gap_at(std::uint32_t position) {
    if (position == 0) return {no_span, tree_.first(), 0};
    const SpanTree::Found found = tree_.find_prepared(position - 1);
    const std::uint32_t offset = found.offset + 1;
    const bool is_shown = widths_of(spans_[found.span]).shown > 0;
    const std::uint32_t shown = found.before.shown + (is_shown ? offset : 0);
    if (offset == spans_[found.span].length) return {found.span, tree_.next(found.span), shown};
    const CharNumber left = spans_[found.span].first + found.offset;
    const SpanNumber right = split(found.span, offset);
    return {span_of(left), right, shown};
}

// The next character that the author knew, if it is a sibling: this makes Fugue FugueMax.
CharNumber Tracker::right_parent(const Gap& gap, CharNumber left) const {
    for (SpanNumber at = gap.after; at != no_span; at = tree_.next(at)) {
        const Span& span = spans_[at];
        if (span.prepared == 0) continue;
        return span.origin_left == left ? span.first : no_char;
    }
    return no_char;
}

// Moves the gap over concurrent characters that come before the fresh ones.
void Tracker::integrate(const TextGraph& graph,
                        const Span& fresh,
                        const TextId& id,
                        Gap& gap) const {
    Gap scan = gap;
    bool scanning = false;
    while (scan.after != no_span && spans_[scan.after].prepared == 0) {
        const Span& other = spans_[scan.after];
        if (other.origin_left == fresh.origin_left) {
            if (other.origin_right == fresh.origin_right) {
                if (id < graph.id_of(graph.edit_of(other.first))) break;
                scanning = false;
            } else {
                scanning = fresh.origin_right == no_char ||
                           (other.origin_right != no_char &&
                            comes_before(other.origin_right, fresh.origin_right));
            }
        } else if (other.origin_left == no_char ||
                   (fresh.origin_left != no_char &&
                    comes_before(other.origin_left, fresh.origin_left))) {
            break;
        }
        scan = {scan.after, tree_.next(scan.after), scan.shown + widths_of(other).shown};
        if (!scanning) gap = scan;
    }
}

bool Tracker::comes_before(CharNumber character, CharNumber other) const {
    const SpanNumber span = span_of(character);
    const SpanNumber other_span = span_of(other);
    return span == other_span ? character < other : tree_.comes_before(span, other_span);
}

// Typing on: the span before the gap takes the characters in.
bool Tracker::extend(SpanNumber before, const Span& fresh) {
    if (before == no_span || fresh.origin_right != no_char) return false;
    Span& span = spans_[before];
    const bool continues = span.first + span.length == fresh.first &&
                           fresh.origin_left + 1 == fresh.first && span.prepared == 1 &&
                           !span.is_removed && span.is_void == fresh.is_void;
    if (!continues) return false;
    span.length += fresh.length;
    name_span(fresh, before);
    tree_.change(before, widths_of(span));
    return true;
}

void Tracker::place(const Gap& gap, const Span& fresh) {
    const auto number = static_cast<SpanNumber>(spans_.size());
    spans_.push_back(fresh);
    if (gap.before == no_span) {
        tree_.insert_first(number, widths_of(fresh));
    } else {
        tree_.insert_after(gap.before, number, widths_of(fresh));
    }
    name_span(fresh, number);
}

void Tracker::remove(const Step& step, bool in_force, std::vector<ShownStep>& steps) {
    std::uint32_t left = step.scalars;
    while (left > 0) {
        const SpanTree::Found found = tree_.find_prepared(step.position);
        const CharNumber first = spans_[found.span].first + found.offset;
        const bool was_shown = widths_of(spans_[found.span]).shown > 0;
        const std::uint32_t shown = found.before.shown + (was_shown ? found.offset : 0);
        SpanNumber number = found.span;
        if (found.offset > 0) number = split(number, found.offset);
        if (spans_[number].length > left) {
            split(number, left);
            number = span_of(first);
        }
        Span& span = spans_[number];
        span.prepared += removal_weight;
        if (in_force) span.is_removed = true;
        if (in_force && was_shown) steps.push_back({shown, span.length, 0, false});
        tree_.change(number, widths_of(span));
        effects_.push_back({span.first, span.length, removal_weight});
        left -= span.length;
    }
}

}  // namespace cairn::text
