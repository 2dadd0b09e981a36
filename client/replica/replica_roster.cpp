#include "client/merge/derived_id.h"
#include "client/replica/replica_state.h"

namespace cairn::replica {

void Replica::State::refresh_roster() {
    const std::int64_t count = record_count.find().value_or(0);
    const auto held = static_cast<std::int64_t>(roster.length().value);
    if (count <= held) return;
    sqlite::Rows rows = records_from.query(held, -1);
    // Only what was proven is ever stored (docs/decisions/080).
    while (rows.next()) {
        const auto appended = roster.replay(rows.blob(0));
        if (!appended) sqlite::throw_corrupt("a stored record: " + appended.error().sentence);
    }
}

void Replica::State::store_record(const Appended& appended, const StoredRecord& record) {
    const auto incarnation =
        record.receipt ? std::optional(record.incarnation.view()) : std::nullopt;
    insert_record.run(
        appended.index, appended.hash, ByteView(record.bytes), record.receipt, incarnation);
}

void Replica::State::store_members(const RosterView& view) {
    sqlite::Statement set_member(
        tables.db, "UPDATE device SET member = ?1 WHERE id = ?2 AND member IS NOT ?1");
    for (const DeviceEntry& device : view.devices())
        set_member.run(device.member, tables.devices.row_of(device.id));
    const WriteRight right = view.may_write(options.device, view.head());
    tables.meta.put(meta_name::own_right, static_cast<int>(right));
    const MemberEntry* member = view.member_of(options.device);
    const MemberId id = member == nullptr ? MemberId{} : member->id;
    tables.meta.put(meta_name::own_member, id.view());
}

AuthorRight Replica::State::own_right() {
    AuthorRight right;
    const auto code = tables.meta.integer(meta_name::own_right);
    right.right = static_cast<WriteRight>(code.value_or(static_cast<int>(WriteRight::none)));
    if (right.right == WriteRight::comments)
        right.comments = merge::comment_prefix(tables.workspace,
                                               tables.meta.id<MemberId>(meta_name::own_member));
    return right;
}

Result<ReceiveReport, RosterError> Replica::adopt_records(std::span<const StoredRecord> records,
                                                          EnvelopeOpener& opener) {
    WriteScope scope(state_->tables);
    state_->refresh_roster();
    RosterView view = state_->roster;
    std::vector<RecordHash> fresh;
    std::optional<RosterError> refused;
    for (const StoredRecord& record : records) {
        const auto appended = view.append(record.bytes);
        if (appended) {
            state_->store_record(*appended, record);
            fresh.push_back(appended->hash);
        } else if (appended.error().fault != RosterFault::already_held) {
            refused = appended.error();
            break;
        } else if (record.receipt) {
            const auto held = read_record(record.bytes);
            if (held) state_->update_receipt.run(*record.receipt, record.incarnation, held->hash);
        }
    }
    if (!fresh.empty()) state_->store_members(view);
    Receiver receiver(state_->tables, view, state_->options, opener);
    receiver.note_rights(state_->roster);
    for (const RecordHash& hash : fresh)
        receiver.retry(EnvelopeReason::missing_record, hash.view());
    receiver.work();
    ReceiveReport report = receiver.report();
    scope.commit();
    state_->roster = std::move(view);
    if (refused) return refuse(*refused);
    return report;
}

std::vector<StoredRecord> Replica::records(RecordIndex from, std::size_t count_max) {
    std::vector<StoredRecord> found;
    sqlite::Rows rows = state_->records_from.query(from, count_max);
    while (rows.next()) {
        StoredRecord record;
        const ByteView bytes = rows.blob(0);
        record.bytes.assign(bytes.begin(), bytes.end());
        if (!rows.is_null(1)) record.receipt = rows.id<Signature>(1);
        record.incarnation = rows.id<Incarnation>(2);
        found.push_back(std::move(record));
    }
    return found;
}

}  // namespace cairn::replica
