#include "shared/sync/branch_fetch.h"

#include <algorithm>

namespace cairn {
namespace {

SyncFailure broken(const std::string& how) {
    return {.fault = SyncFault::order_broken,
            .sentence = "The server answered a fetch with something else: " + how + "."};
}

// Our highest envelope of the device below the tip: a guess at where the branch leaves what we
// hold.
EnvelopeNumber guess_start(const std::vector<Tip>& ours, const Tip& theirs) {
    EnvelopeNumber start;
    for (const Tip& tip : ours) {
        const EnvelopeNumber below{std::min(tip.number.value, theirs.number.value - 1)};
        start = std::max(start, below);
    }
    return start;
}

}  // namespace

BranchFetch::BranchFetch(const std::vector<DeviceTips>& server, const SyncSource& source)
    : source_(&source) {
    const Frontier ours = source.frontier();
    for (const DeviceTips& device : server)
        for (const Tip& tip : device.tips)
            if (tip.number.value > 0 && !source.holds(tip.hash))
                wanted_.push_back({.device = device.device,
                                   .tip = tip.hash,
                                   .after = guess_start(ours.tips_of(device.device), tip)});
}

// A branch fetched meanwhile, or a live page, may have brought a tip along, or have left no room.
bool BranchFetch::done() {
    const auto is_over = [this](const Fetch& fetch) {
        return source_->holds(fetch.tip) || source_->is_paused(fetch.device);
    };
    while (!asked_ && !wanted_.empty() && is_over(wanted_.front())) {
        wanted_.pop_front();
        last_ = {};
    }
    return wanted_.empty();
}

std::optional<Fetch> BranchFetch::next() {
    if (asked_ || done()) return std::nullopt;
    asked_ = true;
    return wanted_.front();
}

Result<void, SyncFailure> BranchFetch::check_chain(
    const std::vector<PageEnvelope>& envelopes) const {
    EnvelopeNumber number = wanted_.front().after;
    EnvelopeHash previous = last_;
    for (const PageEnvelope& entry : envelopes) {
        const EnvelopeHeader& header = entry.envelope.header();
        number = number.next();
        if (header.device != wanted_.front().device || header.number != number)
            return refuse(broken("another device's envelope, or another number"));
        const bool first_of_fetch = previous.is_zero();
        if (first_of_fetch ? header.previous.is_zero() != (number.value == 1)
                           : header.previous != previous)
            return refuse(broken("envelopes that do not follow each other"));
        previous = entry.envelope.hash();
    }
    return {};
}

Result<StorePage, SyncFailure> BranchFetch::take(Page page) {
    if (!asked_) return refuse(broken("nothing was asked"));
    StorePage stored;
    for (PageEntry& entry : page.entries) {
        auto envelope = assembler_.add(std::move(entry.part));
        if (!envelope) return refuse(broken(envelope.error().sentence));
        if (*envelope)
            stored.envelopes.push_back({.position = {}, .envelope = std::move(**envelope)});
    }
    // A page holds whole envelopes, or pieces of one.
    if (assembler_.in_the_middle() && stored.envelopes.empty()) return stored;
    if (assembler_.in_the_middle()) return refuse(broken("an envelope breaks off"));
    auto chain = check_chain(stored.envelopes);
    if (!chain) return refuse(chain.error());

    Fetch& fetch = wanted_.front();
    if (last_.is_zero() && !stored.envelopes.empty()) {
        const EnvelopeHash& below = stored.envelopes.front().envelope.header().previous;
        if (!below.is_zero() && !source_->holds(below)) {
            fetch.after.value /= 2;
            asked_ = false;
            return StorePage{};
        }
    }
    if (!stored.envelopes.empty()) {
        last_ = stored.envelopes.back().envelope.hash();
        fetch.after = stored.envelopes.back().envelope.header().number;
    } else if (!page.caught_up) {
        return refuse(broken("an empty page before the tip"));
    }
    asked_ = false;
    if (page.caught_up) {
        wanted_.pop_front();
        last_ = {};
    }
    return stored;
}

}  // namespace cairn
