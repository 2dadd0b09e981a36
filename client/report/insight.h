#pragma once
// Evidence, thought through once: schedules, who owns what, what belongs to the program. What the
// sections of all reports ask. Inside this folder only.
#include <functional>
#include <string>
#include <vector>

#include "client/radar/sight.h"
#include "client/report/document.h"
#include "client/report/evidence.h"
#include "client/schedule/catalog_plan.h"

namespace cairn::report {

using outline::Item;
using outline::Outline;
using outline::Place;

class Insight {
public:
    // The evidence outlives it.
    explicit Insight(const Evidence& evidence);
    Insight(const Insight&) = delete;
    Insight& operator=(const Insight&) = delete;

    const Evidence& evidence;
    const Outline& now;
    Place top = outline::no_place;  // of the program; no_place: everything

    [[nodiscard]] const radar::Sight& sight() const { return sight_; }
    [[nodiscard]] const Item& at(Place place) const { return now.at(place); }
    // The program with what is below it, or all that lives.
    [[nodiscard]] Place first() const;
    [[nodiscard]] Place end() const;
    [[nodiscard]] bool is_inside(Place place) const;
    // Of a kind; inside, or linked to something inside (a risk that affects it, a goal it serves).
    [[nodiscard]] std::vector<Place> of_kind(plan::KindNumber kind) const;
    [[nodiscard]] std::vector<Place> open_of_kind(plan::KindNumber kind) const;

    [[nodiscard]] std::string name(const ItemId& item) const;  // as it was; else as it was before
    [[nodiscard]] std::string title(Place place) const;
    [[nodiscard]] std::string owner(Place place) const;  // empty: none
    [[nodiscard]] std::string named(const Item& item, plan::FieldNumber field) const;
    [[nodiscard]] std::string by(const replica::Work& work) const;  // "Ann and Ben"
    [[nodiscard]] std::string state(const Item& item) const;        // in-progress
    // Where the schedule puts its end; nothing: it is not in the schedule.
    [[nodiscard]] std::optional<plan::Date> forecast(const ItemId& item) const;
    [[nodiscard]] std::optional<plan::Date> forecast_before(const ItemId& item) const;
    // The open work that an item's finish hangs on, the first to begin first, with the working
    // minutes by which each may slip before that finish does.
    struct Step {
        Place place = outline::no_place;
        schedule::Minute slack = 0;
    };
    [[nodiscard]] std::vector<Step> leading_to(const ItemId& item) const;
    [[nodiscard]] std::optional<plan::Date> baseline_finish(Place place) const;
    [[nodiscard]] const schedule::Schedule& schedule() const { return schedule_; }
    // The workstream (or else the program) that an item belongs to; empty: none.
    [[nodiscard]] std::string workstream(Place place) const;

    // Work without work below it that is not abandoned: how much of it is done.
    struct Done {
        std::size_t done = 0;
        std::size_t all = 0;
        [[nodiscard]] int percent() const;
    };
    [[nodiscard]] Done done_below(Place place) const;  // no_place: all of it
    // Open, and its date has passed.
    [[nodiscard]] bool is_late(Place place) const;

private:
    schedule::CatalogPlan plan_;
    schedule::Schedule schedule_;
    schedule::Schedule schedule_before_;
    radar::Sight sight_;
    Place baseline_ = outline::no_place;  // the newest
};

// A prose field, or a text; empty if unset.
[[nodiscard]] std::string text_in(const Item& item, plan::FieldNumber field);
[[nodiscard]] std::string iso_or(const std::optional<plan::Date>& date, std::string_view other);
// "3 days later", "2 days earlier", "" for none.
[[nodiscard]] std::string shift(plan::Date from, plan::Date to);
[[nodiscard]] std::string counted(std::size_t count, const std::string& what);
// One sentence where there is nothing to list.
[[nodiscard]] Block nothing(const std::string& sentence);

}  // namespace cairn::report
