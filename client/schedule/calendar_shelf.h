#pragma once
// Every calendar that a plan's rows work by, built once each from the specs they combine.
#include <map>
#include <memory>
#include <span>

#include "client/schedule/calendar.h"
#include "client/schedule/findings.h"

namespace cairn::schedule {

class CalendarShelf {
public:
    explicit CalendarShelf(const std::vector<CalendarSpec>& specs);

    [[nodiscard]] bool knows(const ItemId& id) const { return times_.contains(id); }
    // Unknown or no id: the standard week.
    [[nodiscard]] const Calendar& one(const std::optional<ItemId>& id);

    struct Wanted {
        std::optional<ItemId> own;
        std::vector<ItemId> people;       // ids of known calendars
        std::optional<ItemId> otherwise;  // the program's: if neither own nor people's is known
    };
    // `is_without_overlap` tells that own and people's share no working time, and own counts alone.
    [[nodiscard]] const Calendar& combined(const Wanted& wanted, bool& is_without_overlap);

    [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }

private:
    using Key = std::vector<ItemId>;  // own (or zero), then people's, ascending
    void resolve(const CalendarSpec& spec, std::vector<ItemId>& chain);
    [[nodiscard]] const WorkingTime& time_of(const ItemId& id) const;
    [[nodiscard]] const Calendar& shelve(const Key& key, const WorkingTime& time);

    std::map<ItemId, const CalendarSpec*> specs_;  // only while constructing
    std::map<ItemId, WeekHours> weeks_;
    std::map<ItemId, std::vector<ExceptionLayer>> layers_;  // the base's first; as specs_
    std::map<ItemId, WorkingTime> times_;
    WorkingTime standard_;
    std::map<Key, std::unique_ptr<Calendar>> shelf_;
    std::map<Key, bool> without_overlap_;
    std::vector<Finding> findings_;
};

}  // namespace cairn::schedule
