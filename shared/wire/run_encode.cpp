#include <algorithm>
#include <numeric>

#include "schema/run.capnp.h"
#include "shared/base/contract.h"
#include "shared/wire/run.h"
#include "shared/wire/run_columns.h"

namespace cairn {
namespace {

using capnp_io::data_of;

template <class Id>
Bytes joined(const std::vector<Id>& ids) {
    Bytes bytes;
    bytes.reserve(ids.size() * Id::size);
    for (const Id& id : ids) append(bytes, id.view());
    return bytes;
}

Bytes encode_checkpoint(const SeenCheckpoint& seen) {
    ByteWriter out;
    out.id(seen.incarnation).u64(seen.position.value).id(seen.running);
    out.u64(seen.roster_length.value).id(seen.roster_head).id(seen.signature);
    return out.take();
}

void require_limits(const Run& run) {
    CAIRN_ASSERT(run.checkpoint.size() <= 1);
    CAIRN_ASSERT(run.tips.size() <= limits::tips_max);
    CAIRN_ASSERT(run.entries.size() <= limits::entries_max);
    CAIRN_ASSERT(run.sittings.size() <= limits::sittings_max);
    CAIRN_ASSERT(run.items.size() <= limits::items_max);
    CAIRN_ASSERT(run.changes.size() <= limits::changes_max);
    CAIRN_ASSERT(run.edits.size() <= limits::edits_max);
    CAIRN_ASSERT(run.references.size() <= limits::references_max);
}

void put_tables(const Run& run, schema::Run::Builder out) {
    out.setPredecessor(data_of(run.predecessor.view()));
    for (const SeenCheckpoint& seen : run.checkpoint)
        out.setCheckpoint(data_of(encode_checkpoint(seen)));
    out.setTips(data_of(joined(run.tips)));
    out.setSittings(data_of(joined(run.sittings)));
    out.setItems(data_of(joined(run.items)));

    ByteWriter tips;
    ByteWriter numbers;
    std::uint64_t last = 0;
    for (const RunEntry& entry : run.entries) {
        CAIRN_ASSERT(entry.tip <= run.tips.size() && entry.number.value > 0);
        tips.varint(entry.tip);
        put_difference(numbers, entry.number.value - last);
        last = entry.number.value;
    }
    out.setEntryTip(data_of(tips.bytes()));
    out.setEntryNumber(data_of(numbers.bytes()));
}

struct ChangeColumns {
    ByteWriter sitting, counter, wall, dep_count, deps, edit_count;
};

void put_changes(const Run& run, schema::Run::Builder out) {
    ChangeColumns columns;
    std::vector<std::uint64_t> expected_counter(run.sittings.size());
    std::uint64_t last_wall = 0;
    for (const RunChange& change : run.changes) {
        columns.sitting.varint(change.sitting);
        std::uint64_t& expected = expected_counter.at(change.sitting);
        put_difference(columns.counter, change.counter - expected);
        expected = change.counter + 1;
        const auto wall = static_cast<std::uint64_t>(change.wall.ms);
        put_difference(columns.wall, wall - last_wall);
        last_wall = wall;
        CAIRN_ASSERT(change.dep_count <= limits::deps_max);
        columns.dep_count.varint(change.dep_count);
        for (std::uint32_t i = 0; i < change.dep_count; ++i) {
            const std::uint32_t tip = run.dep_tips.at(change.dep_first + i);
            CAIRN_ASSERT(tip < run.tips.size());
            columns.deps.varint(tip);
        }
        columns.edit_count.varint(change.edit_count);
    }
    out.setChangeCount(static_cast<std::uint32_t>(run.changes.size()));
    out.setChangeSitting(data_of(columns.sitting.bytes()));
    out.setChangeCounter(data_of(columns.counter.bytes()));
    out.setChangeWall(data_of(columns.wall.bytes()));
    out.setChangeDeps(data_of(columns.dep_count.bytes()));
    out.setDeps(data_of(columns.deps.bytes()));
    out.setChangeEdits(data_of(columns.edit_count.bytes()));
}

std::vector<std::uint32_t> fields_of(const Run& run) {
    std::vector<std::uint32_t> fields;
    for (const RunEdit& edit : run.edits) {
        if (!fields.empty() && fields.back() == edit.field) continue;
        fields.push_back(edit.field);
    }
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    return fields;
}

// Indexes of the edits, by field, then by edit.
std::vector<std::uint32_t> by_field(const std::vector<RunEdit>& edits) {
    std::vector<std::uint32_t> order(edits.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return edits[a].field < edits[b].field;
    });
    return order;
}

void put_texts(const Run& run, schema::Run::Builder out) {
    ByteWriter element_lengths, value_lengths, elements, values;
    for (const std::uint32_t index : by_field(run.edits)) {
        const RunEdit& edit = run.edits[index];
        CAIRN_ASSERT(edit.element.size() <= limits::element_bytes_max);
        CAIRN_ASSERT(edit.value.size() <= limits::value_bytes_max);
        element_lengths.varint(edit.element.size());
        value_lengths.varint(edit.value.size());
        elements.raw(bytes_of(edit.element));
        values.raw(bytes_of(edit.value));
    }
    out.setElementLength(data_of(element_lengths.bytes()));
    out.setValueLength(data_of(value_lengths.bytes()));
    out.setElements(data_of(elements.bytes()));
    out.setValues(data_of(values.bytes()));
}

void put_edits(const Run& run, schema::Run::Builder out) {
    const auto fields = fields_of(run);
    ByteWriter field_numbers, items, field_indexes, over_counts;
    for (const std::uint32_t field : fields) field_numbers.varint(field);
    std::uint64_t next_item = 0;
    for (const RunEdit& edit : run.edits) {
        CAIRN_ASSERT(edit.item < run.items.size());
        put_difference(items, next_item - edit.item);
        next_item = std::max<std::uint64_t>(next_item, edit.item + std::uint64_t{1});
        const auto at = std::lower_bound(fields.begin(), fields.end(), edit.field);
        field_indexes.varint(static_cast<std::uint64_t>(at - fields.begin()));
        over_counts.varint(edit.over_count);
    }
    out.setFieldNumbers(data_of(field_numbers.bytes()));
    out.setEditCount(static_cast<std::uint32_t>(run.edits.size()));
    out.setEditItem(data_of(items.bytes()));
    out.setEditField(data_of(field_indexes.bytes()));
    out.setEditOvers(data_of(over_counts.bytes()));
}

// What the decoder of others will insist on.
bool is_in_range(const Run& run,
                 const RunReference& reference,
                 std::size_t change,
                 std::size_t edit) {
    switch (reference.where) {
        case RunReference::Where::this_change:
            return reference.edit < edit;
        case RunReference::Where::back:
            return reference.at >= 1 && reference.at <= change &&
                   reference.edit < run.changes[change - reference.at].edit_count;
        case RunReference::Where::entry:
            return reference.at < run.entries.size();
    }
    return false;
}

std::uint64_t where_code(const RunReference& reference) {
    if (reference.where == RunReference::Where::this_change) return 0;
    const bool is_back = reference.where == RunReference::Where::back;
    return is_back ? 2 * std::uint64_t{reference.at} - 1 : 2 * std::uint64_t{reference.at} + 2;
}

void put_references(const Run& run, schema::Run::Builder out) {
    ByteWriter where, change, edit_index;
    for (std::size_t i = 0; i < run.changes.size(); ++i) {
        for (std::uint32_t k = 0; k < run.changes[i].edit_count; ++k) {
            const RunEdit& edit = run.edits[run.changes[i].edit_first + k];
            for (std::uint32_t n = 0; n < edit.over_count; ++n) {
                const RunReference& reference = run.references.at(edit.over_first + n);
                CAIRN_ASSERT(is_in_range(run, reference, i, k));
                where.varint(where_code(reference));
                if (reference.where == RunReference::Where::entry) change.varint(reference.change);
                edit_index.varint(reference.edit);
            }
        }
    }
    out.setOverWhere(data_of(where.bytes()));
    out.setOverChange(data_of(change.bytes()));
    out.setOverEdit(data_of(edit_index.bytes()));
}

// Edits follow each other in the order of changes: the columns have no ranges.
void require_ranges(const Run& run) {
    std::size_t next = 0;
    for (const RunChange& change : run.changes) {
        CAIRN_ASSERT(change.edit_first == next);
        next += change.edit_count;
    }
    CAIRN_ASSERT(next == run.edits.size());
}

std::size_t words_hint(const Run& run) {
    std::size_t bytes = 32 * run.tips.size() + 16 * run.items.size() + 16 * run.sittings.size();
    bytes += 16 * run.changes.size() + 12 * run.edits.size() + 6 * run.references.size();
    for (const RunEdit& edit : run.edits) bytes += edit.element.size() + edit.value.size();
    return bytes / sizeof(capnp::word) + 512;
}

}  // namespace

Bytes encode_run(const Run& run) {
    require_limits(run);
    require_ranges(run);
    Bytes bytes =
        capnp_io::encode_flat<schema::Run>(words_hint(run), [&](schema::Run::Builder out) {
            put_tables(run, out);
            put_changes(run, out);
            put_edits(run, out);
            put_texts(run, out);
            put_references(run, out);
        });
    CAIRN_ASSERT(bytes.size() <= limits::run_bytes_max);
    return bytes;
}

}  // namespace cairn
