#pragma once
// What a schedule says, as sentences for people and as words for programs (docs/JSON.md).
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "client/schedule/catalog_plan.h"
#include "client/schedule/schedule.h"

namespace cairn::cli {

// How moments and lengths of one plan are shown. What it is made from outlives it.
class ScheduleText {
public:
    using NameItem = std::function<std::string(const ItemId&)>;  // printable
    ScheduleText(const schedule::CatalogPlan& catalog,
                 const schedule::Schedule& schedule,
                 NameItem name_item);

    // "2027-03-01", with the time where it is not the usual one of a day's begin (or end).
    [[nodiscard]] std::string start(schedule::Minute moment) const;
    [[nodiscard]] std::string finish(schedule::Minute moment) const;
    [[nodiscard]] std::string day(schedule::Minute moment) const;  // the shorter of both
    // "2027-03-01..2027-03-05", one date for a point; "-" where nothing is on record.
    [[nodiscard]] std::string span(std::optional<schedule::Minute> start,
                                   std::optional<schedule::Minute> finish) const;
    // Working minutes in days: "5d", "-1.5d"; with a sign for what moves.
    [[nodiscard]] std::string days(schedule::Minute work) const;
    [[nodiscard]] std::string moved_by(schedule::Minute work) const;

    // "after Write FAQ", short enough for a column.
    [[nodiscard]] std::string because(const schedule::Reason& reason) const;
    // "Launch starts 2027-03-15, since Write FAQ finishes 2027-03-12 (fs, 1d)".
    [[nodiscard]] std::string sentence(const schedule::Reason& reason) const;
    [[nodiscard]] std::string sentence(const schedule::Finding& finding) const;
    [[nodiscard]] std::string link(const ItemId& link) const;  // "fs", "ss, 1d"

private:
    [[nodiscard]] std::string named(const ItemId& item) const;
    [[nodiscard]] std::string link_reason(const schedule::Reason& reason) const;
    [[nodiscard]] std::string constraint_reason(const schedule::Reason& reason,
                                                const ItemId& holder) const;

    const schedule::CatalogPlan& catalog_;
    const schedule::Schedule& schedule_;
    NameItem name_item_;
    std::unordered_map<ItemId, const schedule::Link*> links_;
    std::unordered_map<ItemId, const schedule::Task*> tasks_;
};

[[nodiscard]] std::string_view name_of(schedule::Reason::What what);  // "summary-link"

}  // namespace cairn::cli
