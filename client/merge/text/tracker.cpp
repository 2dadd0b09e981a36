#include "client/merge/text/tracker.h"

#include <algorithm>

#include "shared/base/contract.h"

namespace cairn::text {
namespace {

// Characters of the text at the base have numbers of their own: their places in it.
constexpr CharNumber base_flag = 0x80000000;
constexpr CharNumber no_char = 0xFFFFFFFF;

bool is_base(CharNumber character) { return (character & base_flag) != 0; }

}  // namespace

void Tracker::clear() {
    started_ = false;
    prepared_.clear();
    spans_.clear();
    tree_.clear();
    span_of_.clear();
    base_spans_.clear();
    effects_.clear();
    effects_of_.clear();
}

void Tracker::start(std::optional<EditNumber> base, std::uint32_t length, CharNumber first_char) {
    clear();
    started_ = true;
    base_ = base;
    first_char_ = first_char;
    if (base) prepared_ = {*base};
    if (length == 0) return;
    Span text{base_flag, length, no_char, no_char, 1, false, false};
    place({}, text);
}

Widths Tracker::widths_of(const Span& span) const {
    return {span.prepared == 1 ? span.length : 0,
            span.is_removed || span.is_void ? 0 : span.length};
}

SpanNumber Tracker::span_of(CharNumber character) const {
    if (is_base(character)) return std::prev(base_spans_.upper_bound(character))->second;
    return span_of_[character - first_char_];
}

void Tracker::name_span(const Span& span, SpanNumber number) {
    if (is_base(span.first)) {
        base_spans_[span.first] = number;
        return;
    }
    const std::size_t first = span.first - first_char_;
    if (span_of_.size() < first + span.length) span_of_.resize(first + span.length, no_span);
    std::fill_n(span_of_.begin() + static_cast<std::ptrdiff_t>(first), span.length, number);
}

// Cuts a span in two; gives the right one. The longer part keeps the number, so that naming costs
// no more than n log n for a span of n, however it is cut.
SpanNumber Tracker::split(SpanNumber number, std::uint32_t offset) {
    const auto fresh = static_cast<SpanNumber>(spans_.size());
    Span left = spans_[number];
    Span right = left;
    left.length = offset;
    right.first += offset;
    right.length -= offset;
    right.origin_left = right.first - 1;
    right.origin_right = no_char;
    const bool keeps_left = left.length >= right.length;
    spans_[number] = keeps_left ? left : right;
    spans_.push_back(keeps_left ? right : left);
    tree_.change(number, widths_of(spans_[number]));
    if (keeps_left) {
        tree_.insert_after(number, fresh, widths_of(right));
    } else {
        tree_.insert_before(number, fresh, widths_of(left));
    }
    name_span(spans_[fresh], fresh);
    if (is_base(left.first)) name_span(spans_[number], number);
    return keeps_left ? fresh : number;
}

void Tracker::prepare(const TextGraph& graph, const Version& version) {
    if (prepared_ == version) return;
    const TextGraph::Difference difference = graph.difference(prepared_, version);
    move_all(difference.only_from, false);
    move_all(difference.only_to, true);
    prepared_ = version;
}

void Tracker::move_all(const std::vector<EditNumber>& edits, bool forward) {
    const EditNumber first_edit = base_ ? *base_ + 1 : 0;
    Effect range;  // grows while what follows lies beside it
    for (const EditNumber edit : edits) {
        const Stretch& stretch = effects_of_[edit - first_edit];
        for (std::uint32_t i = stretch.first; i < stretch.end; ++i) {
            const Effect& effect = effects_[i];
            if (effect.weight != range.weight) {
                shift(range, forward);
                range = effect;
            } else if (effect.first == range.first + range.length) {
                range.length += effect.length;
            } else if (effect.first + effect.length == range.first) {
                range.first = effect.first;
                range.length += effect.length;
            } else {
                shift(range, forward);
                range = effect;
            }
        }
    }
    shift(range, forward);
}

void Tracker::shift(const Effect& range, bool forward) {
    CharNumber at = range.first;
    const CharNumber end = range.first + range.length;
    while (at < end) {
        SpanNumber number = span_of(at);
        if (at > spans_[number].first) number = split(number, at - spans_[number].first);
        if (spans_[number].length > end - at) {
            const SpanNumber right = split(number, end - at);
            number = right == number ? span_of(at) : number;
        }
        Span& span = spans_[number];
        span.prepared = forward ? span.prepared + range.weight : span.prepared - range.weight;
        tree_.change(number, widths_of(span));
        at += span.length;
    }
}

std::vector<Tracker::Run> Tracker::runs() const {
    std::vector<Run> runs;
    for (SpanNumber at = tree_.first(); at != no_span; at = tree_.next(at)) {
        const Span& span = spans_[at];
        if (is_base(span.first)) continue;
        const bool is_shown = !span.is_removed && !span.is_void;
        runs.push_back({span.first, span.length, span.prepared == 1, is_shown});
    }
    return runs;
}

std::uint32_t Tracker::position_of_shown(std::uint32_t shown) const {
    if (shown == 0) return 0;
    const SpanTree::Found found = tree_.find_shown(shown - 1);
    const bool is_there = spans_[found.span].prepared == 1;
    return found.before.prepared + (is_there ? found.offset + 1 : 0);
}

Tracker::Reach Tracker::reach_of_shown(std::uint32_t shown) const {
    const SpanTree::Found found = tree_.find_shown(shown);
    const Span& span = spans_[found.span];
    Reach reach{std::nullopt, span.length - found.offset};
    if (span.prepared == 1) reach.position = found.before.prepared + found.offset;
    return reach;
}

}  // namespace cairn::text
