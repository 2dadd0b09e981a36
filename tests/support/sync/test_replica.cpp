#include "tests/support/sync/test_replica.h"

#include <algorithm>
#include <stdexcept>

#include "shared/log/proof.h"
#include "tests/support/envelopes.h"

namespace cairn::test {

void TestReplica::append(const ReceiptedRecord& record) {
    const auto appended = view_.append(record.record);
    if (!appended) throw std::runtime_error(appended.error().sentence);
    records_.push_back(record);
}

void TestReplica::adopt(const std::vector<Bytes>& records) {
    for (const Bytes& record : records) append({.record = record, .receipt = std::nullopt});
}

void TestReplica::adopt(const std::vector<ReceiptedRecord>& records) {
    for (const ReceiptedRecord& record : records) append(record);
}

EnvelopeHash TestReplica::write(std::size_t sealed_bytes) {
    return write_after(own_tip_, sealed_bytes);
}

EnvelopeHash TestReplica::write_after(const EnvelopeHash& previous, std::size_t sealed_bytes) {
    EnvelopeHeader header;
    header.workspace = workspace_;
    header.device = device_.id();
    header.previous = previous;
    header.number = {1};
    if (!previous.is_zero()) header.number = envelopes_.at(previous).header().number.next();
    header.roster_head = view_.head();
    header.nonce = random_.make<Nonce>();
    header.sealed_bytes = static_cast<std::uint32_t>(sealed_bytes);
    const Envelope envelope = make_envelope(header, device_, random_);
    hold(envelope);
    own_tip_ = envelope.hash();
    queue_.push_back(envelope.hash());
    return envelope.hash();
}

void TestReplica::hold(const Envelope& envelope) {
    envelopes_.emplace(envelope.hash(), envelope);
    order_.push_back(envelope.hash());
    frontier_.add(envelope.header(), envelope.hash());
}

std::vector<ReceiptedRecord> TestReplica::records(RecordIndex index, std::size_t bytes_max) const {
    std::vector<ReceiptedRecord> out;
    std::size_t bytes = 0;
    for (std::size_t i = index.value; i < records_.size(); ++i) {
        bytes += records_[i].record.size();
        if (bytes > bytes_max && !out.empty()) break;
        out.push_back(records_[i]);
    }
    return out;
}

bool TestReplica::all_receipted() const {
    return std::all_of(records_.begin(), records_.end(), [](const ReceiptedRecord& record) {
        return record.receipt.has_value();
    });
}

ClientStart TestReplica::start(const ServerId& server, const HelloProof& proof) const {
    return {.workspace = workspace_,
            .server = server,
            .proof = proof,
            .cursor = cursor,
            .last_checkpoint = checkpoint,
            .wall = {}};
}

void TestReplica::connection_lost() {
    // Whether they arrived nobody knows: they are sent again.
    queue_.insert(queue_.begin(), handed_.begin(), handed_.end());
    std::stable_sort(queue_.begin(), queue_.end(), [this](const auto& a, const auto& b) {
        return envelopes_.at(a).header().number < envelopes_.at(b).header().number;
    });
    handed_.clear();
}

void TestReplica::carry_out(ClientSession& session, const Effect& effect) {
    std::visit([&](const auto& one) { carry(session, one); }, effect);
}

void TestReplica::carry(ClientSession&, const Welcomed& effect) { checkpoint = effect.checkpoint; }

void TestReplica::carry(ClientSession& session, const AppendRoster& effect) {
    if (effect.from.value != records_.size()) throw std::runtime_error("records from elsewhere");
    for (const ReceiptedRecord& record : effect.records) append(record);
    hand_over(session);
}

void TestReplica::carry(ClientSession&, const StoreReceipt& effect) {
    records_.at(effect.index.value).receipt = effect.receipt;
}

void TestReplica::carry(ClientSession& session, const RecordTaken& effect) {
    append(effect.record);
    offer_record(session);
}

void TestReplica::carry(ClientSession&, const RecordNotTaken& effect) {
    records_not_taken.push_back(effect);
}

void TestReplica::offer_record(ClientSession& session) {
    if (!records_wanted.empty() && session.append_record(records_wanted.front()))
        records_wanted.pop_front();
}

void TestReplica::carry(ClientSession& session, const RostersAlike&) { offer_record(session); }

void TestReplica::carry(ClientSession&, const StorePage& effect) {
    for (const PageEnvelope& arrived : effect.envelopes) {
        const Envelope& envelope = arrived.envelope;
        bytes_received += envelope.bytes().size();
        if (holds(envelope.hash())) {
            ++repeated;
        } else if (!signed_by_author(envelope)) {
            ++unproven;
        } else {
            const EnvelopeHash& previous = envelope.header().previous;
            if (!previous.is_zero() && !holds(previous))
                throw std::runtime_error("an envelope came before its predecessor");
            hold(envelope);
        }
    }
    if (effect.cursor) cursor = *effect.cursor;
}

void TestReplica::carry(ClientSession& session, const QueueMissing& effect) {
    compared.push_back(effect);
    for (const DeviceTips& server : effect.server) {
        std::set<EnvelopeHash> there;
        for (const Tip& tip : server.tips)
            for (EnvelopeHash hash = tip.hash; holds(hash) && there.insert(hash).second;)
                hash = envelopes_.at(hash).header().previous;
        for (const EnvelopeHash& hash : order_) {
            const bool is_lacking = envelopes_.at(hash).header().device == server.device &&
                                    !there.contains(hash) && !handed_.contains(hash);
            if (is_lacking && std::find(queue_.begin(), queue_.end(), hash) == queue_.end())
                queue_.push_back(hash);
        }
    }
    hand_over(session);
}

void TestReplica::carry(ClientSession& session, const NeedEnvelopes&) { hand_over(session); }

void TestReplica::hand_over(ClientSession& session) {
    std::size_t room = session.push_room();
    std::vector<OutgoingEnvelope> outgoing;
    while (!queue_.empty() && room > 0) {
        const Envelope& envelope = envelopes_.at(queue_.front());
        const std::size_t size = envelope.bytes().size();
        if (size > room && (!outgoing.empty() || session.pushes_in_flight())) break;
        room -= std::min(room, size);
        outgoing.push_back({.envelope = envelope, .needed = needed_flag});
        handed_.insert(envelope.hash());
        queue_.pop_front();
    }
    if (!outgoing.empty()) session.push(outgoing);
}

void TestReplica::carry(ClientSession&, const MarkAccepted& effect) {
    for (const AcceptedPush& accepted : effect.envelopes) handed_.erase(accepted.hash);
}

void TestReplica::carry(ClientSession&, const MarkRefused& effect) {
    for (const RefusedPush& one : effect.envelopes) {
        handed_.erase(one.hash);
        refused.push_back(one);
    }
}

void TestReplica::carry(ClientSession&, const CaughtUp& effect) {
    ++caught_up;
    if (!(effect.cursor == cursor)) throw std::runtime_error("caught up elsewhere");
}

void TestReplica::carry(ClientSession&, const PresenceHeard& effect) {
    presence.push_back(effect.note);
}

void TestReplica::carry(ClientSession&, const ServerContradicts& effect) {
    contradictions.push_back(effect.sentence);
}

}  // namespace cairn::test
