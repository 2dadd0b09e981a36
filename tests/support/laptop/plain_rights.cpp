#include "tests/support/laptop/plain_rights.h"

#include "client/merge/derived_id.h"

namespace cairn::test {

PlainRights::PlainRights(std::span<const Envelope> envelopes, const RosterView& roster)
    : roster_(roster) {
    for (const Envelope& envelope : envelopes) envelopes_.emplace(envelope.hash(), &envelope);
}

bool PlainRights::allows(const EnvelopeHash& hash, const ItemId& item) const {
    const WriteRight right = right_of(hash);
    if (right != WriteRight::comments) return right == WriteRight::everything;
    const MemberId& author = roster_.device(envelopes_.at(hash)->header().device)->member;
    return merge::is_comment_of(merge::comment_prefix(roster_.workspace(), author), item);
}

std::set<merge::EditId> PlainRights::taken_from(std::span<const merge::GraphEnvelope> graph) const {
    std::set<merge::EditId> taken;
    std::set<merge::EditId> valid;
    for (const merge::GraphEnvelope& node : graph)
        for (const merge::Change& change : node.changes)
            for (std::uint32_t i = 0; i < change.edits.size(); ++i)
                (allows(node.hash, change.edits[i].cell.item) ? valid : taken)
                    .insert({merge::identity_of(change), i});
    for (const merge::EditId& id : valid) taken.erase(id);
    return taken;
}

WriteRight PlainRights::right_of(const EnvelopeHash& hash) const {
    const EnvelopeHeader& header = envelopes_.at(hash)->header();
    const RecordIndex cited = *roster_.index_of(header.roster_head);
    WriteRight right = write_right_of(*roster_.role_at(header.device, cited));
    for (const RightCut& cut : roster_.device(header.device)->cuts)
        if (cited < cut.at && cut.left < right && !is_under_pin(hash, cut)) right = cut.left;
    return right;
}

bool PlainRights::is_under_pin(const EnvelopeHash& hash, const RightCut& cut) const {
    for (const Tip& pin : cut.pins)
        for (EnvelopeHash at = pin.hash; envelopes_.contains(at);
             at = envelopes_.at(at)->header().previous)
            if (at == hash) return true;
    return false;
}

}  // namespace cairn::test
