#include "client/engine/lookout.h"

#include <algorithm>

#include "client/engine/change_builder.h"
#include "client/engine/lookup.h"
#include "client/engine/moment.h"
#include "client/engine/read_outline.h"
#include "client/radar/mute.h"
#include "client/replica/past.h"
#include "client/schedule/outline_catalog.h"
#include "shared/platform/system.h"

namespace cairn::engine {
namespace {

std::optional<plan::Date> day_of(WallTime wall) {
    return plan::date_from_iso(platform::local_date(wall));
}

constexpr OutlineWish whole{.fields = {}, .links = true, .link_fields = true};

// All that a schedule and the outline of it need.
schedule::Schedule schedule_before(Workspace& workspace, int days, WallTime now) {
    const auto moment =
        find_moment(workspace, "-" + std::to_string(days) + "d", DayMeans::end, now);
    if (!moment) return schedule::Schedule({});
    replica::Past past(workspace.read(), moment->cut);
    const outline::Outline outline = read_outline(past, whole);
    const auto today = day_of(now);
    return schedule::Schedule(
        schedule::read_catalog(schedule::catalog_of(outline), today.value_or(plan::Date{})).plan);
}

// How often each open estimate was written after the first time, as far as the limit asks.
std::unordered_map<ItemId, int> estimate_changes(Workspace& workspace,
                                                 const outline::Outline& outline,
                                                 int enough) {
    std::unordered_map<ItemId, int> changes;
    for (const outline::Item& item : outline.living()) {
        if (outline::value_of(item.cells, plan::field::estimate).empty()) continue;
        if (!outline::is_open(item.cells)) continue;
        const auto history = workspace.read().history(
            merge::Cell{item.id, plan::field::estimate, {}}, static_cast<std::size_t>(enough) + 2);
        const auto written = std::count_if(history.begin(), history.end(), [](const auto& edit) {
            return edit.status == replica::EditStatus::valid;
        });
        if (written > 1) changes[item.id] = static_cast<int>(written) - 1;
    }
    return changes;
}

std::vector<radar::OpenConflict> open_conflicts(Workspace& workspace) {
    std::vector<radar::OpenConflict> conflicts;
    for (const replica::ConflictView& conflict : workspace.read().conflicts()) {
        std::optional<WallTime> since;  // the newest of what stands against each other
        for (const replica::HeadView& head : conflict.candidates)
            if (!since || since->ms < head.wall.ms) since = head.wall;
        const auto day = since ? day_of(*since) : std::nullopt;
        const plan::FieldSpec* field = plan::find_field(conflict.field);
        if (day)
            conflicts.push_back(
                {conflict.item, field == nullptr ? "" : std::string(field->name), *day});
    }
    return conflicts;
}

std::vector<radar::SilentDevice> other_devices(Workspace& workspace) {
    std::vector<radar::SilentDevice> devices;
    for (const replica::LastWord& word : workspace.read().last_words()) {
        const DeviceEntry* device = workspace.roster().device(word.device);
        const bool is_own =
            workspace.device() != nullptr && workspace.device()->id() == word.device;
        if (device == nullptr || is_own || !word.wall) continue;
        devices.push_back({workspace.person_of(device->member),
                           workspace.name_of(word.device),
                           day_of(*word.wall)});
    }
    return devices;
}

std::optional<plan::Date> written_on(Workspace& workspace,
                                     const ItemId& item,
                                     plan::FieldNumber field) {
    const auto heads = workspace.read().heads({item, field, {}});
    return heads.empty() ? std::nullopt : day_of(heads.front().wall);
}

// The elements of `muted` that speak of a rule, as they stand.
std::vector<std::string> mutes_of(Workspace& workspace,
                                  const ItemId& item,
                                  const std::string& code) {
    std::vector<std::string> elements;
    for (const replica::CellView& cell : workspace.read().cells(item)) {
        if (cell.field != plan::field::muted || cell.value != "b1") continue;
        const auto mute = radar::parse_mute(std::string_view(cell.element).substr(1));
        if (mute && mute->code == code) elements.push_back(cell.element);
    }
    return elements;
}

void unmute_all(ChangeBuilder& change,
                const ItemId& item,
                const std::vector<std::string>& elements,
                const std::string& but) {
    for (const std::string& element : elements)
        if (element != but)
            change.write(item, plan::field::muted, merge::Value::boolean(false), element);
}

}  // namespace

Lookout look_ahead(Workspace& workspace, const std::optional<ItemId>& below, WallTime now) {
    Lookout lookout{read_outline(workspace, whole), {}};
    const plan::Date today = day_of(now).value_or(plan::Date{});
    schedule::CatalogPlan input =
        schedule::read_catalog(schedule::catalog_of(lookout.outline), today);
    const schedule::Schedule schedule(std::move(input.plan));
    radar::Sight sight{.outline = lookout.outline, .today = today};
    const schedule::Schedule before = schedule_before(workspace, sight.limits.look_back_days, now);
    sight.units = input.units;
    sight.schedule = &schedule;
    sight.schedule_before = &before;
    sight.estimate_changes =
        estimate_changes(workspace, lookout.outline, sight.limits.estimate_changes);
    sight.conflicts = open_conflicts(workspace);
    sight.devices = other_devices(workspace);
    sight.written = [&](const ItemId& item, plan::FieldNumber field) {
        return written_on(workspace, item, field);
    };
    sight.handle = [&](const ItemId& item) { return short_id(workspace, item); };
    lookout.seen = radar::look(sight, below);
    return lookout;
}

Result<replica::Committed, EngineError> mute(Workspace& workspace,
                                             const ItemId& item,
                                             const std::string& code,
                                             std::optional<plan::Date> until,
                                             WallTime now) {
    if (radar::find_rule(code) == nullptr)
        return refuse(EngineError{
            EngineFault::wrong_value,
            "The radar has no rule '" + code + "'. `cairn radar rules` lists them all."});
    const std::string element = merge::Value::text(radar::to_text({code, until}))->canonical();
    const auto before = mutes_of(workspace, item, code);
    if (before.size() == 1 && before.front() == element)
        return refuse(EngineError{EngineFault::nothing_to_do, "That is muted so already."});
    ChangeBuilder change(workspace);
    unmute_all(change, item, before, element);
    change.write(item, plan::field::muted, merge::Value::boolean(true), element);
    return change.commit(now);
}

Result<replica::Committed, EngineError> unmute(Workspace& workspace,
                                               const ItemId& item,
                                               const std::string& code,
                                               WallTime now) {
    const auto before = mutes_of(workspace, item, code);
    if (before.empty())
        return refuse(EngineError{EngineFault::nothing_to_do,
                                  "That is not muted. `cairn show` lists what is, as `muted`."});
    ChangeBuilder change(workspace);
    unmute_all(change, item, before, {});
    return change.commit(now);
}

}  // namespace cairn::engine
