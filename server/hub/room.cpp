#include "server/hub/room.h"

#include <algorithm>

#include "shared/roster/server_statement.h"
#include "shared/sync/travelling.h"

namespace cairn::server {
namespace {

constexpr std::size_t record_page_bytes_max = 512 * limits::kib;
constexpr std::size_t record_page_records_max = 1'000;

}  // namespace

Room::Room(const WorkspaceId& id,
           LogStore& store,
           const ServerSecrets& secrets,
           const HubLimits& limits)
    : id_(id), store_(&store), secrets_(&secrets), limits_(&limits) {
    auto state = store.load(id);
    if (!state) return;
    settled_ = state->settled;
    auto view = std::make_shared<RosterView>();
    for (const ReceiptedRecord& record : state->roster) {
        const auto appended = view->append(record.record);
        if (!appended)
            damaged("a stored membership record is refused: " + appended.error().sentence);
        if (!record.receipt) damaged("a stored membership record has no receipt");
        roster_bytes_ += record.record.size();
    }
    if (view->workspace() != id) damaged("its records are another workspace's");
    roster_ = std::move(view);
    records_ = std::move(state->roster);
    head_ = state->head;
    running_ = state->running;
    frontier_.add_tips(state->tips);
    for (const DeviceUsage& usage : state->usage) {
        usage_[usage.device] = usage.bytes;
        used_bytes_ += usage.bytes;
    }
}

void Room::damaged(const std::string& sentence) const { throw DamagedWorkspace(id_, sentence); }

Welcome Room::welcome(const Hello& hello, WallTime now) {
    Welcome welcome;
    welcome.checkpoint = {.incarnation = store_->incarnation(),
                          .position = head_,
                          .running = running_,
                          .roster_length = {records_.size()},
                          .roster_head = exists() ? roster_->head() : RecordHash{},
                          .signature = {}};
    sign_checkpoint(secrets_->signing(), id_, welcome.checkpoint);
    const Cursor& cursor = hello.cursor;
    welcome.cursor_known = exists() && cursor.incarnation == store_->incarnation() &&
                           cursor.position <= head_ &&
                           store_->running(id_, cursor.position) == cursor.running;
    welcome.frontier_agrees = hello.frontier_digest == frontier_.digest();
    welcome.wall = now;
    welcome.limits = {
        .envelope_bytes_max = limits_->envelope_bytes_max,
        .unacknowledged_bytes_max = static_cast<std::uint32_t>(limits::unacknowledged_bytes_max),
        .idle_ms_max = limits_->idle_ms_max};
    return welcome;
}

RosterPage Room::records(RecordIndex from) const {
    RosterPage page{.from = from, .records = {}, .length = {records_.size()}};
    std::size_t bytes = 0;
    for (std::size_t i = from.value; i < records_.size(); ++i) {
        bytes += records_[i].record.size();
        const bool full =
            bytes > record_page_bytes_max || page.records.size() == record_page_records_max;
        if (full && !page.records.empty()) break;
        page.records.push_back(records_[i]);
    }
    return page;
}

FrontierReply Room::compare(const CompareFrontier& question) const {
    std::map<DeviceId, std::vector<Tip>> theirs;
    for (const DeviceTips& device : question.devices) theirs[device.device] = device.tips;
    std::vector<DeviceTips> differing;
    for (const DeviceTips& ours : travelling(frontier_.tips())) {
        const auto told = theirs.find(ours.device);
        if (told == theirs.end() || told->second != ours.tips) differing.push_back(ours);
        if (told != theirs.end()) theirs.erase(told);
    }
    for (const auto& [device, tips] : theirs)
        if (!tips.empty() && frontier_.tips_of(device).empty())
            differing.push_back({.device = device, .tips = {}});
    return {.devices = travelling(std::move(differing)), .position = head_, .running = running_};
}

PageRead Room::page(const ReadPage& wanted) {
    PageRead read{.after = wanted.after,
                  .running = store_->running(id_, wanted.after).value_or(Hash32{}),
                  .envelopes = store_->read(id_, wanted.after, wanted.bytes_max),
                  .head = head_,
                  .frontier_digest = std::nullopt};
    Position end = wanted.after;
    for (const OrderedEnvelope& envelope : read.envelopes) {
        if (envelope.position != end.next()) damaged("an envelope is missing from its order");
        end = envelope.position;
    }
    if (read.envelopes.empty() && end < head_) damaged("its last envelopes are missing");
    if (end == head_) read.frontier_digest = frontier_.digest();
    return read;
}

// From where the walk stands to the envelope after fetch.after.
void Room::walk_down(const Fetch& fetch, BranchWalk& walk) {
    if (walk.positions.empty() || walk.tip != fetch.tip)
        walk = {.tip = fetch.tip, .positions = {}, .lowest = {}, .below = fetch.tip};
    while (!walk.below.is_zero() && (walk.positions.empty() || walk.lowest > fetch.after.next())) {
        const auto place = store_->find(id_, walk.below);
        if (!place || place->device != fetch.device || place->number <= fetch.after) return;
        walk.positions.push_back(place->position);
        walk.lowest = place->number;
        walk.below = place->previous;
    }
}

OrderedEnvelope Room::read_one(Position position) {
    auto found = store_->read(id_, {position.value - 1}, 1);
    if (found.empty() || found.front().position != position)
        damaged("an envelope of a branch is missing");
    return std::move(found.front());
}

BranchRead Room::branch(const ReadBranch& wanted, BranchWalk& walk) {
    walk_down(wanted.fetch, walk);
    BranchRead read{.envelopes = {}, .reaches_tip = true};
    const std::size_t walked = walk.positions.size();
    const EnvelopeNumber after = wanted.fetch.after;
    const std::uint64_t below = after < walk.lowest ? 0 : after.value - walk.lowest.value + 1;
    std::size_t bytes = 0;
    for (std::size_t left = below < walked ? walked - below : 0; left > 0; --left) {
        OrderedEnvelope envelope = read_one(walk.positions[left - 1]);
        bytes += envelope.bytes->size();
        if (bytes > wanted.bytes_max && !read.envelopes.empty()) {
            read.reaches_tip = false;
            return read;
        }
        read.envelopes.push_back(std::move(envelope));
    }
    walk = {};
    return read;
}

std::vector<OrderedEnvelope> Room::take_grown() {
    fresh_.clear();
    return std::exchange(grown_, {});
}

}  // namespace cairn::server
