#include "client/merge/text/text_document.h"

#include <algorithm>

#include "client/merge/text/check_edit.h"
#include "client/merge/text/compare.h"
#include "client/merge/text/edit_codec.h"
#include "client/merge/text/limits.h"
#include "client/merge/text/scalars.h"
#include "shared/base/contract.h"

namespace cairn::text {
namespace {

std::int64_t growth_of(const Patches& patches) {
    std::int64_t growth = 0;
    for (const Patch& patch : patches)
        growth += static_cast<std::int64_t>(count_scalars(patch.inserted)) - patch.removed;
    return growth;
}

bool fit(std::span<const Step> steps, std::size_t length) {
    for (const Step& step : steps) {
        if (step.position > length) return false;
        if (!step.is_insertion && step.scalars > length - step.position) return false;
        length = step.is_insertion ? length + step.scalars : length - step.scalars;
    }
    return true;
}

}  // namespace

Result<TextDocument, TextFault> TextDocument::open(std::string_view text,
                                                   std::vector<TextId> heads,
                                                   const TextPast& past) {
    if (!is_plain(text)) return refuse(TextFault::not_text);
    if (heads.empty() && !text.empty()) return refuse(TextFault::malformed);
    if (text.size() > limits::held_scalars_max) return refuse(TextFault::no_room);
    TextDocument document;
    document.buffer_ = TextBuffer(text);
    document.graph_ = TextGraph({std::move(heads), document.length(), past});
    return document;
}

Result<TextDocument, TextFault> TextDocument::resume(std::string_view text,
                                                     TextBeginning beginning,
                                                     std::span<const KnownEdit> since) {
    if (!is_plain(text)) return refuse(TextFault::not_text);
    TextDocument document;
    document.buffer_ = TextBuffer(text);
    const std::uint32_t expected = since.empty() ? beginning.length : since.back().length;
    if (document.length() != expected) return refuse(TextFault::malformed);
    document.graph_ = TextGraph(std::move(beginning));
    TextGraph& graph = document.graph_;
    for (const auto& [edit, length] : since) {
        if (const auto fault = fault_in(edit)) return refuse(*fault);
        if (!graph.has_room(edit.patches)) return refuse(TextFault::no_room);
        const auto parents = graph.resolve(edit.parents);
        if (!parents) return refuse(parents.error());
        graph.add(edit.id, *parents, edit.patches);
        graph.note_length(length);
    }
    if (!document.track_from(std::nullopt) || document.tracker_.shown_length() != document.length())
        return refuse(TextFault::malformed);
    return document;
}

Result<void, TextFault> TextDocument::edit(std::uint32_t position,
                                           std::uint32_t removed,
                                           std::string_view inserted) {
    if (position > length() || removed > length() - position) return refuse(TextFault::beyond_end);
    const auto scalars = count_plain(inserted);
    if (!scalars) return refuse(TextFault::not_text);
    if (length() - removed + *scalars > limits::scalars_max) return refuse(TextFault::too_large);
    if (graph_.past().inserted + pending_scalars_ + *scalars > limits::inserted_scalars_max)
        return refuse(TextFault::too_large);
    pending_scalars_ += static_cast<std::uint32_t>(*scalars);
    if (graph_.has_void()) {
        edit_beside_void(position, removed, inserted);
        return {};
    }
    if (removed > 0) {
        buffer_.remove(position, removed);
        pending_.remove(position, removed);
    }
    if (!inserted.empty()) {
        buffer_.insert(position, inserted, static_cast<std::uint32_t>(*scalars));
        pending_.insert(position, inserted, static_cast<std::uint32_t>(*scalars));
    }
    return {};
}

std::vector<Patches> TextDocument::pending() const { return cut_for_values(pending_.patches()); }

void TextDocument::commit(std::span<const TextId> ids) {
    const std::vector<Patches> edits = pending();
    CAIRN_ASSERT(edits.size() == ids.size());
    std::int64_t grown = 0;
    for (const Patches& patches : edits) grown += growth_of(patches);
    std::int64_t length_so_far = length() - grown;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const Version parents = graph_.heads();
        const EditNumber number = graph_.add(ids[i], parents, edits[i]);
        follow(number, parents);
        length_so_far += growth_of(edits[i]);
        graph_.note_length(tracker_.is_started() ? tracker_.prepared_length()
                                                 : static_cast<std::uint32_t>(length_so_far));
    }
    pending_ = {};
    pending_scalars_ = 0;
    drafting_.reset();
    drafted_scalars_ = 0;
}

Result<Patches, TextFault> TextDocument::receive(const TextEdit& edit) {
    if (!pending_.patches().empty()) return refuse(TextFault::unfinished);
    if (graph_.find(edit.id)) return {};
    if (const auto fault = fault_in(edit)) return refuse(*fault);
    if (!graph_.has_room(edit.patches)) return refuse(TextFault::no_room);
    const auto parents = graph_.resolve(edit.parents);
    if (!parents) return refuse(parents.error());
    if (fault_after(graph_.past(), edit.patches))  // all that is known may be more than its past
        if (const auto fault = fault_after(graph_.past_of(*parents), edit.patches))
            return refuse(*fault);
    const bool follows_all = *parents == graph_.heads() && !graph_.has_void();
    return follows_all ? append(edit, *parents) : merge(edit, *parents);
}

Result<Patches, TextFault> TextDocument::append(const TextEdit& edit, const Version& parents) {
    if (const auto fault = fault_at_length(edit.patches, length())) return refuse(*fault);
    const EditNumber number = graph_.add(edit.id, parents, edit.patches);
    for (const Patch& patch : edit.patches) {
        if (patch.removed > 0) buffer_.remove(patch.position, patch.removed);
        if (!patch.inserted.empty())
            buffer_.insert(patch.position,
                           patch.inserted,
                           static_cast<std::uint32_t>(count_scalars(patch.inserted)));
    }
    graph_.note_length(length());
    follow(number, parents);
    return edit.patches;
}

// An edit whose work is shown already and that has everything in its past.
void TextDocument::follow(EditNumber edit, const Version& parents) {
    if (!tracker_.is_started()) return;
    if (may_forget()) return tracker_.clear();
    if (keep_for_ > 0) --keep_for_;
    tracker_.prepare(graph_, parents);
    std::vector<ShownStep> shown_already;
    tracker_.apply(graph_, edit, shown_already);
}

// The walker's state is kept for as many edits as its building walked, so that people who never
// quite catch up with each other pay for a walk once in a while, not each time.
bool TextDocument::may_forget() const {
    return keep_for_ == 0 && graph_.heads().size() == 1 && !graph_.has_void();
}

Result<Patches, TextFault> TextDocument::merge(const TextEdit& edit, const Version& parents) {
    const auto base = graph_.has_void() ? std::nullopt : graph_.critical_below(parents);
    const bool reaches =
        tracker_.is_started() && (!tracker_.base() || (base && *tracker_.base() <= *base));
    if (!reaches) CAIRN_ASSERT(track_from(base));  // each fitted when it came
    tracker_.prepare(graph_, parents);
    if (const auto fault = fault_at_length(edit.patches, tracker_.prepared_length()))
        return refuse(*fault);
    const EditNumber number = graph_.add(edit.id, parents, edit.patches);
    std::vector<ShownStep> steps;
    tracker_.apply(graph_, number, steps);
    Patches shown = show(steps);
    graph_.note_length(tracker_.prepared_length());
    if (keep_for_ > 0) --keep_for_;
    if (may_forget()) tracker_.clear();
    return shown;
}

// Builds the walker's state for everything after `base`, a branch at a time.
bool TextDocument::track_from(std::optional<EditNumber> base) {
    const EditNumber first = base ? *base + 1 : 0;
    const CharNumber first_char =
        first < graph_.size() ? graph_.first_char_of(first) : graph_.chars();
    tracker_.start(base, graph_.length_at_critical(base), first_char);
    keep_for_ = graph_.size() - first;
    std::vector<ShownStep> known;
    for (const EditNumber edit : graph_.walk_order(first)) {
        const auto parents = graph_.parents_of(edit);
        tracker_.prepare(graph_, Version(parents.begin(), parents.end()));
        if (!fit(graph_.steps_of(edit), tracker_.prepared_length())) return false;
        tracker_.apply(graph_, edit, known);
        known.clear();
    }
    return true;
}

Patches TextDocument::show(const std::vector<ShownStep>& steps) {
    PatchWriter writer;
    for (const ShownStep& step : steps) {
        if (step.is_insertion) {
            const std::string_view inserted = graph_.content(step.first, step.scalars);
            buffer_.insert(step.position, inserted, step.scalars);
            writer.insert(step.position, inserted, step.scalars);
        } else {
            buffer_.remove(step.position, step.scalars);
            writer.remove(step.position, step.scalars);
        }
    }
    return writer.take();
}

Result<Patches, TextFault> TextDocument::set_void(std::span<const TextId> edits, bool is_void) {
    if (!pending_.patches().empty()) return refuse(TextFault::unfinished);
    if (!graph_.opened().empty()) return refuse(TextFault::needs_graph);
    std::vector<EditNumber> numbers;
    for (const TextId& id : edits) {
        const auto number = graph_.find(id);
        if (!number) return refuse(TextFault::unknown_parent);
        numbers.push_back(*number);
    }
    const std::vector<bool> before = in_force(graph_, graph_.heads());
    for (const EditNumber number : numbers) graph_.set_void(number, is_void);
    Patches patches = compare(graph_, before, in_force(graph_, graph_.heads()));
    for (const Patch& patch : patches) {
        if (patch.removed > 0) buffer_.remove(patch.position, patch.removed);
        if (!patch.inserted.empty())
            buffer_.insert(patch.position,
                           patch.inserted,
                           static_cast<std::uint32_t>(count_scalars(patch.inserted)));
    }
    tracker_.clear();
    if (graph_.has_void()) CAIRN_ASSERT(track_from(std::nullopt));
    return patches;
}

// What is shown lies elsewhere in the positions of edits, which count void edits' work.
void TextDocument::edit_beside_void(std::uint32_t position,
                                    std::uint32_t removed,
                                    std::string_view inserted) {
    if (!drafting_) {
        tracker_.prepare(graph_, graph_.heads());
        drafting_ = tracker_;
    }
    std::uint32_t at = position;
    while (removed > 0) {
        Tracker::Reach reach = drafting_->reach_of_shown(at);
        reach.scalars = std::min(reach.scalars, removed);
        removed -= reach.scalars;
        if (reach.position) {
            own_step({.position = *reach.position, .scalars = reach.scalars}, {});
        } else {
            at += reach.scalars;
        }
    }
    if (inserted.empty()) return;
    own_step({.position = drafting_->position_of_shown(position),
              .scalars = static_cast<std::uint32_t>(count_scalars(inserted)),
              .first = graph_.chars() + drafted_scalars_,
              .is_insertion = true},
             inserted);
}

void TextDocument::own_step(const Step& step, std::string_view inserted) {
    std::vector<ShownStep> steps;
    drafting_->apply_own(graph_, step, steps);
    for (const ShownStep& shown : steps) {
        if (shown.is_insertion) {
            buffer_.insert(shown.position, inserted, shown.scalars);
        } else {
            buffer_.remove(shown.position, shown.scalars);
        }
    }
    if (step.is_insertion) {
        drafted_scalars_ += step.scalars;
        pending_.insert(step.position, inserted, step.scalars);
    } else {
        pending_.remove(step.position, step.scalars);
    }
}

}  // namespace cairn::text
