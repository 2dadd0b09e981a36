// The part of a client session that moves envelopes towards it: pull, compare, fetch, follow.
#include <algorithm>

#include "shared/sync/client_session.h"
#include "shared/sync/travelling.h"
#include "shared/wire/limits.h"

namespace cairn {
namespace {

// What was asked about and did not differ. A reply without room for all that differs proves
// nothing about what it leaves out.
std::vector<DeviceTips> alike(std::vector<DeviceTips> asked, const std::vector<DeviceTips>& reply) {
    std::size_t tips = 0;
    for (const DeviceTips& device : reply) tips += device.tips.size();
    if (tips >= limits::tips_per_message_max) return {};
    std::erase_if(asked, [&](const DeviceTips& ours) {
        return std::any_of(reply.begin(), reply.end(), [&](const DeviceTips& theirs) {
            return theirs.device == ours.device;
        });
    });
    return asked;
}

}  // namespace

Effects ClientSession::leave_roster() {
    if (!roster_.alike()) return {};
    if (!said_alike_) {
        said_alike_ = true;
        return {RostersAlike{}};
    }
    if (is_guest_) return {};
    const SeenCheckpoint& stated = welcome_.checkpoint;
    asks_for_more_ = true;
    if (welcome_.cursor_known) {
        follow_from(start_.cursor);
        return resume();
    }
    const Cursor beginning{.incarnation = stated.incarnation, .position = {}, .running = {}};
    if (source_->frontier().tips().empty()) {
        follow_from(beginning);
        return {StorePage{.envelopes = {}, .cursor = beginning}};
    }
    if (!welcome_.frontier_agrees) {
        ask_frontier();
        return {};
    }
    const Cursor head{
        .incarnation = stated.incarnation, .position = stated.position, .running = stated.running};
    compare_due_ = false;
    follow_from(head);
    return {StorePage{.envelopes = {}, .cursor = head},
            QueueMissing{.server = {}, .alike = std::move(compared_)}};
}

void ClientSession::follow_from(const Cursor& cursor) {
    order_.emplace(cursor);
    last_page_.reset();
    state_ = State::pulling;
    queue_.push_back(Pull{.after = cursor.position});
}

Result<Effects, SyncFailure> ClientSession::on(Page page) {
    const SyncFailure misplaced{
        .fault = SyncFault::out_of_turn,
        .sentence = "The server sent a page of envelopes that was not asked for."};
    const bool expected = page.fetched ? state_ == State::fetching : order_.has_value();
    if (!expected) return refuse(misplaced);
    if (page.fetched) {
        auto stored = fetch_->take(std::move(page));
        if (!stored) return refuse(stored.error());
        stored_ = Stored::fetched;
        if (stored->envelopes.empty()) return resume();
        return Effects{std::move(*stored)};
    }
    Page told{.fetched = false,
              .entries = {},
              .next = page.next,
              .running = page.running,
              .caught_up = page.caught_up,
              .frontier_digest = page.frontier_digest};
    const Position before = order_->cursor().position;
    auto stored = order_->take(std::move(page));
    if (!stored) return refuse(stored.error());
    last_page_ = std::move(told);
    stored_ = Stored::page;
    if (order_->cursor().position == before) return resume();
    return Effects{std::move(*stored)};
}

void ClientSession::on_page_stored() {
    stored_ = Stored::nothing;
    if (!order_ || order_->bytes_taken() == bytes_seen_) return;
    bytes_seen_ = order_->bytes_taken();
    queue_.push_back(PageSeen{.bytes = bytes_seen_});
}

Effects ClientSession::go_live() {
    state_ = State::live;
    const bool agree =
        last_page_->frontier_digest && *last_page_->frontier_digest == source_->frontier().digest();
    if (agree) compare_due_ = false;
    return {CaughtUp{.cursor = order_->cursor()}};
}

void ClientSession::ask_frontier() {
    compare_due_ = false;
    state_ = State::comparing;
    compared_ = travelling(source_->frontier().tips());
    queue_.push_back(FrontierQuestion{.devices = compared_});
}

Result<Effects, SyncFailure> ClientSession::on(const FrontierReply& reply) {
    if (state_ != State::comparing)
        return refuse(SyncFailure{.fault = SyncFault::out_of_turn,
                                  .sentence = "The server answered a question that nobody asked."});
    reply_ = reply;
    fetch_.emplace(reply.devices, *source_);
    state_ = State::fetching;
    return resume();
}

// All that the server had at reply_->position is held here now.
Effects ClientSession::leave_comparing() {
    const FrontierReply reply = *std::exchange(reply_, std::nullopt);
    fetch_.reset();
    asks_for_more_ = true;
    Effects effects;
    if (order_) {
        state_ = State::live;
    } else {
        const Cursor agreed{.incarnation = welcome_.checkpoint.incarnation,
                            .position = reply.position,
                            .running = reply.running};
        effects.push_back(StorePage{.envelopes = {}, .cursor = agreed});
        follow_from(agreed);
    }
    effects.push_back(
        QueueMissing{.server = reply.devices, .alike = alike(std::move(compared_), reply.devices)});
    return effects;
}

}  // namespace cairn
