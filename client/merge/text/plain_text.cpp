#include "client/merge/text/plain_text.h"

#include <algorithm>

#include "client/merge/text/check_edit.h"
#include "client/merge/text/scalars.h"
#include "shared/base/contract.h"

namespace cairn::text {
namespace {

std::vector<std::string> scalars_of(const std::string& text) {
    std::vector<std::string> scalars;
    for (const char byte : text) {
        if (begins_scalar(byte)) scalars.emplace_back();
        scalars.back() += byte;
    }
    return scalars;
}

}  // namespace

Result<void, TextFault> PlainText::receive(const TextEdit& edit) {
    if (numbers_.contains(edit.id)) return {};
    if (const auto fault = fault_in(edit)) return refuse(*fault);
    const auto parents = find(edit.parents);
    if (!parents) return refuse(TextFault::unknown_parent);
    Past past = past_of(*parents);
    if (const auto fault = fault_at_length(edit.patches, length_in(past))) return refuse(*fault);
    TextPast behind{static_cast<std::uint64_t>(std::count(past.begin(), past.end(), true)), 0};
    for (const Character& character : characters_) behind.inserted += past[character.inserted_by];
    if (const auto fault = fault_after(behind, edit.patches)) return refuse(*fault);

    const EditNumber number = edits_.size();
    edits_.push_back({edit.id, *parents});
    numbers_.emplace(edit.id, number);
    past.push_back(true);  // the edit sees what its own earlier patches did
    for (const Patch& patch : edit.patches) {
        remove(number, past, patch.position, patch.removed);
        std::size_t position = patch.position;
        for (const std::string& scalar : scalars_of(patch.inserted))
            insert(number, past, position++, scalar);
    }
    return {};
}

void PlainText::set_void(const TextId& edit, bool is_void) {
    const auto found = numbers_.find(edit);
    CAIRN_ASSERT(found != numbers_.end());
    edits_[found->second].is_void = is_void;
}

std::string PlainText::text() const {
    std::string text;
    const Past all(edits_.size(), true);
    for (const std::size_t character : order_)
        if (is_shown(characters_[character], all)) text += characters_[character].scalar;
    return text;
}

std::optional<std::string> PlainText::text_at(const std::vector<TextId>& heads) const {
    const auto numbers = find(heads);
    if (!numbers) return std::nullopt;
    const Past past = past_of(*numbers);
    std::string text;
    for (const std::size_t character : order_)
        if (is_shown(characters_[character], past)) text += characters_[character].scalar;
    return text;
}

std::vector<TextId> PlainText::authors() const {
    std::vector<TextId> authors;
    const Past all(edits_.size(), true);
    for (const std::size_t character : order_)
        if (is_shown(characters_[character], all))
            authors.push_back(edits_[characters_[character].inserted_by].id);
    return authors;
}

PlainText::Past PlainText::past_of(const std::vector<EditNumber>& heads) const {
    Past past(edits_.size(), false);
    for (const EditNumber head : heads) past[head] = true;
    for (EditNumber edit = edits_.size(); edit-- > 0;) {
        if (!past[edit]) continue;
        for (const EditNumber parent : edits_[edit].parents) past[parent] = true;
    }
    return past;
}

std::optional<std::vector<std::size_t>> PlainText::find(const std::vector<TextId>& ids) const {
    std::vector<EditNumber> found;
    for (const TextId& id : ids) {
        const auto entry = numbers_.find(id);
        if (entry == numbers_.end()) return std::nullopt;
        found.push_back(entry->second);
    }
    return found;
}

bool PlainText::is_there(const Character& character, const Past& past) const {
    return past[character.inserted_by] && std::none_of(character.removed_by.begin(),
                                                       character.removed_by.end(),
                                                       [&](EditNumber edit) { return past[edit]; });
}

bool PlainText::is_shown(const Character& character, const Past& past) const {
    Past in_force = past;
    for (EditNumber edit = 0; edit < edits_.size(); ++edit)
        if (edits_[edit].is_void) in_force[edit] = false;
    return is_there(character, in_force);
}

std::size_t PlainText::length_in(const Past& past) const {
    return static_cast<std::size_t>(
        std::count_if(characters_.begin(), characters_.end(), [&](const Character& character) {
            return is_there(character, past);
        }));
}

std::size_t PlainText::place_of(std::size_t character) const {
    const auto found = std::find(order_.begin(), order_.end(), character);
    return static_cast<std::size_t>(found - order_.begin());
}

std::size_t PlainText::place_or_end(std::optional<std::size_t> character) const {
    return character ? place_of(*character) : order_.size();
}

bool PlainText::comes_before(EditNumber edit, EditNumber other) const {
    return edits_[edit].id < edits_[other].id;
}

void PlainText::remove(EditNumber edit, const Past& past, std::size_t position, std::size_t count) {
    std::size_t seen = 0;
    for (const std::size_t number : order_) {
        if (count == 0) return;
        Character& character = characters_[number];
        if (!is_there(character, past)) continue;
        if (seen < position) {
            ++seen;
            continue;
        }
        character.removed_by.insert(edit);
        --count;
    }
}

void PlainText::insert(EditNumber edit,
                       const Past& past,
                       std::size_t position,
                       const std::string& scalar) {
    std::size_t place = 0;  // right after the character before `position`
    for (std::size_t seen = 0; seen < position; ++place)
        if (is_there(characters_[order_[place]], past)) ++seen;

    Character fresh{scalar, edit, std::nullopt, std::nullopt, {}};
    if (place > 0) fresh.origin_left = order_[place - 1];
    for (std::size_t next = place; next < order_.size(); ++next) {
        const Character& candidate = characters_[order_[next]];
        if (!past[candidate.inserted_by]) continue;
        // A right parent only among siblings: this is what makes Fugue FugueMax.
        if (candidate.origin_left == fresh.origin_left) fresh.origin_right = order_[next];
        break;
    }

    place = integrate(fresh, past, place);
    characters_.push_back(std::move(fresh));
    order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(place), characters_.size() - 1);
}

// Passes over concurrent characters that come first; `place` is right after the left origin.
std::size_t PlainText::integrate(const Character& fresh,
                                 const Past& past,
                                 std::size_t place) const {
    const std::size_t left = place;  // places are counted from 1, so that the text's start is 0
    const std::size_t right = place_or_end(fresh.origin_right);
    bool scanning = false;
    for (std::size_t next = place; next < order_.size(); ++next) {
        const Character& other = characters_[order_[next]];
        if (past[other.inserted_by]) break;
        const std::size_t other_left = other.origin_left ? place_of(*other.origin_left) + 1 : 0;
        if (other_left < left) break;
        if (other_left == left) {
            const std::size_t other_right = place_or_end(other.origin_right);
            if (other_right == right && comes_before(fresh.inserted_by, other.inserted_by)) break;
            scanning = other_right < right;
        }
        if (!scanning) place = next + 1;
    }
    return place;
}

}  // namespace cairn::text
