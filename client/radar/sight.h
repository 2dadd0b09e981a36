#pragma once
// What a rule of the radar sees: the plan now, its schedule, and as much of the past as it was
// given. Rules are pure functions of this.
#include <functional>
#include <map>
#include <unordered_map>

#include "client/outline/outline.h"
#include "client/plan/text_input.h"
#include "client/radar/finding.h"
#include "client/schedule/schedule.h"

namespace cairn::radar {

// From when on something is worth a word.
struct Limits {
    int look_back_days = 7;    // slack then against slack now
    int look_ahead_days = 14;  // what is due within
    int tight_slack_days = 5;  // of a milestone: less is worth a word when it falls
    int ask_days = 5;          // an ask without an answer
    int status_days = 7;       // a status without a cadence of its own
    int conflict_days = 3;
    int silence_days = 7;            // a device
    int open_items_per_person = 10;  // within look_ahead_days
    int starts_per_team = 6;         // within one week
    int scope_percent = 10;
    int estimate_changes = 3;
};

struct OpenConflict {
    ItemId item;
    std::string field;  // as people call it; empty: not about one
    plan::Date since;
};

struct SilentDevice {
    ItemId person;  // whose it is
    std::string name;
    std::optional<plan::Date> last_word;  // none: never heard from
};

struct Sight {
    const outline::Outline& outline;  // with links and their fields
    plan::Date today;
    Limits limits = {};
    plan::WorkingUnits units = {};
    const schedule::Schedule* schedule = nullptr;           // null: none could be made
    const schedule::Schedule* schedule_before = nullptr;    // look_back_days ago
    std::unordered_map<ItemId, int> estimate_changes = {};  // how often it was written anew
    std::vector<OpenConflict> conflicts = {};
    std::vector<SilentDevice> devices = {};
    // The day on which what a field of an item or link shows was written. May be empty.
    std::function<std::optional<plan::Date>(const ItemId&, plan::FieldNumber)> written = {};
    // What a person would type for an item in a command.
    std::function<std::string(const ItemId&)> handle = {};

    [[nodiscard]] const outline::Item& at(outline::Place place) const { return outline.at(place); }
    [[nodiscard]] std::optional<plan::Date> written_on(const ItemId& item,
                                                       plan::FieldNumber field) const;
    // `cairn VERB ITEM REST`.
    [[nodiscard]] std::string command(const std::string& verb,
                                      const ItemId& item,
                                      const std::string& rest = {}) const;
    // Working days; nothing without a schedule or if it is not in it.
    [[nodiscard]] std::optional<std::int64_t> slack_days(const schedule::Schedule* of,
                                                         const ItemId& item) const;
    [[nodiscard]] bool is_critical(const ItemId& item) const;
    // The day on which it must begin at the latest, by the schedule.
    [[nodiscard]] std::optional<plan::Date> latest_start(const ItemId& item) const;
    // By the schedule, else by its own dates.
    [[nodiscard]] std::optional<plan::Date> start(const outline::Item& item) const;
    [[nodiscard]] std::optional<plan::Date> finish(const outline::Item& item) const;
    // How often it is to be looked after, in days of the calendar: a week of work is seven, too.
    [[nodiscard]] std::optional<std::int64_t> cadence_days(const outline::Item& item) const;
    [[nodiscard]] bool is_soon(const std::optional<plan::Date>& date) const;  // or past
};

// Programs, initiatives, milestones, deliverables and tasks.
[[nodiscard]] bool is_work(plan::KindNumber kind);
// Work that has no work below it.
[[nodiscard]] bool is_leaf(const outline::Outline& outline, outline::Place place);
[[nodiscard]] bool has_begun(const outline::Item& item);
// "\"Beta\"", and a kind where that helps: "milestone \"Beta\"".
[[nodiscard]] std::string quoted(const outline::Item& item);
[[nodiscard]] std::string with_kind(const outline::Item& item);
// "1 day", "3 days".
[[nodiscard]] std::string days(std::int64_t count);
[[nodiscard]] std::string counted(std::int64_t count, const std::string& what);
// "on 2027-03-01", "today", "3 days ago", "in 2 days".
[[nodiscard]] std::string when(plan::Date date, plan::Date today);
// The other ends of its links of a type, seen from one end.
[[nodiscard]] std::vector<outline::LinkEnd> ends_of(const outline::Outline& outline,
                                                    outline::Place place,
                                                    plan::LinkNumber type,
                                                    bool is_reversed);

}  // namespace cairn::radar
