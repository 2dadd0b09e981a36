#include "shared/wire/run_builder.h"

#include <algorithm>

#include "shared/base/contract.h"

namespace cairn {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t change_bytes_typical = 8;  // of its six columns
constexpr std::size_t edit_bytes_typical = 7;    // of its columns but the texts
constexpr std::size_t reference_bytes_typical = 4;

// The row of `key` in `table`, which it joins if it is new; `bytes` grows with the table.
template <class Index, class Key, class Table>
std::uint32_t row_of(Index& index, const Key& key, Table& table, std::size_t& bytes) {
    const auto [at, is_new] = index.emplace(key, static_cast<std::uint32_t>(table.size()));
    if (is_new) {
        table.push_back(key);
        bytes += Key::size;
    }
    return at->second;
}

}  // namespace

std::uint32_t RunBuilder::tip_index(const EnvelopeHash& tip) {
    return row_of(tips_, tip, run_.tips, bytes_);
}

std::uint32_t RunBuilder::entry_of(std::uint32_t tip, EnvelopeNumber number) {
    const auto row = static_cast<std::uint32_t>(run_.entries.size());
    const auto [at, is_new] = entries_.emplace(std::pair(tip, number), row);
    if (is_new) {
        run_.entries.push_back({tip, number});
        bytes_ += reference_bytes_typical;
    }
    return at->second;
}

std::uint32_t RunBuilder::own_entry(EnvelopeNumber number) { return entry_of(0, number); }

std::uint32_t RunBuilder::entry(const EnvelopeHash& tip, EnvelopeNumber number) {
    return entry_of(tip_index(tip) + 1, number);
}

void RunBuilder::begin_change(const SittingId& sitting,
                              std::uint64_t counter,
                              WallTime wall,
                              std::span<const EnvelopeHash> deps) {
    RunChange change;
    change.sitting = row_of(sittings_, sitting, run_.sittings, bytes_);
    change.counter = counter;
    change.wall = wall;
    change.dep_first = static_cast<std::uint32_t>(run_.dep_tips.size());
    change.dep_count = static_cast<std::uint32_t>(deps.size());
    for (const EnvelopeHash& dep : deps) run_.dep_tips.push_back(tip_index(dep));
    change.edit_first = static_cast<std::uint32_t>(run_.edits.size());
    run_.changes.push_back(change);
    bytes_ += change_bytes_typical + deps.size();
}

void RunBuilder::add_edit(const ItemId& item,
                          std::uint32_t field,
                          std::string_view element,
                          std::string_view value,
                          std::span<const RunReference> over) {
    CAIRN_ASSERT(!run_.changes.empty());
    RunEdit edit;
    edit.item = row_of(items_, item, run_.items, bytes_);
    edit.field = field;
    edit.element = keep(element);
    edit.value = keep(value);
    edit.over_first = static_cast<std::uint32_t>(run_.references.size());
    edit.over_count = static_cast<std::uint32_t>(over.size());
    run_.references.insert(run_.references.end(), over.begin(), over.end());
    run_.edits.push_back(edit);
    ++run_.changes.back().edit_count;
    bytes_ += edit_bytes_typical + element.size() + value.size();
    bytes_ += over.size() * reference_bytes_typical;
}

// Chunks are never enlarged once they hold a text, so views into them stay true.
std::string_view RunBuilder::keep(std::string_view text) {
    if (text.empty()) return {};
    auto& arena = run_.arena;
    if (arena.empty() || arena.back().capacity() - arena.back().size() < text.size())
        arena.emplace_back().reserve(std::max(chunk_bytes, text.size()));
    std::vector<char>& chunk = arena.back();
    const std::size_t at = chunk.size();
    chunk.insert(chunk.end(), text.begin(), text.end());
    return {chunk.data() + at, text.size()};
}

Run RunBuilder::take() {
    Run run = std::move(run_);
    *this = RunBuilder(ChangeId{});
    return run;
}

}  // namespace cairn
