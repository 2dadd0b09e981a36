#pragma once
// The choices of choice fields: number and name as typed. Numbers run from 1 without gaps; new
// choices go to the end.
#include "client/plan/catalog.h"

namespace cairn::plan::choices {

inline constexpr Choice states[] = {
    {state::proposed, "proposed"},   {state::planned, "planned"},
    {state::ready, "ready"},         {state::in_progress, "in-progress"},
    {state::blocked, "blocked"},     {state::in_review, "in-review"},
    {state::done, "done"},           {state::dropped, "dropped"},
    {state::on_hold, "on-hold"},     {state::open, "open"},
    {state::closed, "closed"},       {state::accepted, "accepted"},
    {state::rejected, "rejected"},   {state::superseded, "superseded"},
    {state::draft, "draft"},         {state::decided, "decided"},
    {state::mitigated, "mitigated"}, {state::occurred, "occurred"},
    {state::approved, "approved"},   {state::passed, "passed"},
    {state::failed, "failed"},       {state::waived, "waived"},
    {state::kept, "kept"},           {state::answered, "answered"},
    {state::published, "published"}, {state::deferred, "deferred"},
    {state::withdrawn, "withdrawn"}, {state::deprecated, "deprecated"},
};
inline constexpr Choice units[] = {
    {unit::minutes, "min"},
    {unit::hours, "h"},
    {unit::days, "d"},
    {unit::weeks, "w"},
    {unit::months, "mo"},
    {unit::elapsed_minutes, "emin"},
    {unit::elapsed_hours, "eh"},
    {unit::elapsed_days, "ed"},
    {unit::elapsed_weeks, "ew"},
    {unit::elapsed_months, "emo"},
    {unit::percent, "%"},
    {unit::elapsed_percent, "e%"},
};
inline constexpr Choice constraints[] = {
    {constraint::as_soon_as_possible, "asap"},
    {constraint::as_late_as_possible, "alap"},
    {constraint::must_start_on, "mso"},
    {constraint::must_finish_on, "mfo"},
    {constraint::start_no_earlier, "snet"},
    {constraint::start_no_later, "snlt"},
    {constraint::finish_no_earlier, "fnet"},
    {constraint::finish_no_later, "fnlt"},
};
inline constexpr Choice dependencies[] = {
    {dependency::finish_start, "fs"},
    {dependency::start_start, "ss"},
    {dependency::finish_finish, "ff"},
    {dependency::start_finish, "sf"},
};
inline constexpr Choice modes[] = {{mode::automatic, "auto"}, {mode::manual, "manual"}};
inline constexpr Choice healths[] = {
    {health::green, "green"}, {health::yellow, "yellow"}, {health::red, "red"}};
inline constexpr Choice importances[] = {{1, "must"}, {2, "should"}, {3, "could"}, {4, "will-not"}};
inline constexpr Choice urgencies[] = {{1, "low"}, {2, "normal"}, {3, "high"}, {4, "urgent"}};
inline constexpr Choice directions[] = {{1, "up"}, {2, "down"}, {3, "hold"}};
inline constexpr Choice stances[] = {
    {1, "champion"}, {2, "supporter"}, {3, "neutral"}, {4, "sceptic"}, {5, "opponent"}};
inline constexpr Choice resource_types[] = {
    {resource::work, "work"}, {resource::material, "material"}, {resource::cost, "cost"}};
inline constexpr Choice proximities[] = {
    {1, "imminent"}, {2, "weeks"}, {3, "quarter"}, {4, "later"}};
inline constexpr Choice responses[] = {{1, "avoid"}, {2, "reduce"}, {3, "transfer"}, {4, "accept"}};
inline constexpr Choice severities[] = {{1, "low"}, {2, "medium"}, {3, "high"}, {4, "critical"}};
inline constexpr Choice doors[] = {{1, "one-way"}, {2, "two-way"}};
inline constexpr Choice areas[] = {{1, "security"},
                                   {2, "privacy"},
                                   {3, "accessibility"},
                                   {4, "compliance"},
                                   {5, "operations"},
                                   {6, "legal"},
                                   {7, "performance"},
                                   {8, "support"},
                                   {9, "other"}};
inline constexpr Choice verdicts[] = {{1, "go"}, {2, "no-go"}, {3, "conditional"}};
inline constexpr Choice keeps[] = {{1, "keep"}, {2, "drop"}, {3, "change"}};
inline constexpr Choice field_types[] = {{1, "text"},
                                         {2, "integer"},
                                         {3, "date"},
                                         {4, "yes-no"},
                                         {5, "money"},
                                         {6, "choice"},
                                         {7, "item"}};
inline constexpr Choice layouts[] = {
    {1, "table"}, {2, "board"}, {3, "timeline"}, {4, "map"}, {5, "outline"}};

}  // namespace cairn::plan::choices
