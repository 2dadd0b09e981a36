#include "client/replica/run_builder.h"

#include <algorithm>
#include <unordered_set>

#include "shared/base/contract.h"
#include "shared/wire/limits.h"

namespace cairn::replica {
namespace {

constexpr std::size_t arena_block_bytes = 64 * limits::kib;
// Beside its texts: item, field, lengths, reference.
constexpr std::size_t edit_columns_bytes = 12;
constexpr std::size_t change_columns_bytes = 8;

std::size_t bytes_of_edits(const std::vector<StoredEdit>& edits) {
    std::size_t bytes = change_columns_bytes;
    for (const StoredEdit& edit : edits)
        bytes += edit.value.size() + edit.cell.element.size() + edit_columns_bytes +
                 4 * edit.over.size();
    return bytes;
}

}  // namespace

RunBuilder::RunBuilder(Tables& tables, Row previous)
    : tables_(tables),
      previous_(previous),
      deps_(tables.db, "SELECT envelope FROM dep WHERE change = ?"),
      newest_applied_(tables.db,
                      "SELECT id FROM envelope WHERE chain = ? AND state >= 2 "
                      "ORDER BY number DESC LIMIT 1") {}

bool RunBuilder::add(Row change) {
    const ChangeInfo& info = tables_.graph.change(change);
    const std::vector<StoredEdit> edits = tables_.edits.of_change(change, info.edits);
    const std::size_t more = bytes_of_edits(edits);
    if (!rows_.empty() && (bytes_ + more > limits::run_bytes_typical ||
                           run_.sittings.size() >= limits::sittings_max ||
                           run_.tips.size() + tips_of(change, edits) > limits::tips_max))
        return false;
    bytes_ += more;
    RunChange added{.sitting = sitting_for(info.sitting),
                    .counter = info.counter,
                    .wall = info.wall,
                    .dep_first = static_cast<std::uint32_t>(run_.dep_tips.size()),
                    .edit_first = static_cast<std::uint32_t>(run_.edits.size()),
                    .edit_count = info.edits};
    sqlite::Rows deps = deps_.query(change);
    while (deps.next()) run_.dep_tips.push_back(tip_for(deps.integer(0)) - 1);
    added.dep_count = static_cast<std::uint32_t>(run_.dep_tips.size()) - added.dep_first;
    if (rows_.empty() && info.predecessor != 0)
        run_.predecessor = tables_.graph.change(info.predecessor).identity;
    index_of_change_[change] = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back(change);
    run_.changes.push_back(added);
    for (const StoredEdit& edit : edits) add_edit(edit, change);
    return true;
}

// At most so many tips does the change add: its deps, and one for each chain that its edits name.
std::size_t RunBuilder::tips_of(Row change, const std::vector<StoredEdit>& edits) {
    std::size_t deps = 0;
    for (sqlite::Rows rows = deps_.query(change); rows.next();)
        if (tip_of_envelope_.count(rows.integer(0)) == 0) ++deps;
    std::unordered_set<Row> chains;
    for (const StoredEdit& edit : edits) {
        for (const OverRef& ref : edit.over) {
            const Row* named = std::get_if<Row>(&ref);
            if (named == nullptr) continue;
            const Row envelope = tables_.graph.change(tables_.graph.change_of(*named)).envelope;
            if (envelope != 0 && entry_of_envelope_.count(envelope) == 0)
                chains.insert(tables_.envelopes.info(envelope).chain);
        }
    }
    return deps + chains.size();
}

void RunBuilder::add_edit(const StoredEdit& edit, Row change) {
    RunEdit added;
    added.item = item_for(edit.cell.item);
    added.field = edit.cell.field;
    added.element = keep(edit.cell.element);
    added.value = keep(edit.value);
    added.over_first = static_cast<std::uint32_t>(run_.references.size());
    for (const OverRef& ref : edit.over) {
        const Row* named = std::get_if<Row>(&ref);
        CAIRN_ASSERT(named != nullptr);  // own edits name what was shown
        run_.references.push_back(reference_to(*named, change));
    }
    added.over_count = static_cast<std::uint32_t>(run_.references.size()) - added.over_first;
    run_.edits.push_back(added);
}

RunReference RunBuilder::reference_to(Row edit, Row change) {
    const Row named = tables_.graph.change_of(edit);
    RunReference reference{.edit = static_cast<std::uint32_t>(edit - named - 1)};
    if (named == change) return reference;
    const auto here = index_of_change_.find(named);
    if (here != index_of_change_.end()) {
        reference.where = RunReference::Where::back;
        reference.at = index_of_change_.at(change) - here->second;
        return reference;
    }
    const Row envelope = tables_.graph.change(named).envelope;
    const std::vector<Row>& changes = tables_.envelopes.changes(envelope);
    const auto at = std::is_sorted(changes.begin(), changes.end())
                        ? std::lower_bound(changes.begin(), changes.end(), named)
                        : std::find(changes.begin(), changes.end(), named);
    if (at == changes.end() || *at != named)
        sqlite::throw_corrupt("change " + std::to_string(named) + " is not in its envelope");
    reference.where = RunReference::Where::entry;
    reference.at = entry_for(envelope);
    reference.change = static_cast<std::uint32_t>(at - changes.begin());
    return reference;
}

std::uint32_t RunBuilder::entry_for(Row envelope) {
    const auto [entry, missing] = entry_of_envelope_.try_emplace(envelope);
    if (!missing) return entry->second;
    const EnvelopeInfo& info = tables_.envelopes.info(envelope);
    std::uint32_t tip = 0;  // the own chain, if the envelope is on this branch of it
    if (tables_.envelopes.on_branch(previous_, info.number) != envelope) {
        const auto cited = tip_of_chain_.find(info.chain);
        const Row newest = newest_applied_.find(info.chain).value_or(envelope);
        tip = cited != tip_of_chain_.end() ? cited->second : tip_for(newest);
        if (cited != tip_of_chain_.end() &&
            tables_.envelopes.on_branch(tables_.envelopes.find(run_.tips[tip - 1]), info.number) !=
                envelope)
            tip = tip_for(newest);
    }
    entry->second = static_cast<std::uint32_t>(run_.entries.size());
    run_.entries.push_back({.tip = tip, .number = info.number});
    return entry->second;
}

// Counted from 1.
std::uint32_t RunBuilder::tip_for(Row envelope) {
    const auto [entry, missing] = tip_of_envelope_.try_emplace(envelope);
    if (missing) {
        const EnvelopeInfo& info = tables_.envelopes.info(envelope);
        run_.tips.push_back(info.hash);
        entry->second = static_cast<std::uint32_t>(run_.tips.size());
        tip_of_chain_[info.chain] = entry->second;
    }
    return entry->second;
}

std::uint32_t RunBuilder::item_for(Row item) {
    const auto [entry, missing] = index_of_item_.try_emplace(item);
    if (missing) {
        entry->second = static_cast<std::uint32_t>(run_.items.size());
        run_.items.push_back(tables_.items.id_of(item));
        bytes_ += ItemId::size;
    }
    return entry->second;
}

std::uint32_t RunBuilder::sitting_for(Row sitting) {
    const auto [entry, missing] = index_of_sitting_.try_emplace(sitting);
    if (missing) {
        entry->second = static_cast<std::uint32_t>(run_.sittings.size());
        run_.sittings.push_back(tables_.sittings.id_of(sitting));
    }
    return entry->second;
}

std::string_view RunBuilder::keep(const std::string& text) {
    if (run_.arena.empty() ||
        run_.arena.back().capacity() - run_.arena.back().size() < text.size()) {
        run_.arena.emplace_back();
        run_.arena.back().reserve(std::max(arena_block_bytes, text.size()));
    }
    std::vector<char>& block = run_.arena.back();
    const std::size_t at = block.size();
    block.insert(block.end(), text.begin(), text.end());
    return {block.data() + at, text.size()};
}

Run RunBuilder::finish(const std::optional<SeenCheckpoint>& checkpoint) {
    if (checkpoint) run_.checkpoint.push_back(*checkpoint);
    return std::move(run_);
}

}  // namespace cairn::replica
