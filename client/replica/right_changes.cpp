#include "client/replica/right_changes.h"

#include "client/replica/replica_state.h"

namespace cairn::replica {

void RightChanges::add_pending() {
    const OwnState& own = tables_.own.state;
    for (Row row = own.last_change; row != own.sealed_change;
         row = tables_.graph.change(row).predecessor)
        changes_.insert(row);
}

void RightChanges::settle() {
    if (devices_.empty() && changes_.empty()) return;
    AuthorRights rights(tables_.db, tables_.envelopes, roster_, tables_.workspace);
    for (const DeviceId& device : devices_) note_envelopes(rights, device);
    for (const Row change : changes_) judge(rights, change);
    for (const CellKey& cell : cells_) tables_.cells.refold(cell);
    if (!cells_.empty()) tables_.meta.put(meta_name::search_upto, 0);
    devices_.clear();
    changes_.clear();
    cells_.clear();
}

// Only what is or was beyond a pin can have changed: all else has the right of its head.
void RightChanges::note_envelopes(AuthorRights& rights, const DeviceId& device) {
    const Row row = tables_.devices.find(device);
    if (row == 0) return;
    for (const AuthorRights::Carrier& carrier : rights.carriers_of(row)) {
        const bool was = carrier.reason == EnvelopeReason::beyond_pin;
        const bool is = rights.of_envelope(carrier.envelope, device, carrier.cited).beyond_pin;
        if (!is && !was) continue;
        if (is != was)
            tables_.envelopes.set_reason(carrier.envelope,
                                         is ? EnvelopeReason::beyond_pin : EnvelopeReason::none);
        for (const Row change : tables_.envelopes.changes(carrier.envelope))
            changes_.insert(change);
    }
}

void RightChanges::judge(AuthorRights& rights, Row change) {
    const ChangeInfo info = tables_.graph.change(change);
    const Row device = tables_.graph.device_of(change);
    const AuthorRight right = rights.of_change(info, device, tables_.devices.id_of(device));
    for (const StoredEdit& edit : tables_.edits.of_change(change, info.edits)) {
        const EditStatus now = judged(edit, right);
        if (now != edit.status) note(edit, now, change);
    }
}

EditStatus RightChanges::judged(const StoredEdit& edit, const AuthorRight& right) {
    const bool allowed = right.allows(tables_.items.id_of(edit.cell.item));
    if (edit.status == EditStatus::valid || edit.status == EditStatus::parked)
        return allowed ? edit.status : EditStatus::void_right;
    if (edit.status != EditStatus::void_right || !allowed) return edit.status;
    const merge::Verdict form =
        tables_.writer.judge_form({.id = tables_.items.id_of(edit.cell.item),
                                   .item = edit.cell.item,
                                   .field = edit.cell.field,
                                   .element = edit.cell.element,
                                   .value = edit.value,
                                   .over_first = 0,
                                   .over_count = edit.over.size()});
    return form == merge::Verdict::parked ? EditStatus::parked : EditStatus::valid;
}

void RightChanges::note(const StoredEdit& edit, EditStatus now, Row change) {
    const merge::FieldNumber field = edit.cell.field;
    tables_.edits.set_status(edit.row, now);
    cells_.insert(edit.cell);
    if (field != merge::field_place && field != merge::field_order) return;
    if (now == EditStatus::valid)
        tables_.moves.add(edit.row, change, edit.cell.item, field, edit.value);
    else
        tables_.moves.remove(edit.row, change);
}

}  // namespace cairn::replica
