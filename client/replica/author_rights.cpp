#include "client/replica/author_rights.h"

#include <algorithm>

namespace cairn::replica {

AuthorRights::AuthorRights(sqlite::Database& database,
                           EnvelopeStore& envelopes,
                           const RosterView& roster,
                           const WorkspaceId& workspace)
    : envelopes_(envelopes),
      roster_(roster),
      workspace_(workspace),
      applied_(database,
               "SELECT e.id, e.record, e.reason FROM chain c JOIN envelope e ON e.chain = c.id "
               "WHERE c.device = ? AND e.state = 2 ORDER BY e.id"),
      chains_(database, "SELECT count(*) FROM chain WHERE device = ?"),
      cited_(database, "SELECT record FROM envelope WHERE id = ?") {}

bool AuthorRights::is_covered(Row envelope, const RightCut& cut) {
    const EnvelopeNumber number = envelopes_.info(envelope).number;
    return std::any_of(cut.pins.begin(), cut.pins.end(), [&](const Tip& pin) {
        const Row tip = envelopes_.find(pin.hash);
        return tip != 0 && envelopes_.info(tip).chain != 0 &&
               envelopes_.on_branch(tip, number) == envelope;
    });
}

AuthorRight AuthorRights::of_envelope(Row envelope, const DeviceId& author, RecordIndex cited) {
    AuthorRight right;
    const auto role = roster_.role_at(author, cited);
    const WriteRight given = role ? write_right_of(*role) : WriteRight::none;
    right.right = roster_.right_under(
        author, cited, given, [&](const RightCut& cut) { return is_covered(envelope, cut); });
    right.beyond_pin = right.right < given;
    const MemberEntry* member = roster_.member_of(author);
    if (member != nullptr) right.comments = merge::comment_prefix(workspace_, member->id);
    return right;
}

std::vector<AuthorRights::Carrier> AuthorRights::carriers_of(Row device) {
    std::vector<Carrier> found;
    sqlite::Rows rows = applied_.query(device);
    while (rows.next())
        found.push_back({.envelope = rows.integer(0),
                         .cited = {static_cast<std::uint64_t>(rows.integer(1))},
                         .reason = static_cast<EnvelopeReason>(rows.integer(2))});
    return found;
}

const std::unordered_map<Row, std::vector<AuthorRights::Carrier>>& AuthorRights::by_change(
    Row device) {
    const auto [entry, missing] = carriers_.try_emplace(device);
    if (missing)
        for (const Carrier& carrier : carriers_of(device))
            for (const Row change : envelopes_.changes(carrier.envelope))
                entry->second[change].push_back(carrier);
    return entry->second;
}

AuthorRight AuthorRights::of_change(const ChangeInfo& change, Row device, const DeviceId& author) {
    if (change.envelope == 0) return of_envelope(0, author, {roster_.length().value - 1});
    if (chains_.find(device).value_or(0) < 2) {
        const auto cited = static_cast<std::uint64_t>(cited_.find(change.envelope).value_or(0));
        return of_envelope(change.envelope, author, {cited});
    }
    const auto carriers = by_change(device).find(change.row);
    if (carriers == by_change(device).end())
        sqlite::throw_corrupt("no envelope brought change " + std::to_string(change.row));
    AuthorRight best;
    for (const Carrier& carrier : carriers->second) {
        const AuthorRight right = of_envelope(carrier.envelope, author, carrier.cited);
        if (best.right <= right.right) best = right;
    }
    return best;
}

bool AuthorRights::is_pin(const EnvelopeHash& hash, const DeviceId& author) const {
    const DeviceEntry* entry = roster_.device(author);
    if (entry == nullptr) return false;
    return std::any_of(entry->cuts.begin(), entry->cuts.end(), [&](const RightCut& cut) {
        return std::any_of(
            cut.pins.begin(), cut.pins.end(), [&](const Tip& pin) { return pin.hash == hash; });
    });
}

}  // namespace cairn::replica
