#pragma once
// The sections that reports are put together from. Inside this folder only.
#include "client/report/insight.h"

namespace cairn::report {

// --- Standing (standing.cpp) ------------------------------------------------------------------
// What was said last about an item: its newest update that is no draft, else its own colour.
struct Standing {
    plan::ChoiceNumber health = 0;     // 0: nobody has said
    Place update = outline::no_place;  // whence
};
[[nodiscard]] Standing standing_of(const Insight& insight, Place place);
// Updates of an item itself that are no drafts, in the order of the days they speak of.
[[nodiscard]] std::vector<Place> updates_of(const Insight& insight, Place place);
[[nodiscard]] Tone tone_of_health(plan::ChoiceNumber health);
[[nodiscard]] std::string word_of_health(plan::ChoiceNumber health);  // GREEN; "no colour"
// The colour with its five answers, and what is missing of them.
[[nodiscard]] Blocks standing(const Insight& insight);
[[nodiscard]] Block figures(const Insight& insight);

// --- What changed (changes.cpp, changes_told.cpp) ---------------------------------------------
[[nodiscard]] Blocks changes(const Insight& insight);

// --- Ahead (ahead.cpp) ------------------------------------------------------------------------
[[nodiscard]] Blocks milestones(const Insight& insight, bool with_reached);
[[nodiscard]] Blocks critical_path(const Insight& insight);
[[nodiscard]] Blocks dependencies(const Insight& insight);
[[nodiscard]] Blocks workstreams(const Insight& insight);
[[nodiscard]] Blocks lookout(const Insight& insight);

// --- Records (records.cpp) --------------------------------------------------------------------
[[nodiscard]] Blocks asks(const Insight& insight);
[[nodiscard]] Blocks risks(const Insight& insight, std::size_t count_max);
[[nodiscard]] Blocks decisions_due(const Insight& insight);
[[nodiscard]] Blocks blockers(const Insight& insight);
[[nodiscard]] Blocks goals(const Insight& insight);

// --- Of one record (decision_log.cpp, launch.cpp, coe.cpp) ------------------------------------
[[nodiscard]] std::vector<Section> open_and_made_decisions(const Insight& insight);
[[nodiscard]] std::vector<Section> launches(const Insight& insight);
[[nodiscard]] std::vector<Section> corrections(const Insight& insight);

// What a record lacks (client/boards/gaps.h), as one line for each; empty: nothing.
[[nodiscard]] Blocks lacks(const Insight& insight, Place place);
// "and 12 more", where a list was cut.
void add_rest(std::size_t all, std::size_t shown, Blocks& blocks);

}  // namespace cairn::report
