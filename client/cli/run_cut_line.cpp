// cutline: what fits, by rank.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "client/boards/cut_line.h"
#include "client/cli/context.h"
#include "client/cli/listing.h"
#include "client/cli/render.h"
#include "client/cli/terminal_text.h"
#include "client/engine/lookup.h"
#include "client/engine/read_outline.h"

namespace cairn::cli {
namespace {

using nlohmann::json;
using outline::Outline;
using outline::Place;

engine::EngineError wrong_value(std::string sentence) {
    return {engine::EngineFault::wrong_value, std::move(sentence)};
}

struct Capacity {
    std::int64_t minutes = 0;
    std::string spoken;  // "60d", "what 4 owners can do up to 2027-06-30"
};

// A day as people type it, or the date of an item.
Result<plan::Date, engine::EngineError> day_of(engine::Workspace& workspace,
                                               const Outline& outline,
                                               const std::string& typed,
                                               const plan::TextContext& text) {
    if (const auto day = plan::parse_date(typed, text.today)) return *day;
    const auto found = engine::find_item(workspace, typed);
    if (!found) return refuse(found.error());
    const outline::Item* item = outline.item(*found);
    const auto date = item == nullptr ? std::nullopt : outline::date_of_item(item->cells);
    if (!date)
        return refuse(wrong_value("'" + engine::title_of(workspace, *found) +
                                  "' has no date. `cairn set ITEM due=...` gives it one."));
    return *date;
}

Result<Capacity, engine::EngineError> capacity_of(engine::Workspace& workspace,
                                                  const Outline& outline,
                                                  const CutLineArguments& arguments,
                                                  const std::vector<Place>& places,
                                                  const plan::TextContext& text) {
    if (!arguments.capacity.empty()) {
        const auto typed = plan::parse_duration(arguments.capacity, text.units);
        if (!typed) return refuse(wrong_value(typed.error().message));
        return Capacity{typed->amount, arguments.capacity};
    }
    const auto until = day_of(workspace, outline, arguments.until, text);
    if (!until) return refuse(until.error());
    const std::int64_t days = boards::weekdays_between(text.today, *until);
    return Capacity{boards::capacity_of_owners(outline, places, days, text.units.day_minutes),
                    "what the owners of this work can do up to " + plan::to_iso(*until)};
}

std::string choice_text(const outline::Item& item, plan::FieldNumber field) {
    const auto number = outline::choice_of(item.cells, field);
    const plan::Choice* choice =
        number ? plan::find_choice(plan::find_field(field)->choices, *number) : nullptr;
    return choice == nullptr ? "" : std::string(choice->name);
}

json ranked_json(const Outline& outline, const boards::RankedItem& ranked) {
    const outline::Item& item = outline.at(ranked.place);
    return {{"id", to_base32(item.id.view())},
            {"kind", kind_name(item.kind)},
            {"title", outline::title_of(item)},
            {"class", choice_text(item, plan::field::importance)},
            {"minutes", ranked.minutes ? json(*ranked.minutes) : json()},
            {"sum_minutes", ranked.sum_minutes},
            {"fits", ranked.fits}};
}

Exit show(Context& context, engine::Workspace& workspace, const CutLineArguments& arguments) {
    std::string typed = joined(arguments.filter);
    if (typed.empty()) typed = "kind:deliverable is:open";
    const auto filter = engine::parse_filter(workspace, typed, context.now);
    if (!filter) return fail(context, filter.error());
    const Outline outline = engine::read_outline(workspace);
    const std::vector<Place> places = engine::select(outline, *filter);
    const plan::TextContext text = engine::text_context(workspace, context.now);
    const auto capacity = capacity_of(workspace, outline, arguments, places, text);
    if (!capacity) return fail(context, capacity.error());
    const auto length = [&](std::int64_t minutes) {
        return plan::print_duration({minutes, plan::unit::days}, text.units);
    };
    std::vector<std::vector<std::string>> rows;
    std::size_t below = 0;
    for (const boards::RankedItem& ranked : boards::cut_line(outline, places, capacity->minutes)) {
        const outline::Item& item = outline.at(ranked.place);
        context.out.object(ranked_json(outline, ranked));
        if (!ranked.fits && below++ == 0)
            rows.push_back({"", "──── the line ────", "", "", length(capacity->minutes)});
        const Tone tone = ranked.fits ? Tone::plain : Tone::dim;
        rows.push_back({engine::short_id(workspace, item.id),
                        context.out.tone(tone, printable(outline::title_of(item))),
                        choice_text(item, plan::field::importance),
                        ranked.minutes ? length(*ranked.minutes) : "?",
                        length(ranked.sum_minutes)});
    }
    if (rows.empty()) {
        context.out.note("No work is like that.");
        return Exit::ok;
    }
    context.out.table({{"ID", false, false},
                       {"TITLE", true, false},
                       {"CLASS", false, false},
                       {"LEFT", false, true},
                       {"SUM", false, true}},
                      rows);
    context.out.note(fmt::format("{} of {} below the line of {} ({}).",
                                 below,
                                 counted(places.size(), "item"),
                                 length(capacity->minutes),
                                 printable(capacity->spoken)));
    return Exit::ok;
}

}  // namespace

Exit run(Context& context, const CutLineArguments& arguments) {
    if (arguments.capacity.empty() && arguments.until.empty())
        return wrong_use(context,
                         "Say how much can be done: --capacity 60d, or --until a day or an item.");
    return with_workspace(context, [&](engine::Workspace& workspace, const std::string&) {
        return show(context, workspace, arguments);
    });
}

}  // namespace cairn::cli
