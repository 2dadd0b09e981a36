#include <algorithm>

#include "schema/run.capnp.h"
#include "shared/wire/run.h"
#include "shared/wire/run_columns.h"

namespace cairn {
namespace {

using capnp_io::id_of;
using capnp_io::refuse_input;
using capnp_io::require_at_most;
using capnp_io::view_of;

template <class Id>
std::vector<Id> ids_of(capnp::Data::Reader data, std::size_t count_max, std::string_view what) {
    if (data.size() % Id::size != 0)
        refuse_input(WireFault::truncated, std::string(what) + " ends within an entry");
    const std::size_t count = data.size() / Id::size;
    require_at_most(count, count_max, what);
    std::vector<Id> ids(count);
    for (std::size_t i = 0; i < count; ++i)
        std::copy_n(data.begin() + i * Id::size, Id::size, ids[i].bytes.begin());
    return ids;
}

std::vector<SeenCheckpoint> checkpoint_of(capnp::Data::Reader data) {
    if (data.size() == 0) return {};
    ByteReader in(view_of(data));
    SeenCheckpoint seen;
    seen.incarnation = in.id<Incarnation>();
    seen.position = {in.u64()};
    seen.running = in.id<Hash32>();
    seen.roster_length = {in.u64()};
    seen.roster_head = in.id<RecordHash>();
    seen.signature = in.id<Signature>();
    if (!in.done()) refuse_input(WireFault::truncated, "the checkpoint has the wrong length");
    return {seen};
}

// Fills a Run part by part; each part may count on the ones before it.
class RunReader {
public:
    explicit RunReader(schema::Run::Reader in) : in_(in) {}

    Run read() {
        read_tables();
        read_entries();
        read_changes();
        read_edits();
        read_texts();
        read_references();
        return std::move(run_);
    }

private:
    void read_tables();
    void read_entries();
    void read_changes();
    void read_edits();
    void read_texts();
    void read_references();
    RunReference read_reference(ColumnReader& where,
                                ColumnReader& change,
                                std::size_t change_index);
    [[nodiscard]] std::uint32_t edits_below(const RunReference& reference,
                                            std::size_t change_index,
                                            std::uint32_t edit_in_change) const;
    std::vector<std::uint32_t> read_fields();
    std::string_view keep(capnp::Data::Reader data);

    schema::Run::Reader in_;
    Run run_;
    std::vector<std::uint32_t> field_index_;  // of every edit
    std::vector<std::uint32_t> field_count_;  // edits of every field
};

void RunReader::read_tables() {
    run_.predecessor = id_of<ChangeId>(in_.getPredecessor(), "the predecessor");
    run_.checkpoint = checkpoint_of(in_.getCheckpoint());
    run_.tips = ids_of<EnvelopeHash>(in_.getTips(), limits::tips_max, "the list of tips");
    run_.sittings =
        ids_of<SittingId>(in_.getSittings(), limits::sittings_max, "the list of sittings");
    run_.items = ids_of<ItemId>(in_.getItems(), limits::items_max, "the list of items");
}

void RunReader::read_entries() {
    ColumnReader tip(view_of(in_.getEntryTip()), "entryTip");
    ColumnReader number(view_of(in_.getEntryNumber()), "entryNumber");
    std::uint64_t last = 0;
    while (!tip.empty()) {
        require_at_most(run_.entries.size() + 1, limits::entries_max, "the list of entries");
        RunEntry entry;
        entry.tip = tip.next_index(run_.tips.size() + 1);
        last += number.next_difference();
        entry.number = {last};
        if (last == 0) refuse_input(WireFault::out_of_range, "an entry has the number 0");
        run_.entries.push_back(entry);
    }
    number.require_end();
}

void RunReader::read_changes() {
    const std::size_t count = in_.getChangeCount();
    require_at_most(count, limits::changes_max, "the number of changes");
    ColumnReader sitting(view_of(in_.getChangeSitting()), "changeSitting");
    ColumnReader counter(view_of(in_.getChangeCounter()), "changeCounter");
    ColumnReader wall(view_of(in_.getChangeWall()), "changeWall");
    ColumnReader deps_of_change(view_of(in_.getChangeDeps()), "changeDeps");
    ColumnReader deps(view_of(in_.getDeps()), "deps");
    ColumnReader edits_of_change(view_of(in_.getChangeEdits()), "changeEdits");
    sitting.require_room_for(count);
    run_.changes.resize(count);
    std::vector<std::uint64_t> expected_counter(run_.sittings.size());
    std::uint64_t last_wall = 0;
    std::uint32_t edits = 0;
    for (RunChange& change : run_.changes) {
        change.sitting = sitting.next_index(run_.sittings.size());
        change.counter = expected_counter[change.sitting] + counter.next_difference();
        expected_counter[change.sitting] = change.counter + 1;
        last_wall += wall.next_difference();
        change.wall = {static_cast<std::int64_t>(last_wall)};
        change.dep_first = static_cast<std::uint32_t>(run_.dep_tips.size());
        change.dep_count =
            static_cast<std::uint32_t>(deps_of_change.next_at_most(limits::deps_max));
        for (std::uint32_t i = 0; i < change.dep_count; ++i)
            run_.dep_tips.push_back(deps.next_index(run_.tips.size()));
        change.edit_first = edits;
        change.edit_count = edits_of_change.next_index(in_.getEditCount() - edits + 1ULL);
        edits += change.edit_count;
    }
    for (const ColumnReader* column :
         {&sitting, &counter, &wall, &deps_of_change, &deps, &edits_of_change})
        column->require_end();
    if (edits != in_.getEditCount())
        refuse_input(WireFault::out_of_range, "the changes do not have all the edits");
}

std::vector<std::uint32_t> RunReader::read_fields() {
    ColumnReader column(view_of(in_.getFieldNumbers()), "fieldNumbers");
    std::vector<std::uint32_t> fields;
    while (!column.empty()) {
        require_at_most(fields.size() + 1, in_.getEditCount(), "the number of fields");
        const std::uint32_t field = column.next_u32();
        if (!fields.empty() && field <= fields.back())
            refuse_input(WireFault::malformed, "the fields are not in ascending order");
        fields.push_back(field);
    }
    return fields;
}

void RunReader::read_edits() {
    const std::size_t count = in_.getEditCount();
    require_at_most(count, limits::edits_max, "the number of edits");
    ColumnReader item(view_of(in_.getEditItem()), "editItem");
    ColumnReader field(view_of(in_.getEditField()), "editField");
    ColumnReader overs(view_of(in_.getEditOvers()), "editOvers");
    for (const ColumnReader* column : {&item, &field, &overs}) column->require_room_for(count);
    const auto fields = read_fields();
    field_count_.resize(fields.size());
    field_index_.resize(count);
    run_.edits.resize(count);
    const std::uint64_t references_max =
        std::min(std::size_t{in_.getOverWhere().size()}, limits::references_max);
    std::uint64_t next_item = 0;
    std::uint64_t references = 0;
    for (std::size_t i = 0; i < count; ++i) {
        RunEdit& edit = run_.edits[i];
        const std::uint64_t index = next_item - item.next_difference();
        if (index >= run_.items.size())
            refuse_input(WireFault::out_of_range, "an edit names an item that is not listed");
        next_item = std::max(next_item, index + 1);
        edit.item = static_cast<std::uint32_t>(index);
        field_index_[i] = field.next_index(fields.size());
        ++field_count_[field_index_[i]];
        edit.field = fields[field_index_[i]];
        edit.over_first = static_cast<std::uint32_t>(references);
        edit.over_count =
            static_cast<std::uint32_t>(overs.next_at_most(references_max - references));
        references += edit.over_count;
    }
    for (const ColumnReader* column : {&item, &field, &overs}) column->require_end();
    run_.references.resize(references);
}

std::string_view RunReader::keep(capnp::Data::Reader data) {
    const auto& kept = run_.arena.emplace_back(data.begin(), data.end());
    return {kept.data(), kept.size()};
}

void RunReader::read_texts() {
    ColumnReader element_length(view_of(in_.getElementLength()), "elementLength");
    ColumnReader value_length(view_of(in_.getValueLength()), "valueLength");
    std::string_view elements = keep(in_.getElements());
    std::string_view values = keep(in_.getValues());
    std::vector<std::uint32_t> place(field_count_.size());  // where the edits of a field begin
    for (std::size_t i = 1; i < place.size(); ++i) place[i] = place[i - 1] + field_count_[i - 1];
    std::vector<std::uint32_t> order(run_.edits.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[place[field_index_[i]]++] = i;
    const auto take = [](std::string_view& rest, ColumnReader& length, std::size_t length_max) {
        const auto bytes =
            static_cast<std::size_t>(length.next_at_most(std::min(length_max, rest.size())));
        const std::string_view taken = rest.substr(0, bytes);
        rest.remove_prefix(bytes);
        return taken;
    };
    for (const std::uint32_t index : order) {
        RunEdit& edit = run_.edits[index];
        edit.element = take(elements, element_length, limits::element_bytes_max);
        edit.value = take(values, value_length, limits::value_bytes_max);
    }
    element_length.require_end();
    value_length.require_end();
    if (!elements.empty() || !values.empty())
        refuse_input(WireFault::truncated, "the texts go on after the last edit");
}

RunReference RunReader::read_reference(ColumnReader& where,
                                       ColumnReader& change,
                                       std::size_t change_index) {
    const std::uint64_t code = where.next();
    if (code == 0) return {};
    if (code % 2 == 1) {
        const std::uint64_t back = code / 2 + 1;
        if (back > change_index)
            refuse_input(WireFault::out_of_range, "a reference goes back before the run");
        return {RunReference::Where::back, static_cast<std::uint32_t>(back)};
    }
    const std::uint64_t entry = code / 2 - 1;
    if (entry >= run_.entries.size())
        refuse_input(WireFault::out_of_range, "a reference names an entry that is not listed");
    return {RunReference::Where::entry, static_cast<std::uint32_t>(entry), change.next_u32()};
}

// The edits below which a reference may point, in the change that it names.
std::uint32_t RunReader::edits_below(const RunReference& reference,
                                     std::size_t change_index,
                                     std::uint32_t edit_in_change) const {
    switch (reference.where) {
        case RunReference::Where::this_change:
            return edit_in_change;
        case RunReference::Where::back:
            return run_.changes[change_index - reference.at].edit_count;
        case RunReference::Where::entry:
            break;  // of another envelope: the replica looks
    }
    return std::numeric_limits<std::uint32_t>::max();
}

void RunReader::read_references() {
    ColumnReader where(view_of(in_.getOverWhere()), "overWhere");
    ColumnReader change(view_of(in_.getOverChange()), "overChange");
    ColumnReader edit_index(view_of(in_.getOverEdit()), "overEdit");
    auto next = run_.references.begin();
    for (std::size_t i = 0; i < run_.changes.size(); ++i) {
        for (std::uint32_t k = 0; k < run_.changes[i].edit_count; ++k) {
            const RunEdit& edit = run_.edits[run_.changes[i].edit_first + k];
            for (std::uint32_t n = 0; n < edit.over_count; ++n) {
                RunReference reference = read_reference(where, change, i);
                reference.edit = edit_index.next_index(edits_below(reference, i, k));
                *next++ = reference;
            }
        }
    }
    for (const ColumnReader* column : {&where, &change, &edit_index}) column->require_end();
}

}  // namespace

Result<Run, WireError> decode_run(ByteView bytes) {
    return capnp_io::decode_flat<Run, schema::Run>(
        bytes, limits::run_bytes_max, [](schema::Run::Reader in) { return RunReader(in).read(); });
}

}  // namespace cairn
