#include "client/engine/moment.h"

#include "client/engine/lookup.h"
#include "client/engine/marks.h"
#include "client/plan/catalog.h"
#include "client/plan/text_input.h"
#include "client/replica/past.h"
#include "shared/platform/system.h"

namespace cairn::engine {
namespace {

constexpr std::int64_t ms_a_minute = 60'000;

WallTime wall_of(plan::Date date, int minute) {
    const plan::YearMonthDay day = plan::parts_of(date);
    return platform::wall_of_local(day.year, day.month, day.day, minute);
}

// Nobody wrote before the workspace was made: by then a laptop without a battery says 1970. What
// its maker's clock said tells nothing either while it is still to come.
WallTime beginning(Workspace& workspace, WallTime now) {
    const auto& devices = workspace.roster().devices();  // the maker's is the first
    const bool tells = !devices.empty() && devices.front().added_wall <= now;
    return tells ? devices.front().added_wall : WallTime{INT64_MIN};
}

Moment moment_of(Workspace& workspace, const plan::PastDay& day, DayMeans means, WallTime now) {
    Moment moment;
    moment.spoken = plan::to_iso(day.date);
    const bool from_start = means == DayMeans::start;
    if (day.minute) {
        const WallTime begins = wall_of(day.date, *day.minute);
        moment.wall = {(from_start ? begins.ms : begins.ms + ms_a_minute) - 1};
        moment.spoken += " " + plan::clock_text(*day.minute);
    } else if (from_start) {
        moment.wall = {wall_of(day.date, 0).ms - 1};
    } else {
        moment.wall = {wall_of(plan::Date{day.date.days + 1}, 0).ms - 1};
    }
    moment.cut = workspace.read().stamped_up_to(moment.wall, beginning(workspace, now));
    return moment;
}

Result<Moment, EngineError> moment_of(Workspace& workspace, const Mark& mark) {
    const auto cut = workspace.read().cut_of(mark.maxima);
    if (!cut)
        return refuse(EngineError{EngineFault::nothing_to_do,
                                  "The mark '" + mark.name +
                                      "' names changes that are not in this copy of the plan. "
                                      "Give a day instead."});
    return Moment{Moment::What::mark, mark.put, "mark " + mark.name, *cut};
}

Moment moment_of(Workspace& workspace, replica::ChangeRow row) {
    Moment moment;
    moment.what = Moment::What::change;
    const replica::ChangeView change = workspace.read().changes_since({row.value - 1}, 1).front();
    moment.wall = change.wall;
    moment.spoken = "change " + to_base32(change.id.view()).substr(0, telling_id_characters);
    moment.cut = workspace.read().with_past_of(row);
    return moment;
}

}  // namespace

Result<Moment, EngineError> find_moment(Workspace& workspace,
                                        std::string_view text,
                                        DayMeans day,
                                        WallTime now) {
    plan::Date today;
    if (const auto date = plan::date_from_iso(platform::local_date(now))) today = *date;
    if (const auto past = plan::parse_past_day(text, today))
        return moment_of(workspace, *past, day, now);
    if (const auto mark = find_mark(workspace, text)) return moment_of(workspace, *mark);
    const std::size_t wanted = text.size() < telling_id_characters ? 2 : 1;
    const auto changes = workspace.read().changes_with_prefix(text, wanted);
    if (changes.size() == 1) return moment_of(workspace, changes.front());
    if (changes.size() > 1)
        return refuse(EngineError{EngineFault::ambiguous,
                                  "Several changes begin with '" + std::string(text) +
                                      "'. Give more of the id, as `cairn log` shows it."});
    std::string names;
    for (const Mark& mark : all_marks(workspace)) names += (names.empty() ? "" : ", ") + mark.name;
    return refuse(EngineError{
        EngineFault::wrong_value,
        "'" + std::string(text) +
            "' is no moment: write a day such as 2027-03-01, yesterday, fri or -2w, with a time "
            "or without, the start of a change's id from `cairn log`, or a mark" +
            (names.empty() ? " that `cairn diff --since DAY --mark NAME` put."
                           : " (" + names + ").")});
}

Result<ItemId, EngineError> find_item_as_of(Workspace& workspace,
                                            std::string_view text,
                                            const Moment& moment) {
    replica::Past past(workspace.read(), moment.cut);
    auto now = find_item(workspace, text);
    const std::string wanted = "t" + std::string(text);
    if (now) {
        const auto then = past.cell({*now, plan::field::title, {}});
        const bool by_title = title_of(workspace, *now) == text;
        if (!by_title || (then && then->value == wanted)) return now;
    }
    constexpr merge::FieldNumber title[] = {plan::field::title};
    std::vector<ItemId> titled;
    past.each_item(
        [&](const replica::ItemPlace& place, const std::vector<replica::CellView>& cells) {
            if (!cells.empty() && cells.front().value == wanted) titled.push_back(place.id);
        },
        title);
    if (titled.size() == 1) return titled.front();
    return now;
}

EngineError not_there_yet(Workspace& workspace, const ItemId& item, const Moment& moment) {
    return {EngineFault::no_item,
            "'" + title_of(workspace, item) + "' was not there yet as of " + moment.spoken +
                ". `cairn log " + short_id(workspace, item) +
                " --limit 0` shows when it was made."};
}

Moment present_moment(Workspace& workspace, WallTime now) {
    return Moment{Moment::What::time, now, "now", workspace.read().everything()};
}

}  // namespace cairn::engine
