#include "server/hub/room.h"

#include <algorithm>

#include "shared/base/contract.h"
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
            throw DamagedWorkspace("a stored membership record is refused: " +
                                   appended.error().sentence);
        if (!record.receipt) throw DamagedWorkspace("a stored membership record has no receipt");
        roster_bytes_ += record.record.size();
    }
    if (view->workspace() != id) throw DamagedWorkspace("its records are another workspace's");
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
    const Position end = read.envelopes.empty() ? wanted.after : read.envelopes.back().position;
    if (end == head_) read.frontier_digest = frontier_.digest();
    return read;
}

// Walks from the tip to the envelope after fetch.after; later pages of the same branch need no
// walk.
const std::vector<Position>& Room::positions_of_branch(const Fetch& fetch) {
    const bool walked = walked_tip_ == fetch.tip && !walked_.empty() &&
                        walked_first_.value <= fetch.after.value + 1;
    if (walked) return walked_;
    walked_tip_ = fetch.tip;
    walked_.clear();
    std::optional<EnvelopePlace> place = store_->find(id_, fetch.tip);
    while (place && place->device == fetch.device && place->number > fetch.after) {
        walked_.push_back(place->position);
        walked_first_ = place->number;
        if (place->previous.is_zero()) break;
        place = store_->find(id_, place->previous);
    }
    std::reverse(walked_.begin(), walked_.end());
    return walked_;
}

BranchRead Room::branch(const ReadBranch& wanted) {
    BranchRead read{.envelopes = {}, .reaches_tip = true};
    const std::vector<Position>& positions = positions_of_branch(wanted.fetch);
    if (positions.empty()) return read;
    std::size_t bytes = 0;
    for (std::size_t i = wanted.fetch.after.value + 1 - walked_first_.value; i < positions.size();
         ++i) {
        auto found = store_->read(id_, {positions[i].value - 1}, 1);
        CAIRN_ASSERT(found.size() == 1);
        bytes += found.front().bytes->size();
        if (bytes > wanted.bytes_max && !read.envelopes.empty()) {
            read.reaches_tip = false;
            break;
        }
        read.envelopes.push_back(std::move(found.front()));
    }
    return read;
}

std::vector<OrderedEnvelope> Room::take_grown() {
    fresh_.clear();
    return std::exchange(grown_, {});
}

}  // namespace cairn::server
