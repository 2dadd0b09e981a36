#include "client/merge/text/text_graph.h"

#include <algorithm>

#include "client/merge/text/limits.h"
#include "client/merge/text/scalars.h"
#include "shared/base/contract.h"

namespace cairn::text {
namespace {

constexpr EditNumber no_edit = 0xFFFFFFFF;

std::size_t hash_of(const TextId& id) {
    std::size_t hash = std::hash<ChangeId>{}(id.change) + id.index;
    hash = (hash ^ (hash >> 32U)) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 32U);
}

}  // namespace

TextGraph::TextGraph(TextBeginning beginning)
    : opened_(std::move(beginning.heads)), opened_length_(beginning.length), past_(beginning.past) {
    std::sort(opened_.begin(), opened_.end());
}

std::optional<EditNumber> TextGraph::find(const TextId& id) const {
    if (slots_.empty()) return std::nullopt;
    const EditNumber found = slots_[slot_of(id)];
    return found == no_edit ? std::nullopt : std::optional(found);
}

Result<Version, TextFault> TextGraph::resolve(const std::vector<TextId>& ids) const {
    if (ids.size() > limits::parents_max) return refuse(TextFault::too_many_parents);
    if (are_heads(ids)) return heads_;
    Version version;
    std::vector<TextId> before;
    for (const TextId& id : ids) {
        if (const auto number = find(id)) {
            version.push_back(*number);
        } else if (std::binary_search(opened_.begin(), opened_.end(), id)) {
            before.push_back(id);
        } else {
            return refuse(opened_.empty() ? TextFault::unknown_parent : TextFault::needs_graph);
        }
    }
    std::sort(version.begin(), version.end());
    version.erase(std::unique(version.begin(), version.end()), version.end());
    if (version.empty()) {
        std::sort(before.begin(), before.end());
        before.erase(std::unique(before.begin(), before.end()), before.end());
        if (before != opened_) return refuse(TextFault::needs_graph);
    }
    return version;
}

bool TextGraph::are_heads(const std::vector<TextId>& ids) const {
    return !heads_.empty() &&
           std::equal(ids.begin(),
                      ids.end(),
                      heads_.begin(),
                      heads_.end(),
                      [&](const TextId& id, EditNumber head) { return id == ids_[head]; });
}

std::vector<TextId> TextGraph::ids_of(const Version& version) const {
    if (version.empty()) return opened_;
    std::vector<TextId> ids;
    ids.reserve(version.size());
    for (const EditNumber edit : version) ids.push_back(ids_[edit]);
    return ids;
}

bool TextGraph::has_room(const Patches& patches) const {
    return opened_length_ + std::uint64_t{chars_} + inserted_by(patches) <=
               limits::held_scalars_max &&
           steps_.size() + 2 * patches.size() <= limits::held_steps_max;
}

TextPast TextGraph::past_of(const Version& version) const {
    std::vector<bool> past(size(), false);
    for (const EditNumber head : version) past[head] = true;
    TextPast found = past_;
    for (EditNumber edit = size(); edit-- > 0;) {
        if (!past[edit]) continue;
        for (const EditNumber parent : parents_of(edit)) past[parent] = true;
        ++found.edits;
        found.inserted +=
            (edit + 1 < size() ? edits_[edit + 1].first_char : chars_) - edits_[edit].first_char;
    }
    return found;
}

EditNumber TextGraph::add(const TextId& id, const Version& parents, const Patches& patches) {
    const EditNumber edit = size();
    edits_.push_back({static_cast<std::uint32_t>(steps_.size()),
                      chars_,
                      static_cast<std::uint32_t>(parents_.size()),
                      0});
    ids_.push_back(id);
    index(edit);
    parents_.insert(parents_.end(), parents.begin(), parents.end());
    for (const Patch& patch : patches) {
        if (patch.removed > 0) add_step(patch.position, patch.removed, {});
        if (!patch.inserted.empty())
            add_step(patch.position,
                     static_cast<std::uint32_t>(count_scalars(patch.inserted)),
                     patch.inserted);
    }
    note_heads(edit, parents);
    return edit;
}

void TextGraph::add_step(std::uint32_t position, std::uint32_t scalars, std::string_view inserted) {
    const bool is_insertion = !inserted.empty();
    steps_.push_back(
        {position, scalars, chars_, static_cast<std::uint32_t>(content_.size()), is_insertion});
    content_ += inserted;
    if (is_insertion) chars_ += scalars;
}

// Critical edits form a chain, each below all that came later: those not in the past of the new
// edit are its contemporaries from now on.
void TextGraph::note_heads(EditNumber edit, const Version& parents) {
    const auto known_from = parents.empty() ? 0 : parents.back() + 1;
    while (!critical_.empty() && critical_.back().last >= known_from) {
        if (critical_.back().first >= known_from) {
            critical_.pop_back();
        } else {
            critical_.back().last = known_from - 1;
        }
    }
    std::erase_if(heads_, [&](EditNumber head) {
        return std::binary_search(parents.begin(), parents.end(), head);
    });
    heads_.push_back(edit);
    if (heads_.size() > 1) return;
    if (!critical_.empty() && critical_.back().last + 1 == edit) {
        critical_.back().last = edit;
    } else {
        critical_.push_back({edit, edit});
    }
}

std::span<const EditNumber> TextGraph::parents_of(EditNumber edit) const {
    const std::size_t first = edits_[edit].first_parent;
    const std::size_t end = edit + 1 < size() ? edits_[edit + 1].first_parent : parents_.size();
    return {parents_.data() + first, end - first};
}

std::span<const Step> TextGraph::steps_of(EditNumber edit) const {
    const std::size_t first = edits_[edit].first_step;
    const std::size_t end = edit + 1 < size() ? edits_[edit + 1].first_step : steps_.size();
    return {steps_.data() + first, end - first};
}

Patches TextGraph::patches_of(EditNumber edit) const {
    Patches patches;
    bool joins = false;  // an insertion belongs to the removal before it, at the same position
    for (const Step& step : steps_of(edit)) {
        if (!step.is_insertion) {
            patches.push_back({step.position, step.scalars, {}});
            joins = true;
            continue;
        }
        if (!joins || patches.back().position != step.position)
            patches.push_back({step.position, 0, {}});
        patches.back().inserted = content(step.first, step.scalars);
        joins = false;
    }
    return patches;
}

EditNumber TextGraph::edit_of(CharNumber character) const {
    const auto after = std::upper_bound(
        edits_.begin(), edits_.end(), character, [](CharNumber number, const Row& row) {
            return number < row.first_char;
        });
    return static_cast<EditNumber>(after - edits_.begin()) - 1;
}

// Characters are numbered as they lie in the column.
std::string_view TextGraph::content(CharNumber first, std::uint32_t count) const {
    const auto after = std::upper_bound(
        steps_.begin(), steps_.end(), first, [](CharNumber number, const Step& step) {
            return number < step.first;
        });
    const Step& step = *std::prev(after);
    std::string_view text = std::string_view(content_).substr(step.content);
    text.remove_prefix(bytes_of(text, first - step.first));
    return text.substr(0, bytes_of(text, count));
}

void TextGraph::set_void(EditNumber edit, bool is_void) {
    CAIRN_ASSERT(edit < size());
    void_.resize(size(), false);
    if (void_[edit] == is_void) return;
    void_[edit] = is_void;
    void_count_ += is_void ? 1U : 0xFFFFFFFFU;
}

std::optional<EditNumber> TextGraph::critical_below(const Version& parents) const {
    if (parents.empty()) return std::nullopt;
    for (auto stretch = critical_.rbegin(); stretch != critical_.rend(); ++stretch)
        if (stretch->first <= parents.back()) return std::min(stretch->last, parents.back());
    return std::nullopt;
}

std::uint32_t TextGraph::length_at_critical(std::optional<EditNumber> critical) const {
    return critical ? edits_[*critical].length : opened_length_;
}

void TextGraph::index(EditNumber edit) {
    if (2 * ids_.size() > slots_.size()) {
        slots_.assign(std::max<std::size_t>(16, 4 * ids_.size()), no_edit);
        std::size_t power = 16;
        while (power < slots_.size()) power *= 2;
        slots_.assign(power, no_edit);
        for (EditNumber known = 0; known < edit; ++known) slots_[slot_of(ids_[known])] = known;
    }
    slots_[slot_of(ids_[edit])] = edit;
}

// Where the id is, or would be.
std::size_t TextGraph::slot_of(const TextId& id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash_of(id) & mask;
    while (slots_[slot] != no_edit && ids_[slots_[slot]] != id) slot = (slot + 1) & mask;
    return slot;
}

}  // namespace cairn::text
