#include "client/report/changes.h"

#include <algorithm>
#include <tuple>

#include "client/report/sections.h"

namespace cairn::report {
namespace {

using engine::ItemChange;
using engine::ItemFate;
using replica::CellDifference;

const CellDifference* find_cell(const ItemChange& change, plan::FieldNumber field) {
    for (const CellDifference& cell : change.cells)
        if (cell.field == field) return &cell;
    return nullptr;
}

plan::ChoiceNumber state_in(std::string_view canonical) {
    return outline::state_of({{plan::field::status, {}, std::string(canonical)}});
}

std::optional<ItemId> item_in(const std::string& canonical) {
    return outline::item_of({{plan::field::owner, {}, canonical}}, plan::field::owner);
}

// Big enough to be named one by one.
bool is_named(plan::KindNumber kind) {
    return kind == plan::kind::program || kind == plan::kind::initiative ||
           kind == plan::kind::milestone || kind == plan::kind::deliverable ||
           kind == plan::kind::gate;
}

std::string by(const std::string& who) { return who.empty() ? "" : " (" + who + ")"; }

class Sorter {
public:
    explicit Sorter(const Insight& insight) : insight_(insight) {}

    Changes run() {
        for (const ItemChange& change : insight_.evidence.changed.items) take(change);
        std::sort(changes_.moved.begin(), changes_.moved.end(), [](const auto& a, const auto& b) {
            const auto rank = [](const MovedDate& moved) {
                const bool is_point = moved.kind == plan::kind::milestone ||
                                      moved.kind == plan::kind::gate ||
                                      moved.kind == plan::kind::program;
                return std::tuple(!is_point, -std::abs(moved.to.days - moved.from.days));
            };
            return std::tuple(rank(a), a.title, a.item) < std::tuple(rank(b), b.title, b.item);
        });
        return std::move(changes_);
    }

private:
    void take(const ItemChange& change) {
        told_ = false;
        if (change.kind == plan::kind::comment || change.kind == plan::kind::baseline) return;
        const bool is_fresh = change.fate == ItemFate::made && !change.in_trash;
        if (radar::is_work(change.kind) || change.kind == plan::kind::gate)
            take_work(change, is_fresh);
        if (change.kind == plan::kind::risk) take_risk(change, is_fresh);
        if (change.kind == plan::kind::decision) take_decision(change, is_fresh);
        if (change.kind == plan::kind::issue || change.kind == plan::kind::blocker)
            take_problem(change, is_fresh);
        if (!is_fresh) take_owner(change);
        take_colour(change, is_fresh);
        for (const engine::LinkChange& link : change.links) take_agreement(change, link);
        if (!told_) ++changes_.others;
    }

    [[nodiscard]] std::string title(const ItemChange& change) const {
        return insight_.name(change.item);
    }

    void take_work(const ItemChange& change, bool is_fresh) {
        const bool is_gone = change.fate == ItemFate::trashed || change.fate == ItemFate::gone;
        const CellDifference* status = find_cell(change, plan::field::status);
        const auto phase =
            status == nullptr ? plan::Phase::waiting : plan::phase_of(state_in(status->after));
        const bool is_dropped = status != nullptr && phase == plan::Phase::abandoned;
        const bool is_done = status != nullptr && phase == plan::Phase::finished;
        if (is_fresh)
            tell_scope(change, changes_.scope_in, &TaskCount::added, change.place.work);
        else if (is_gone)
            tell_scope(change, changes_.scope_out, &TaskCount::removed, change.place.work);
        else if (is_dropped)
            tell_scope(change, changes_.scope_out, &TaskCount::removed, status->work);
        else if (!change.in_trash)
            take_dates(change);
        if (is_done && !is_gone)
            tell_scope(change, changes_.finished, &TaskCount::finished, status->work);
    }

    void tell_scope(const ItemChange& change,
                    std::vector<Told>& list,
                    std::size_t TaskCount::*count,
                    const replica::Work& work) {
        told_ = true;
        if (is_named(change.kind)) {
            const std::string kind(plan::find_kind(change.kind)->name);
            list.push_back(
                {change.kind, kind + " “" + title(change) + "”" + by(insight_.by(work))});
            return;
        }
        const Outline& shown = insight_.now.find(change.item) < insight_.now.living().size()
                                   ? insight_.now
                                   : insight_.evidence.before;
        ++(changes_.tasks[workstream_in(shown, change.item)].*count);
    }

    static std::string workstream_in(const Outline& outline, const ItemId& item) {
        const Place place = outline.find(item);
        if (place == outline::no_place) return "";
        for (const plan::KindNumber kind : {plan::kind::initiative, plan::kind::program})
            if (const Place above = outline.above(place, kind); above != outline::no_place)
                return outline::title_of(outline.at(above));
        return "";
    }

    // The day it is due; else its finish; else its start.
    void take_dates(const ItemChange& change) {
        struct Dates {
            std::optional<plan::Date> from, to;
            const replica::Work* work = nullptr;
        };
        std::vector<Dates> all;
        if (const auto* due = find_cell(change, plan::field::due))
            all.push_back(
                {outline::date_in(due->before), outline::date_in(due->after), &due->work});
        if (const auto* span = find_cell(change, plan::field::span))
            for (const std::size_t part : {plan::part::finish, plan::part::start})
                all.push_back({outline::date_in(outline::part_of(span->before, part)),
                               outline::date_in(outline::part_of(span->after, part)),
                               &span->work});
        for (const Dates& dates : all) {
            if (!dates.to || dates.from == dates.to) continue;
            told_ = true;
            if (dates.from)
                changes_.moved.push_back({change.item,
                                          change.kind,
                                          title(change),
                                          *dates.from,
                                          *dates.to,
                                          insight_.by(*dates.work)});
            else
                ++changes_.dates_set;
            return;
        }
    }

    void take_owner(const ItemChange& change) {
        const CellDifference* owner = find_cell(change, plan::field::owner);
        if (owner == nullptr || change.in_trash) return;
        const auto name = [&](const std::string& value) {
            const auto who = item_in(value);
            return who ? insight_.name(*who) : std::string();
        };
        told_ = true;
        changes_.owners.push_back(
            {title(change), name(owner->before), name(owner->after), insight_.by(owner->work)});
    }

    void take_risk(const ItemChange& change, bool is_fresh) {
        const CellDifference* status = find_cell(change, plan::field::status);
        const std::string quoted = "“" + title(change) + "”";
        if (is_fresh) {
            tell(change, changes_.risks, "opened " + quoted, change.place.work);
        } else if (status != nullptr) {
            const Item* item = insight_.now.item(change.item);
            const std::string state = item == nullptr ? "" : insight_.state(*item);
            if (!state.empty()) tell(change, changes_.risks, state + ": " + quoted, status->work);
        }
        if (is_fresh) return;
        for (const plan::FieldNumber field : {plan::field::probability, plan::field::impact}) {
            const CellDifference* weight = find_cell(change, field);
            if (weight == nullptr || weight->before == "n" || weight->after == "n") continue;
            tell(change,
                 changes_.risks,
                 quoted + ": " + std::string(plan::find_field(field)->name) + " from " +
                     weight->before.substr(1) + " to " + weight->after.substr(1),
                 weight->work);
        }
    }

    void take_decision(const ItemChange& change, bool is_fresh) {
        const CellDifference* status = find_cell(change, plan::field::status);
        const Item* item = insight_.now.item(change.item);
        if (item == nullptr || change.in_trash) return;
        const std::string quoted = "“" + title(change) + "”";
        if (status != nullptr && state_in(status->after) == plan::state::decided) {
            const std::string chosen = insight_.named(*item, plan::field::chosen);
            tell(change,
                 changes_.decisions,
                 "decided: " + quoted + (chosen.empty() ? "" : ": " + chosen),
                 status->work);
        } else if (is_fresh) {
            tell(change, changes_.decisions, "to be decided: " + quoted, change.place.work);
        } else if (status != nullptr && status->before != "n") {
            tell(change, changes_.decisions, insight_.state(*item) + ": " + quoted, status->work);
        }
    }

    void take_problem(const ItemChange& change, bool is_fresh) {
        const CellDifference* status = find_cell(change, plan::field::status);
        const std::string quoted =
            std::string(plan::find_kind(change.kind)->name) + " “" + title(change) + "”";
        const Item* item = insight_.now.item(change.item);
        if (item == nullptr || change.in_trash) return;
        if (status != nullptr && !outline::is_open(item->cells))
            tell(change, changes_.problems, insight_.state(*item) + ": " + quoted, status->work);
        else if (is_fresh)
            tell(change, changes_.problems, "new: " + quoted, change.place.work);
    }

    void take_colour(const ItemChange& change, bool is_fresh) {
        const CellDifference* health = find_cell(change, plan::field::health);
        if (health == nullptr || change.in_trash || change.kind == plan::kind::update || is_fresh)
            return;
        const auto word = [](const std::string& value) {
            return word_of_health(
                outline::choice_of({{plan::field::health, {}, value}}, plan::field::health)
                    .value_or(0));
        };
        tell(change,
             changes_.colours,
             "“" + title(change) + "” from " + word(health->before) + " to " + word(health->after),
             health->work);
    }

    void take_agreement(const ItemChange& change, const engine::LinkChange& link) {
        if (link.link.type != plan::link::depends) return;
        using Fate = engine::LinkChange::Fate;
        const bool is_point =
            change.kind == plan::kind::milestone || change.kind == plan::kind::gate;
        if (is_point && link.fate != Fate::kept && change.fate != ItemFate::made)
            tell(change,
                 changes_.agreements,
                 "“" + title(change) +
                     (link.fate == Fate::made ? "” now waits for “" : "” no longer waits for “") +
                     insight_.name(link.link.to) + "”",
                 link.work);
        if (link.fate == Fate::cut) return;
        for (const CellDifference& cell : link.cells) {
            const bool is_date =
                cell.field == plan::field::asked || cell.field == plan::field::promised;
            const auto to = outline::date_in(cell.after);
            if (!is_date || !to) continue;
            const auto from = outline::date_in(cell.before);
            tell(change,
                 changes_.agreements,
                 "“" + insight_.name(link.link.to) + "” for “" + title(change) +
                     "”: " + (cell.field == plan::field::asked ? "asked for " : "promised for ") +
                     plan::to_iso(*to) + (from ? ", before " + plan::to_iso(*from) : ""),
                 cell.work);
        }
    }

    void tell(const ItemChange& change,
              std::vector<Told>& list,
              const std::string& text,
              const replica::Work& work) {
        told_ = true;
        list.push_back({change.kind, text + by(insight_.by(work))});
    }

    const Insight& insight_;
    Changes changes_;
    bool told_ = false;
};

}  // namespace

bool Changes::empty() const {
    return moved.empty() && dates_set == 0 && scope_in.empty() && scope_out.empty() &&
           finished.empty() && tasks.empty() && owners.empty() && risks.empty() &&
           decisions.empty() && problems.empty() && colours.empty() && agreements.empty() &&
           others == 0;
}

Changes sort_out(const Insight& insight) { return Sorter(insight).run(); }

}  // namespace cairn::report
