#include "client/engine/slip_cause.h"

#include <algorithm>

#include "client/merge/schema.h"
#include "client/plan/catalog.h"

namespace cairn::engine {
namespace {

using Reason = schedule::Reason;

// Of items and of links: what a schedule reads, and where a row stands.
bool moves_dates(merge::FieldNumber field) {
    const auto read = schedule::fields_of_schedule();
    return std::find(read.begin(), read.end(), field) != read.end() ||
           field == merge::field_place || field == merge::field_live ||
           field == plan::field::dependency || field == plan::field::lag;
}

}  // namespace

SlipCauses::SlipCauses(Workspace& workspace,
                       const Scheduled& scheduled,
                       const schedule::DatesOnRecord& dates,
                       const std::unordered_map<ItemId, schedule::Minute>& slipped,
                       WallTime since)
    : workspace_(workspace),
      scheduled_(scheduled),
      dates_(dates),
      slipped_(slipped),
      since_(since) {}

bool SlipCauses::is_late(const ItemId& row) const {
    const auto found = slipped_.find(row);
    return found != slipped_.end() && found->second > 0;
}

// The row below that ends last: it holds the summary's finish.
ItemId SlipCauses::latest_below(const ItemId& summary) const {
    ItemId latest = summary;
    std::optional<schedule::Minute> finish;
    for (const auto& [row, work] : slipped_) {
        const auto record = scheduled_.plan.rows.find(row);
        if (work <= 0 || record == scheduled_.plan.rows.end() || record->second.is_summary)
            continue;
        if (!dates_.is_below(row, summary)) continue;
        const auto ends = dates_.of(row)->finish;
        const bool is_later = ends > finish || (ends == finish && row < latest);
        if (latest != summary && !is_later) continue;
        latest = row;
        finish = ends;
    }
    return latest;
}

SlipCause SlipCauses::of(const ItemId& row) const {
    SlipCause cause;
    cause.root = scheduled_.plan.rows.at(row).is_summary ? latest_below(row) : row;
    std::vector<ItemId> items{cause.root};
    for (const Reason& reason : scheduled_.schedule.why(cause.root)) {
        if (reason.what == Reason::What::calendar) continue;
        const bool is_link =
            reason.what == Reason::What::link || reason.what == Reason::What::summary_link;
        const bool goes_on =
            reason.what == Reason::What::rows_below || (is_link && is_late(reason.other));
        if (is_link && goes_on && cause.waits_for == ItemId{}) {
            cause.waits_for = reason.other;
            cause.link = reason.link;
        }
        if (goes_on && reason.other != ItemId{}) {
            cause.root = reason.other;
            items = {cause.root};
            continue;
        }
        for (const ItemId& item : {reason.link, reason.via}) items.push_back(item);
        if (reason.what == Reason::What::plan_start) items.push_back(reason.other);
        break;
    }
    cause.edit = newest_edit(items);
    return cause;
}

// Whether it only wrote other dates into a span, as putting a schedule on record does.
bool SlipCauses::is_only_placement(const replica::HistoryEntry& entry) const {
    if (entry.field != plan::field::span || entry.over.empty()) return false;
    const auto after = merge::Value::parse(entry.value);
    const auto before = merge::Value::parse(workspace_.read().edit(entry.over.front()).value);
    if (!after || !before) return false;
    const auto same = [&](std::size_t part) {
        const auto a = after->parts();
        const auto b = before->parts();
        return part < a.size() && part < b.size() && a[part] == b[part];
    };
    return same(plan::part::duration) && same(plan::part::mode);
}

// The newest that says more than other dates; else the newest.
std::optional<replica::HistoryEntry> SlipCauses::newest_edit(
    const std::vector<ItemId>& items) const {
    const auto known = edits_.find(items.front());
    if (known != edits_.end()) return known->second;
    std::optional<replica::HistoryEntry> newest;
    bool is_placement = true;
    for (const ItemId& item : items) {
        if (item == ItemId{}) continue;
        for (const replica::HistoryEntry& entry : workspace_.read().history(item, SIZE_MAX)) {
            if (entry.wall <= since_ || !moves_dates(entry.field)) continue;
            if (entry.status != replica::EditStatus::valid) continue;
            const bool placement = is_only_placement(entry);
            const bool is_better = !newest || (is_placement && !placement) ||
                                   (is_placement == placement && entry.wall > newest->wall);
            if (!is_better) continue;
            newest = entry;
            is_placement = placement;
        }
    }
    edits_.emplace(items.front(), newest);
    return newest;
}

}  // namespace cairn::engine
