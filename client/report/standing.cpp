// The colour: what was said, whether the five answers are there, and whether the plan agrees.
#include <algorithm>

#include "client/boards/gaps.h"
#include "client/report/sections.h"

namespace cairn::report {
namespace {

using plan::health::green;
using plan::health::red;

plan::ChoiceNumber health_of(const Item& item) {
    return outline::choice_of(item.cells, plan::field::health).value_or(0);
}

std::optional<plan::Date> day_of(const Insight& insight, Place update) {
    const Item& item = insight.at(update);
    const auto day = outline::date_of(item.cells, plan::field::as_of);
    return day ? day : insight.sight().written_on(item.id, plan::field::health);
}

// As was told before, by the update before this one; else by the plan that the report looks back
// to.
plan::ChoiceNumber health_before(const Insight& insight, const std::vector<Place>& updates) {
    if (updates.size() > 1) return health_of(insight.at(updates[updates.size() - 2]));
    const Item* before = insight.evidence.before.item(insight.at(insight.top).id);
    return before == nullptr ? 0 : health_of(*before);
}

void add_fact(const char* name, const std::string& text, std::vector<Fact>& facts) {
    if (!text.empty()) facts.push_back({name, {text}});
}

// Who does it and by when follows what is being done.
std::string action_text(const Insight& insight, const Item& update) {
    std::string text = text_in(update, plan::field::update_action);
    const std::string owner = insight.named(update, plan::field::action_owner);
    const auto due = outline::date_of(update.cells, plan::field::action_due);
    if (text.empty() || (owner.empty() && !due)) return text;
    text += " (" + owner;
    if (due) text += (owner.empty() ? "by " : ", by ") + plan::to_iso(*due);
    return text + ")";
}

Blocks answers(const Insight& insight, const Item& update) {
    Facts facts;
    add_fact("Why", text_in(update, plan::field::update_why), facts.facts);
    add_fact("Why not seen before", text_in(update, plan::field::not_seen), facts.facts);
    add_fact("What is being done", action_text(insight, update), facts.facts);
    add_fact("What we ask of you", text_in(update, plan::field::ask), facts.facts);
    add_fact(health_of(update) == green ? "What would change the colour" : "Path to green",
             text_in(update, plan::field::would_change),
             facts.facts);
    add_fact("Notes", text_in(update, plan::field::notes), facts.facts);
    if (facts.facts.empty()) return {};
    return {facts};
}

void add_missing(const Insight& insight, Place update, Blocks& blocks) {
    const boards::Gaps gaps = boards::gaps_of(insight.now, update);
    if (gaps.empty()) return;
    std::string missing = "Missing from this status: ";
    for (std::size_t i = 0; i < gaps.size(); ++i) missing += (i == 0 ? "" : "; ") + gaps[i].what;
    blocks.push_back(Paragraph{missing + ".", Tone::warning});
}

// Never in one step without saying why it was not seen.
void add_leap(const Insight& insight, const Standing& standing, Blocks& blocks) {
    const auto updates = updates_of(insight, insight.top);
    if (standing.health != red || health_before(insight, updates) != green) return;
    const bool is_said = standing.update != outline::no_place &&
                         !text_in(insight.at(standing.update), plan::field::not_seen).empty();
    blocks.push_back(
        Paragraph{is_said ? "From GREEN to RED in one step."
                          : "From GREEN to RED in one step, and nobody has said why it was not "
                            "seen before.",
                  Tone::bad});
}

// A colour that the plan contradicts.
void add_contradiction(const Insight& insight, const Standing& standing, Blocks& blocks) {
    if (standing.health != green) return;
    std::vector<std::string> late;
    for (Place place = insight.first(); place < insight.end(); ++place) {
        const Item& item = insight.at(place);
        if (radar::is_work(item.kind) && insight.is_late(place) &&
            radar::is_leaf(insight.now, place) && insight.sight().is_critical(item.id))
            late.push_back(radar::quoted(item));
    }
    if (late.empty()) return;
    const std::string others =
        late.size() == 1 ? "" : " and " + counted(late.size() - 1, "other item");
    blocks.push_back(Paragraph{"The plan does not bear GREEN out: " + late.front() + others +
                                   (late.size() == 1 ? " is" : " are") + " late and critical.",
                               Tone::warning});
}

// Of a risk that is open.
std::int64_t exposure_of(const Item* risk) {
    if (risk == nullptr || risk->is_trashed || !outline::is_open(risk->cells)) return 0;
    return outline::integer_of(risk->cells, plan::field::probability).value_or(0) *
           outline::integer_of(risk->cells, plan::field::impact).value_or(0);
}

std::string banner_note(const Insight& insight, const Standing& standing) {
    const Item& item = insight.at(insight.top);
    std::string note;
    if (standing.update != outline::no_place) {
        const auto day = day_of(insight, standing.update);
        const std::string who = insight.owner(standing.update);
        note = "Status" + (day ? " of " + plan::to_iso(*day) : std::string()) +
               (who.empty() ? "" : " by " + who) + ". ";
    } else if (standing.health != 0) {
        note = "No update says why. ";
    }
    const auto before = health_before(insight, updates_of(insight, insight.top));
    if (standing.health != 0 && before != 0)
        note += before == standing.health ? "Unchanged. " : "Was " + word_of_health(before) + ". ";
    const std::string owner = insight.named(item, plan::field::owner);
    return note + (owner.empty() ? "The program has no owner." : "Owner: " + owner + ".");
}

}  // namespace

std::vector<Place> updates_of(const Insight& insight, Place place) {
    std::vector<Place> updates;
    for (Place below = place + 1; below < insight.at(place).end; ++below) {
        const Item& item = insight.at(below);
        if (item.parent == place && item.kind == plan::kind::update &&
            outline::state_of(item.cells) != plan::state::draft)
            updates.push_back(below);
    }
    std::stable_sort(updates.begin(), updates.end(), [&](Place a, Place b) {
        return day_of(insight, a) < day_of(insight, b);
    });
    return updates;
}

Standing standing_of(const Insight& insight, Place place) {
    const auto updates = updates_of(insight, place);
    if (!updates.empty() && health_of(insight.at(updates.back())) != 0)
        return {health_of(insight.at(updates.back())), updates.back()};
    return {health_of(insight.at(place)), outline::no_place};
}

Tone tone_of_health(plan::ChoiceNumber health) {
    return health == green                  ? Tone::good
           : health == plan::health::yellow ? Tone::warning
           : health == red                  ? Tone::bad
                                            : Tone::quiet;
}

std::string word_of_health(plan::ChoiceNumber health) {
    return health == green                  ? "GREEN"
           : health == plan::health::yellow ? "YELLOW"
           : health == red                  ? "RED"
                                            : "no colour";
}

Blocks standing(const Insight& insight) {
    if (insight.top == outline::no_place) return {};
    const Standing standing = standing_of(insight, insight.top);
    const bool has_update = standing.update != outline::no_place;
    Blocks blocks{Banner{tone_of_health(standing.health),
                         standing.health == 0 ? "NO STATUS" : word_of_health(standing.health),
                         has_update             ? insight.title(standing.update)
                         : standing.health == 0 ? "Nobody has said how this program stands."
                                                : "",
                         banner_note(insight, standing)}};
    if (has_update) {
        for (Block& block : answers(insight, insight.at(standing.update)))
            blocks.push_back(std::move(block));
        add_missing(insight, standing.update, blocks);
    }
    add_leap(insight, standing, blocks);
    add_contradiction(insight, standing, blocks);
    return blocks;
}

Block figures(const Insight& insight) {
    std::size_t reached = 0;
    std::size_t all = 0;
    std::size_t late = 0;
    for (Place place = insight.first(); place < insight.end(); ++place) {
        const Item& item = insight.at(place);
        const plan::Phase phase = plan::phase_of(outline::state_of(item.cells));
        if (radar::is_work(item.kind) && insight.is_late(place) &&
            radar::is_leaf(insight.now, place))
            ++late;
        if (item.kind != plan::kind::milestone || phase == plan::Phase::abandoned) continue;
        ++all;
        if (phase == plan::Phase::finished) ++reached;
    }
    std::int64_t exposure = 0;
    std::int64_t exposure_before = 0;
    for (const Place place : insight.of_kind(plan::kind::risk)) {
        exposure += exposure_of(&insight.at(place));
        exposure_before += exposure_of(insight.evidence.before.item(insight.at(place).id));
    }
    const auto risks = insight.open_of_kind(plan::kind::risk);
    const Insight::Done done = insight.done_below(insight.top);
    const std::size_t blockers = insight.open_of_kind(plan::kind::blocker).size();
    Tiles tiles;
    tiles.tiles.push_back({std::to_string(done.percent()) + " %",
                           "of the work is done",
                           std::to_string(done.done) + " of " + counted(done.all, "item")});
    tiles.tiles.push_back(
        {std::to_string(reached) + " of " + std::to_string(all), "milestones reached", ""});
    tiles.tiles.push_back({std::to_string(late),
                           late == 1 ? "item is late" : "items are late",
                           "open, and past their date",
                           late > 0 ? Tone::warning : Tone::plain});
    tiles.tiles.push_back(
        {std::to_string(risks.size()),
         risks.size() == 1 ? "open risk" : "open risks",
         "exposure " + std::to_string(exposure) +
             (exposure == exposure_before ? "" : ", was " + std::to_string(exposure_before))});
    tiles.tiles.push_back({std::to_string(blockers),
                           blockers == 1 ? "open blocker" : "open blockers",
                           "",
                           blockers > 0 ? Tone::bad : Tone::plain});
    return tiles;
}

}  // namespace cairn::report
