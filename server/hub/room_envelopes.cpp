// The part of a room that judges envelopes. Rights are judged by the author, never by who brings an
// envelope; so is quota, except for what is needed by others' work.
#include <algorithm>

#include "server/hub/room.h"
#include "shared/log/running.h"

namespace cairn::server {

std::optional<EnvelopePlace> Room::find(const EnvelopeHash& hash) {
    const auto fresh = fresh_.find(hash);
    if (fresh != fresh_.end()) return fresh->second;
    return store_->find(id_, hash);
}

EnvelopeNumber Room::next_number(const DeviceId& device) const {
    EnvelopeNumber last;
    for (const Tip& tip : frontier_.tips_of(device)) last = std::max(last, tip.number);
    return last.next();
}

std::optional<Room::Refusal> Room::judge_author(const EnvelopeHeader& header, bool needed) const {
    if (roster_->device(header.device) == nullptr)
        return Refusal{.code = PushRefusal::unknown_author,
                       .sentence = "Its author is no device of this workspace.",
                       .wanted = {}};
    switch (roster_->may_write(header.device, header.roster_head)) {
        case WriteRight::unknown_head:
            return Refusal{.code = PushRefusal::unknown_head,
                           .sentence = "It cites a membership record that has not arrived here.",
                           .wanted = {}};
        case WriteRight::none:
            return Refusal{.code = PushRefusal::not_allowed,
                           .sentence = "Its author may read this workspace, not write to it.",
                           .wanted = {}};
        case WriteRight::comments:
        case WriteRight::everything:
            break;
    }
    // Whatever was here when the right was lost is pinned; only who has use for it brings more.
    if (!needed && roster_->needs_pin(header.device, *roster_->index_of(header.roster_head)))
        return Refusal{.code = PushRefusal::beyond_pin,
                       .sentence = "Its author has lost a right since it was written.",
                       .wanted = {}};
    return std::nullopt;
}

std::optional<Room::Refusal> Room::judge_link(const EnvelopeHeader& header) {
    const auto wrong = [&] {
        return Refusal{.code = PushRefusal::wrong_number,
                       .sentence = "Its number does not follow its predecessor's.",
                       .wanted = next_number(header.device)};
    };
    if (header.previous.is_zero())
        return header.number.value == 1 ? std::nullopt : std::optional(wrong());
    const auto previous = find(header.previous);
    if (!previous)
        return Refusal{.code = PushRefusal::missing_previous,
                       .sentence = "The envelope before it has not arrived here.",
                       .wanted = next_number(header.device)};
    const bool follows =
        previous->device == header.device && previous->number.next() == header.number;
    return follows ? std::nullopt : std::optional(wrong());
}

std::optional<Room::Refusal> Room::judge_quota(const DeviceId& charged, std::size_t bytes) const {
    const auto usage = usage_.find(charged);
    const std::uint64_t used = usage == usage_.end() ? 0 : usage->second;
    if (used_bytes_ + bytes <= limits_->workspace_bytes_max ||
        used + bytes <= limits_->device_bytes_guaranteed)
        return std::nullopt;
    return Refusal{.code = PushRefusal::over_quota,
                   .sentence =
                       "The workspace's room on this server is used up. Nothing is lost: "
                       "ask its operator for more, and it will be sent then.",
                   .wanted = {}};
}

Position Room::put(const Envelope& envelope, const DeviceId& charged, Writes& writes) {
    const EnvelopeHeader& header = envelope.header();
    head_ = head_.next();
    running_ = next_running(running_, envelope.hash());
    const EnvelopePlace place{.position = head_,
                              .device = header.device,
                              .number = header.number,
                              .previous = header.previous};
    const OrderedEnvelope ordered{.position = head_,
                                  .hash = envelope.hash(),
                                  .running = running_,
                                  .bytes = std::make_shared<const Bytes>(envelope.bytes())};
    fresh_.emplace(envelope.hash(), place);
    grown_.push_back(ordered);
    frontier_.add(header, envelope.hash());
    usage_[charged] += envelope.bytes().size();
    used_bytes_ += envelope.bytes().size();
    writes.emplace_back(
        PutEnvelope{.workspace = id_, .envelope = ordered, .place = place, .charged = charged});
    return head_;
}

PushResult Room::take(const StoreEnvelopes& pushed, const DeviceId& bringer, Writes& writes) {
    PushResult result;
    for (const StoreEnvelopes::Incoming& incoming : pushed.envelopes) {
        const Envelope& envelope = incoming.envelope;
        if (const auto held = find(envelope.hash())) {
            result.accepted.push_back({.hash = envelope.hash(), .position = held->position});
            continue;
        }
        const DeviceId& charged = incoming.needed ? bringer : envelope.header().device;
        auto refusal = judge_author(envelope.header(), incoming.needed);
        if (!refusal) refusal = judge_link(envelope.header());
        if (!refusal) refusal = judge_quota(charged, envelope.bytes().size());
        if (refusal) {
            result.refused.push_back({.hash = envelope.hash(),
                                      .code = refusal->code,
                                      .sentence = std::move(refusal->sentence),
                                      .wanted = refusal->wanted});
            continue;
        }
        const Position position = put(envelope, charged, writes);
        result.accepted.push_back({.hash = envelope.hash(), .position = position});
    }
    return result;
}

}  // namespace cairn::server
